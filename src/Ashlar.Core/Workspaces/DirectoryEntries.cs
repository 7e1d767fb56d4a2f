using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Ashlar.Core.Workspaces;

/// <summary>A name in a directory and its stamp. A name that is not valid UTF-8 is spelled with <c>\xHH</c> and cannot be opened.</summary>
internal readonly record struct DirectoryEntry(string Name, FileStamp Stamp, bool Readable = true);

/// <summary>The entries of an open directory.</summary>
internal static unsafe class DirectoryEntries
{
    private const int BufferSize = 32 * 1024;

    /// <summary>Told of each entry; the name is valid only during the call and ends with NUL.</summary>
    internal delegate void Visitor(ReadOnlySpan<byte> name, FileStamp stamp);

    /// <summary>Told of each name; it is valid only during the call.</summary>
    internal delegate void NameVisitor(ReadOnlySpan<byte> name);

    /// <summary>All entries but <c>.</c> and <c>..</c>, in the file system's order.</summary>
    public static List<DirectoryEntry> Read(SafeFileHandle directory)
    {
        var entries = new List<DirectoryEntry>();
        Visit(directory, (name, stamp) => entries.Add(ToEntry(name, stamp)));
        return entries;
    }

    /// <summary>Visits all entries but <c>.</c> and <c>..</c>; an entry that vanishes meanwhile is left out.</summary>
    public static void Visit(SafeFileHandle directory, Visitor visitor) =>
        Names(
            directory,
            name =>
            {
                fixed (byte* start = name)
                {
                    if (Posix.StampAt(directory, start) is { } stamp)
                    {
                        visitor(name, stamp);
                    }
                }
            }
        );

    /// <summary>Visits the names of all entries but <c>.</c> and <c>..</c>.</summary>
    public static void Names(SafeFileHandle directory, NameVisitor visitor)
    {
        var buffer = (byte*)NativeMemory.Alloc(BufferSize);
        try
        {
            long filled;
            while ((filled = Posix.Entries(directory, buffer, BufferSize)) > 0)
            {
                for (var at = 0L; at < filled; )
                {
                    var length = *(ushort*)(buffer + at + 16);
                    var name = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(buffer + at + 19);
                    at += length;
                    if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8))
                    {
                        visitor(name);
                    }
                }
            }
        }
        finally
        {
            NativeMemory.Free(buffer);
        }
    }

    /// <summary>The bytes of a name that is not valid UTF-8, ending with NUL, by the spelling that <see cref="ToEntry"/> gives it; null when there is none.</summary>
    public static byte[]? RawName(SafeFileHandle directory, string spelling)
    {
        byte[]? found = null;
        Visit(
            directory,
            (name, stamp) =>
            {
                if (!System.Text.Unicode.Utf8.IsValid(name) && ToEntry(name, stamp).Name == spelling)
                {
                    found = [.. name, 0];
                }
            }
        );
        return found;
    }

    /// <summary>The entry with its name as text.</summary>
    public static DirectoryEntry ToEntry(ReadOnlySpan<byte> name, FileStamp stamp)
    {
        if (System.Text.Unicode.Utf8.IsValid(name))
        {
            return new DirectoryEntry(Encoding.UTF8.GetString(name), stamp);
        }

        var text = new StringBuilder();
        foreach (var one in name)
        {
            _ = one is >= 0x20 and < 0x7f ? text.Append((char)one) : text.Append($"\\x{one:x2}");
        }

        return new DirectoryEntry(text.ToString(), stamp, Readable: false);
    }
}
