using System.Text.RegularExpressions;

namespace Ashlar.Core.Work;

/// <summary>A cell of a row of a table.</summary>
/// <param name="Start">The index in its line of the first character of its text; of an empty cell the place where text belongs.</param>
/// <param name="Text">Its text without blanks around it.</param>
internal readonly partial record struct TableCell(int Start, string Text)
{
    /// <summary>The cells of a row, which a bar begins (GFM 0.29, section 4.10); null where the line is none.</summary>
    public static IReadOnlyList<TableCell>? Row(string text)
    {
        var open = text.AsSpan().IndexOfAnyExcept(' ', '\t');
        if (open < 0 || text[open] != '|')
        {
            return null;
        }

        var cells = new List<TableCell>();
        for (int at = open + 1, begin = at; at <= text.Length; at++)
        {
            var isEnd = at == text.Length;
            if (!isEnd && text[at] == '\\')
            {
                at++;
            }
            else if (isEnd ? begin < at && !text.AsSpan(begin).IsWhiteSpace() : text[at] == '|')
            {
                cells.Add(Of(text, begin, at));
                begin = at + 1;
            }
        }

        return cells;
    }

    /// <summary>Whether a line parts the head of a table from its rows.</summary>
    public static bool IsRule(string line) => Rule().IsIn(line);

    private static TableCell Of(string line, int begin, int end)
    {
        var inner = line.AsSpan(begin, end - begin);
        var blanks = inner.Length - inner.TrimStart().Length;
        return inner.IsWhiteSpace()
            ? new TableCell(begin + Math.Min(1, inner.Length), "")
            : new TableCell(begin + blanks, inner.Trim().ToString());
    }

    [GeneratedRegex(@"^\s*\|?\s*:?-{1,}:?\s*(?:\|\s*:?-{1,}:?\s*)*\|?\s*$", RegexOptions.None, 1000)]
    private static partial Regex Rule();
}
