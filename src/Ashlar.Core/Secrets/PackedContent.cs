using System.Buffers;
using System.Buffers.Text;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;

namespace Ashlar.Core.Secrets;

/// <summary>How much may still be unpacked from one file, so that a bomb ends the search and not the machine.</summary>
/// <param name="length">Bytes of the file.</param>
internal sealed class PackedBudget(long length)
{
    private long bytes = Math.Clamp(length * 20, 16L << 20, 256L << 20);
    private int attempts = 4096;

    /// <summary>Whether another attempt may be made.</summary>
    public bool Takes() => bytes > 0 && attempts-- > 0;

    /// <summary>How many bytes one attempt may give.</summary>
    public int Most => (int)Math.Min(bytes, 64 << 20);

    /// <summary>Bytes that were unpacked.</summary>
    public void Spend(long used) => bytes -= used;
}

/// <summary>
/// What is packed inside bytes: streams of gzip, zlib (PNG, PDF and git's objects hold them) and Brotli, members of zip archives with their
/// names, and text that is base64 or hexadecimal. Members of a tar lie in it as they are. What cannot be unpacked is passed over.
/// </summary>
internal static class PackedContent
{
    private const int LeastText = 24;

    private static readonly SearchValues<byte> Base64Letters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_="u8
    );

    private static readonly SearchValues<byte> HexLetters = SearchValues.Create("0123456789abcdefABCDEF"u8);

    /// <summary>The contents, one level deep.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Of(ReadOnlyMemory<byte> content, PackedBudget budget)
    {
        foreach (var stream in Streams(content, budget))
        {
            yield return stream;
        }

        foreach (var member in ZipMembers(content, budget))
        {
            yield return member;
        }

        foreach (var text in Encoded(content, Base64Letters, budget, FromBase64))
        {
            yield return text;
        }

        foreach (var text in Encoded(content, HexLetters, budget, FromHex))
        {
            yield return text;
        }
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Streams(ReadOnlyMemory<byte> content, PackedBudget budget)
    {
        for (var at = 0; at + 6 < content.Length && budget.Takes(); at++)
        {
            var next = NextStream(content.Span[at..]);
            if (next < 0)
            {
                break;
            }

            at += next;
            var rest = content[at..];
            if (Unpacked(rest, rest.Span[0] == 0x1f ? Gzip : ZLib, budget) is { Length: > 0 } unpacked)
            {
                yield return unpacked;
            }
        }

        // Neither has a mark by which it would be known elsewhere.
        foreach (var format in content.Span.IndexOf((byte)0) >= 0 || !IsText(content.Span) ? (Func<Stream, Stream>[])[Brotli, Deflate] : [])
        {
            if (budget.Takes() && Unpacked(content, format, budget) is { Length: > 0 } unpacked)
            {
                yield return unpacked;
            }
        }
    }

    private static int NextStream(ReadOnlySpan<byte> bytes)
    {
        for (var at = 0; at + 2 < bytes.Length; at++)
        {
            var next = bytes[at..^1].IndexOfAny((byte)0x1f, (byte)0x78);
            if (next < 0)
            {
                return -1;
            }

            at += next;
            var second = bytes[at + 1];
            if (bytes[at] == 0x1f ? second == 0x8b : second is 0x01 or 0x5e or 0x9c or 0xda)
            {
                return at;
            }
        }

        return -1;
    }

    private static byte[] Unpacked(ReadOnlyMemory<byte> packed, Func<Stream, Stream> format, PackedBudget budget)
    {
        using var output = new MemoryStream();
        var buffer = ArrayPool<byte>.Shared.Rent(16 << 10);
        try
        {
            using var stream = format(Reading(packed));
            int read;
            while (output.Length < budget.Most && (read = stream.Read(buffer)) > 0)
            {
                output.Write(buffer, 0, read);
            }
        }
        catch (Exception trouble) when (trouble is InvalidDataException or InvalidOperationException or IOException)
        {
            // It was none, or ends early: what came of it is looked at.
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        budget.Spend(output.Length);
        return output.ToArray();
    }

    private static Stream Gzip(Stream stream) => new GZipStream(stream, CompressionMode.Decompress);

    private static Stream ZLib(Stream stream) => new ZLibStream(stream, CompressionMode.Decompress);

    private static Stream Brotli(Stream stream) => new BrotliStream(stream, CompressionMode.Decompress);

    private static Stream Deflate(Stream stream) => new DeflateStream(stream, CompressionMode.Decompress);

    private static List<ReadOnlyMemory<byte>> ZipMembers(ReadOnlyMemory<byte> content, PackedBudget budget)
    {
        var members = new List<ReadOnlyMemory<byte>>();
        if (content.Span.IndexOf("PK\x03\x04"u8) < 0)
        {
            return members;
        }

        try
        {
            using var archive = new ZipArchive(Reading(content), ZipArchiveMode.Read);
            foreach (var entry in archive.Entries)
            {
                if (!budget.Takes())
                {
                    break;
                }

                members.Add(Encoding.UTF8.GetBytes($"{entry.FullName}\n{entry.Comment}"));
                members.Add(Member(entry, budget));
            }
        }
        catch (Exception trouble) when (trouble is InvalidDataException or IOException or NotSupportedException or ArgumentException)
        {
            // No archive after all, or a damaged one.
        }

        return members;
    }

    private static byte[] Member(ZipArchiveEntry entry, PackedBudget budget)
    {
        using var output = new MemoryStream();
        try
        {
            using var stream = entry.Open();
            var buffer = new byte[16 << 10];
            int read;
            while (output.Length < budget.Most && (read = stream.Read(buffer)) > 0)
            {
                output.Write(buffer, 0, read);
            }
        }
        catch (Exception trouble) when (trouble is InvalidDataException or IOException or NotSupportedException)
        {
            // A method that is not known, or a password.
        }

        budget.Spend(output.Length);
        return output.ToArray();
    }

    // Runs of letters of an alphabet; lines of one run may be wrapped.
    private static IEnumerable<ReadOnlyMemory<byte>> Encoded(
        ReadOnlyMemory<byte> content,
        SearchValues<byte> alphabet,
        PackedBudget budget,
        Func<byte[], byte[]?> decode
    )
    {
        var at = 0;
        while (at < content.Length && budget.Takes())
        {
            var (start, end, letters) = NextRun(content.Span, at, alphabet);
            if (letters is null)
            {
                yield break;
            }

            at = Math.Max(end, start + 1);
            if (decode(letters) is { Length: >= LeastText / 2 } decoded)
            {
                budget.Spend(decoded.Length);
                yield return decoded;
            }
        }
    }

    private static (int Start, int End, byte[]? Letters) NextRun(ReadOnlySpan<byte> bytes, int from, SearchValues<byte> alphabet)
    {
        while (from < bytes.Length)
        {
            var start = bytes[from..].IndexOfAny(alphabet);
            if (start < 0)
            {
                break;
            }

            start += from;
            var length = LengthOf(bytes[start..], alphabet);
            if (length < LeastText)
            {
                from = start + Math.Max(length, 1);
                continue;
            }

            var letters = new ArrayBufferWriter<byte>(length);
            letters.Write(bytes.Slice(start, length));
            var end = start + length;
            while (NextLine(bytes, end) is var line and > 0 && LengthOf(bytes[line..], alphabet) is var more and > 0)
            {
                letters.Write(bytes.Slice(line, more));
                end = line + more;
            }

            return (start, end, letters.WrittenSpan.ToArray());
        }

        return (bytes.Length, bytes.Length, null);
    }

    private static int LengthOf(ReadOnlySpan<byte> bytes, SearchValues<byte> alphabet) =>
        bytes.IndexOfAnyExcept(alphabet) is >= 0 and var length ? length : bytes.Length;

    // Where a wrapped run continues after a line break and indentation; 0 where it does not.
    private static int NextLine(ReadOnlySpan<byte> bytes, int end)
    {
        var rest = bytes[end..];
        var skip = rest.IndexOfAnyExcept(" \t\r\n"u8);
        return skip > 0 && rest[..skip].Contains((byte)'\n') ? end + skip : 0;
    }

    private static byte[]? FromBase64(byte[] letters)
    {
        for (var i = 0; i < letters.Length; i++)
        {
            letters[i] = letters[i] switch
            {
                (byte)'-' => (byte)'+',
                (byte)'_' => (byte)'/',
                var other => other,
            };
        }

        var padding = letters.AsSpan().IndexOf((byte)'=');
        var whole = (padding < 0 ? letters.Length : padding) / 4 * 4;
        var rest = (padding < 0 ? letters.Length : padding) - whole;
        var text = new byte[whole + (rest > 1 ? 4 : 0)];
        letters.AsSpan(0, whole + (rest > 1 ? rest : 0)).CopyTo(text);
        text.AsSpan(whole + (rest > 1 ? rest : text.Length - whole)).Fill((byte)'=');
        var decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        return Base64.DecodeFromUtf8(text, decoded, out _, out var written) == OperationStatus.Done ? decoded[..written] : null;
    }

    private static byte[]? FromHex(byte[] letters) => Convert.FromHexString(Encoding.ASCII.GetString(letters, 0, letters.Length / 2 * 2));

    private static MemoryStream Reading(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var part)
            ? new MemoryStream(part.Array!, part.Offset, part.Count, writable: false)
            : new MemoryStream(bytes.ToArray(), writable: false);

    private static bool IsText(ReadOnlySpan<byte> bytes) => System.Text.Unicode.Utf8.IsValid(bytes);
}
