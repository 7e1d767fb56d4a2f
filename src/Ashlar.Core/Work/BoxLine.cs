using System.Globalization;
using System.Text;

namespace Ashlar.Core.Work;

/// <summary>A check-box line: <c>- [x] text</c>, with any list mark, at any indent, or a heading <c>### [ ] text</c>.</summary>
/// <param name="MarkAt">The index of the mark in the line; all before it is ASCII, so it is the offset in bytes too.</param>
/// <param name="Mark">What is between the brackets.</param>
/// <param name="Rest">What follows the closing bracket.</param>
/// <param name="HeadingLevel">The level of the heading, 0 for a list item.</param>
internal readonly record struct BoxLine(int MarkAt, string Mark, string Rest, int HeadingLevel)
{
    /// <summary>Reads a line; null where it holds no box. Links (<c>[ ](url)</c>), tags (<c>[P]</c>) and footnotes are no boxes.</summary>
    public static BoxLine? Parse(string line)
    {
        var at = SkipBlanks(line, 0);
        var level = 0;
        var afterMark = ListMarkEnd(line, at);
        if (afterMark < 0)
        {
            while (at + level < line.Length && line[at + level] == '#')
            {
                level++;
            }

            afterMark = level is > 0 and <= 6 ? at + level : -1;
        }

        // "-[ ] x": the blank behind the mark is left out.
        if (afterMark < 0 || afterMark >= line.Length || line[afterMark] is not (' ' or '\t' or '['))
        {
            return null;
        }

        var open = SkipBlanks(line, afterMark);
        if (open + 1 >= line.Length || line[open] != '[' || Between(line, open) is not { } mark)
        {
            return null;
        }

        var rest = line[(mark.Close + 1)..];
        return IsLink(rest) || (mark.Length == 0 && rest is not [' ' or '\t', _, ..])
            ? null
            : new BoxLine(mark.At, line.Substring(mark.At, mark.Length), rest, level);
    }

    /// <summary>The number that an item of a numbered list begins with, without leading zeros; null where a line is none.</summary>
    public static string? ListNumber(string line)
    {
        var at = SkipBlanks(line, 0);
        var end = ListMarkEnd(line, at);
        return end > at + 1
            ? int.Parse(line.AsSpan(at, end - at - 1), CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)
            : null;
    }

    /// <summary>The mark between brackets: <c>[x]</c>, and as people write it too <c>[]</c>, <c>[ X ]</c>, <c>[x ]</c>, <c>[  ]</c>.</summary>
    private static (int At, int Length, int Close)? Between(string line, int open)
    {
        if (line[open + 1] == ']')
        {
            return (open + 1, 0, open + 1);
        }

        var at = open + 1;
        var length = MarkLength(line, at);
        if (length > 0 && at + length < line.Length && line[at + length] == ']')
        {
            return (at, length, at + length);
        }

        var close = line.IndexOf(']', at);
        if (close < 0 || close - at > 4)
        {
            return null;
        }

        var inner = line[at..close];
        return string.IsNullOrWhiteSpace(inner) ? (at, 1, close)
            : inner.Trim() is "x" or "X" or "~" or "-" ? (at + inner.AsSpan().IndexOfAnyExcept(' ', '\t'), 1, close)
            : null;
    }

    /// <summary>A line without its indent and list mark.</summary>
    public static ReadOnlySpan<char> SkipListMarker(string line)
    {
        var at = SkipBlanks(line, 0);
        var end = ListMarkEnd(line, at);
        return end >= 0 && end < line.Length && (line[end] is ' ' or '\t') ? line.AsSpan(end).TrimStart() : line.AsSpan(at);
    }

    /// <summary>Whether a line is a list item, with or without a box.</summary>
    public static bool IsListItem(string line)
    {
        var end = ListMarkEnd(line, SkipBlanks(line, 0));
        return end >= 0 && end < line.Length && (line[end] is ' ' or '\t');
    }

    private static int SkipBlanks(string line, int at)
    {
        while (at < line.Length && line[at] is ' ' or '\t')
        {
            at++;
        }

        return at;
    }

    // The index after a list mark, or -1.
    private static int ListMarkEnd(string line, int at)
    {
        if (at >= line.Length)
        {
            return -1;
        }

        if (line[at] is '-' or '*' or '+')
        {
            return at + 1;
        }

        var digits = at;
        while (digits < line.Length && digits - at < 9 && char.IsAsciiDigit(line[digits]))
        {
            digits++;
        }

        return digits > at && digits < line.Length && line[digits] is '.' or ')' ? digits + 1 : -1;
    }

    private static int MarkLength(string line, int at)
    {
        var c = line[at];
        if (c is ' ' or '\t' or 'x' or 'X' or '~' or '-')
        {
            return 1;
        }

        if (c < 0x80 || !Rune.TryGetRuneAt(line, at, out var rune) || Rune.IsLetterOrDigit(rune) || Rune.IsWhiteSpace(rune))
        {
            return 0;
        }

        return StringInfo.GetNextTextElementLength(line.AsSpan(at));
    }

    private static bool IsLink(string rest) => rest.StartsWith('(') && !rest.StartsWith("(P)", StringComparison.Ordinal);
}
