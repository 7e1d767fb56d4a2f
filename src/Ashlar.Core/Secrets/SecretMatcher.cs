using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Ashlar.Core.Secrets;

/// <summary>One form of a secret as letters to look for.</summary>
/// <param name="Letters">At least four.</param>
/// <param name="Secret">Index of the secret.</param>
/// <param name="Broken">Whether line breaks and separators may be between the letters, as in wrapped base64 and hex dumps.</param>
/// <param name="Weak">Whether ordinary text may look like it: it is masked, but proves nothing.</param>
internal readonly record struct Pattern<T>(T[] Letters, int Secret, bool Broken, bool Weak);

/// <summary>
/// Finds many patterns in one pass: a bit table over the first four letters rules out nearly every position, the rest is compared.
/// Nothing is allocated while searching. Immutable, so any number of threads may read it.
/// </summary>
internal sealed class SecretMatcher<T>
    where T : unmanaged, IBinaryInteger<T>
{
    /// <summary>Letters below this many of a cut-off secret may be seen.</summary>
    public const int LeastRemains = 4;

    private const int LongestBreak = 12;

    private readonly int shift;
    private readonly ulong[] filter;
    private readonly Dictionary<uint, Pattern<T>[]> starts = [];
    private readonly Pattern<T>[] patterns;

    /// <summary>A matcher of these patterns.</summary>
    public SecretMatcher(IReadOnlyList<Pattern<T>> patterns)
    {
        this.patterns = [.. patterns];
        // Large enough that few other beginnings have a bit in common with these.
        shift = patterns.Count > 256 ? 12 : 16;
        filter = new ulong[1 << (26 - shift)];
        foreach (var group in patterns.GroupBy(pattern => Key(pattern.Letters)))
        {
            filter[group.Key >> 6] |= 1UL << (int)(group.Key & 63);
            starts.Add(group.Key, [.. group.OrderByDescending(pattern => pattern.Letters.Length)]);
        }

        Reach = patterns.Count == 0 ? 0 : patterns.Max(pattern => pattern.Letters.Length * (pattern.Broken ? 1 + LongestBreak : 1));
    }

    /// <summary>The longest stretch of text that one match can cover.</summary>
    public int Reach { get; }

    /// <summary>The first match at or after a position: the longest one there.</summary>
    public bool Next(ReadOnlySpan<T> text, int from, out int start, out int end, out Pattern<T> found)
    {
        for (start = from; patterns.Length > 0 && start <= text.Length - 4; start++)
        {
            var key = Key(text[start..]);
            if ((filter[key >> 6] & (1UL << (int)(key & 63))) == 0 || !starts.TryGetValue(key, out var candidates))
            {
                continue;
            }

            end = -1;
            found = default;
            foreach (var candidate in candidates)
            {
                var length = Compare(text[start..], candidate, out _);
                if (length > end - start)
                {
                    end = start + length;
                    found = candidate;
                }
            }

            if (end > start)
            {
                return true;
            }
        }

        (end, found) = (text.Length, default);
        return false;
    }

    /// <summary>The earliest position from which the rest of the text may be the beginning of a match; the text's length where none is.</summary>
    public int Hold(ReadOnlySpan<T> text) => Dangling(text, Math.Max(0, text.Length - Reach + 1), least: 1, weak: true, out _);

    /// <summary>The earliest position at or after another from which the text ends in the first letters of a secret; the text's length where none is.</summary>
    public int Remains(ReadOnlySpan<T> text, int from, out int secret) => Dangling(text, from, LeastRemains, weak: false, out secret);

    /// <summary>How many letters at the beginning of a text are the last letters of a secret that was cut off before them; at least four, else 0.</summary>
    public int Tail(ReadOnlySpan<T> text, out int secret)
    {
        var longest = 0;
        secret = -1;
        foreach (var pattern in patterns)
        {
            for (
                var length = Math.Min(pattern.Letters.Length - 1, text.Length);
                !pattern.Weak && length >= LeastRemains && length > longest;
                length--
            )
            {
                if (text[..length].SequenceEqual(pattern.Letters.AsSpan(pattern.Letters.Length - length)) && !IsRule(text[..length]))
                {
                    (longest, secret) = (length, pattern.Secret);
                }
            }
        }

        return longest;
    }

    private int Dangling(ReadOnlySpan<T> text, int from, int least, bool weak, out int secret)
    {
        for (var start = from; start <= text.Length - least; start++)
        {
            var rest = text[start..];
            if (rest.Length >= 4)
            {
                var key = Key(rest);
                if ((filter[key >> 6] & (1UL << (int)(key & 63))) == 0 || !starts.TryGetValue(key, out var candidates))
                {
                    continue;
                }

                if (IsBeginning(candidates, rest, weak, out secret))
                {
                    return start;
                }
            }
            else if (IsBeginning(patterns, rest, weak, out secret))
            {
                return start;
            }
        }

        secret = -1;
        return text.Length;
    }

    private static bool IsBeginning(Pattern<T>[] candidates, ReadOnlySpan<T> rest, bool weak, out int secret)
    {
        foreach (var candidate in candidates)
        {
            if ((weak || (!candidate.Weak && !IsRule(rest))) && Compare(rest, candidate, out var cut) == 0 && cut)
            {
                secret = candidate.Secret;
                return true;
            }
        }

        secret = -1;
        return false;
    }

    // The length of text that the pattern covers from its beginning; 0 when it does not, with cut when only the text's end stopped it.
    private static int Compare(ReadOnlySpan<T> text, in Pattern<T> pattern, out bool cut)
    {
        cut = false;
        var letters = pattern.Letters.AsSpan();
        if (!pattern.Broken)
        {
            if (text.Length >= letters.Length)
            {
                return text.StartsWith(letters) ? letters.Length : 0;
            }

            cut = letters.StartsWith(text);
            return 0;
        }

        var at = 0;
        for (var i = 0; i < letters.Length; i++)
        {
            var skipped = 0;
            while (i > 0 && at < text.Length && IsBreak(text[at]) && text[at] != letters[i] && skipped++ < LongestBreak)
            {
                at++;
            }

            if (at >= text.Length)
            {
                cut = true;
                return 0;
            }

            if (text[at] != letters[i])
            {
                return 0;
            }

            at++;
        }

        return at;
    }

    private static bool IsBreak(T letter) =>
        letter == T.CreateTruncating('\n')
        || letter == T.CreateTruncating('\r')
        || letter == T.CreateTruncating(' ')
        || letter == T.CreateTruncating(':');

    // A rule of dashes is where armoured keys begin and end, and a common ornament of output.
    private static bool IsRule(ReadOnlySpan<T> text) => !text.ContainsAnyExcept(T.CreateTruncating('-'));

    // The letters as they lie in memory: one multiplication for all four.
    private uint Key(ReadOnlySpan<T> text)
    {
        var letters = MemoryMarshal.AsBytes(text);
        return (uint)(
            (
                (
                    Unsafe.SizeOf<T>() == 1
                        ? BinaryPrimitives.ReadUInt32LittleEndian(letters)
                        : BinaryPrimitives.ReadUInt64LittleEndian(letters)
                ) * 0x9E3779B97F4A7C15
            ) >> (32 + shift)
        );
    }
}
