using System.Text.RegularExpressions;
using Ashlar.Core.Policies;
using Ashlar.Core.Work;

namespace Ashlar.Core.Runs.Planning;

/// <summary>Finds the iteration log of a work order: the one it has, or the one that the agent asks for.</summary>
internal static partial class LogPath
{
    private const string Usual = "iteration-log.md";

    /// <summary>Its path relative to the root, or null when neither has one.</summary>
    public static string? Of(WorkOrder order, Policy policy)
    {
        if (order.Paths.FirstOrDefault(path => path.EndsWith("/" + Usual, StringComparison.Ordinal)) is { } present)
        {
            return present;
        }

        if (!policy.WantsIterationLog)
        {
            return null;
        }

        var asked = policy.IterationLog is { } written ? Placeholder().ReplaceIn(written, _ => order.Spec ?? "").Trim('/') : null;
        return asked is not null && !asked.Contains("//", StringComparison.Ordinal) && order.Spec is not null ? asked
            : order.Folder is { } folder ? $"{folder}/{Usual}"
            : null;
    }

    [GeneratedRegex(@"\{[^{}/]*\}|\[[^\[\]/]*\]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
