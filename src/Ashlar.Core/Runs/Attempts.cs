using Ashlar.Core.Journal;

namespace Ashlar.Core.Runs;

/// <summary>Counts what the journal holds of earlier attempts at a task.</summary>
internal static class Attempts
{
    /// <summary>The number of the attempt that is to be made or gone on with, from 1.</summary>
    public static int Of(IReadOnlyList<Entry> past, string task) =>
        1 + past.Count(entry => entry.Type == "run.resumed" && string.Equals(entry.Text("retry"), task, StringComparison.Ordinal));

    /// <summary>What a task's model requests cost.</summary>
    public static IEnumerable<decimal?> Costs(IReadOnlyList<Entry> past, string task) =>
        past.Where(entry => entry.Type == "turn.received" && string.Equals(entry.Task, task, StringComparison.Ordinal))
            .Select(entry => entry.Read(RunJson.Default.TurnReceived).Cost);
}
