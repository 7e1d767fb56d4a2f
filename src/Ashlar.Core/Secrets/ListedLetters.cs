using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace Ashlar.Core.Secrets;

/// <summary>
/// Tells at little cost whether a look at the listings of a text (<see cref="PrintedListing"/>) can find anything: nearly all output holds
/// numbered lines or numbers in a row, and nearly none of it a secret.
/// </summary>
internal static class ListedLetters
{
    /// <summary>Whether the first letters of a form stand in one of the texts of the listing.</summary>
    public static bool Begin<T>(ReadOnlySpan<T> text, PrintedMatcher printed)
        where T : unmanaged, IBinaryInteger<T> =>
        text.ContainsAnyInRange(T.CreateTruncating('0'), T.CreateTruncating('9')) && (InLines(text, printed) || InNumbers(text, printed));

    private static bool InLines<T>(ReadOnlySpan<T> text, PrintedMatcher printed)
        where T : unmanaged, IBinaryInteger<T>
    {
        var lines = ArrayPool<byte>.Shared.Rent(text.Length + 1);
        var columns = ArrayPool<byte>.Shared.Rent(text.Length);
        try
        {
            return InLines(text, printed, lines, columns);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(lines, clearArray: true);
            ArrayPool<byte>.Shared.Return(columns, clearArray: true);
        }
    }

    private static bool InLines<T>(ReadOnlySpan<T> text, PrintedMatcher printed, byte[] lines, byte[] columns)
        where T : unmanaged, IBinaryInteger<T>
    {
        var (inLines, inColumns) = (0, 0);
        for (var at = 0; at < text.Length; )
        {
            var length = text[at..].IndexOf(T.CreateTruncating('\n'));
            var end = length < 0 ? text.Length : at + length;
            var body = PrintedListing.Body(text, at, end);
            if (body < 0 && at == 0 && end <= PrintedListing.LongestLine)
            {
                body = at;
            }

            if (body >= 0)
            {
                var column = PrintedListing.Column(text, body, end);
                inLines += Narrow(text[body..(column < 0 ? end : column)], lines.AsSpan(inLines));
                lines[inLines++] = (byte)'\n';
                inColumns += column < 0 ? 0 : Narrow(text[column..end], columns.AsSpan(inColumns));
            }
            else if (inLines > 0)
            {
                if (printed.Begins(lines.AsSpan(0, inLines)) || printed.Begins(columns.AsSpan(0, inColumns)))
                {
                    return true;
                }

                (inLines, inColumns) = (0, 0);
            }

            at = end + 1;
        }

        return printed.Begins(lines.AsSpan(0, inLines)) || printed.Begins(columns.AsSpan(0, inColumns));
    }

    private static bool InNumbers<T>(ReadOnlySpan<T> text, PrintedMatcher printed)
        where T : unmanaged, IBinaryInteger<T>
    {
        var begins = false;
        var runs = new List<PrintedColumns>();
        PrintedListing.AddNumbers(text, atEnd: false, runs, new NumberRuns(), IsEnough);
        return IsEnough(runs);

        bool IsEnough(List<PrintedColumns> found)
        {
            foreach (var run in found)
            {
                begins |= printed.Begins(run.Text);
            }

            found.Clear();
            return begins;
        }
    }

    // Characters beyond ASCII stand between letters, whatever they become.
    private static int Narrow<T>(ReadOnlySpan<T> text, Span<byte> output)
        where T : unmanaged, IBinaryInteger<T>
    {
        if (typeof(T) == typeof(byte))
        {
            MemoryMarshal.AsBytes(text).CopyTo(output);
            return text.Length;
        }

        return Encoding.Latin1.GetBytes(MemoryMarshal.Cast<T, char>(text), output);
    }
}
