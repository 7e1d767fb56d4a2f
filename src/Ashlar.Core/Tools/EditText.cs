namespace Ashlar.Core.Tools;

/// <summary>The result of an edit.</summary>
/// <param name="Text">The text after it; null when nothing was changed.</param>
/// <param name="Spans">The changed lines, first and last from 1, in <paramref name="Text"/>.</param>
/// <param name="Matches">The lines, from 1, on which the searched text begins in the text before.</param>
internal sealed record EditOutcome(string? Text, IReadOnlyList<(int First, int Last)> Spans, IReadOnlyList<int> Matches);

/// <summary>
/// Replaces a text in a text. Line ends do not matter for the match: what is searched and the file are compared with LF. What is
/// put in gets the line ends of the place it is put at, and everything else stays byte for byte.
/// </summary>
internal static class EditText
{
    /// <summary>Replaces the only match, or every one.</summary>
    public static EditOutcome Replace(string text, string old, string put, bool all)
    {
        var (plain, returns) = WithoutReturns(text);
        var (search, _) = WithoutReturns(old);
        var (insert, _) = WithoutReturns(put);
        var starts = Find(plain, search);
        var matches = starts.Select(start => LineAt(plain, start)).ToList();
        if (starts.Count == 0 || (starts.Count > 1 && !all))
        {
            return new EditOutcome(null, [], matches);
        }

        var result = new System.Text.StringBuilder(text.Length + (insert.Length * starts.Count));
        var mostlyReturns = returns.Count * 2 > plain.Count(letter => letter == '\n');
        var spans = new List<(int, int)>();
        var from = 0;
        foreach (var start in starts)
        {
            var (rawStart, rawEnd) = (Raw(start, returns), Raw(start + search.Length, returns));
            _ = result.Append(text, from, rawStart - from);
            var first = LineCount(result);
            var useReturns = search.Contains('\n', StringComparison.Ordinal)
                ? text.AsSpan(rawStart, rawEnd - rawStart).Contains('\r')
                : mostlyReturns;
            var piece = useReturns ? insert.Replace("\n", "\r\n", StringComparison.Ordinal) : insert;
            _ = result.Append(piece);
            spans.Add((first, first + insert.AsSpan().TrimEnd('\n').Count('\n')));
            from = rawEnd;
        }

        _ = result.Append(text, from, text.Length - from);
        if (text.EndsWith('\n') && result.Length > 0 && result[^1] != '\n')
        {
            // The final line end of a file is nobody's to lose by an edit of its last line.
            _ = result.Append(mostlyReturns ? "\r\n" : "\n");
        }

        return new EditOutcome(result.ToString(), spans, matches);
    }

    private static List<int> Find(string text, string search)
    {
        var starts = new List<int>();
        for (
            var at = text.IndexOf(search, StringComparison.Ordinal);
            at >= 0;
            at = text.IndexOf(search, at + search.Length, StringComparison.Ordinal)
        )
        {
            starts.Add(at);
        }

        return starts;
    }

    /// <summary>The text with LF only, and where in it, counted in its letters, a CR was taken out.</summary>
    private static (string Text, List<int> Returns) WithoutReturns(string text)
    {
        var returns = new List<int>();
        if (!text.Contains('\r', StringComparison.Ordinal))
        {
            return (text, returns);
        }

        var plain = new System.Text.StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n')
            {
                returns.Add(plain.Length);
            }
            else
            {
                _ = plain.Append(text[i]);
            }
        }

        return (plain.ToString(), returns);
    }

    private static int Raw(int at, List<int> returns)
    {
        var index = returns.BinarySearch(at);
        return at + (index < 0 ? ~index : index);
    }

    private static int LineAt(string text, int at) => text.AsSpan(0, at).Count('\n') + 1;

    private static int LineCount(System.Text.StringBuilder text)
    {
        var lines = 1;
        foreach (var chunk in text.GetChunks())
        {
            lines += chunk.Span.Count('\n');
        }

        return lines;
    }
}
