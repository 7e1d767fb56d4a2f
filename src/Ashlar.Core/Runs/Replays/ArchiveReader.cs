using System.Globalization;
using System.Text;

namespace Ashlar.Core.Runs.Replays;

/// <summary>
/// Reads a tar as an export is written, and nothing else: ordinary files with plain names, each once. No other kind of entry is understood, so
/// that nothing of the file decides where something is written, under which mode, or how much memory is used.
/// </summary>
/// <param name="stream">The tar, unpacked.</param>
internal sealed class ArchiveReader(Stream stream)
{
    private const int Block = 512;
    private const int MostEntries = 1_000_000;
    private const long MostBytes = 4L * 1024 * 1024 * 1024;
    private const int LongestHeader = 64 * 1024;
    private static readonly UTF8Encoding strict = new(false, throwOnInvalidBytes: true);

    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly byte[] header = new byte[Block];
    private long left = MostBytes;
    private long unread;
    private int padding;

    /// <summary>The next file's name and length; null at the end. What was not read of the one before is passed over.</summary>
    /// <exception cref="InvalidDataException">It is no such tar, or too large.</exception>
    public (string Name, long Length)? Next()
    {
        Pass(unread + padding);
        (unread, padding) = (0, 0);
        string? longName = null;
        while (Header() is { } found)
        {
            var (name, kind, length) = found;
            if (kind == 'x')
            {
                longName = PathOf(Whole(length, LongestHeader));
                continue;
            }

            name = longName ?? name;
            if (kind is not ('0' or '\0'))
            {
                throw new InvalidDataException($"it holds an entry that is not an ordinary file: {ShownText.Line(name)}");
            }

            left -= length;
            if (left < 0 || names.Count >= MostEntries)
            {
                throw new InvalidDataException("it is too large");
            }

            if (!names.Add(name))
            {
                throw new InvalidDataException($"it holds {ShownText.Line(name)} twice");
            }

            (unread, padding) = (length, Padding(length));
            return (name, length);
        }

        return null;
    }

    /// <summary>The present file as bytes.</summary>
    /// <exception cref="InvalidDataException">It is longer than that.</exception>
    public byte[] Read(int most)
    {
        var bytes = Whole(unread, most);
        (unread, padding) = (0, 0);
        return bytes;
    }

    /// <summary>Writes the present file to a new one, which only this user can read.</summary>
    public void WriteTo(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        using var file = new FileStream(path, options);
        var buffer = new byte[128 * 1024];
        while (unread > 0)
        {
            var read = stream.Read(buffer, 0, (int)Math.Min(buffer.Length, unread));
            file.Write(buffer, 0, read > 0 ? read : throw new InvalidDataException("it ends too early"));
            unread -= read;
        }
    }

    private (string Name, char Kind, long Length)? Header()
    {
        var read = stream.ReadAtLeast(header, Block, throwOnEndOfStream: false);
        if (read == 0 || (read == Block && !header.AsSpan().ContainsAnyExcept((byte)0)))
        {
            return null;
        }

        if (read < Block || Number(header.AsSpan(148, 8)) != Sum())
        {
            throw new InvalidDataException("it is no tar");
        }

        return (Text(header.AsSpan(0, 100)), (char)header[156], Number(header.AsSpan(124, 12)));
    }

    /// <summary>The sum of the header's bytes, its own field counted as blanks.</summary>
    private long Sum()
    {
        var sum = 0L;
        for (var at = 0; at < Block; at++)
        {
            sum += at is >= 148 and < 156 ? ' ' : header[at];
        }

        return sum;
    }

    /// <summary>The <c>path</c> of a header of the extended format; its other records mean nothing here.</summary>
    private static string? PathOf(byte[] records)
    {
        string? path = null;
        for (var at = 0; at < records.Length; )
        {
            var blank = records.AsSpan(at).IndexOf((byte)' ');
            if (
                blank is <= 0 or > 6
                || !int.TryParse(
                    Encoding.ASCII.GetString(records, at, blank),
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var length
                )
                || length <= blank + 1
                || at + length > records.Length
            )
            {
                throw new InvalidDataException("it is no tar");
            }

            var record = records.AsSpan(at + blank + 1, length - blank - 2);
            if (record.StartsWith("path="u8))
            {
                path = Text(record[5..]);
            }
            else if (record.StartsWith("size="u8) || record.StartsWith("linkpath="u8))
            {
                throw new InvalidDataException("it is no tar of an exported run");
            }

            at += length;
        }

        return path;
    }

    private byte[] Whole(long length, int most)
    {
        if (length > most)
        {
            throw new InvalidDataException("it is too large");
        }

        var bytes = new byte[length];
        stream.ReadExactly(bytes);
        Pass(Padding(length));
        return bytes;
    }

    private void Pass(long bytes)
    {
        var buffer = new byte[64 * 1024];
        while (bytes > 0)
        {
            var read = stream.Read(buffer, 0, (int)Math.Min(buffer.Length, bytes));
            bytes -= read > 0 ? read : throw new InvalidDataException("it ends too early");
        }
    }

    private static int Padding(long length) => (int)((Block - (length % Block)) % Block);

    private static string Text(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        try
        {
            return strict.GetString(end < 0 ? field : field[..end]);
        }
        catch (DecoderFallbackException trouble)
        {
            throw new InvalidDataException("it holds a name that is no UTF-8", trouble);
        }
    }

    /// <summary>An octal number; other forms are for lengths that are refused anyway.</summary>
    private static long Number(ReadOnlySpan<byte> field)
    {
        var number = 0L;
        foreach (var digit in field.Trim(" \0"u8))
        {
            number = digit is >= (byte)'0' and <= (byte)'7' ? (number * 8) + (digit - '0') : throw new InvalidDataException("it is no tar");
        }

        return number;
    }
}
