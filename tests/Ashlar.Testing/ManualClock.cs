namespace Ashlar.Testing;

/// <summary>
/// A clock that a test moves. With <see cref="SkipsWaits"/> every timer that is set moves the clock to its time and goes off at once, so
/// that code which waits runs through without waiting; <see cref="Waits"/> says what it waited for.
/// </summary>
public sealed class ManualClock : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<ManualTimer> timers = [];
    private readonly List<TimeSpan> waits = [];
    private DateTimeOffset now = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
    private TimeSpan skew;

    /// <summary>Whether waits are skipped.</summary>
    public bool SkipsWaits { get; init; }

    /// <summary>What timers were set to, in order.</summary>
    public IReadOnlyList<TimeSpan> Waits
    {
        get
        {
            lock (gate)
            {
                return [.. waits];
            }
        }
    }

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
        {
            return now + skew;
        }
    }

    /// <inheritdoc/>
    public override long GetTimestamp()
    {
        lock (gate)
        {
            return now.Ticks;
        }
    }

    /// <summary>Sets the wall clock forward or back; no time passes.</summary>
    public void Set(TimeSpan by)
    {
        lock (gate)
        {
            skew += by;
        }
    }

    /// <summary>Moves the clock; timers that are due go off on this thread.</summary>
    public void Advance(TimeSpan by)
    {
        List<ManualTimer> due;
        lock (gate)
        {
            now += by;
            due = [.. timers.Where(timer => timer.Due <= now)];
            due.ForEach(timer => timer.Due = null);
        }

        due.ForEach(timer => timer.GoOff());
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        lock (gate)
        {
            timers.Add(timer);
        }

        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class ManualTimer(ManualClock clock, Action callback) : ITimer
    {
        public DateTimeOffset? Due { get; set; }

        public void GoOff() => callback();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock.gate)
            {
                Due = dueTime < TimeSpan.Zero ? null : clock.now + dueTime;
                if (Due is null)
                {
                    return true;
                }

                clock.waits.Add(dueTime);
                if (!clock.SkipsWaits)
                {
                    return true;
                }

                clock.now = Due.Value;
                Due = null;
            }

            ThreadPool.QueueUserWorkItem(_ => callback());
            return true;
        }

        public void Dispose()
        {
            lock (clock.gate)
            {
                clock.timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
