using System.Numerics;

namespace Ashlar.Core.Secrets;

/// <summary>Reads one escape of <see cref="PrintedText"/>.</summary>
internal static class PrintedEscape
{
    private const int LongestControl = 64;

    /// <summary>
    /// Reads what begins at a position and moves behind it: the character meant, 0 where it means none, or <see cref="PrintedText.Cut"/> where
    /// the text ends before that is known.
    /// </summary>
    public static int Read<T>(ReadOnlySpan<T> text, ref int at)
        where T : unmanaged, IBinaryInteger<T>
    {
        var meant = At(text, at) switch
        {
            '\\' => Backslash(text, ref at),
            '%' => Percent(text, ref at),
            '&' => Entity(text, ref at),
            '=' => Quoted(text, ref at),
            '^' => Caret(text, ref at),
            '0' => Number(text, ref at),
            _ => One(ref at, '\x1b'),
        };
        return meant == '\x1b' ? Control(text, ref at) : meant;
    }

    /// <summary>How many characters at the end of a text may mean something else when more follows: <c>0</c>, <c>0x4</c>, <c>=41</c>.</summary>
    public static int Unsettled<T>(ReadOnlySpan<T> text)
        where T : unmanaged, IBinaryInteger<T>
    {
        for (var length = Math.Min(4, text.Length); length > 0; length--)
        {
            var tail = text[^length..];
            var isNumber =
                At(tail, 0) == '0'
                && (length < 2 || At(tail, 1) is 'x' or 'X')
                && (length < 3 || Hex(At(tail, 2)) >= 0)
                && (length < 4 || Hex(At(tail, 3)) >= 0);
            if (isNumber || (length == 3 && At(tail, 0) == '=' && IsUpperHex(At(tail, 1)) && IsUpperHex(At(tail, 2))))
            {
                return length;
            }
        }

        return 0;
    }

    private static int One(ref int at, int code)
    {
        at++;
        return code;
    }

    private static int Backslash<T>(ReadOnlySpan<T> text, ref int at)
        where T : unmanaged, IBinaryInteger<T>
    {
        switch (At(text, at + 1))
        {
            case -1:
                return PrintedText.Cut;
            case 'u' when At(text, at + 2) == '{':
                return Digits(text, ref at, 3, 1, 8, 16, '}');
            case 'u' when At(text, at + 2) is -1:
                return PrintedText.Cut;
            case 'u':
                return Digits(text, ref at, 2, 4, 4, 16, -1);
            case 'U':
                return Digits(text, ref at, 2, 8, 8, 16, -1);
            case 'x':
                return Digits(text, ref at, 2, 2, 2, 16, -1);
            case >= '0' and <= '7':
                return Digits(text, ref at, 1, 1, 3, 8, -1);
            case 'e':
                at += 2;
                return '\x1b';
            case 'n' or 'r' or 't' or 'f' or 'v' or 'b' or 'a':
                at += 2;
                return 0;
            default:
                at++;
                return 0;
        }
    }

    private static int Percent<T>(ReadOnlySpan<T> text, ref int at)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (At(text, at + 1) is 'u')
        {
            return Digits(text, ref at, 2, 4, 4, 16, -1);
        }

        var code = Digits(text, ref at, 1, 2, 2, 16, -1);
        // Encoded twice: %2541.
        return code != '%' ? code
            : At(text, at) is -1 || (Hex(At(text, at)) >= 0 && At(text, at + 1) is -1) ? PrintedText.Cut
            : Hex(At(text, at)) >= 0 && Hex(At(text, at + 1)) >= 0 ? Digits(text, ref at, 0, 2, 2, 16, -1)
            : code;
    }

    private static int Entity<T>(ReadOnlySpan<T> text, ref int at)
        where T : unmanaged, IBinaryInteger<T>
    {
        var number = at + 1;
        // Escaped twice: &amp;#65;
        if (At(text, at + 1) == 'a' && At(text, at + 2) == 'm' && At(text, at + 3) == 'p' && At(text, at + 4) == ';')
        {
            number = at + 5;
        }

        switch (At(text, number))
        {
            case -1:
                return PrintedText.Cut;
            case '#' when At(text, number + 1) is 'x' or 'X':
                return Digits(text, ref at, number + 2 - at, 1, 8, 16, ';');
            case '#':
                return Digits(text, ref at, number + 1 - at, 1, 8, 10, ';');
        }

        for (var length = 1; length < 9; length++)
        {
            var code = At(text, at + length);
            if (code == ';')
            {
                at += length + 1;
                return 0;
            }

            if (code is not (>= 'a' and <= 'z' or >= 'A' and <= 'Z'))
            {
                break;
            }
        }

        at++;
        return 0;
    }

    // Quoted-printable encodes an equals sign always, and other characters where they all are.
    private static int Quoted<T>(ReadOnlySpan<T> text, ref int at)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (At(text, at + 1) is -1 || (IsUpperHex(At(text, at + 1)) && At(text, at + 2) is -1))
        {
            return PrintedText.Cut;
        }

        var isCode = IsUpperHex(At(text, at + 1)) && IsUpperHex(At(text, at + 2));
        var isOne =
            isCode
            && (
                (At(text, at + 1) == '3' && At(text, at + 2) == 'D')
                || At(text, at + 3) == '='
                || (at >= 3 && At(text, at - 3) == '=' && IsUpperHex(At(text, at - 2)) && IsUpperHex(At(text, at - 1)))
            );
        if (isOne)
        {
            return Digits(text, ref at, 1, 2, 2, 16, -1);
        }

        at++;
        return 0;
    }

    private static int Caret<T>(ReadOnlySpan<T> text, ref int at)
        where T : unmanaged, IBinaryInteger<T>
    {
        var isEscape = At(text, at + 1) == '[' && At(text, at + 2) == '[';
        at += isEscape ? 2 : 1;
        return isEscape ? '\x1b' : 0;
    }

    private static int Number<T>(ReadOnlySpan<T> text, ref int at)
        where T : unmanaged, IBinaryInteger<T>
    {
        var prefixed =
            At(text, at + 1) is 'x' or 'X'
            && (at == 0 || !IsLetter(At(text, at - 1)))
            && Hex(At(text, at + 2)) >= 0
            && Hex(At(text, at + 3)) >= 0;
        if (!prefixed)
        {
            return One(ref at, '0');
        }

        if (!IsLetter(At(text, at + 4)))
        {
            return Digits(text, ref at, 2, 2, 2, 16, -1);
        }

        // A longer number: its digits are read as such.
        at += 2;
        return 0;
    }

    // After the escape character: colours, cursor movements and titles.
    private static int Control<T>(ReadOnlySpan<T> text, ref int at)
        where T : unmanaged, IBinaryInteger<T>
    {
        var begin = At(text, at);
        if (begin is -1)
        {
            return PrintedText.Cut;
        }

        if (begin is not ('[' or ']' or '('))
        {
            return 0;
        }

        for (var length = 1; length < LongestControl && at + length < text.Length; length++)
        {
            var code = At(text, at + length);
            var isEnd = begin switch
            {
                '[' => code is >= '@' and <= '~',
                ']' => code is '\a' or '\\',
                _ => true,
            };
            if (isEnd)
            {
                at += length + 1;
                return 0;
            }
        }

        return at + LongestControl > text.Length ? PrintedText.Cut : 0;
    }

    private static int Digits<T>(ReadOnlySpan<T> text, ref int at, int skip, int least, int most, int radix, int close)
        where T : unmanaged, IBinaryInteger<T>
    {
        var (value, count) = (0, 0);
        for (; count < most; count++)
        {
            var digit = Hex(At(text, at + skip + count));
            if (digit < 0 || digit >= radix)
            {
                break;
            }

            value = (value * radix) + digit;
        }

        if (count < most && at + skip + count >= text.Length)
        {
            return PrintedText.Cut;
        }

        if (count < least)
        {
            at++;
            return 0;
        }

        at += skip + count;
        if (close >= 0 && At(text, at) == close)
        {
            at++;
        }

        return value is > 0 and < 128 ? value : 0;
    }

    private static int At<T>(ReadOnlySpan<T> text, int index)
        where T : unmanaged, IBinaryInteger<T> => (uint)index < (uint)text.Length ? int.CreateTruncating(text[index]) : -1;

    private static int Hex(int code) =>
        code switch
        {
            >= '0' and <= '9' => code - '0',
            >= 'a' and <= 'f' => code - 'a' + 10,
            >= 'A' and <= 'F' => code - 'A' + 10,
            _ => -1,
        };

    private static bool IsUpperHex(int code) => code is >= '0' and <= '9' or >= 'A' and <= 'F';

    private static bool IsLetter(int code) => code is >= '0' and <= '9' or >= 'a' and <= 'z' or >= 'A' and <= 'Z';
}
