using Ashlar.Core.Conversations;
using Ashlar.Core.Models;
using Ashlar.Core.Runs.Records;

namespace Ashlar.Core.Runs.People;

/// <summary>The outcome of an execution of a task.</summary>
public abstract record TaskOutcome;

/// <summary>Done, verified, committed and ticked.</summary>
public sealed record TaskDone(TaskCompleted Completed) : TaskOutcome;

/// <summary>It failed for good; <c>--retry</c> starts it again.</summary>
public sealed record TaskLost(TaskFailed Failed) : TaskOutcome;

/// <summary>It waits for a person.</summary>
public sealed record TaskWaits(EscalationRaised Escalation) : TaskOutcome;

/// <summary>A limit of the run or of the task was reached.</summary>
public sealed record TaskLimited(LimitReached Limit) : TaskOutcome;

/// <summary>The model cannot be used now; the task continues at the same turn when it can.</summary>
/// <param name="Model">The model that was asked: the author's, or that of who reads its work.</param>
/// <param name="Failure">Why.</param>
public sealed record TaskWithoutModel(string Model, ModelFailure Failure) : TaskOutcome;
