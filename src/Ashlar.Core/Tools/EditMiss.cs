namespace Ashlar.Core.Tools;

/// <summary>Says what is in a file where an edit found nothing to replace.</summary>
internal static class EditMiss
{
    private const long MostComparisons = 2_000_000;
    private const long MostCharacters = 50_000_000;

    /// <summary>The nearest lines with their numbers, and what differs.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">What is in it.</param>
    /// <param name="old">What was looked for.</param>
    /// <param name="look">How the agent looks at a file (<see cref="ToolText.Look"/>), or null.</param>
    public static string Explain(string path, string text, string old, string? look)
    {
        var lines = TextFile.Lines(text);
        var wanted = TextFile.Lines(old.Replace("\r\n", "\n", StringComparison.Ordinal));
        if (WithoutNumbers(wanted) is { } bare && text.Contains(string.Join('\n', bare), StringComparison.Ordinal))
        {
            return $"old_string is not in {path}: it has line numbers in it. Leave out the numbers and the tab after them.";
        }

        if (wanted.Count == 0 || lines.Count == 0)
        {
            return $"old_string is not in {path}{(lines.Count == 0 ? ", which is empty" : "")}.";
        }

        // Each line of the file is held against each that was wanted; of a long text its beginning is enough to find the place.
        var most = Math.Max(1, Math.Min(MostComparisons / lines.Count, MostCharacters / Math.Max(1, text.Length)));
        wanted = wanted.Count > most ? wanted[..(int)most] : wanted;
        var best = Enumerable
            .Range(0, Math.Max(1, lines.Count - wanted.Count + 1))
            .Select(start => (Start: start, Score: Score(lines, start, wanted)))
            .MaxBy(place => place.Score);
        if (best.Score < 0.3 * wanted.Count)
        {
            return $"old_string is not in {path}, nor anything like it.{(look is null ? "" : $" {look} at the part that you want to change.")}";
        }

        var last = Math.Min(lines.Count, best.Start + wanted.Count);
        return $"old_string is not in {path}. Nearest are lines {best.Start + 1}–{last}: {Difference(lines, best.Start, wanted)}\n"
            + NumberedLines.Of(lines, best.Start + 1, last).TrimEnd('\n');
    }

    private static double Score(List<string> lines, int start, List<string> wanted)
    {
        var score = 0.0;
        for (var i = 0; i < wanted.Count && start + i < lines.Count; i++)
        {
            var (have, want) = (lines[start + i], wanted[i]);
            score +=
                have == want ? 1
                : Squeezed(have) == Squeezed(want) ? 0.95
                : Likeness(have.AsSpan().Trim(), want.AsSpan().Trim());
        }

        return score;
    }

    /// <summary>The first line that differs, and how.</summary>
    private static string Difference(List<string> lines, int start, List<string> wanted)
    {
        for (var i = 0; i < wanted.Count; i++)
        {
            var number = start + i + 1;
            if (start + i >= lines.Count)
            {
                return $"the file ends before line {number}.";
            }

            var (have, want) = (lines[start + i], wanted[i]);
            // Text may begin or end within a line.
            var fits =
                have == want
                || (i == 0 && have.EndsWith(want, StringComparison.Ordinal))
                || (i == wanted.Count - 1 && have.StartsWith(want, StringComparison.Ordinal));
            if (!fits)
            {
                return $"{Kind(have, want)}, line {number}.";
            }
        }

        return "the line ends differ.";
    }

    private static string Kind(string have, string want)
    {
        if (have.TrimEnd() == want.TrimEnd())
        {
            return have.Length > want.Length ? "spaces at the end of the line in the file" : "spaces at the end of the line in old_string";
        }

        if (Squeezed(have) == Squeezed(want))
        {
            var (haveTab, wantTab) = (
                Indent(have).Contains('\t', StringComparison.Ordinal),
                Indent(want).Contains('\t', StringComparison.Ordinal)
            );
            return haveTab && !wantTab ? "tabs, not spaces"
                : wantTab && !haveTab ? "spaces, not tabs"
                : Indent(have) != Indent(want) ? $"indented by {Indent(have).Length}, not {Indent(want).Length}"
                : "other white space within the line";
        }

        return string.Equals(have, want, StringComparison.OrdinalIgnoreCase) ? "upper and lower case differ"
            : Folded(have) == Folded(want) ? "typographic quotes or dashes differ"
            : "the words differ";
    }

    private static string Indent(string line) => line[..(line.Length - line.TrimStart().Length)];

    private static string Squeezed(string line) => string.Join(' ', line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Folded(string line) =>
        line.Replace('“', '"')
            .Replace('”', '"')
            .Replace('‘', '\'')
            .Replace('’', '\'')
            .Replace('–', '-')
            .Replace('—', '-')
            .Replace('\u00a0', ' ');

    private static List<string>? WithoutNumbers(List<string> wanted)
    {
        var bare = new List<string>();
        foreach (var line in wanted)
        {
            var tab = line.IndexOf('\t', StringComparison.Ordinal);
            if (tab <= 0 || !line.AsSpan(0, tab).Trim().ContainsAnyInRange('0', '9') || !int.TryParse(line.AsSpan(0, tab), out _))
            {
                return null;
            }

            bare.Add(line[(tab + 1)..]);
        }

        return bare.Count == 0 ? null : bare;
    }

    /// <summary>Common start and end as a part of the longer line, from 0 to 0.9.</summary>
    private static double Likeness(ReadOnlySpan<char> one, ReadOnlySpan<char> other)
    {
        var longest = Math.Max(one.Length, other.Length);
        if (longest == 0)
        {
            return 0.1;
        }

        var start = one.CommonPrefixLength(other);
        var end = 0;
        while (end < Math.Min(one.Length, other.Length) - start && one[^(end + 1)] == other[^(end + 1)])
        {
            end++;
        }

        return 0.9 * (start + end) / longest;
    }
}
