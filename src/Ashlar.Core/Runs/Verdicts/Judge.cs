using Ashlar.Core.Gates;
using Ashlar.Core.Reports;
using Ashlar.Core.Runs.Landings;
using Ashlar.Core.Runs.People;
using Ashlar.Core.Runs.Places;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Stacks.Results;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Verdicts;

/// <summary>
/// Looks at the tree that would be committed: scope, placeholders, gates, tests. What was judged once is not judged again.
/// </summary>
/// <param name="facts">What the run is.</param>
/// <param name="recorder">Where the run keeps what it knows.</param>
/// <param name="committer">The repository, and who commits there.</param>
/// <param name="trees">The trees that were written of worktrees.</param>
/// <param name="runner">Where gates run.</param>
/// <param name="site">Where the task is done.</param>
internal sealed class Judge(RunFacts facts, Recorder recorder, Committer committer, WrittenTrees trees, GateRunner runner, TaskSite site)
{
    private readonly Dictionary<(string Base, string Tree), Verdict> byTree = [];

    /// <summary>How often it looked; the keys of its steps begin with it.</summary>
    public int Looks { get; private set; }

    /// <summary>Judges the present state of a task's worktree.</summary>
    /// <param name="iteration">The number that this cycle gets when it is a new one.</param>
    /// <param name="again">Whether gates run again on a tree that was judged before, since something outside it has changed.</param>
    /// <param name="claimsNoChange">Whether the author says that the task needs no change.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<Verdict> LookAsync(int iteration, bool again, bool claimsNoChange, CancellationToken cancellationToken)
    {
        Looks++;
        var key = $"{site.Prefix}look/{Looks}";
        var state = await StateAsync(key, cancellationToken).ConfigureAwait(false);
        if (!again && byTree.TryGetValue((site.Base, state.Tree), out var before))
        {
            return before with { Iteration = iteration, Reused = true };
        }

        var files = await new TreeDiff(committer.Repository.Git).FilesAsync(site.Base, state.Tree, cancellationToken).ConfigureAwait(false);
        var others = new List<Finding>(ChangeFindings.Scope(site, files, state));
        if (files.Count == 0 && !MayChangeNothing(claimsNoChange))
        {
            others.Add(
                new Finding(
                    "empty",
                    $"Nothing changed. Do the task; if it needs no change, Escalate kind=question with the summary \"{NoChange.Words}: WHY\"."
                )
                {
                    Rule = "empty",
                }
            );
            // Not kept: whether it may change nothing depends on the report and on answers too.
            return new Verdict
            {
                Iteration = iteration,
                Tree = state.Tree,
                Files = files,
                Results = [],
                Others = others,
            };
        }

        try
        {
            return await ExaminedAsync(key, iteration, state.Tree, files, others, cancellationToken).ConfigureAwait(false);
        }
        catch (UndecidedTextException undecided)
        {
            var now = await CommitFiles.ReadAsync(committer.Repository.Git, state.Tree, cancellationToken).ConfigureAwait(false);
            var change = await now.ContentsAsync(files.Select(file => file.Path), cancellationToken).ConfigureAwait(false);
            return new Verdict
            {
                Iteration = iteration,
                Tree = state.Tree,
                Files = files,
                Results = [],
                Others = [.. others.Append(ChangeFindings.Undecided(undecided, change)).Select(recorder.Mask.Masked)],
            };
        }
    }

    private async Task<Verdict> ExaminedAsync(
        string key,
        int iteration,
        string tree,
        IReadOnlyList<FileChange> files,
        List<Finding> others,
        CancellationToken cancellationToken
    )
    {
        var examination = await runner.ExamineAsync(site, tree, cancellationToken).ConfigureAwait(false);
        var secrets = await committer.Secrets.FindAsync(site.Base, tree, cancellationToken).ConfigureAwait(false);
        others.AddRange(secrets.Select(one => SecretFindings.Of(one, committer.Secrets, examination.Change, recorder.Mask)));
        var results = await runner.RunAsync(site, key, tree, files, examination.Judge.FromBase, cancellationToken).ConfigureAwait(false);
        var red = new IntendedRed(runner.Red, site).Of(files, examination, results);
        others.AddRange(
            await new PointVersions(committer.Repository.Git, tree).OfAsync(examination.Findings, cancellationToken).ConfigureAwait(false)
        );
        var verdict = new Verdict
        {
            Iteration = iteration,
            Tree = tree,
            Files = files,
            Results = red.Results,
            Others = [.. others.Select(recorder.Mask.Masked)],
            Red = red.Red,
        };
        if (verdict.IsGreen)
        {
            var expected = await runner.ExpectAsync(examination, verdict, site, key, cancellationToken).ConfigureAwait(false);
            if (expected.Fault is { } fault)
            {
                return Keep(site.Base, verdict with { Results = [.. verdict.Results.Select(result => Unable(result, fault))] });
            }

            verdict = verdict with
            {
                Expectations = [.. expected.Expectations.Select(recorder.Mask.Masked)],
                NotCompared = expected.Missing,
            };
            verdict = await new JudgedProof(facts, committer.Repository, runner, site)
                .OfAsync(verdict, examination, key, cancellationToken)
                .ConfigureAwait(false);
        }

        return Keep(site.Base, verdict);
    }

    /// <summary>
    /// A task changes nothing where its words only look, where a person agreed, or where the author says so and a reviewer is yet to agree.
    /// </summary>
    private bool MayChangeNothing(bool claimed) =>
        NoChange.Allows(site.Item) || site.Grants.NoChangeAgreed || (site.Crew.Reviewer is not null && claimed);

    /// <summary>A gate whose tests could not be run as they were.</summary>
    private static GateResult Unable(GateResult result, string fault) =>
        result is { Tests: not null, DecidesNothing: false }
            ? result with
            {
                Status = GateStatus.Env,
                Fault = $"the tests as they were at BASE could not be run: {fault}",
            }
            : result;

    /// <summary>What is not part of the tree can be fixed without changing it, so such a verdict does not last.</summary>
    private Verdict Keep(string taskBase, Verdict verdict)
    {
        if (verdict.Faults.Count == 0 && !verdict.Others.Any(IsBesideTree))
        {
            byTree[(taskBase, verdict.Tree)] = verdict;
        }

        return verdict;
    }

    private static bool IsBesideTree(Finding finding) =>
        finding.Key.StartsWith("nested:", StringComparison.Ordinal) || finding.Key.StartsWith("name:", StringComparison.Ordinal);

    /// <summary>Work of a task that is not finished was committed; what builds on that commit is held against its tests.</summary>
    public void Committed(string commit, Verdict verdict) => runner.Landed(commit, verdict.Results);

    /// <summary>A task's work landed: later tasks are held against its tests.</summary>
    public void Landed(string commit, Verdict verdict)
    {
        runner.Landed(commit, verdict.Results);
        runner.Red.Settle(verdict.TurnedGreen);
        runner.Red.Leave(site.Item.Id, verdict.Red);
    }

    /// <summary>Holds a report against a green verdict.</summary>
    public Verification Verify(Report report, Verdict verdict) => new ReportEvidence(facts, site).Verify(report, verdict);

    private async Task<WorkTreeState> StateAsync(string key, CancellationToken cancellationToken) =>
        recorder.Steps.Past<TreeWritten>(site.Item.Id, $"{key}/tree") is { } known
            ? new WorkTreeState(known.Tree, known.Nested) { Unnamed = known.Unnamed }
            : await WriteAsync(key, cancellationToken).ConfigureAwait(false);

    private async Task<WorkTreeState> WriteAsync(string key, CancellationToken cancellationToken)
    {
        await site.FixAsync(key, cancellationToken).ConfigureAwait(false);
        var state = await site.StateAsync(cancellationToken).ConfigureAwait(false);
        await trees.HoldAsync(site.Item.Id, site.Base, state.Tree, cancellationToken).ConfigureAwait(false);
        recorder.Steps.Record(
            site.Item.Id,
            new TreeWritten($"{key}/tree", TreeWritten.Name, state.Tree, state.NestedRepositories) { Unnamed = state.Unnamed }
        );
        return state;
    }
}
