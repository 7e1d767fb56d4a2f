using System.Text.RegularExpressions;

namespace Ashlar.Core.Work;

/// <summary>Orders written with arrows: <c>T1 → T2, T3 → T4: why</c>.</summary>
internal static partial class DependencyArrows
{
    /// <summary>Each step of a chain: what comes first and what comes next; null where the text is no chain of tasks.</summary>
    public static IReadOnlyList<(string First, string Next)>? Steps(string text)
    {
        var parts = Arrow().ReplaceIn(Noise().ReplaceIn(text, ""), "\n").Split('\n', StringSplitOptions.TrimEntries);
        if (parts.Length < 2)
        {
            return null;
        }

        // A reason may be behind the last one.
        parts[^1] = Reason().ReplaceIn(parts[^1], "");
        return Array.TrueForAll(parts, DependencyPhrase.NamesOnlyTasks) ? [.. parts.Zip(parts.Skip(1))] : null;
    }

    [GeneratedRegex(@"\*\*|`|\([^)]{0,100}\)", RegexOptions.None, 1000)]
    private static partial Regex Noise();

    [GeneratedRegex(@"\s*(?:→|⟶|➜|➔|⇒|-{1,2}>|=>)\s*", RegexOptions.None, 1000)]
    private static partial Regex Arrow();

    [GeneratedRegex(@"\s*[:：].*$|\s+[-–—]\s.*$", RegexOptions.None, 1000)]
    private static partial Regex Reason();
}
