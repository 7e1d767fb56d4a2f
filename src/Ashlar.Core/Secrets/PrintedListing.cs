using System.Numerics;

namespace Ashlar.Core.Secrets;

/// <summary>
/// The texts that a listing holds beside the one that it is: lines without their numbers or addresses, the text columns of dumps, and
/// characters that are written as numbers.
/// </summary>
internal static class PrintedListing
{
    /// <summary>A longer line does not belong to a listing.</summary>
    internal const int LongestLine = 1024;

    private const int LongestNumber = 16;
    internal const int LeastNumbers = 6;
    private const int LongestDump = 160;
    private const int GapOfNumbers = 24;

    /// <summary>The texts; few or none for what is no listing.</summary>
    /// <param name="text">The listing.</param>
    /// <param name="atEnd">Whether only what continues at the end of the text matters, of which more may come.</param>
    public static List<PrintedColumns> Of<T>(ReadOnlySpan<T> text, bool atEnd)
        where T : unmanaged, IBinaryInteger<T>
    {
        var found = new List<PrintedColumns>();
        if (!text.ContainsAnyInRange(T.CreateTruncating('0'), T.CreateTruncating('9')))
        {
            return found;
        }

        var (lines, columns) = (new PrintedColumns(), new PrintedColumns());
        var any = false;
        for (var at = 0; at < text.Length; )
        {
            var length = text[at..].IndexOf(T.CreateTruncating('\n'));
            var end = length < 0 ? text.Length : at + length;
            if (Body(text, at, end) is var body and >= 0)
            {
                any = true;
                AddLine(text, body, end, atEnd && end == text.Length, lines, columns);
            }
            else if (at == 0 && end <= LongestLine)
            {
                // A piece of a stream may begin within a line.
                AddLine(text, at, end, isOpen: false, lines, columns);
            }
            else if (any && !(atEnd && end == text.Length && AllHex(text[at..end].TrimStart(T.CreateTruncating(' ')), orBlank: false)))
            {
                lines.Break(at);
                columns.Break(at);
            }

            at = end + 1;
        }

        if (any || atEnd)
        {
            found.Add(lines);
            found.Add(columns);
        }

        AddNumbers(text, atEnd, found);
        return found;
    }

    /// <summary>
    /// How many characters at the end of a text are the beginning of a line or number that cannot be read yet: an address, a number, the digits
    /// of a dump whose column is still to come.
    /// </summary>
    public static int Unsettled<T>(ReadOnlySpan<T> text)
        where T : unmanaged, IBinaryInteger<T>
    {
        var start = text.LastIndexOf(T.CreateTruncating('\n')) + 1;
        var line = text[start..];
        if (line.Length <= LongestDump)
        {
            var body = Body(line, 0, line.Length);
            var rest = body < 0 ? line.TrimStart(T.CreateTruncating(' ')) : line[body..];
            if (body < 0 ? rest.Length <= LongestNumber && AllHex(rest, orBlank: false) : AllHex(rest, orBlank: true))
            {
                return line.Length;
            }
        }

        var digits = 0;
        while (digits < line.Length && digits < LongestNumber && IsHex(Code(line[^(digits + 1)])))
        {
            digits++;
        }

        return digits > 0 && line[^digits..].ContainsAnyInRange(T.CreateTruncating('0'), T.CreateTruncating('9')) ? digits : 0;
    }

    private static bool AllHex<T>(ReadOnlySpan<T> text, bool orBlank)
        where T : unmanaged, IBinaryInteger<T>
    {
        foreach (var letter in text)
        {
            if (!IsHex(Code(letter)) && !(orBlank && Code(letter) is ' ' or ':' or '\t'))
            {
                return false;
            }
        }

        return true;
    }

    // Where a line begins behind its number or address; -1 for a line that has none.
    internal static int Body<T>(ReadOnlySpan<T> text, int at, int end)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (end - at > LongestLine)
        {
            return -1;
        }

        while (at < end && Code(text[at]) is ' ' or '\t')
        {
            at++;
        }

        var (digits, isHex) = (0, false);
        while (at + digits < end && digits <= LongestNumber && IsHex(Code(text[at + digits])))
        {
            isHex |= Code(text[at + digits]) > '9';
            digits++;
        }

        var isNumber = digits is > 0 and <= LongestNumber && (!isHex || digits >= 4) && at + digits < end;
        return isNumber && !IsLetter(Code(text[at + digits])) ? at + digits : -1;
    }

    private static void AddLine<T>(ReadOnlySpan<T> text, int body, int end, bool isOpen, PrintedColumns lines, PrintedColumns columns)
        where T : unmanaged, IBinaryInteger<T>
    {
        var column = Column(text, body, end);
        for (var at = body; at < (column < 0 ? end : column); at++)
        {
            lines.Add(Code(text[at]), at, column < 0 && !isOpen ? at + 1 : end);
        }

        lines.Add('\n', end, end);
        for (var at = column; column >= 0 && at < end; at++)
        {
            columns.Add(Code(text[at]), at, at + 1);
        }
    }

    // Where the text column of a dump begins: behind a bar, or behind two blanks after groups of digits; -1 where there is none.
    internal static int Column<T>(ReadOnlySpan<T> text, int body, int end)
        where T : unmanaged, IBinaryInteger<T>
    {
        var groups = 0;
        for (var at = body; at < end; )
        {
            var code = Code(text[at]);
            if (IsHex(code))
            {
                var length = 0;
                while (at + length < end && IsHex(Code(text[at + length])))
                {
                    length++;
                }

                if (at + length < end && IsLetter(Code(text[at + length])))
                {
                    return groups > 0 && Blanks(text, body, at) >= 2 ? at : -1;
                }

                if (length % 2 != 0)
                {
                    return -1;
                }

                at += length;
                groups++;
                continue;
            }

            if (code is '|' or '>' && groups > 0)
            {
                return at;
            }

            if (code is not (' ' or ':' or '\t' or '-'))
            {
                return groups > 0 && Blanks(text, body, at) >= 2 ? at : -1;
            }

            // After an address with a colon, as xxd writes it, two blanks end the digits.
            if (groups > 0 && Code(text[body]) == ':' && code == ' ' && at + 1 < end && Code(text[at + 1]) == ' ')
            {
                return at;
            }

            at++;
        }

        return -1;
    }

    private static int Blanks<T>(ReadOnlySpan<T> text, int body, int at)
        where T : unmanaged, IBinaryInteger<T>
    {
        var count = 0;
        while (at - count > body && Code(text[at - count - 1]) == ' ')
        {
            count++;
        }

        return count;
    }

    private static void AddNumbers<T>(ReadOnlySpan<T> text, bool atEnd, List<PrintedColumns> found)
        where T : unmanaged, IBinaryInteger<T> => AddNumbers(text, atEnd, found, new NumberRuns(), static _ => false);

    /// <summary>Adds the texts that numbers in a row are, and asks after each whether that is enough.</summary>
    internal static void AddNumbers<T>(
        ReadOnlySpan<T> text,
        bool atEnd,
        List<PrintedColumns> found,
        NumberRuns runs,
        Func<List<PrintedColumns>, bool> isEnough
    )
        where T : unmanaged, IBinaryInteger<T>
    {
        var before = 0;
        for (var at = 0; at < text.Length; )
        {
            var next = text[at..].IndexOfAnyInRange(T.CreateTruncating('0'), T.CreateTruncating('9'));
            if (next < 0)
            {
                break;
            }

            // What no digit is near to is passed over at once.
            if (next > GapOfNumbers)
            {
                runs.End(atEnd ? null : found);
                at += next;
                while (at > before && IsLetter(Code(text[at - 1])))
                {
                    at--;
                }
            }

            if (!IsLetter(Code(text[at])))
            {
                at++;
                continue;
            }

            var start = at;
            while (at < text.Length && IsLetter(Code(text[at])))
            {
                at++;
            }

            if (start - before > GapOfNumbers)
            {
                runs.End(atEnd ? null : found);
            }

            if (atEnd && at == text.Length)
            {
                break; // It may continue.
            }

            var isFirst =
                start == 0
                || text[..start].LastIndexOfAnyExcept(T.CreateTruncating(' ')) is var last && (last < 0 || Code(text[last]) == '\n');
            runs.Take(text[start..at], start, isFirst, atEnd ? null : found);
            before = at;
            if (isEnough(found))
            {
                return;
            }
        }

        runs.End(found, atEnd ? 1 : LeastNumbers);
    }

    internal static int Code<T>(T letter)
        where T : unmanaged, IBinaryInteger<T> => int.CreateTruncating(letter);

    internal static bool IsHex(int code) => code is >= '0' and <= '9' or >= 'a' and <= 'f' or >= 'A' and <= 'F';

    private static bool IsLetter(int code) => code is >= '0' and <= '9' or >= 'a' and <= 'z' or >= 'A' and <= 'Z';
}
