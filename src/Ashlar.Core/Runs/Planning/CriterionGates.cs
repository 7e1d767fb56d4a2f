using Ashlar.Core.Settings;
using Ashlar.Core.Work;

namespace Ashlar.Core.Runs.Planning;

/// <summary>
/// Acceptance criteria that are one command in backticks run as gates (contract section 6, point 6). They are looked at like gates before the run
/// starts: <c>TASK/criterion-N</c> is the criterion's name there.
/// </summary>
internal static class CriterionGates
{
    /// <summary>The criteria of tasks, under names that tell them apart.</summary>
    /// <param name="items">The tasks.</param>
    /// <param name="path">The task list, or null.</param>
    public static IReadOnlyList<GateSetting> Of(IEnumerable<TaskItem> items, string? path) =>
        [
            .. items.SelectMany(item =>
                Of(item)
                    .Select(gate =>
                        gate with
                        {
                            Name = $"{item.Id}/{gate.Name}",
                            SourcePath = path,
                            SourceLine = path is null ? null : item.Line,
                        }
                    )
            ),
        ];

    /// <summary>The criteria of one task, by their names within it.</summary>
    /// <param name="prepared">The criteria of all tasks as they were prepared.</param>
    /// <param name="item">The task.</param>
    public static IReadOnlyList<GateSetting> Of(IReadOnlyList<GateSetting> prepared, TaskItem item) =>
        [
            .. prepared
                .Where(gate => gate.Name.StartsWith(Prefix(item), StringComparison.Ordinal))
                .Select(gate => gate with { Name = gate.Name[Prefix(item).Length..] }),
        ];

    /// <summary>What the names of a task's criteria begin with among those of all tasks.</summary>
    public static string Prefix(TaskItem item) => $"{item.Id}/";

    private static IEnumerable<GateSetting> Of(TaskItem item)
    {
        for (var number = 0; number < item.Acceptance.Count; number++)
        {
            var text = item.Acceptance[number].Trim().TrimEnd('.').Trim();
            if (text.Length > 2 && text[0] == '`' && text[^1] == '`' && !text[1..^1].Contains('`', StringComparison.Ordinal))
            {
                yield return new GateSetting($"criterion-{number + 1}", text[1..^1].Trim());
            }
        }
    }
}
