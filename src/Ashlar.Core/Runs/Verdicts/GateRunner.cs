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
internal sealed class GateRunner : IAsyncDisposable
{
    private readonly RunFacts facts;
    private readonly Recorder recorder;
    private readonly Repository repository;
    private readonly Talks talks;
    private readonly GateWorkspace workspace;
    private readonly ConcurrentDictionary<string, TestRun> runs = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim access = new(1, 1);
    private readonly KnownUnits units = new();

    /// <summary>Prepares to run gates.</summary>
    /// <param name="facts">What the run is.</param>
    /// <param name="recorder">Where the run keeps what it knows.</param>
    /// <param name="repository">The user's repository.</param>
    /// <param name="crew">The run's own agent, and who reviews its work.</param>
    /// <param name="talks">Who is told what happens.</param>
    /// <param name="workspace">The checkout and what gates get.</param>
    public GateRunner(RunFacts facts, Recorder recorder, Repository repository, Crew crew, Talks talks, GateWorkspace workspace)
    {
        this.facts = facts;
        this.recorder = recorder;
        this.repository = repository;
        this.talks = talks;
        this.workspace = workspace;
        Answers = GateAnswers.Of(recorder.Steps.Journal.Past, facts.Gates);
        Base = new RunBaseline(facts, recorder.Steps, repository, crew.Author.Policy.Scope, workspace, access, Answers, Red);
        workspace.Watch(process => recorder.Steps.Record(null, new CommandStarted("gate", process.Pid, process.StartTime)));
    }

    /// <summary>What people answered about gates that could not work.</summary>
    public GateAnswers Answers { get; }

    /// <summary>The gates on the run base.</summary>
    public RunBaseline Base { get; }

    /// <summary>The gates at the end of the run.</summary>
    public FinalGates Final => new(facts, Base, Steps, Answers);

    private GateSteps Steps => new(facts, recorder, talks.Announce, workspace, access);

    private ProofSteps Proofs => new(facts, recorder, repository, talks.Announce, talks.Clock, workspace, access, units);

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
        _ = await Base.ResultsAsync().ConfigureAwait(false);
        await access.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await workspace
                .ExamineAsync(repository.Git, since, tree, facts.Gates, site.Grants.Allowance, cancellationToken)
                .ConfigureAwait(false);
        }
        finally
        {
            access.Release();
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
        var known = await Base.ResultsAsync().ConfigureAwait(false);
        var owed = await OwedTests.OfAsync(facts, repository, site, cancellationToken).ConfigureAwait(false);
        var gates = facts.Gates.Where(gate => gate.Each != GateRhythm.Run && Applies(gate, files)).ToList();
        var criteria = CriterionGates.Of(facts.Started.Criteria, site.Item);
        var rules = Answers.Rules(facts.Configuration, owed.Are);
        rules = rules with
        {
            OwedGates = rules
                .OwedGates.Concat(await Base.ForWorkAsync(cancellationToken).ConfigureAwait(false))
                .ToHashSet(StringComparer.Ordinal),
        };
        return
        [
            .. await Steps.RunAsync(gates, site.Item.Id, key, tree, known, rules, fromBase, cancellationToken).ConfigureAwait(false),
            .. await Steps
                .RunAsync(
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
    ) => Proofs.ProveAsync(proven, key, results, cancellationToken);

    /// <summary>What the tests of the task's base promised and its work does not keep.</summary>
    public async Task<ExpectationsMeasured> ExpectAsync(
        TaskExamination examination,
        Verdict verdict,
        TaskSite site,
        string key,
        CancellationToken cancellationToken
    ) =>
        await Proofs
            .ExpectAsync(
                new EarlierQuestion(
                    facts,
                    repository,
                    talks,
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

        var known = await Base.ResultsAsync().ConfigureAwait(false);
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

    /// <summary>A task was done in an earlier execution: takes from the record what its landing left.</summary>
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

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await Base.DisposeAsync().ConfigureAwait(false);
        workspace.Remove(keepSeed: !IsOver);
    }

    private static bool Applies(GateSetting gate, IReadOnlyList<FileChange> files) =>
        gate.When.Count == 0 || gate.When.Select(pattern => new Glob(pattern)).Any(glob => files.Any(file => glob.Matches(file.Path)));
}
