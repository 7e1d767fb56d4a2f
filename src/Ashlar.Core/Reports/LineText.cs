namespace Ashlar.Core.Reports;

/// <summary>Lines as people and models decorate them.</summary>
internal static class LineText
{
    /// <summary>Lines of a text, any line ends.</summary>
    public static string[] Lines(string text) => text.ReplaceLineEndings("\n").Split('\n');

    /// <summary>The lines that say something, without list marks.</summary>
    public static IReadOnlyList<string> Items(string text) =>
        Lines(text).Select(WithoutMark).Where(line => !InputFields.IsNothing(line)).ToList();

    /// <summary>A line without indent and without its list mark (<c>-</c>, <c>*</c>, <c>+</c>, <c>•</c>, <c>1.</c>, <c>1)</c>, a box).</summary>
    public static string WithoutMark(string line)
    {
        var text = line.Trim();
        if (text.Length > 1 && text[0] is '-' or '*' or '+' or '•' or '·' or '‣' or '–' or '—' && char.IsWhiteSpace(text[1]))
        {
            text = text[1..].TrimStart();
        }
        else if (Number(text) is { } number)
        {
            text = text[(number.Length + 1)..].TrimStart();
        }

        return text.Length > 3 && text[0] == '[' && text[2] == ']' && char.IsWhiteSpace(text[3]) ? text[3..].TrimStart() : text;
    }

    /// <summary>The digits of a line's own number, <c>2</c> in <c>2. Second</c>, or null.</summary>
    public static string? Number(string line)
    {
        var text = line.AsSpan().TrimStart();
        var digits = 0;
        while (digits < text.Length && digits < 4 && char.IsAsciiDigit(text[digits]))
        {
            digits++;
        }

        return digits > 0 && digits + 1 < text.Length && text[digits] is '.' or ')' && char.IsWhiteSpace(text[digits + 1])
            ? text[..digits].ToString()
            : null;
    }

    /// <summary>A line without Markdown's emphasis, heading and quotation marks.</summary>
    public static string Plain(string line) =>
        line.Trim()
            .TrimStart('#', '>', ' ')
            .Replace("**", "", StringComparison.Ordinal)
            .Replace("__", "", StringComparison.Ordinal)
            .Trim(' ', '*', '_', '`');
}
