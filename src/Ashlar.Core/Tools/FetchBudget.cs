namespace Ashlar.Core.Tools;

/// <summary>
/// What a run may still ask of the web: an address is a way out for what the model has read, so their number is bounded. Safe to use
/// from several tasks at once.
/// </summary>
/// <param name="spent">Fetches of earlier executions of the run.</param>
public sealed class FetchBudget(int spent = 0)
{
    /// <summary>Fetches of one run.</summary>
    public const int Most = 60;

    private int spent = spent;

    /// <summary>Takes one; false when none is left.</summary>
    public bool TryTake() => Interlocked.Increment(ref spent) <= Most;
}
