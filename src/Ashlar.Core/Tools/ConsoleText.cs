using System.Text;

namespace Ashlar.Core.Tools;

/// <summary>What a person would see of a terminal's output.</summary>
internal static class ConsoleText
{
    /// <summary>
    /// Without escape sequences (CSI, OSC, DCS and their 8-bit forms) and control characters; of a line that was
    /// overwritten by carriage returns its last state stays.
    /// </summary>
    public static string Clean(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(Plain))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        var line = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var letter = text[i];
            switch (letter)
            {
                case '\n':
                    _ = clean.Append('\n');
                    line = clean.Length;
                    break;
                case '\r':
                    if (i + 1 < text.Length && text[i + 1] is not ('\n' or '\r'))
                    {
                        clean.Length = line;
                    }

                    break;
                case '\e':
                    i = AfterEscape(text, i + 1) - 1;
                    break;
                case '\u009b':
                    i = AfterControl(text, i + 1) - 1;
                    break;
                case '\u0090' or '\u009d' or '\u009e' or '\u009f' or '\u0098':
                    i = AfterString(text, i + 1) - 1;
                    break;
                case '\b':
                    clean.Length = Math.Max(line, clean.Length - 1);
                    break;
                default:
                    if (letter == '\t' || !char.IsControl(letter))
                    {
                        _ = clean.Append(letter);
                    }

                    break;
            }
        }

        return clean.ToString();
    }

    private static System.Buffers.SearchValues<char> Plain { get; } =
        System.Buffers.SearchValues.Create([.. "\t\n", .. Enumerable.Range(0x20, 0x5f).Select(code => (char)code)]);

    private static int AfterEscape(string text, int at) =>
        at >= text.Length ? at
        : text[at] == '[' ? AfterControl(text, at + 1)
        : text[at] is ']' or 'P' or 'X' or '^' or '_' ? AfterString(text, at + 1)
        : AfterIntermediates(text, at);

    private static int AfterIntermediates(string text, int at)
    {
        while (at < text.Length && text[at] is >= ' ' and <= '/')
        {
            at++;
        }

        return Math.Min(at + 1, text.Length);
    }

    private static int AfterControl(string text, int at)
    {
        while (at < text.Length && text[at] is >= ' ' and <= '?')
        {
            at++;
        }

        return Math.Min(at + 1, text.Length);
    }

    // Ends with BEL or ESC \; one that never ends hides at most the rest of its line.
    private static int AfterString(string text, int at)
    {
        for (; at < text.Length && text[at] != '\n'; at++)
        {
            if (text[at] is '\a' or '\u009c')
            {
                return at + 1;
            }

            if (text[at] == '\e' && at + 1 < text.Length && text[at + 1] == '\\')
            {
                return at + 2;
            }
        }

        return at;
    }
}
