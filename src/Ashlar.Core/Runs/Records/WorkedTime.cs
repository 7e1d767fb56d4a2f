using Ashlar.Core.Journal;

namespace Ashlar.Core.Runs.Records;

/// <summary>How long earlier executions of a run worked: as they say themselves; one that was killed, up to its last entry.</summary>
internal sealed class WorkedTime
{
    private DateTimeOffset last;
    private DateTimeOffset? working;

    /// <summary>Those before the latest start or resumption.</summary>
    public TimeSpan Sum { get; private set; }

    /// <summary>The same with the latest one, where it did not say itself how long it worked.</summary>
    public TimeSpan UpToLastEntry => Sum + Unfinished;

    // A clock that was set back meanwhile says nothing about the work before.
    private TimeSpan Unfinished => TimeSpan.FromTicks(Math.Max(0, (last - (working ?? last)).Ticks));

    /// <summary>Takes over one entry.</summary>
    public void Apply(Entry entry)
    {
        if (entry.Is<RunStarted>() || entry.Is<RunResumed>())
        {
            Sum += Unfinished;
            working = entry.At;
        }
        else if (entry.Is<RunFinished>())
        {
            Sum += TimeSpan.FromMilliseconds(entry.Read(RunJson.Default.RunFinished).WorkedMilliseconds);
            working = null;
        }

        last = entry.At;
    }
}
