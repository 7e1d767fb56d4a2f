namespace Ashlar.Core.Runs.Records;

/// <summary>An escalation and its answer.</summary>
/// <param name="Task">The task that waits for it.</param>
/// <param name="At">When it was raised.</param>
/// <param name="Raised">The question.</param>
/// <param name="Answer">The answer, or null.</param>
public sealed record EscalationState(string? Task, DateTimeOffset At, EscalationRaised Raised, EscalationAnswered? Answer)
{
    /// <summary>The number of the attempt that raised it.</summary>
    public int Attempt { get; init; }
}
