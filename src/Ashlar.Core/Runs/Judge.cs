using Ashlar.Core.Gates;
using Ashlar.Core.Gates.Placeholders;
using Ashlar.Core.Reports;
using Ashlar.Core.Work;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs;

/// <summary>
/// Looks at the tree that would be committed: scope, placeholders, gates, tests. What was judged once is not judged again.
/// </summary>
/// <param name="world">What the run shares.</param>
/// <param name="hall">Where gates run.</param>
internal sealed class Judge(RunWorld world, GateHall hall)
{
    private readonly Dictionary<string, Verdict> byTree = new(StringComparer.Ordinal);

    /// <summary>How often it looked; the keys of its steps begin with it.</summary>
    public int Looks { get; private set; }

    /// <summary>Judges the present state of a task's worktree.</summary>
    /// <param name="site">The task's place.</param>
    /// <param name="item">The task.</param>
    /// <param name="iteration">The number that this cycle gets when it is a new one.</param>
    /// <param name="report">The report that asks for it, or null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<Verdict> LookAsync(TaskSite site, TaskItem item, int iteration, Report? report, CancellationToken cancellationToken)
    {
        Looks++;
        var key = $"{site.Prefix}look/{Looks}";
        var state = await StateAsync(site, item.Id, key, cancellationToken).ConfigureAwait(false);
        if (byTree.TryGetValue(state.Tree, out var before))
        {
            return before with { Iteration = iteration, Reused = true };
        }

        var diff = new TreeDiff(world.Repository.Git);
        var files = await diff.FilesAsync(site.Base, state.Tree, cancellationToken).ConfigureAwait(false);
        var others = new List<Finding>(ScopeFindings(site, files, state));
        if (files.Count == 0 && !NoChange.Allows(item))
        {
            others.Add(
                new Finding("empty", "Nothing changed. Do the task; if it needs no change, say so with Escalate (question).")
                {
                    Rule = "empty",
                }
            );
        }

        others.AddRange(await ContentFindingsAsync(diff, site, state, files, cancellationToken).ConfigureAwait(false));
        var results =
            files.Count == 0 && others.Count > 0
                ? []
                : await hall.RunAsync(item, key, state.Tree, files, cancellationToken).ConfigureAwait(false);
        var verdict = new Verdict
        {
            Iteration = iteration,
            Tree = state.Tree,
            Files = files,
            Results = results,
            Others = others,
        };
        if (verdict.IsGreen)
        {
            verdict = await hall.ProveAsync(verdict, site, item, key, cancellationToken).ConfigureAwait(false);
        }

        if (verdict.Faults.Count == 0)
        {
            byTree[state.Tree] = verdict;
        }

        return verdict;
    }

    /// <summary>Holds a report against a green verdict, and says where each gate comes from.</summary>
    public Verification Verify(Report report, Verdict verdict, TaskSite site, TaskItem item)
    {
        var verification = ReportVerification.Check(report, Evidence(verdict, site, item));
        return verification with
        {
            Gates =
            [
                .. verification.Gates.Select(gate =>
                    world.Gates.FirstOrDefault(one => string.Equals(one.Name, gate.Result.Name, StringComparison.Ordinal)) is { } known
                        ? gate with
                        {
                            SourcePath = known.SourcePath,
                            SourceLine = known.SourceLine,
                        }
                        : gate
                ),
            ],
        };
    }

    private Evidence Evidence(Verdict verdict, TaskSite site, TaskItem item) =>
        new()
        {
            Files = verdict.Files,
            Gates = verdict.Results,
            OtherRuns = [],
            TestFiles =
            [
                .. verdict.Files.Where(file => file.Kind != ChangeKind.Deleted && TestPaths.IsTest(file.Path)).Select(file => file.Path),
            ],
            Acceptance = item.Acceptance,
            Roots = [site.Workspace.ShownRoot, site.Workspace.Root],
        };

    private async Task<WorkTreeState> StateAsync(TaskSite site, string task, string key, CancellationToken cancellationToken) =>
        world.Steps.Past<TreeWritten>("effect.finished", task, $"{key}/tree") is { } known
            ? new WorkTreeState(known.Tree, known.Nested)
            : await WriteAsync(site, task, key, cancellationToken).ConfigureAwait(false);

    private async Task<WorkTreeState> WriteAsync(TaskSite site, string task, string key, CancellationToken cancellationToken)
    {
        var state = await site.Index.WriteAsync(site.Base, world.OwnPaths, cancellationToken).ConfigureAwait(false);
        world.Steps.Record("effect.finished", task, new TreeWritten($"{key}/tree", "tree", state.Tree, state.NestedRepositories));
        return state;
    }

    private static IEnumerable<Finding> ScopeFindings(TaskSite site, IReadOnlyList<FileChange> files, WorkTreeState state)
    {
        foreach (var nested in state.NestedRepositories)
        {
            yield return new Finding(
                $"nested:{nested}",
                $"{nested} is a git repository of its own. Remove {nested}/.git; files in it cannot be committed."
            )
            {
                Path = nested,
                Rule = "scope",
            };
        }

        foreach (var file in files)
        {
            if (site.Scope.DecideWrite(file.Path, file.Kind != ChangeKind.Created) is { Allowed: false } decision)
            {
                yield return new Finding(
                    $"scope:{file.Path}",
                    $"{file.Path} is outside this task's scope ({decision.Rule?.Source}, {decision.Rule?.Kind}: {decision.Rule?.Value}). Put it back as it was."
                )
                {
                    Path = file.Path,
                    Rule = "scope",
                };
            }
        }
    }

    private async Task<IReadOnlyList<Finding>> ContentFindingsAsync(
        TreeDiff diff,
        TaskSite site,
        WorkTreeState state,
        IReadOnlyList<FileChange> files,
        CancellationToken cancellationToken
    )
    {
        var changed = new List<ChangedFile>();
        foreach (var file in files.Where(file => file.Kind != ChangeKind.Deleted && file.NewMode != "120000"))
        {
            var before =
                file.Kind == ChangeKind.Created
                    ? null
                    : await diff.ContentTextAsync(site.Base, file.Path, cancellationToken).ConfigureAwait(false);
            changed.Add(
                new ChangedFile(
                    file.Path,
                    before,
                    await diff.ContentTextAsync(state.Tree, file.Path, cancellationToken).ConfigureAwait(false)
                )
            );
        }

        return [.. PlaceholderCheck.Findings(changed), .. changed.SelectMany(SecretFindings)];
    }

    /// <summary>Added lines that hold a secret are never committed.</summary>
    private IEnumerable<Finding> SecretFindings(ChangedFile file)
    {
        var lines = ChangedFile.Lines(file.After);
        foreach (var number in file.AddedLines())
        {
            if (world.Mask.FindSecrets(lines[number - 1]) is [var name, ..])
            {
                yield return new Finding(
                    $"secret:{file.Path}:{name}",
                    $"{file.Path}:{number}  the added line holds the secret {name}. Read it from the environment, or write `[secret {name}]` only where the file held the value before."
                )
                {
                    Path = file.Path,
                    Line = number,
                    Rule = "secret",
                };
            }
        }
    }
}

/// <summary>Body of <c>effect.finished</c> for a tree that is judged.</summary>
public sealed record TreeWritten(string Key, string Effect, string Tree, IReadOnlyList<string> Nested);
