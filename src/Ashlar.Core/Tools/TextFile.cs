using System.Text;

namespace Ashlar.Core.Tools;

/// <summary>The text of a file and what of its form must survive an edit.</summary>
/// <param name="Text">Without byte order mark; line ends as they are.</param>
/// <param name="HasMark">Whether it starts with a UTF-8 byte order mark.</param>
/// <param name="IsValid">Whether the bytes are valid UTF-8; otherwise <paramref name="Text"/> has replacement characters.</param>
internal sealed record TextFile(string Text, bool HasMark, bool IsValid)
{
    private static readonly UTF8Encoding strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Whether its lines mostly end with CR LF.</summary>
    public bool HasCarriageReturns
    {
        get
        {
            var pairs = 0;
            var lines = 0;
            for (var at = Text.IndexOf('\n', StringComparison.Ordinal); at >= 0; at = Text.IndexOf('\n', at + 1))
            {
                lines++;
                pairs += at > 0 && Text[at - 1] == '\r' ? 1 : 0;
            }

            return pairs * 2 > lines;
        }
    }

    /// <summary>The text of a file, or null when its bytes are not text.</summary>
    public static TextFile? Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes[..Math.Min(bytes.Length, 8192)].Contains((byte)0))
        {
            return null;
        }

        var mark = bytes.StartsWith("\uFEFF"u8);
        var body = mark ? bytes[3..] : bytes;
        return System.Text.Unicode.Utf8.IsValid(body)
            ? new TextFile(strict.GetString(body), mark, IsValid: true)
            : new TextFile(Encoding.UTF8.GetString(body), mark, IsValid: false);
    }

    /// <summary>The bytes of a changed text in the same form.</summary>
    public byte[] Encode(string text) => HasMark ? [0xEF, 0xBB, 0xBF, .. strict.GetBytes(text)] : strict.GetBytes(text);

    /// <summary>The lines without their ends; a final line end makes no further line.</summary>
    public static List<string> Lines(string text)
    {
        var lines = new List<string>();
        var from = 0;
        while (from < text.Length)
        {
            var end = text.IndexOf('\n', from);
            var stop = end < 0 ? text.Length : end;
            lines.Add(text[from..(stop > from && text[stop - 1] == '\r' ? stop - 1 : stop)]);
            from = stop + 1;
        }

        return lines;
    }
}
