using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Ashlar.Core.Journal;

/// <summary>
/// Reads the entries of some types of a journal, and the last one, for overviews over many runs. Lines of other types are counted and not
/// parsed, and the chain is not checked: whoever relies on a journal reads it with <see cref="JournalReader"/>.
/// </summary>
public static class JournalSkim
{
    /// <summary>Reads them.</summary>
    /// <param name="path">The journal.</param>
    /// <param name="types">The types wanted.</param>
    /// <returns>The entries; damage is told where it is seen.</returns>
    /// <exception cref="FileNotFoundException">There is no such journal.</exception>
    public static JournalContent Read(string path, IReadOnlyCollection<EntryKind> types)
    {
        byte[] bytes;
        using (var file = OrdinaryFile.OpenRead(path))
        {
            bytes = new byte[file.Length];
            bytes = bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
        }

        var wanted = types
            .Select(kind =>
                (
                    Encoding.UTF8.GetBytes($"\"type\":\"{kind.Type}\""),
                    kind.Effect is null ? [] : Encoding.UTF8.GetBytes($"\"effect\":\"{kind.Effect}\"")
                )
            )
            .ToArray();
        var entries = new List<Entry>();
        var (start, seq) = (0, 0L);
        while (start < bytes.Length)
        {
            var length = bytes.AsSpan(start).IndexOf((byte)'\n');
            if (length < 0)
            {
                return new JournalContent(entries, start, Torn: true, Damage: null);
            }

            seq++;
            var line = bytes.AsSpan(start, length);
            var isLast = bytes.AsSpan(start + length + 1).IndexOf((byte)'\n') < 0;
            if (isLast || !IsOther(line, seq, wanted))
            {
                var (entry, fault) = JournalReader.ParseLine(line.ToArray(), seq, null);
                if (entry is null)
                {
                    return new JournalContent(entries, start, Torn: false, JournalReader.Damage(seq, fault!));
                }

                entries.Add(entry);
            }

            start += length + 1;
        }

        return new JournalContent(entries, start, Torn: false, Damage: null);
    }

    /// <summary>Whether a line is surely whole and of none of the types; what is written in another order is parsed.</summary>
    private static bool IsOther(ReadOnlySpan<byte> line, long seq, (byte[] Type, byte[] Part)[] wanted)
    {
        Span<byte> head = stackalloc byte[40];
        if (
            !Utf8.TryWrite(head, CultureInfo.InvariantCulture, $"{{\"seq\":{seq},\"at\":\"", out var written)
            || !line.StartsWith(head[..written])
            || !line.EndsWith("}"u8)
        )
        {
            return false;
        }

        var rest = line[written..];
        var end = rest.IndexOf((byte)'"');
        if (end < 0 || end + 2 >= rest.Length || !rest[(end + 2)..].StartsWith("\"type\":\""u8))
        {
            return false;
        }

        rest = rest[(end + 2)..];
        foreach (var (type, part) in wanted)
        {
            if (rest.StartsWith(type))
            {
                return rest.IndexOf(part) < 0;
            }
        }

        return true;
    }
}

/// <summary>A kind of entry that is wanted of a journal.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Effect">The effect that its body names; null for any.</param>
public sealed record EntryKind(string Type, string? Effect = null);
