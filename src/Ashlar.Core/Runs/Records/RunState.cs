using Ashlar.Core.Conversations;
using Ashlar.Core.Journal;
using Ashlar.Core.Models;

namespace Ashlar.Core.Runs.Records;

/// <summary>Where a run stands, for people: a fold of its journal. What a resumption continues from is a <see cref="ResumePoint"/>.</summary>
public sealed class RunState
{
    private readonly TaskTable tasks = new();
    private readonly RunSpending spending = new();
    private readonly Dictionary<string, EscalationState> escalations = new(StringComparer.Ordinal);
    private readonly WorkedTime worked = new();

    /// <summary>What each kind of event changes.</summary>
    internal static readonly EventTable<RunState, bool> Folded = new EventTable<RunState, bool>(RunJson.Default, (_, _) => false)
        .On<RunStarted>((run, _, started) => run.Start(started))
        .On<RunResumed>((run, _, resumed) => run.Resume(resumed))
        .On<RunWaiting>((run, _, waiting) => run.Wait(waiting))
        .On<RunFinished>((run, _, finished) => run.Finish(finished))
        .On<TurnReceived>((run, entry, turn) => run.Count(entry, turn))
        .On<ProviderWaiting>((run, _, waiting) => run.ProviderUntil = waiting.Until)
        .On<CommitCreated>((run, _, created) => run.Head = created.Commit)
        .On<EscalationRaised>((run, entry, raised) => run.Raise(entry, raised))
        .On<EscalationAnswered>((run, _, answer) => run.escalations[answer.Id] = run.escalations[answer.Id] with { Answer = answer })
        .On<TaskStarted>((run, entry, started) => run.tasks.Begin(entry.Task!, started))
        .On<Rebased>((run, entry, rebased) => run.tasks.Update(entry.Task, task => task with { Base = rebased.Base }))
        .On<IterationFinished>((run, entry, cycle) => run.tasks.Update(entry.Task, task => task with { Iterations = cycle.Iteration }))
        .On<TaskCompleted>((run, entry, completed) => run.tasks.Complete(entry.Task, completed))
        .On<TaskReopened>((run, entry, reopened) => run.Reopen(entry.Task!, reopened))
        .On<TaskFailed>(
            (run, entry, failed) => run.tasks.Update(entry.Task, task => task with { State = "failed", Problem = failed.Problem })
        )
        .On<TaskSkipped>((run, entry, skipped) => run.tasks.Skip(entry.Task, skipped))
        .Ignore<TurnRequested>()
        .Ignore<ToolsListed>()
        .Ignore<ToolStarted>()
        .Ignore<CommandStarted>()
        .Ignore<ToolFinished>()
        .Ignore<ChangeReverted>()
        .Ignore<ProviderAdjusted>()
        .Ignore<ConversationCompacted>()
        .Ignore<LimitReached>()
        .Ignore<RebaseIntended>()
        .Ignore<FixFinished>()
        .Ignore<TestsSeen>()
        .Ignore<ReportSubmitted>()
        .Ignore<ReportVerified>()
        .Ignore<DeviationNoted>()
        .Ignore<ReviewRequested>()
        .Ignore<ReviewReceived>()
        .Ignore<SetupFinished>()
        .Ignore<BaselineFinished>()
        .Ignore<GateFinished>()
        .Ignore<CommitIntended>()
        .Ignore<EffectFinished>()
        .Ignore<TreeWritten>()
        .Ignore<ProofFinished>()
        .Ignore<ExpectationsMeasured>()
        .Ignore<UnitFinished>()
        .Ignore<PartCompleted>();

    /// <summary>The run's id.</summary>
    public string Run { get; private set; } = "";

    /// <summary>What the run was started with; null before the first entry.</summary>
    public RunStarted? Started { get; private set; }

    /// <summary>The state as the journal has it: <c>running</c> until it says otherwise.</summary>
    public string State { get; private set; } = "running";

    /// <summary>The exit status that the last execution ended with, or null.</summary>
    public int? ExitStatus { get; private set; }

    /// <summary>Why the last execution did not end well, or null.</summary>
    public Problem? Reason { get; private set; }

    /// <summary>The newest commit of the run's branch.</summary>
    public string Head { get; private set; } = "";

    /// <summary>When the first and the last entry were written.</summary>
    public (DateTimeOffset First, DateTimeOffset Last) Times { get; private set; }

    /// <summary>Model requests answered.</summary>
    public int Turns => spending.Turns;

    /// <summary>Tokens.</summary>
    public Usage Usage => spending.Usage;

    /// <summary>USD, or null when the price of a turn is unknown.</summary>
    public decimal? Cost => spending.Cost;

    /// <summary>USD of the whole run for each task that is done; null when it is unknown or none is done.</summary>
    public decimal? CostPerDoneTask => tasks.Known.Count(task => task.State is "done") is > 0 and var done ? Cost / done : null;

    /// <summary>What each agent took, by name, in the order in which they were first asked.</summary>
    public IReadOnlyList<AgentUsage> Agents => spending.Agents;

    /// <summary>How long earlier executions of the run worked; of one that was killed, up to its last entry.</summary>
    public TimeSpan Worked => worked.Sum;

    /// <summary>Until when the provider makes the run wait, or null; it lasts until the provider has answered.</summary>
    public DateTimeOffset? ProviderUntil { get; private set; }

    /// <summary>Until when a run that is not over waits for the provider, or null; a time that has passed is no wait.</summary>
    /// <param name="now">The time it is.</param>
    public DateTimeOffset? WaitsForProvider(DateTimeOffset now) =>
        State is "running" or "interrupted" or "limit" && ProviderUntil > now ? ProviderUntil : null;

    /// <summary>The tasks in order.</summary>
    public IReadOnlyList<TaskProgress> Tasks => Started is null ? [] : Started.Order.Select(tasks.Of).ToList();

    /// <summary>The escalations in order.</summary>
    public IReadOnlyCollection<EscalationState> Escalations => escalations.Values;

    /// <summary>
    /// The escalations that wait for an answer, in order; none of a run that was given up, and none that was raised by an attempt which is over.
    /// </summary>
    public IEnumerable<EscalationState> OpenEscalations =>
        IsUndone ? [] : escalations.Values.Where(one => one.Answer is null && IsAsked(one));

    /// <summary>The code of the reason with which a run ends that a person gives up.</summary>
    public const string UndoneCode = "run.undone";

    /// <summary>Whether a person gave the unfinished run up and dropped its branch.</summary>
    public bool IsUndone => string.Equals(Reason?.Code, UndoneCode, StringComparison.Ordinal);

    /// <summary>The entries that change anything; of the others only the last one's time matters.</summary>
    public static IReadOnlyList<EntryKind> Types => Folded.Taken;

    /// <summary>Folds a whole journal.</summary>
    public static RunState Of(IEnumerable<Entry> entries)
    {
        var state = new RunState();
        foreach (var entry in entries)
        {
            state.Apply(entry);
        }

        return state;
    }

    /// <summary>Takes over one entry. Types that it does not know change nothing.</summary>
    public void Apply(Entry entry)
    {
        Run = entry.Run;
        worked.Apply(entry);
        Times = (Times.First == default ? entry.At : Times.First, entry.At);
        Folded.Of(this, entry);
    }

    /// <summary>Takes over an answer that is not in the journal yet.</summary>
    internal void Answer(EscalationAnswered answer)
    {
        if (escalations.TryGetValue(answer.Id, out var open) && open.Answer is null)
        {
            escalations[answer.Id] = open with { Answer = answer };
        }
    }

    /// <summary>The process that worked on the run is gone without a word.</summary>
    internal void Interrupt()
    {
        State = "interrupted";
        ExitStatus = 130;
    }

    private void Start(RunStarted started)
    {
        Started = started;
        Head = started.Head;
    }

    private void Raise(Entry entry, EscalationRaised raised)
    {
        escalations[raised.Id] = new EscalationState(entry.Task, entry.At, raised, null) { Attempt = AttemptOf(entry.Task) };
        tasks.Update(entry.Task, task => task with { State = "waiting" });
    }

    private void Count(Entry entry, TurnReceived turn)
    {
        spending.Count(turn.Agent ?? Started?.Agent ?? "", turn);
        tasks.Update(entry.Task, task => task with { Cost = turn.Cost is null ? null : task.Cost + turn.Cost });
        ProviderUntil = null;
    }

    private void Wait(RunWaiting waiting)
    {
        State = "waiting";
        // A question about what all tasks build on is raised by one of them.
        tasks.Update(task => task.State is "running", task => task with { State = "waiting" });
        foreach (var id in waiting.Escalations.Where(escalations.ContainsKey))
        {
            tasks.Update(escalations[id].Task, task => task with { State = "waiting" });
        }
    }

    private void Resume(RunResumed resumed)
    {
        State = "running";
        ExitStatus = null;
        Reason = null;
        tasks.Resume(resumed.Retry);
    }

    /// <summary>The run has work to do again, which a resumption does.</summary>
    private void Reopen(string id, TaskReopened reopened)
    {
        Interrupt();
        Reason = null;
        tasks.Reopen(id, reopened);
    }

    private void Finish(RunFinished finished)
    {
        State = finished.State;
        tasks.Update(task => task.Stale && State is "done", task => task with { Stale = false });
        ExitStatus = finished.ExitStatus;
        Reason = finished.Reason;
    }

    private int AttemptOf(string? task) => task is null ? 0 : tasks.Of(task).Attempt;

    private bool IsAsked(EscalationState one) =>
        one.Task is not { } task || (tasks.Of(task) is { State: "running" or "waiting" } now && now.Attempt == one.Attempt);
}
