using Ashlar.Core.Conversations;
using Ashlar.Core.Gates;
using Ashlar.Core.Journal;
using Ashlar.Core.Policies;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Settings;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Verdicts;

/// <summary>The gates on the commit that a run starts from: run once, beside the first request to a model.</summary>
internal sealed class RunBaseline : IAsyncDisposable
{
    private readonly RunFacts facts;
    private readonly StepLog steps;
    private readonly GateWorkspace workspace;
    private readonly SemaphoreSlim access;
    private readonly GateAnswers answers;
    private readonly InheritedRed inherited;
    private readonly UnableGates unable;
    private readonly CancellationTokenSource ending = new();
    private Task<Baseline>? baseline;
    private int requests;

    /// <summary>Knows the gates; they run as soon as they are begun.</summary>
    /// <param name="facts">What the run is.</param>
    /// <param name="steps">Recorded steps.</param>
    /// <param name="repository">The user's repository.</param>
    /// <param name="scope">What the run's own agent may write.</param>
    /// <param name="workspace">The checkout and what gates get.</param>
    /// <param name="access">Held by whoever uses it.</param>
    /// <param name="answers">What people answered about gates that could not work.</param>
    /// <param name="red">Where tests are kept that are red by intent.</param>
    public RunBaseline(
        RunFacts facts,
        StepLog steps,
        Repository repository,
        IScope scope,
        GateWorkspace workspace,
        SemaphoreSlim access,
        GateAnswers answers,
        RedTests red
    )
    {
        this.facts = facts;
        this.steps = steps;
        this.workspace = workspace;
        this.access = access;
        this.answers = answers;
        IReadOnlyList<GateSetting> all = [.. facts.Gates, .. facts.Started.Criteria];
        inherited = new InheritedRed(facts, repository, red);
        unable = new UnableGates(facts, repository, scope, answers, all);
        workspace.StandOn(facts.Started.Base, all);
    }

    /// <summary>The open question about the run base, as soon as one is raised.</summary>
    public EscalationRaised? Question { get; set; }

    /// <summary>The key of the next question about it.</summary>
    public string NextQuestion => answers.NextQuestion;

    /// <summary>Begins; the first verdict waits for it.</summary>
    public void Begin(CancellationToken cancellationToken)
    {
        var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, ending.Token);
        baseline = Task.Run(
            async () => await inherited.TakeOutAsync(await RunAsync(both.Token).ConfigureAwait(false), both.Token).ConfigureAwait(false),
            CancellationToken.None
        );
    }

    /// <summary>What the gates say there, once they have run.</summary>
    public Task<Baseline> ResultsAsync() => baseline!;

    /// <summary>Whether no model was asked before in this run: such a request need not wait for what the gates say.</summary>
    public bool IsFirstRequest() => Interlocked.Increment(ref requests) == 1 && !steps.PastOf<TurnReceived>().Any();

    /// <summary>The gates that can tell nothing there, so that no work could be judged by them.</summary>
    public async Task<IReadOnlyList<GateResult>> FaultsAsync(CancellationToken cancellationToken) =>
        await unable
            .StoppingAsync(await baseline!.WaitAsync(cancellationToken).ConfigureAwait(false), cancellationToken)
            .ConfigureAwait(false);

    /// <summary>The names of the gates that the work itself is to make able.</summary>
    public async Task<IEnumerable<string>> ForWorkAsync(CancellationToken cancellationToken) =>
        await unable.ForWorkAsync(await baseline!.ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

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
            // Nobody waits for it now, and the run has its end already.
        }

        ending.Dispose();
    }

    private async Task<Baseline> RunAsync(CancellationToken cancellationToken)
    {
        var key = answers.Round == 1 ? "baseline" : $"baseline/{answers.Round}";
        if (steps.Past<BaselineFinished>(null, key) is { } known)
        {
            return new Baseline(known.Gates);
        }

        var commit = facts.Started.Base;
        await access.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var results = await workspace.GrowAsync(commit, cancellationToken).ConfigureAwait(false);
            return new Baseline(steps.Keep(null, new BaselineFinished(key, commit, results)).Gates);
        }
        finally
        {
            access.Release();
        }
    }
}
