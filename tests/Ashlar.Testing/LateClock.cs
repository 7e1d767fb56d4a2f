namespace Ashlar.Testing;

/// <summary>
/// A clock whose timers go off when a test says so, even after they were disposed of: the callback of a real timer may have been taken from its
/// queue just before.
/// </summary>
public sealed class LateClock : TimeProvider
{
    private readonly List<Action> callbacks = [];

    /// <summary>How many timers were made.</summary>
    public int Timers => callbacks.Count;

    /// <summary>All timers go off, on this thread.</summary>
    public void GoOff() => callbacks.ForEach(callback => callback());

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        callbacks.Add(() => callback(state));
        return new Nothing();
    }

    private sealed class Nothing : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() { }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
