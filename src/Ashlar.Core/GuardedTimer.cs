namespace Ashlar.Core;

/// <summary>
/// A timer that goes off once each time it is set, never twice at one time, and never after it was disposed of: to dispose of it waits for the
/// callback that is running. What a callback throws is given to whoever set the timer up; on the timer's own thread it would end the process.
/// </summary>
public sealed class GuardedTimer : IDisposable
{
    private readonly Lock access = new();
    private readonly Action callback;
    private readonly Action<Exception>? failed;
    private readonly ITimer timer;
    private bool disposed;

    /// <summary>A timer that is not set yet.</summary>
    /// <param name="clock">The time.</param>
    /// <param name="callback">What is done when it goes off. It may set the timer again, and dispose of it.</param>
    /// <param name="failed">Takes what the callback throws; null where nothing depends on the callback.</param>
    public GuardedTimer(TimeProvider clock, Action callback, Action<Exception>? failed = null)
    {
        this.callback = callback;
        this.failed = failed;
        timer = clock.CreateTimer(_ => GoOff(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Has it go off after a time, instead of when it was set to before; nothing once it is disposed of.</summary>
    public void Set(TimeSpan after)
    {
        lock (access)
        {
            if (!disposed)
            {
                _ = timer.Change(after, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Has it not go off until it is set again. A callback that is running is waited for.</summary>
    public void Stop() => Set(Timeout.InfiniteTimeSpan);

    /// <summary>Ends it, once the callback that is running has ended.</summary>
    public void Dispose()
    {
        lock (access)
        {
            disposed = true;
            timer.Dispose();
        }
    }

    private void GoOff()
    {
        lock (access)
        {
            if (disposed)
            {
                return;
            }

            try
            {
                callback();
            }
            catch (Exception trouble)
            {
                failed?.Invoke(trouble);
            }
        }
    }
}
