namespace Ashlar.Core;

/// <summary>
/// The patterns that <c>{a,b}</c> alternatives of a path pattern stand for. The work is bounded before it is done: a pattern that is too long,
/// has too many alternatives or stands for too many patterns has no expansion.
/// </summary>
public static class BraceExpansion
{
    /// <summary>Patterns that one may stand for.</summary>
    public const int Most = 256;

    /// <summary>Characters of a pattern.</summary>
    public const int LongestPattern = 4096;

    private const int MostMarks = 512;
    private const int MostGroups = 32;

    /// <summary>The patterns in order, the pattern itself where there are no alternatives; null beyond the bounds.</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="single">Whether <c>{a}</c> stands for <c>a</c>; else it is literal, as shells have it.</param>
    public static IReadOnlyList<string>? Of(string pattern, bool single)
    {
        if (!pattern.Contains('{', StringComparison.Ordinal))
        {
            return pattern.Length > LongestPattern ? null : [pattern];
        }

        if (pattern.Length > LongestPattern || pattern.Count(',') > MostMarks || pattern.Count('{') > MostGroups)
        {
            return null;
        }

        var expanded = new List<string>();
        var left = new Stack<string>([pattern]);
        while (left.TryPop(out var next))
        {
            if (Group(next, single) is not { } group)
            {
                if (expanded.Count == Most)
                {
                    return null;
                }

                expanded.Add(next);
                continue;
            }

            for (var part = group.Parts.Count - 1; part >= 0; part--)
            {
                left.Push(string.Concat(next.AsSpan(0, group.Open), group.Parts[part], next.AsSpan(group.Close + 1)));
            }
        }

        return expanded;
    }

    /// <summary>The first group of alternatives; null where there is none, which is also the case after a brace that is never closed.</summary>
    private static (int Open, int Close, List<string> Parts)? Group(string pattern, bool single)
    {
        var open = pattern.IndexOf('{', StringComparison.Ordinal);
        if (open < 0)
        {
            return null;
        }

        var parts = new List<string>();
        var (depth, from) = (0, open + 1);
        for (var at = open; at < pattern.Length; at++)
        {
            switch (pattern[at])
            {
                case '{':
                    depth++;
                    break;
                case ',' when depth == 1:
                    parts.Add(pattern[from..at]);
                    from = at + 1;
                    break;
                case '}' when --depth == 0:
                    parts.Add(pattern[from..at]);
                    return parts.Count > 1 || single ? (open, at, parts) : null;
            }
        }

        return null;
    }

    private static int Count(this string text, char letter) => text.AsSpan().Count(letter);
}
