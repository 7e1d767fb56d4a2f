using System.Numerics;

namespace Ashlar.Core.Secrets;

/// <summary>
/// Reads text as the letters and digits that it prints, in lower case: what is between them is passed over (blanks, line breaks, quotes,
/// colours, zero bytes), and escapes count as the characters that they mean (<c>\u0041</c>, <c>\x41</c>, <c>\101</c>, <c>0x41</c>,
/// <c>&amp;#65;</c>, <c>%41</c>, <c>=41</c>).
/// </summary>
internal static class PrintedText
{
    /// <summary>There is no further letter.</summary>
    public const int End = -1;

    /// <summary>The text ends within an escape.</summary>
    public const int Cut = -2;

    /// <summary>More than <see cref="LongestGap"/> characters stand before the next letter.</summary>
    public const int Far = -3;

    /// <summary>What may be between two letters of one value.</summary>
    public const int LongestGap = 64;

    private const byte Separator = 0;
    private const byte Special = 1;
    private static readonly byte[] Classes = MakeClasses();

    /// <summary>The letter that a character is by itself, in lower case; 0 for one that is between letters, 1 for one that may begin an escape.</summary>
    public static int Plain<T>(T character)
        where T : unmanaged, IBinaryInteger<T>
    {
        var code = uint.CreateTruncating(character);
        return code < (uint)Classes.Length ? Classes[code] : Separator;
    }

    /// <summary>The next letter at or after a position, or what there is instead.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">Where to begin; afterwards what follows the letter.</param>
    /// <param name="start">Where the letter or its escape begins.</param>
    /// <param name="apart">Whether something is before it, or it is written as an escape.</param>
    /// <param name="longest">How much may be before it.</param>
    public static int Next<T>(ReadOnlySpan<T> text, ref int at, out int start, out bool apart, int longest = int.MaxValue)
        where T : unmanaged, IBinaryInteger<T>
    {
        apart = false;
        for (var gap = 0; at < text.Length; gap++)
        {
            if (gap > longest)
            {
                start = at;
                return Far;
            }

            var code = int.CreateTruncating(text[at]);
            var kind = (uint)code < 128 ? Classes[code] : Separator;
            start = at;
            if (kind > Special)
            {
                at++;
                return kind;
            }

            if (code == '0' && !IsX(text, at + 1))
            {
                at++;
                return code;
            }

            apart = true;
            if (kind == Separator)
            {
                at++;
                continue;
            }

            var meant = PrintedEscape.Read(text, ref at);
            if (meant == Cut)
            {
                return Cut;
            }

            if (meant is > 0 and < 128 && Letter(meant) is var letter and > 0)
            {
                return letter;
            }
        }

        start = text.Length;
        return End;
    }

    /// <summary>All letters of a text.</summary>
    public static byte[] LettersOf(ReadOnlySpan<char> text)
    {
        var letters = new List<byte>(text.Length);
        for (var at = 0; Next(text, ref at, out _, out _) is var letter and > 0; )
        {
            letters.Add((byte)letter);
        }

        return [.. letters];
    }

    private static bool IsX<T>(ReadOnlySpan<T> text, int index)
        where T : unmanaged, IBinaryInteger<T> => index < text.Length && (int.CreateTruncating(text[index]) | 0x20) == 'x';

    private static int Letter(int code) =>
        code switch
        {
            >= '0' and <= '9' or >= 'a' and <= 'z' => code,
            >= 'A' and <= 'Z' => code | 0x20,
            _ => 0,
        };

    private static byte[] MakeClasses()
    {
        var classes = new byte[256];
        for (var code = 0; code < 128; code++)
        {
            classes[code] = code is '\\' or '%' or '&' or '=' or '\x1b' or '^' or '0' ? Special : (byte)Letter(code);
        }

        return classes;
    }
}
