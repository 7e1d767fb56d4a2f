using System.Numerics;

namespace Ashlar.Core.Secrets;

/// <summary>A stretch of text that holds a secret.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="End">What follows it.</param>
/// <param name="Secret">Index of the secret.</param>
/// <param name="Weak">Whether ordinary text may look like it.</param>
internal readonly record struct SecretSpan(int Start, int End, int Secret, bool Weak);

/// <summary>Finds secrets in text: in their listed forms exactly, and by their letters and digits however they are printed.</summary>
/// <param name="exact">The listed forms.</param>
/// <param name="printed">Letters and digits.</param>
internal sealed class SecretFinder<T>(SecretMatcher<T> exact, PrintedMatcher printed)
    where T : unmanaged, IBinaryInteger<T>
{
    /// <summary>Fewer letters of a value that was cut off are no sign of it, where blanks and case do not count.</summary>
    private const int LeastPrintedRemains = 6;

    /// <summary>All stretches in order of their beginnings; they may overlap. Null where there is none.</summary>
    public List<SecretSpan>? Find(ReadOnlySpan<T> text)
    {
        List<SecretSpan>? spans = null;
        for (var at = 0; exact.Next(text, at, out var start, out var end, out var pattern); at = start + 1)
        {
            (spans ??= []).Add(new SecretSpan(start, end, pattern.Secret, pattern.Weak));
        }

        for (var at = 0; printed.Next(text, at, out var start, out var end, out var secret); at = start + 1)
        {
            (spans ??= []).Add(new SecretSpan(start, end, secret, Weak: false));
        }

        foreach (var listing in printed.Reach > 0 && ListedLetters.Begin(text, printed) ? PrintedListing.Of(text, atEnd: false) : [])
        {
            for (var at = 0; printed.Next(listing.Text, at, out var start, out var end, out var secret, listing.Apart); at = start + 1)
            {
                var (first, last) = listing.Of(start, end);
                (spans ??= []).Add(new SecretSpan(first, last, secret, Weak: false));
            }
        }

        // Not stable otherwise: the longest first.
        spans?.Sort((one, other) => one.Start != other.Start ? one.Start.CompareTo(other.Start) : other.End.CompareTo(one.End));
        return spans;
    }

    /// <summary>The earliest position from which the rest of the text may be the beginning of a secret; the text's length where none is.</summary>
    public int Hold(ReadOnlySpan<T> text)
    {
        var hold = Math.Min(exact.Hold(text), printed.Hold(text, least: 1));
        if (printed.Reach == 0)
        {
            return hold;
        }

        var from = LineOf(text, Math.Max(0, text.Length - printed.Reach));
        var tail = text[from..];
        hold = Math.Min(hold, text.Length - PrintedListing.Unsettled(tail));
        foreach (var listing in PrintedListing.Of(tail, atEnd: true))
        {
            var dangling = printed.Hold(listing.Text, least: 1);
            hold = Math.Min(hold, LineOf(text, from + listing.At(dangling, tail.Length)));
            for (var at = 0; printed.Next(listing.Text, at, out var start, out var end, out _, listing.Apart); at = start + 1)
            {
                // The column beside it is still to come.
                if (listing.Of(start, end).End == tail.Length)
                {
                    hold = Math.Min(hold, LineOf(text, from + listing.At(start, tail.Length)));
                }
            }
        }

        return hold;
    }

    /// <summary>The earliest position at or after another from which the text ends in the first letters of a secret.</summary>
    public int Remains(ReadOnlySpan<T> text, int from, out int secret)
    {
        var place = exact.Remains(text, from, out secret);
        var loose = from + printed.Hold(text[from..], LeastPrintedRemains, out var other);
        if (other >= 0 && loose < place)
        {
            (place, secret) = (loose, other);
        }

        return place;
    }

    /// <summary>As <see cref="SecretMatcher{T}.Tail"/>.</summary>
    public int Tail(ReadOnlySpan<T> text, out int secret) => exact.Tail(text, out secret);

    // Where the line begins that a position is in, unless that is too far away for a line of a listing.
    private static int LineOf(ReadOnlySpan<T> text, int at)
    {
        if (at >= text.Length)
        {
            return text.Length;
        }

        var far = Math.Max(0, at - PrintedListing.LongestLine);
        var line = text[far..at].LastIndexOf(T.CreateTruncating('\n'));
        return line >= 0 ? far + line + 1
            : far == 0 ? 0
            : at;
    }
}
