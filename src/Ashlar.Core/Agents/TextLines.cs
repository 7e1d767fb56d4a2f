namespace Ashlar.Core.Agents;

/// <summary>One line of a text.</summary>
/// <param name="Text">The line without its end.</param>
/// <param name="Start">Where it begins, in characters.</param>
/// <param name="Length">Its length in characters with its end.</param>
internal readonly record struct TextLine(string Text, int Start, int Length);

/// <summary>A text as lines; LF and CRLF end a line.</summary>
internal static class TextLines
{
    /// <summary>All lines; a text that ends with a line end has no empty line after it.</summary>
    public static IReadOnlyList<TextLine> Of(string text)
    {
        var lines = new List<TextLine>();
        for (var start = 0; start < text.Length; )
        {
            var feed = text.IndexOf('\n', start);
            var end = feed < 0 ? text.Length : feed;
            var next = feed < 0 ? text.Length : feed + 1;
            var length = end > start && text[end - 1] == '\r' ? end - start - 1 : end - start;
            lines.Add(new TextLine(text.Substring(start, length), start, next - start));
            start = next;
        }

        return lines;
    }
}
