using System.Globalization;
using System.Text;

namespace Ashlar.Core.Workspaces;

/// <summary>
/// What git asks while it writes files that attributes give to Git LFS into a folder or a commit: contents stand in folders, pointers in
/// commits. Speaks version 2 of the protocol of long running filters (gitattributes(5)). What is not kept here stays a pointer.
/// </summary>
/// <param name="store">The contents.</param>
public sealed class LargeFileFilter(LargeFileStore store)
{
    private const int LongestPacket = 65516;

    /// <summary>Answers until git closes its side.</summary>
    /// <param name="questions">What git writes.</param>
    /// <param name="answers">What git reads.</param>
    /// <exception cref="InvalidDataException">What asks is not git, or speaks another version.</exception>
    /// <exception cref="IOException">One of the two broke off.</exception>
    public void Answer(Stream questions, Stream answers)
    {
        if (Lines(questions) is not ["git-filter-client", .. var versions] || !versions.Contains("version=2"))
        {
            throw new InvalidDataException("not git's filter protocol, version 2");
        }

        Write(answers, "git-filter-server", "version=2");
        _ = Lines(questions);
        Write(answers, "capability=clean", "capability=smudge");
        while (Lines(questions) is { } asked)
        {
            using var content = store.Passing();
            while (Packet(questions) is { Length: > 0 } part)
            {
                content.Write(part);
            }

            try
            {
                using var result = asked.Contains("command=clean") ? Clean(content) : Smudge(content);
                Write(answers, "status=success");
                Send(answers, result);
                Write(answers);
            }
            catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
            {
                // Git names the file and fails.
                Write(answers, "status=error");
            }

            answers.Flush();
        }
    }

    /// <summary>What is committed: git-lfs leaves what is a pointer already as it is, and an empty file too.</summary>
    private Stream Clean(FileStream content) =>
        content.Length == 0 || Pointer(content) is not null ? content : new MemoryStream(store.Keep(content).Bytes());

    private Stream Smudge(FileStream content) =>
        Pointer(content) is { } pointer && store.PathOf(pointer) is { } path ? OrdinaryFile.OpenRead(path) : content;

    private static LfsPointer? Pointer(FileStream content)
    {
        if (content.Length > LfsPointer.Longest)
        {
            return null;
        }

        var bytes = new byte[content.Length];
        content.Position = 0;
        content.ReadExactly(bytes);
        return LfsPointer.Of(bytes);
    }

    /// <summary>The lines up to the end of a list; null where git has nothing more to ask.</summary>
    private static List<string>? Lines(Stream from)
    {
        var lines = new List<string>();
        while (Packet(from) is { } packet)
        {
            if (packet.Length == 0)
            {
                return lines;
            }

            lines.Add(Encoding.UTF8.GetString(packet).TrimEnd('\n'));
        }

        return null;
    }

    /// <summary>The next packet; an empty one ends a list, null is the end of all.</summary>
    private static byte[]? Packet(Stream from)
    {
        var head = new byte[4];
        if (from.ReadAtLeast(head, 4, throwOnEndOfStream: false) < 4)
        {
            return null;
        }

        var length = int.Parse(Encoding.ASCII.GetString(head), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        var packet = new byte[Math.Max(0, length - 4)];
        from.ReadExactly(packet);
        return packet;
    }

    private static void Send(Stream to, Stream content)
    {
        content.Position = 0;
        var part = new byte[LongestPacket];
        for (int count; (count = content.ReadAtLeast(part, part.Length, throwOnEndOfStream: false)) > 0; )
        {
            Write(to, part.AsSpan(0, count));
        }

        to.Write("0000"u8);
    }

    private static void Write(Stream to, params IReadOnlyList<string> lines)
    {
        foreach (var line in lines)
        {
            Write(to, Encoding.UTF8.GetBytes(line + "\n"));
        }

        to.Write("0000"u8);
        to.Flush();
    }

    private static void Write(Stream to, ReadOnlySpan<byte> packet)
    {
        to.Write(Encoding.ASCII.GetBytes((packet.Length + 4).ToString("x4", CultureInfo.InvariantCulture)));
        to.Write(packet);
    }
}
