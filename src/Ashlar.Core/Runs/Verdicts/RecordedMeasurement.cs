using Ashlar.Core.Conversations;
using Ashlar.Core.Judging.Measuring;
using Ashlar.Core.Judging.Units;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;

namespace Ashlar.Core.Runs.Verdicts;

/// <summary>Keeps the units of a measurement in the journal, and tells who watches which one is taken away.</summary>
/// <param name="recorder">Where the run keeps what it knows.</param>
/// <param name="announce">Told what happens, for display only.</param>
/// <param name="task">The task's id.</param>
/// <param name="key">The key of the proof.</param>
/// <param name="known">What is known of the change from other trees.</param>
internal sealed class RecordedMeasurement(Recorder recorder, Action<LoopActivity> announce, string task, string key, KnownChange known)
    : IMeasurementRecord
{
    /// <inheritdoc/>
    public UnitFound? Past(string unit)
    {
        if (recorder.Steps.Past<UnitFinished>(task, Key(unit))?.Found is { } past)
        {
            known.Keep(unit, past);
            return past;
        }

        return known.Noticed(unit);
    }

    /// <inheritdoc/>
    public void Begin(int number, int count, CodeUnit unit) =>
        announce(
            new LoopActivity(
                task,
                0,
                recorder.Masked($"looks whether a test notices ({number} of {count}): {unit.Path} without {unit.Name}")
            )
        );

    /// <inheritdoc/>
    public void Keep(string unit, UnitFound found)
    {
        known.Keep(unit, found);
        recorder.Steps.Record(task, new UnitFinished(Key(unit), UnitFinished.Name, found));
    }

    private string Key(string unit) => recorder.Mask.Mask($"{key}/unit/{unit}");
}
