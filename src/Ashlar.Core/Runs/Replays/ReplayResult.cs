namespace Ashlar.Core.Runs.Replays;

/// <summary>The result of executing a run again.</summary>
/// <param name="Run">The run.</param>
/// <param name="Compared">How many steps of each kind were compared.</param>
/// <param name="Differences">What was not the same, in the order of the record.</param>
/// <param name="Volatile">Outputs of commands that differ, which may be nobody's fault.</param>
public sealed record ReplayResult(
    string Run,
    IReadOnlyDictionary<string, int> Compared,
    IReadOnlyList<ReplayDifference> Differences,
    IReadOnlyList<ReplayDifference> Volatile
);

/// <summary>One thing that was not the same.</summary>
/// <param name="Task">The task, or null for the run.</param>
/// <param name="Turn">The turn of the conversation, from 1; null where it belongs to none.</param>
/// <param name="What">What differs: a tool's call, a gate, a tree, the exit status.</param>
/// <param name="Recorded">What was recorded.</param>
/// <param name="Observed">What was seen now.</param>
public sealed record ReplayDifference(string? Task, int? Turn, string What, string Recorded, string Observed);
