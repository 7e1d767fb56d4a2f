using System.Globalization;
using Ashlar.Core.Journal;

namespace Ashlar.Core.Runs.Replays;

/// <summary>Where an entry is in the record.</summary>
internal sealed record StepPlace(long At, string? Task, int? Turn)
{
    public static StepPlace Of(Entry entry)
    {
        var parts = entry.Text("key")!.Split('/');
        var at = Array.IndexOf(parts, "call");
        return new StepPlace(
            entry.Seq,
            entry.Task,
            at >= 0 && at + 1 < parts.Length && int.TryParse(parts[at + 1].Split('.')[0], CultureInfo.InvariantCulture, out var turn)
                ? turn
                : null
        );
    }
}
