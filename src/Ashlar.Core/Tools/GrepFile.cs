namespace Ashlar.Core.Tools;

/// <summary>The lines of one file that match, and their rendering.</summary>
/// <param name="Path">The file.</param>
/// <param name="Lines">All its lines.</param>
/// <param name="Matches">The indexes of those that match, ascending.</param>
internal sealed record GrepFile(string Path, List<string> Lines, List<int> Matches)
{
    private const int LongestLine = 500;

    /// <summary>Searches a text; null when nothing matches.</summary>
    public static GrepFile? Search(string path, string text, GrepPattern pattern, bool multiline, ToolTime time)
    {
        var lines = TextFile.Lines(text);
        var matches = multiline ? AcrossLines(text, pattern, time) : InLines(lines, pattern, time);
        return matches.Count == 0 ? null : new GrepFile(path, lines, [.. matches.Where(line => line < lines.Count)]);
    }

    /// <summary>The matching lines with their surroundings: <c>path:12:line</c>, and <c>path-11-line</c> for surroundings.</summary>
    public IEnumerable<string> Render(int before, int after, bool numbers)
    {
        var last = -1;
        var matching = Matches.ToHashSet();
        foreach (var match in Matches)
        {
            var first = Math.Max(match - before, last + 1);
            if (last >= 0 && first > last + 1 && before + after > 0)
            {
                yield return "--";
            }

            for (var line = first; line <= Math.Min(match + after, Lines.Count - 1); line++)
            {
                var mark = matching.Contains(line) ? ':' : '-';
                yield return numbers
                    ? $"{ShownText.Name(Path)}{mark}{line + 1}{mark}{Cut(Lines[line])}"
                    : $"{ShownText.Name(Path)}{mark}{Cut(Lines[line])}";
                last = line;
            }
        }
    }

    private static List<int> InLines(List<string> lines, GrepPattern pattern, ToolTime time)
    {
        var matches = new List<int>();
        for (var line = 0; line < lines.Count; line++)
        {
            time.Check();
            if (pattern.Expression.IsMatch(lines[line]))
            {
                matches.Add(line);
            }
        }

        return matches;
    }

    private static List<int> AcrossLines(string text, GrepPattern pattern, ToolTime time)
    {
        var matches = new List<int>();
        var (at, line) = (0, 0);
        foreach (var match in pattern.Expression.EnumerateMatches(text))
        {
            time.Check();
            line += text.AsSpan(at, match.Index - at).Count('\n');
            at = match.Index;
            var last = line + text.AsSpan(match.Index, Math.Max(0, match.Length - 1)).Count('\n');
            for (var one = line; one <= last; one++)
            {
                if (matches.Count == 0 || matches[^1] < one)
                {
                    matches.Add(one);
                }
            }
        }

        return matches;
    }

    private static string Cut(string line) => line.Length > LongestLine ? string.Concat(line.AsSpan(0, LongestLine), "… (line cut)") : line;
}
