using Ashlar.Core.Journal;

namespace Ashlar.Core.Runs.Records;

/// <summary>What a resumption continues from. Where a run stands, for people, is its <see cref="RunState"/>.</summary>
/// <param name="Started">What the run was started with.</param>
/// <param name="Overrides">New limits and a new model, from the latest resumption that gave them.</param>
/// <param name="Worked">How long earlier executions of the run worked; of one that was killed, up to its last entry.</param>
public sealed record ResumePoint(RunStarted Started, RunOptions Overrides, TimeSpan Worked)
{
    /// <summary>The point that a journal has reached.</summary>
    /// <exception cref="InvalidOperationException">It holds no start.</exception>
    public static ResumePoint Of(IReadOnlyList<Entry> past)
    {
        var (overrides, worked) = (new RunOptions(), new WorkedTime());
        RunStarted? started = null;
        foreach (var entry in past)
        {
            worked.Apply(entry);
            if (entry.Is<RunStarted>())
            {
                started = entry.Read(RunJson.Default.RunStarted);
            }
            else if (entry.Is<RunResumed>())
            {
                overrides = overrides.With(entry.Read(RunJson.Default.RunResumed).Options);
            }
        }

        return new ResumePoint(
            started ?? throw new InvalidOperationException("a journal begins with its start"),
            overrides,
            worked.UpToLastEntry
        );
    }

    /// <summary>The start of a run, for who reads what the run is and does not continue with it.</summary>
    internal static ResumePoint At(RunStarted started) => new(started, new RunOptions(), TimeSpan.Zero);
}
