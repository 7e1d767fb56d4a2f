using System.Text;

namespace Ashlar.Core.Agents;

/// <summary>
/// UTF-8 that was once read as Windows-1252 and saved again, put right where that can be undone exactly. Each run of characters
/// outside ASCII is turned back into bytes; only what is valid UTF-8 then is replaced. Lead characters that sound text uses too
/// (<c>é</c> before a no-break space and <c>»</c>) need a run that is damaged as a whole and longer than one character.
/// </summary>
internal static class MojibakeText
{
    private const string HighHalf = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";
    private static readonly UTF8Encoding Strict = new(false, true);

    /// <summary>The text repaired, and how many runs were; the same text and 0 when there is nothing to repair.</summary>
    public static (string Text, int Repaired) Repair(string text)
    {
        if (!MayHold(text))
        {
            return (text, 0);
        }

        var result = new StringBuilder(text.Length);
        var repaired = 0;
        var at = 0;
        while (at < text.Length)
        {
            if (char.IsAscii(text[at]))
            {
                result.Append(text[at++]);
                continue;
            }

            var end = at;
            while (end < text.Length && !char.IsAscii(text[end]))
            {
                end++;
            }

            repaired += AppendRun(result, text.AsSpan(at, end - at));
            at = end;
        }

        return repaired == 0 ? (text, 0) : (result.ToString(), repaired);
    }

    private static bool MayHold(string text)
    {
        for (var i = 0; i + 1 < text.Length; i++)
        {
            if (text[i] is >= '\u00c2' and <= '\u00f4' && !char.IsAscii(text[i + 1]) && ByteOf(text[i + 1]) is >= 0x80 and < 0xc0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Repairs the longest parts of a run that are exact; a run may mix damaged and sound characters.</summary>
    private static int AppendRun(StringBuilder result, ReadOnlySpan<char> run)
    {
        var repaired = 0;
        Span<byte> bytes = stackalloc byte[4];
        var whole = IsDamagedAsAWhole(run, bytes);
        for (var i = 0; i < run.Length; )
        {
            var length = SequenceLength(ByteOf(run[i]));
            var tried = length > 0 && i + length <= run.Length && (whole || run[i] is 'Â' or 'Ã' or 'â' or 'ï' or 'ð');
            if (!tried || !TryBytes(run.Slice(i, length), bytes) || Decode(bytes[..length]) is not { } sound)
            {
                result.Append(run[i++]);
                continue;
            }

            result.Append(sound);
            i += length;
            repaired++;
        }

        return repaired;
    }

    private static bool IsDamagedAsAWhole(ReadOnlySpan<char> run, Span<byte> bytes)
    {
        var sequences = 0;
        for (var i = 0; i < run.Length; sequences++)
        {
            var length = SequenceLength(ByteOf(run[i]));
            if (length == 0 || i + length > run.Length || !TryBytes(run.Slice(i, length), bytes) || Decode(bytes[..length]) is null)
            {
                return false;
            }

            i += length;
        }

        return sequences > 1;
    }

    private static int SequenceLength(int first) =>
        first switch
        {
            >= 0xc2 and <= 0xdf => 2,
            >= 0xe0 and <= 0xef => 3,
            >= 0xf0 and <= 0xf4 => 4,
            _ => 0,
        };

    private static bool TryBytes(ReadOnlySpan<char> characters, Span<byte> bytes)
    {
        for (var i = 0; i < characters.Length; i++)
        {
            var value = ByteOf(characters[i]);
            if (value < 0)
            {
                return false;
            }

            bytes[i] = (byte)value;
        }

        return true;
    }

    private static string? Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>The Windows-1252 byte of a character, the five undefined ones standing for themselves; -1 when it has none.</summary>
    private static int ByteOf(char character)
    {
        if (character < 0x80 || character is >= '\u00a0' and <= '\u00ff')
        {
            return character;
        }

        var index = HighHalf.IndexOf(character, StringComparison.Ordinal);
        return index < 0 ? -1 : 0x80 + index;
    }
}
