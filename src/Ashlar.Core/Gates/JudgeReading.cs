using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Gates;

/// <summary>What a change does to the judge itself.</summary>
/// <param name="FromBase">Files that gates see as on the task base: content by path, null where the base has none.</param>
/// <param name="Findings">Changes of what judges; each message is whole, with its way out.</param>
public sealed record JudgeReading(IReadOnlyDictionary<string, byte[]?> FromBase, IReadOnlyList<Finding> Findings);
