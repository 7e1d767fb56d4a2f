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
