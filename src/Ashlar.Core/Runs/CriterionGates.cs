using Ashlar.Core.Settings;
using Ashlar.Core.Work;

namespace Ashlar.Core.Runs;

/// <summary>Acceptance criteria that are one command in backticks run as gates (contract section 6, point 6).</summary>
internal static class CriterionGates
{
    /// <summary>The gates of a task's criteria.</summary>
    public static IEnumerable<GateSetting> Of(TaskItem item)
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
