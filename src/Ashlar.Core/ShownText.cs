using System.Globalization;
using System.Text;

namespace Ashlar.Core;

/// <summary>Makes text of unknown origin safe to show: control and bidirectional characters could forge what a person reads.</summary>
public static class ShownText
{
    /// <summary>
    /// The text without escape sequences' introducers, other control characters and bidirectional overrides; tabs and line feeds stay,
    /// a carriage return becomes a line feed. Returns the same instance when there is nothing to do.
    /// </summary>
    public static string Clean(string text)
    {
        var first = text.AsSpan().IndexOfAnyExceptInRange(' ', '~');
        if (first < 0 || !text.AsSpan(first).ContainsAnyForbidden())
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        for (var index = 0; index < text.Length; index++)
        {
            var character = text[index];
            if (character == '\r')
            {
                if (index + 1 == text.Length || text[index + 1] != '\n')
                {
                    clean.Append('\n');
                }
            }
            else if (!IsForbidden(character))
            {
                clean.Append(character);
            }
        }

        return clean.ToString();
    }

    /// <summary>
    /// A name of a file as people and models read it: what cannot be seen, turns the direction of text or looks like the slash between names
    /// is written as <c>\u{202e}</c>; line breaks and other control characters too. Returns the same instance where there is nothing to do.
    /// </summary>
    public static string Name(string path)
    {
        if (path.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0)
        {
            return path;
        }

        var shown = new StringBuilder(path.Length);
        foreach (var rune in path.EnumerateRunes())
        {
            _ =
                IsUnseen(rune) || rune.Value is '\n' or '\t' or 0xff0f or 0x2044 or 0x2215 or 0x29f8
                    ? shown.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}")
                    : shown.Append(rune.ToString());
        }

        return shown.ToString();
    }

    /// <summary>The text without characters that nobody sees: those of <see cref="Clean"/>, zero-width ones, tags and other fillers.</summary>
    public static string Visible(string text)
    {
        if (text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0)
        {
            return text;
        }

        var visible = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = IsUnseen(rune) ? visible : visible.Append(rune.ToString());
        }

        return visible.ToString();
    }

    /// <summary>Whether nobody sees a character, or it changes how others are seen.</summary>
    private static bool IsUnseen(Rune rune) =>
        (rune.Value <= 0xffff && IsForbidden((char)rune.Value))
        || rune.Value
            is 0xad
                or 0x34f
                or 0x115f
                or 0x1160
                or 0x17b4
                or 0x17b5
                or 0x180e
                or (>= 0x200b and <= 0x200f)
                or 0x2028
                or 0x2029
                or (>= 0x2060 and <= 0x206f)
                or 0x3164
                or 0xffa0
                or (>= 0xfff9 and <= 0xfffb)
                or (>= 0xe0000 and <= 0xe0fff);

    /// <summary><see cref="Clean"/>, with line breaks and tabs made spaces, for places that are one line.</summary>
    public static string Line(string text) => Clean(text).Replace('\n', ' ').Replace('\t', ' ').Trim();

    private static bool ContainsAnyForbidden(this ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (IsForbidden(character))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsForbidden(char character) =>
        character switch
        {
            '\n' or '\t' => false,
            < ' ' or '\u007f' => true,
            >= '\u0080' and <= '\u009f' => true,
            '\u061c' or '\u200e' or '\u200f' => true,
            >= '\u202a' and <= '\u202e' => true,
            >= '\u2066' and <= '\u2069' => true,
            '\ufeff' => true,
            _ => false,
        };
}
