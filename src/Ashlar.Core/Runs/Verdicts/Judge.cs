using Ashlar.Core.Gates;
using Ashlar.Core.Gates.Proof;
using Ashlar.Core.Judging.Expectations;
using Ashlar.Core.Judging.Proof;
using Ashlar.Core.Policies;
using Ashlar.Core.Reports;
using Ashlar.Core.Runs.Landings;
using Ashlar.Core.Runs.People;
using Ashlar.Core.Runs.Places;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Reviewing;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Results;
using Ashlar.Core.Work;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Verdicts;

/// <summary>
/// Looks at the tree that would be committed: scope, placeholders, gates, tests. What was judged once is not judged again.
/// </summary>
/// <param name="world">What the run shares.</param>
/// <param name="hall">Where gates run.</param>
internal sealed class Judge(RunWorld world, GateHall hall)
{
    private readonly Dictionary<(string Base, string Tree), Verdict> byTree = [];

    /// <summary>How often it looked; the keys of its steps begin with it.</summary>
    public int Looks { get; private set; }

    /// <summary>Judges the present state of a task's worktree.</summary>
    /// <param name="site">The task's place.</param>
    /// <param name="item">The task.</param>
    /// <param name="iteration">The number that this cycle gets when it is a new one.</param>
    /// <param name="again">Whether gates run again on a tree that was judged before, since something outside it has changed.</param>
    /// <param name="claimsNoChange">Whether the author says that the task needs no change.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<Verdict> LookAsync(
        TaskSite site,
        TaskItem item,
        int iteration,
        bool again,
        bool claimsNoChange,
        CancellationToken cancellationToken
    )
    {
        Looks++;
        var key = $"{site.Prefix}look/{Looks}";
        var state = await StateAsync(site, item.Id, key, cancellationToken).ConfigureAwait(false);
        if (!again && byTree.TryGetValue((site.Base, state.Tree), out var before))
        {
            return before with { Iteration = iteration, Reused = true };
        }

        var files = await new TreeDiff(world.Repository.Git).FilesAsync(site.Base, state.Tree, cancellationToken).ConfigureAwait(false);
        var others = new List<Finding>(ChangeFindings.Scope(site, files, state));
        if (files.Count == 0 && !MayChangeNothing(site, item, claimsNoChange))
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
            return await ExaminedAsync(site, item, key, iteration, state.Tree, files, others, cancellationToken).ConfigureAwait(false);
        }
        catch (UndecidedTextException undecided)
        {
            var now = await CommitFiles.ReadAsync(world.Repository.Git, state.Tree, cancellationToken).ConfigureAwait(false);
            var change = await now.ContentsAsync(files.Select(file => file.Path), cancellationToken).ConfigureAwait(false);
            return new Verdict
            {
                Iteration = iteration,
                Tree = state.Tree,
                Files = files,
                Results = [],
                Others = [.. others.Append(ChangeFindings.Undecided(undecided, change)).Select(Masked)],
            };
        }
    }

    private async Task<Verdict> ExaminedAsync(
        TaskSite site,
        TaskItem item,
        string key,
        int iteration,
        string tree,
        IReadOnlyList<FileChange> files,
        List<Finding> others,
        CancellationToken cancellationToken
    )
    {
        var examination = await hall.ExamineAsync(site, tree, cancellationToken).ConfigureAwait(false);
        var secrets = await world.TreeSecrets.FindAsync(site.Base, tree, cancellationToken).ConfigureAwait(false);
        others.AddRange(secrets.Select(one => SecretFindings.Of(one, world.TreeSecrets, examination.Change, world.Mask)));
        var results = await hall.RunAsync(item, site, key, tree, files, examination.Judge.FromBase, cancellationToken)
            .ConfigureAwait(false);
        var red = Intended(site, item, files, examination, results);
        others.AddRange(
            await new PointVersions(world.Repository.Git, tree).OfAsync(examination.Findings, cancellationToken).ConfigureAwait(false)
        );
        var verdict = new Verdict
        {
            Iteration = iteration,
            Tree = tree,
            Files = files,
            Results = red.Results,
            Others = [.. others.Select(Masked)],
            Red = red.Red,
        };
        if (verdict.IsGreen)
        {
            var expected = await hall.ExpectAsync(examination, verdict, site, item.Id, key, cancellationToken).ConfigureAwait(false);
            if (expected.Fault is { } fault)
            {
                return Keep(site.Base, verdict with { Results = [.. verdict.Results.Select(result => Unable(result, fault))] });
            }

            verdict = verdict with { Expectations = [.. expected.Expectations.Select(Masked)], NotCompared = expected.Missing };
            verdict = await ProveAsync(verdict, examination, site, item, key, cancellationToken).ConfigureAwait(false);
        }

        return Keep(site.Base, verdict);
    }

    /// <summary>
    /// A task changes nothing where its words only look, where a person agreed, or where the author says so and a reviewer is yet to agree.
    /// </summary>
    private bool MayChangeNothing(TaskSite site, TaskItem item, bool claimed) =>
        NoChange.Allows(item) || site.NoChangeAgreed || (world.Reviewer is not null && claimed);

    /// <summary>A gate whose tests could not be run as they were.</summary>
    private static GateResult Unable(GateResult result, string fault) =>
        result is { Tests: not null, DecidesNothing: false }
            ? result with
            {
                Status = GateStatus.Env,
                Fault = $"the tests as they were at BASE could not be run: {fault}",
            }
            : result;

    /// <summary>What is no part of the tree can be fixed without changing it, so such a verdict does not last.</summary>
    private Verdict Keep(string taskBase, Verdict verdict)
    {
        if (verdict.Faults.Count == 0 && !verdict.Others.Any(IsBesideTree))
        {
            byTree[(taskBase, verdict.Tree)] = verdict;
        }

        return verdict;
    }

    // Names of files and targets of links are the agent's words too.
    private Finding Masked(Finding finding) =>
        finding with
        {
            Key = world.Mask.Mask(finding.Key),
            Message = world.Mask.Mask(finding.Message),
            Path = finding.Path is { } path ? world.Mask.Mask(path) : null,
        };

    private ChangedExpectation Masked(ChangedExpectation lost) =>
        lost with
        {
            Test = world.Mask.Mask(lost.Test),
            Words = lost.Words is { } words ? world.Mask.Mask(words) : null,
        };

    private static bool IsBesideTree(Finding finding) =>
        finding.Key.StartsWith("nested:", StringComparison.Ordinal) || finding.Key.StartsWith("name:", StringComparison.Ordinal);

    /// <summary>Failures on purpose: the task's own tests where it only writes tests, and those that earlier tasks left for others.</summary>
    private RedByIntent Intended(
        TaskSite site,
        TaskItem item,
        IReadOnlyList<FileChange> files,
        TaskExamination examination,
        IReadOnlyList<GateResult> results
    )
    {
        var writesTests = TestsFirst.Is(item, files) || (!site.Stage.IsLast && TestsFirst.OnlyTests(files));
        var cases = results
            .SelectMany(result => result.Tests?.Cases ?? [])
            .GroupBy(test => test.Id, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        bool MayStay(string id) => cases.TryGetValue(id, out var test) && hall.Red.MayStay(test, item, site.Stage.IsLast);
        IReadOnlyList<string> Own(string id) =>
            !writesTests || !cases.TryGetValue(id, out var test) ? []
            : examination.IsOwn(test) ? [id]
            : examination.Awaiting(test);
        var red = RedByIntent.Of(results, id => MayStay(id) || Own(id).Count > 0);
        return red with { Red = [.. red.Red.Where(id => !MayStay(id)).SelectMany(Own)] };
    }

    private async Task<Verdict> ProveAsync(
        Verdict verdict,
        TaskExamination examination,
        TaskSite site,
        TaskItem item,
        string key,
        CancellationToken cancellationToken
    )
    {
        var run = GateHall.Tests(verdict.Results);
        var turned = hall.Red.TurnedGreen(run);
        if (verdict.Red.Count > 0)
        {
            return Required(site, verdict with { Proof = "red-by-intent" });
        }

        var proven = await new ProofQuestion(world, hall, site, item)
            .AskAsync(verdict, examination, RedTests.IdsOf(turned, run), cancellationToken)
            .ConfigureAwait(false);
        var finished = await hall.ProveAsync(proven, key, verdict.Results, cancellationToken).ConfigureAwait(false);
        verdict = verdict with { TurnedGreen = turned };
        if (finished.Verdict is not { } proof)
        {
            return verdict with { Rests = [.. RedTests.IdsOf(turned, run)] };
        }

        var needing = proof.Tests.Where(test => test.NeedsWork).Select(test => test.Id).ToList();
        return Required(
            site,
            verdict with
            {
                Others = [.. verdict.Others, .. proof.Findings.Select(finding => finding with { Version = verdict.Tree })],
                Proof = Word(proof.Level),
                Rests = [.. needing.Concat(proof.Units.Select(unit => unit.Test).OfType<string>()).Distinct(StringComparer.Ordinal)],
                Measured = proof,
                NewTests = new NewTests(
                    proof.Tests.Count,
                    needing.Count,
                    [.. proof.Tests.Where(test => test.Without == WithoutWork.Passes).Select(test => test.Id)]
                ),
            }
        );
    }

    /// <summary>A proof of a task that is weaker than what is required is a finding.</summary>
    private Verdict Required(TaskSite site, Verdict verdict)
    {
        if (
            !site.Stage.IsLast
            || world.RequiredProof is not { } required
            || ProofLevelText.Strength(verdict.Proof) >= ProofLevelText.Strength(required)
        )
        {
            return verdict;
        }

        var message = $"The change is proven only as {verdict.Proof}; {required} is required: add a test that fails without the change.";
        return verdict with { Others = [.. verdict.Others, new Finding("proof", message) { Rule = "proof" }] };
    }

    private static string Word(TestProof proof) =>
        proof switch
        {
            TestProof.RedGreen => "red-green",
            TestProof.NoCode => "no-code",
            TestProof.Unnoticed => "unnoticed",
            TestProof.NotExamined => "not-examined",
            _ => "regression-only",
        };

    /// <summary>Work of a task that is not finished was committed; what builds on that commit is held against its tests.</summary>
    public void Committed(string commit, Verdict verdict) => hall.Landed(commit, verdict.Results);

    /// <summary>A task's work landed: later tasks are held against its tests.</summary>
    public void Landed(TaskItem item, string commit, Verdict verdict)
    {
        hall.Landed(commit, verdict.Results);
        hall.Red.Settle(verdict.TurnedGreen);
        hall.Red.Leave(item.Id, verdict.Red);
    }

    /// <summary>
    /// Holds a report against a green verdict, and adds what only the run knows of the evidence: where gates come from, what the new
    /// tests prove, the project's rules.
    /// </summary>
    public Verification Verify(Report report, Verdict verdict, TaskSite site, TaskItem item)
    {
        var verification = ReportVerification.Check(report, Evidence(verdict, site, item));
        return verification with
        {
            Proof = ProofLevelText.Parse(verdict.Proof),
            Units = verdict.Measured?.Units ?? [],
            MeasuredMilliseconds = verdict.Measured?.Milliseconds ?? 0,
            NotCompared = verdict.NotCompared,
            Uncovered = world.Started.Uncovered,
            Gates = [.. verdict.Results.Select(result => new GateEvidence(result, Source(result)?.SourcePath, Source(result)?.SourceLine))],
            Tests = verification.Tests is { } tests
                ? tests with
                {
                    New = verdict.NewTests.Count,
                    NewFailingOnBase = verdict.NewTests.FailingOnBase,
                    PassesOnBase = verdict.NewTests.PassingOnBase,
                }
                : null,
            Rules =
            [
                .. world
                    .Policy.Rules.Concat(world.Policy.Checklist)
                    .Where(rule => rule.Kind is not ("tool" or "allow" or "deny" or "hide" or "frozen" or "gate" or "kept" or "protected"))
                    .Select(rule => new RuleRow(rule.Value, Became(rule, verdict, site)) { Path = rule.Path, Line = rule.Line }),
            ],
        };
    }

    /// <summary>Known failures are no obstacle; a rule that all tests pass is not met by them all the same.</summary>
    private static string? Unmet(PolicyRule rule, Verdict verdict)
    {
        var failing = verdict
            .Results.Where(result => result.Tests is not null)
            .SelectMany(result => result.Known)
            .Select(finding => finding.Key)
            .ToList();
        return failing.Count > 0 && BindingProse.SaysTestsPass(rule.Value)
            ? $"{string.Join(", ", failing.Take(20))}{(failing.Count > 20 ? $" and {failing.Count - 20} more" : "")} failed before and still fail"
            : null;
    }

    private bool HandsOff => world.WantsPullRequest || world.Started.Options.Push || world.Configuration.Commit.Push;

    /// <summary>What became of a rule, in words.</summary>
    private string Became(PolicyRule rule, Verdict verdict, TaskSite site) =>
        Unmet(rule, verdict) is { } why ? RuleStandingText.Of(RuleStanding.NotMet, why)
        : rule.Kind is "input" or "optional-input"
            ? RuleStandingText.Of(site.Workspace.Files.Stat(rule.Value).Ok ? RuleStanding.Given : RuleStanding.Absent)
        : rule.Kind is "evidence" && !verdict.Files.Any(file => file.Path.StartsWith(rule.Value, StringComparison.Ordinal))
            ? RuleStandingText.Of(RuleStanding.NotMade)
        : rule.Kind is "handoff" ? RuleStandingText.Of(HandsOff ? RuleStanding.AtEnd : RuleStanding.NotMade)
        : rule.Enforced ? RuleStandingText.Of(RuleStanding.Enforced)
        : world.Reviewer?.Agent is { } agent && ReviewByAgent.Asks(rule) ? RuleStandingText.Of(RuleStanding.Asked, agent.Definition.Name)
        : RuleStandingText.Of(RuleStanding.NotEnforced);

    private GateSetting? Source(GateResult result) =>
        world.Gates.FirstOrDefault(gate => string.Equals(gate.Name, result.Name, StringComparison.Ordinal));

    private static Evidence Evidence(Verdict verdict, TaskSite site, TaskItem item) =>
        new()
        {
            Files = verdict.Files,
            Gates = verdict.Results,
            OtherRuns = site.Seen.On(verdict.Tree),
            TestFiles =
            [
                .. verdict.Files.Where(file => file.Kind != ChangeKind.Deleted && TestPaths.IsTest(file.Path)).Select(file => file.Path),
            ],
            Acceptance = item.Acceptance,
            Roots = [site.Workspace.ShownRoot, site.Workspace.Root],
        };

    private async Task<WorkTreeState> StateAsync(TaskSite site, string task, string key, CancellationToken cancellationToken) =>
        world.Steps.Past<TreeWritten>(task, $"{key}/tree") is { } known
            ? new WorkTreeState(known.Tree, known.Nested) { Unnamed = known.Unnamed }
            : await WriteAsync(site, task, key, cancellationToken).ConfigureAwait(false);

    private async Task<WorkTreeState> WriteAsync(TaskSite site, string task, string key, CancellationToken cancellationToken)
    {
        await site.FixAsync(key, cancellationToken).ConfigureAwait(false);
        var state = await site.Index.WriteAsync(site.Base, world.OwnPaths, cancellationToken).ConfigureAwait(false);
        await WrittenTrees.HoldAsync(world, task, site.Base, state.Tree, cancellationToken).ConfigureAwait(false);
        world.Steps.Record(
            task,
            new TreeWritten($"{key}/tree", TreeWritten.Name, state.Tree, state.NestedRepositories) { Unnamed = state.Unnamed }
        );
        return state;
    }
}
