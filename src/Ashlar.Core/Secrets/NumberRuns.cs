using System.Numerics;

namespace Ashlar.Core.Secrets;

/// <summary>Numbers in a row, read as characters in each way that fits them.</summary>
internal sealed class NumberRuns
{
    private readonly PrintedColumns?[] open = new PrintedColumns?[4];
    private readonly int[] counts = new int[4];

    public void Take<T>(ReadOnlySpan<T> token, int start, bool isFirst, List<PrintedColumns>? found)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (isFirst && token.Length is >= 6 and <= 8 && counts.Any(count => count > 0) && !Fits(token, 3))
        {
            return; // The address of a line of a dump.
        }

        for (var way = 0; way < open.Length; way++)
        {
            if (!Fits(token, way))
            {
                End(way, found, PrintedListing.LeastNumbers);
                continue;
            }

            var run = open[way] ??= new PrintedColumns { Apart = true };
            if (counts[way]++ == 0)
            {
                run.Clear();
            }

            var value = Value(
                token,
                way is 0 ? 10
                    : way is 2 ? 16
                    : 8
            );
            var end = start + token.Length;
            run.Add(way is 0 or 1 ? value : value & 0xff, start, end);
            if (way is 2 or 3)
            {
                run.Add(value >> 8, start, end);
            }
        }
    }

    public void End(List<PrintedColumns>? found, int least = PrintedListing.LeastNumbers)
    {
        for (var way = 0; way < open.Length; way++)
        {
            End(way, found, least);
        }
    }

    private void End(int way, List<PrintedColumns>? found, int least)
    {
        if (found is not null && counts[way] >= Math.Max(1, least / (way is 2 or 3 ? 2 : 1)))
        {
            found.Add(open[way]!);
            open[way] = null;
        }

        counts[way] = 0;
    }

    // Decimal and octal bytes; words of two bytes in hexadecimal and octal, low byte first.
    private static bool Fits<T>(ReadOnlySpan<T> token, int way)
        where T : unmanaged, IBinaryInteger<T>
    {
        var fits = way switch
        {
            0 => token.Length <= 3,
            1 => token.Length == 3,
            2 => token.Length == 4,
            _ => token.Length == 6,
        };
        for (var index = 0; fits && index < token.Length; index++)
        {
            var code = PrintedListing.Code(token[index]);
            fits = way is 2 ? PrintedListing.IsHex(code) : code >= '0' && code <= (way is 0 ? '9' : '7');
        }

        return fits
            && Value(
                token,
                way is 0 ? 10
                    : way is 2 ? 16
                    : 8
            ) <= (way is 0 or 1 ? 255 : 65535);
    }

    private static int Value<T>(ReadOnlySpan<T> token, int radix)
        where T : unmanaged, IBinaryInteger<T>
    {
        var value = 0;
        foreach (var letter in token)
        {
            var code = PrintedListing.Code(letter);
            value = (value * radix) + (code <= '9' ? code - '0' : (code | 0x20) - 'a' + 10);
        }

        return value;
    }
}
