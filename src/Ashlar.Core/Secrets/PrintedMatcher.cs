using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ashlar.Core.Secrets;

/// <summary>Finds values by their letters and digits alone (<see cref="PrintedText"/>). Immutable, so any number of threads may read it.</summary>
internal sealed class PrintedMatcher
{
    private const int Window = PrintedForm.Least;
    private const int FilterBits = 18;

    // Escapes and colours around each letter; what is spread further is found in whole texts, not in pieces of a stream.
    private const int RoomForLetter = 24;

    private readonly ulong[] filter = new ulong[1 << (FilterBits - 6)];
    private readonly Dictionary<ulong, PrintedForm[]> starts = [];
    private readonly Dictionary<ulong, int> beginnings = [];

    /// <summary>A matcher of these forms.</summary>
    public PrintedMatcher(IEnumerable<PrintedForm> forms)
    {
        foreach (var group in forms.DistinctBy(form => Convert.ToHexString(form.Letters)).GroupBy(form => Pack(form.Letters)))
        {
            filter[Bit(group.Key) >> 6] |= 1UL << (int)(Bit(group.Key) & 63);
            starts.Add(group.Key, [.. group.OrderByDescending(form => form.Letters.Length)]);
            Reach = Math.Max(Reach, group.Max(form => form.Letters.Length) * RoomForLetter);
            for (var length = 1; length < Window; length++)
            {
                beginnings.TryAdd(Pack(group.First().Letters.AsSpan(0, length)), group.First().Secret);
            }
        }
    }

    /// <summary>The longest stretch of text that one match in a stream can cover.</summary>
    public int Reach { get; }

    /// <summary>The first match at or after a position: the longest one there.</summary>
    public bool Next<T>(ReadOnlySpan<T> text, int from, out int start, out int end, out int secret, bool apart = false)
        where T : unmanaged, IBinaryInteger<T>
    {
        (start, end, secret) = (text.Length, text.Length, -1);
        if (starts.Count == 0)
        {
            return false;
        }

        Span<int> places = stackalloc int[Window];
        var window = 0UL;
        for (var (at, count) = (from, 0); NextLetter(text, ref at, out var place) is var letter and > 0; )
        {
            window = (window << 8) | (uint)letter;
            places[count++ & (Window - 1)] = place;
            if (count >= Window && Passes(window) && starts.TryGetValue(window, out var forms))
            {
                start = places[count & (Window - 1)];
                foreach (var form in forms)
                {
                    if (Covers(text, start, form, apart) is var covered and > 0)
                    {
                        (end, secret) = (covered, form.Secret);
                        return true;
                    }
                }
            }
        }

        (start, end) = (text.Length, text.Length);
        return false;
    }

    /// <summary>Whether the first letters of a form stand in a text: without them, <see cref="Next"/> finds nothing.</summary>
    public bool Begins(ReadOnlySpan<byte> text)
    {
        var window = 0UL;
        for (var (at, count) = (0, 1); NextLetter(text, ref at, out _) is var letter and > 0; count++)
        {
            window = (window << 8) | (uint)letter;
            if (count >= Window && Passes(window) && starts.ContainsKey(window))
            {
                return true;
            }
        }

        return false;
    }

    // As PrintedText.Next, with nothing in the way of plain letters, since each character of all output passes here.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int NextLetter<T>(ReadOnlySpan<T> text, ref int at, out int place)
        where T : unmanaged, IBinaryInteger<T>
    {
        while ((uint)at < (uint)text.Length)
        {
            var letter = PrintedText.Plain(text[at]);
            if (letter > 1)
            {
                place = at++;
                return letter;
            }

            if (letter == 1)
            {
                return PrintedText.Next(text, ref at, out place, out _);
            }

            at++;
        }

        place = text.Length;
        return PrintedText.End;
    }

    private bool Passes(ulong window) => (filter[Bit(window) >> 6] & (1UL << (int)(Bit(window) & 63))) != 0;

    /// <summary>The earliest position from which the rest of the text may be the beginning of a match; the text's length where none is.</summary>
    public int Hold<T>(ReadOnlySpan<T> text, int least)
        where T : unmanaged, IBinaryInteger<T> => Hold(text, least, out _);

    /// <summary>The same, and the secret, or -1 where only an escape is cut off or nothing is.</summary>
    /// <param name="text">The text.</param>
    /// <param name="least">Fewer letters do not count.</param>
    /// <param name="secret">Index of the secret.</param>
    public int Hold<T>(ReadOnlySpan<T> text, int least, out int secret)
        where T : unmanaged, IBinaryInteger<T>
    {
        secret = -1;
        if (starts.Count == 0)
        {
            return text.Length;
        }

        var settled = least > 1 ? text.Length : text.Length - PrintedEscape.Unsettled(text);
        var from = Math.Max(0, text.Length - Reach);
        var (letters, places) = (new List<byte>(), new List<int>());
        var cut = settled;
        for (var at = from; ; )
        {
            var letter = PrintedText.Next(text, ref at, out var place, out _, PrintedText.LongestGap);
            if (letter > 0 && place >= settled)
            {
                break;
            }

            if (letter > 0)
            {
                letters.Add((byte)letter);
                places.Add(place);
                continue;
            }

            if (letter == PrintedText.Far)
            {
                letters.Clear();
                places.Clear();
                continue;
            }

            cut = letter == PrintedText.Cut ? Math.Min(place, settled) : settled;
            break;
        }

        var all = CollectionsMarshal.AsSpan(letters);
        for (var index = 0; index + least <= all.Length; index++)
        {
            secret = BeginningOf(all[index..]);
            if (secret >= 0)
            {
                return Math.Min(cut, places[index]);
            }
        }

        return cut;
    }

    private int BeginningOf(ReadOnlySpan<byte> letters)
    {
        if (letters.Length < Window)
        {
            return beginnings.TryGetValue(Pack(letters), out var secret) ? secret : -1;
        }

        if (starts.TryGetValue(Pack(letters[..Window]), out var forms))
        {
            foreach (var form in forms)
            {
                if (form.Letters.Length > letters.Length && form.Letters.AsSpan().StartsWith(letters))
                {
                    return form.Secret;
                }
            }
        }

        return -1;
    }

    // Where the form ends that begins at a position; 0 where it does not stand there.
    private static int Covers<T>(ReadOnlySpan<T> text, int start, PrintedForm form, bool isApart)
        where T : unmanaged, IBinaryInteger<T>
    {
        var at = start;
        var count = 0;
        for (var index = 0; index < form.Letters.Length; index++)
        {
            var letter = PrintedText.Next(text, ref at, out _, out var apart, index == 0 ? int.MaxValue : PrintedText.LongestGap);
            if (letter != form.Letters[index])
            {
                return 0;
            }

            count += apart ? 1 : 0;
        }

        return !form.Apart || isApart || count * 3 >= form.Letters.Length ? at : 0;
    }

    private static ulong Pack(ReadOnlySpan<byte> letters)
    {
        var packed = 0UL;
        for (var index = 0; index < Math.Min(letters.Length, Window); index++)
        {
            packed = (packed << 8) | letters[index];
        }

        return packed;
    }

    private static uint Bit(ulong window) => (uint)((window * 0x9E3779B97F4A7C15) >> (64 - FilterBits));
}
