using Ashlar.Core.Journal;

namespace Ashlar.Core.Runs.Records;

/// <summary>How long earlier executions of a run worked: as they say themselves; one that was killed, up to its last entry.</summary>
internal sealed class WorkedTime
{
    private DateTimeOffset last;
    private DateTimeOffset? working;

    /// <summary>All of them together.</summary>
    public TimeSpan Sum { get; private set; }

    /// <summary>Takes over one entry.</summary>
    public void Apply(Entry entry)
    {
        if (entry.Is<RunStarted>() || entry.Is<RunResumed>())
        {
            // A clock that was set back meanwhile says nothing about the work before.
            Sum += TimeSpan.FromTicks(Math.Max(0, (last - (working ?? last)).Ticks));
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
