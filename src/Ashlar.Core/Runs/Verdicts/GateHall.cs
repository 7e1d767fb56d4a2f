using System.Collections.Concurrent;
using Ashlar.Core.Conversations;
using Ashlar.Core.Gates;
using Ashlar.Core.Policies;
using Ashlar.Core.Runs.Places;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Results;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Verdicts;

/// <summary>
/// Where gates run: a checkout of their own, filled with the tree that would be committed. Results are recorded by tree and gate, so a
/// resumed run does not run them again. Tasks take turns: what one's gates do cannot disturb another's, nor the services that they share.
/// </summary>
internal sealed class GateHall : IAsyncDisposable
{
    private static readonly Dictionary<string, byte[]?> NoFiles = [];

    private readonly RunFacts facts;
    private readonly Recorder recorder;
    private readonly Repository repository;
    private readonly PipelineStage part;
    private readonly Talks talks;
    private readonly GateStage stage;
    private readonly ConcurrentDictionary<string, TestRun> runs = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly KnownUnits units = new();
    private readonly CancellationTokenSource ending = new();
    private Task<Baseline>? baseline;
    private int requests;

    /// <summary>Opens the hall.</summary>
    /// <param name="facts">What the run is.</param>
    /// <param name="recorder">Where the run keeps what it knows.</param>
    /// <param name="repository">The user's repository.</param>
    /// <param name="part">What the run's own agent has of a task.</param>
    /// <param name="talks">Who is told what happens.</param>
    /// <param name="stage">The checkout and what gates get.</param>
    public GateHall(RunFacts facts, Recorder recorder, Repository repository, PipelineStage part, Talks talks, GateStage stage)
    {
        this.facts = facts;
        this.recorder = recorder;
        this.repository = repository;
        this.part = part;
        this.talks = talks;
        this.stage = stage;
        Answers = GateAnswers.Of(recorder.Steps.Journal.Past, facts.Gates);
        stage.StandOn(facts.Started.Base, All);
        stage.Watch(process => recorder.Steps.Record(null, new CommandStarted("gate", process.Pid, process.StartTime)));
    }

    /// <summary>Begins the gates on the run base; the first verdict waits for them.</summary>
    public void BeginBaseline(CancellationToken cancellationToken)
    {
        var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, ending.Token);
        baseline = Task.Run(
            async () =>
                await new InheritedRed(facts, repository, Red)
                    .TakeOutAsync(await BaselineAsync(both.Token).ConfigureAwait(false), both.Token)
                    .ConfigureAwait(false),
            CancellationToken.None
        );
    }

    /// <summary>What people answered about gates that could not work.</summary>
    public GateAnswers Answers { get; }

    /// <summary>The open question about the run base, as soon as one is raised.</summary>
    public EscalationRaised? BaseQuestion { get; set; }

    /// <summary>Whether no model was asked before in this run: such a request need not wait for what the gates say on the run base.</summary>
    public bool IsFirstRequest() => Interlocked.Increment(ref requests) == 1 && !recorder.Steps.PastOf<TurnReceived>().Any();

    /// <summary>The gates and criteria that are looked at on the run base.</summary>
    private IReadOnlyList<GateSetting> All => [.. facts.Gates, .. facts.Started.Criteria];

    private UnableGates Unable => new(facts, repository, part, Answers, All);

    /// <summary>The gates that can tell nothing on the run base, so that no work could be judged by them.</summary>
    public async Task<IReadOnlyList<GateResult>> FaultsOnBaseAsync(CancellationToken cancellationToken) =>
        await Unable
            .StoppingAsync(await baseline!.WaitAsync(cancellationToken).ConfigureAwait(false), cancellationToken)
            .ConfigureAwait(false);

    /// <summary>Whether the run is done for good, so that nothing is kept for a resumption.</summary>
    public bool IsOver { get; set; }

    /// <summary>The tests that earlier tasks left red by intent.</summary>
    public RedTests Red { get; } = new();

    /// <summary>Reads a change for everything that looks at texts.</summary>
    public Task<TaskExamination> ExamineAsync(TaskSite site, string tree, CancellationToken cancellationToken) =>
        ExamineAsync(site, site.Base, tree, cancellationToken);

    /// <summary>Reads a change since another commit.</summary>
    public async Task<TaskExamination> ExamineAsync(TaskSite site, string since, string tree, CancellationToken cancellationToken)
    {
        // The first time there is no checkout yet in which Python could read.
        await baseline!.ConfigureAwait(false);
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await stage
                .ExamineAsync(repository.Git, since, tree, facts.Gates, site.Grants.Allowance, cancellationToken)
                .ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Runs the gates of a cycle on a tree and sets apart what was wrong on the run base.</summary>
    public async Task<IReadOnlyList<GateResult>> RunAsync(
        TaskSite site,
        string key,
        string tree,
        IReadOnlyList<FileChange> files,
        IReadOnlyDictionary<string, byte[]?> fromBase,
        CancellationToken cancellationToken
    )
    {
        var known = await baseline!.ConfigureAwait(false);
        var owed = await OwedTests.OfAsync(facts, repository, site, cancellationToken).ConfigureAwait(false);
        var gates = facts.Gates.Where(gate => gate.Each != GateRhythm.Run && Applies(gate, files)).ToList();
        var criteria = CriterionGates.Of(facts.Started.Criteria, site.Item);
        var rules = Answers.Rules(facts.Configuration, owed.Are);
        rules = rules with
        {
            OwedGates = rules
                .OwedGates.Concat(await Unable.ForWorkAsync(known, cancellationToken).ConfigureAwait(false))
                .ToHashSet(StringComparer.Ordinal),
        };
        return
        [
            .. await RunAllAsync(gates, site.Item.Id, key, tree, known, rules, fromBase, cancellationToken).ConfigureAwait(false),
            .. await RunAllAsync(
                    criteria,
                    site.Item.Id,
                    key,
                    tree,
                    known.Under(CriterionGates.Prefix(site.Item)),
                    rules.Under(CriterionGates.Prefix(site.Item)),
                    fromBase,
                    cancellationToken
                )
                .ConfigureAwait(false),
        ];
    }

    /// <summary>Measures what the tests of a change are worth.</summary>
    public Task<ProofFinished> ProveAsync(
        ProvenChange proven,
        string key,
        IReadOnlyList<GateResult> results,
        CancellationToken cancellationToken
    ) =>
        new ProofSteps(facts, recorder, repository, talks.Announce, talks.Clock, stage, turn, units).ProveAsync(
            proven,
            key,
            results,
            cancellationToken
        );

    /// <summary>What the tests of the task's base promised and its work does not keep.</summary>
    public async Task<ExpectationsMeasured> ExpectAsync(
        TaskExamination examination,
        Verdict verdict,
        TaskSite site,
        string key,
        CancellationToken cancellationToken
    ) =>
        await new ProofSteps(facts, recorder, repository, talks.Announce, talks.Clock, stage, turn, units)
            .ExpectAsync(
                new EarlierQuestion(
                    facts,
                    repository,
                    talks.Announce,
                    talks.Clock,
                    site.Base,
                    site.Item.Id,
                    examination,
                    verdict,
                    await RunAtAsync(site.Base).ConfigureAwait(false)
                ),
                site.Item.Id,
                key,
                cancellationToken
            )
            .ConfigureAwait(false);

    /// <summary>The tests that ran on a commit, as far as this run has seen them.</summary>
    public async Task<TestRun?> RunAtAsync(string commit)
    {
        if (runs.TryGetValue(commit, out var run))
        {
            return run;
        }

        var known = await baseline!.ConfigureAwait(false);
        return
            string.Equals(commit, facts.Started.Base, StringComparison.Ordinal)
            || string.Equals(commit, facts.Started.Head, StringComparison.Ordinal)
            ? Tests([.. known.Results.Where(result => facts.Gates.Any(gate => gate.Name == result.Name))])
            : null;
    }

    /// <summary>A commit landed; these are the gates on its tree.</summary>
    public void Landed(string commit, IReadOnlyList<GateResult> results)
    {
        if (Tests(results) is { } run)
        {
            runs[commit] = run;
        }
    }

    /// <summary>A task was done in an earlier execution: takes over from the record what its landing left.</summary>
    public void Recall(string task, TaskCompleted completed, long until)
    {
        var last = recorder
            .Steps.PastOf(task)
            .Where(entry => entry.Seq < until && entry.Is<GateFinished>())
            .Select(entry => entry.Read(RunJson.Default.GateFinished))
            .GroupBy(gate => gate.Tree, StringComparer.Ordinal)
            .LastOrDefault();
        Landed(completed.Commit, [.. (last ?? Enumerable.Empty<GateFinished>()).Select(gate => gate.Result)]);
        Red.Settle(completed.TurnedGreen);
        Red.Leave(task, completed.Red);
    }

    /// <summary>All tests of several gates, or null when none ran any.</summary>
    public static TestRun? Tests(IReadOnlyList<GateResult> results) =>
        results.Any(result => result.Tests is not null) ? new TestRun([.. results.SelectMany(result => result.Tests?.Cases ?? [])]) : null;

    /// <summary>Runs gates once more on a commit.</summary>
    public async Task<IReadOnlyList<GateResult>> RunAgainAsync(
        IReadOnlyList<GateSetting> gates,
        string key,
        string commit,
        CancellationToken cancellationToken
    ) =>
        await RunAllAsync(
                gates,
                null,
                key,
                commit,
                await baseline!.ConfigureAwait(false),
                Answers.Rules(facts.Configuration, _ => false),
                NoFiles,
                cancellationToken
            )
            .ConfigureAwait(false);

    /// <summary>Runs all test gates on a commit.</summary>
    public async Task<TestRun?> RunTestsAsync(string key, string commit, CancellationToken cancellationToken)
    {
        var known = await baseline!.ConfigureAwait(false);
        var names = known.Results.Where(result => result.Tests is not null).Select(result => result.Name).ToHashSet(StringComparer.Ordinal);
        var gates = facts.Gates.Where(gate => gate.Each != GateRhythm.Run && names.Contains(gate.Name)).ToList();
        return Tests(await RunAgainAsync(gates, key, commit, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Runs the gates that run once, on the final commit; the problem when one is red.</summary>
    public async Task<Problem?> RunFinalAsync(string head, CancellationToken cancellationToken)
    {
        var gates = facts.Gates.Where(gate => gate.Each == GateRhythm.Run).ToList();
        if (gates.Count == 0)
        {
            return null;
        }

        var known = await baseline!.ConfigureAwait(false);
        var results = await RunAllAsync(
                gates,
                null,
                $"final/{head[..12]}",
                head,
                known,
                Answers.Rules(facts.Configuration, _ => false),
                NoFiles,
                cancellationToken
            )
            .ConfigureAwait(false);
        var red = results.FirstOrDefault(result => result.Status is GateStatus.Red or GateStatus.Env);
        return red is null
            ? null
            : new Problem("gate.final-red", $"the gate {red.Name} is red on the final commit: {GateFindingsText.Outcome(red)}")
            {
                Observed = red.New.Count > 0 ? red.New[0].Message : red.Fault,
                Remedy = $"Fix it on the branch {facts.Started.Branch}; ticks and commits stay",
            };
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync().ConfigureAwait(false);
        try
        {
            await (baseline ?? Task.FromResult(Baseline.Empty)).ConfigureAwait(false);
        }
        catch (Exception trouble)
            when (trouble
                    is OperationCanceledException
                        or GitException
                        or IOException
                        or UnauthorizedAccessException
                        or ProblemException
                        or UndecidedTextException
            )
        {
            // Nobody waits for it any more, and the run has its end already.
        }

        stage.Remove(keepSeed: !IsOver);
        ending.Dispose();
    }

    private async Task<Baseline> BaselineAsync(CancellationToken cancellationToken)
    {
        var key = Answers.Round == 1 ? "baseline" : $"baseline/{Answers.Round}";
        if (recorder.Steps.Past<BaselineFinished>(null, key) is { } known)
        {
            return new Baseline(known.Gates);
        }

        var commit = facts.Started.Base;
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var results = await stage.GrowAsync(commit, cancellationToken).ConfigureAwait(false);
            return new Baseline(recorder.Steps.Keep(null, new BaselineFinished(key, commit, results)).Gates);
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<IReadOnlyList<GateResult>> RunAllAsync(
        IReadOnlyList<GateSetting> gates,
        string? task,
        string key,
        string tree,
        Baseline known,
        KnownRules rules,
        IReadOnlyDictionary<string, byte[]?> fromBase,
        CancellationToken cancellationToken
    )
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var filled = false;
            var results = new List<GateResult>();
            foreach (var gate in gates)
            {
                var step = $"{key}/gate/{gate.Name}";
                if (recorder.Steps.Past<GateFinished>(task, step) is { } before && before.Result.Status != GateStatus.Env)
                {
                    results.Add(before.Result);
                    continue;
                }

                if (!filled)
                {
                    await stage.FillAsync(tree, facts.Started.Base, cancellationToken).ConfigureAwait(false);
                    stage.Lay(fromBase);
                    filled = true;
                }

                talks.Announce(new Conversations.LoopActivity(task ?? "", 0, recorder.Masked($"gate {gate.Name}")));
                var result = HiddenFiles.Judged(
                    known.Compare(await stage.Gate.RunAsync(gate, cancellationToken).ConfigureAwait(false), rules),
                    known.Results.FirstOrDefault(before => before.Name == gate.Name),
                    stage.Hides
                );
                results.Add(recorder.Steps.Keep(task, new GateFinished(step, tree, result)).Result);
            }

            return results;
        }
        finally
        {
            turn.Release();
        }
    }

    private static bool Applies(GateSetting gate, IReadOnlyList<FileChange> files) =>
        gate.When.Count == 0 || gate.When.Select(pattern => new Glob(pattern)).Any(glob => files.Any(file => glob.Matches(file.Path)));
}
