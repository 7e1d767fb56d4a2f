using System.Numerics;

namespace Ashlar.Core.Secrets;

/// <summary>Numbers in a row, read as characters in each way that fits them.</summary>
internal sealed class NumberRuns
{
    // Decimal and octal bytes; words of two, four and eight bytes, low byte first.
    private static readonly Way[] Ways =
    [
        new(10, 1, 3, 1),
        new(8, 3, 3, 1),
        new(16, 4, 4, 2),
        new(8, 6, 6, 2),
        new(16, 8, 8, 4),
        // The same for dumps without addresses.
        new(16, 8, 8, 4) { TakesFirst = true },
        new(16, 16, 16, 8),
    ];

    private readonly PrintedColumns?[] open = new PrintedColumns?[Ways.Length];
    private readonly int[] counts = new int[Ways.Length];
    private bool any;

    public void Take<T>(ReadOnlySpan<T> token, int start, bool isFirst, List<PrintedColumns>? found)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (!any && token.Length > 16)
        {
            return;
        }

        var isAddress = isFirst && token.Length is >= 6 and <= 8 && any && !Reads(token, Ways[3], out _);
        for (var way = 0; way < Ways.Length; way++)
        {
            if (isAddress && !Ways[way].TakesFirst)
            {
                continue;
            }

            if (Reads(token, Ways[way], out var value))
            {
                Add(way, value, start, start + token.Length);
            }
            else
            {
                End(way, found, PrintedListing.LeastNumbers);
            }
        }

        any = counts.AsSpan().ContainsAnyExcept(0);
    }

    public void End(List<PrintedColumns>? found, int least = PrintedListing.LeastNumbers)
    {
        for (var way = 0; any && way < Ways.Length; way++)
        {
            End(way, found, least);
        }

        any = false;
    }

    private void Add(int way, ulong value, int start, int end)
    {
        var run = open[way] ??= new PrintedColumns { Apart = true };
        if (counts[way]++ == 0)
        {
            run.Clear();
        }

        for (var index = 0; index < Ways[way].Bytes; index++)
        {
            run.Add((int)((value >> (8 * index)) & 0xff), start, end);
        }
    }

    private void End(int way, List<PrintedColumns>? found, int least)
    {
        if (found is not null && counts[way] > 0 && counts[way] >= (least + Ways[way].Bytes - 1) / Ways[way].Bytes)
        {
            found.Add(open[way]!);
            open[way] = null;
        }

        counts[way] = 0;
    }

    // Whether the digits are a number of this way, and which.
    private static bool Reads<T>(ReadOnlySpan<T> token, in Way way, out ulong value)
        where T : unmanaged, IBinaryInteger<T>
    {
        value = 0;
        if (token.Length < way.Least || token.Length > way.Most)
        {
            return false;
        }

        foreach (var letter in token)
        {
            var code = PrintedListing.Code(letter);
            var digit =
                code <= '9' ? code - '0'
                : PrintedListing.IsHex(code) ? (code | 0x20) - 'a' + 10
                : 16;
            if (digit >= way.Radix)
            {
                return false;
            }

            value = (value * (ulong)way.Radix) + (ulong)digit;
        }

        return way.Bytes == 8 || value >> (8 * way.Bytes) == 0;
    }

    /// <summary>How numbers are written.</summary>
    /// <param name="Radix">Their base.</param>
    /// <param name="Least">The fewest digits.</param>
    /// <param name="Most">The most digits.</param>
    /// <param name="Bytes">How many characters each holds.</param>
    private readonly record struct Way(int Radix, int Least, int Most, int Bytes)
    {
        /// <summary>Whether a number at the beginning of a line is one of them, where others see an address.</summary>
        public bool TakesFirst { get; init; }
    }
}
