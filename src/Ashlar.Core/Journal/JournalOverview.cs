using System.Globalization;
using System.Text;

namespace Ashlar.Core.Journal;

/// <summary>
/// What an overview took from a journal, kept in a file beside it so that many runs are listed quickly. It is used while the journal has the
/// length and the time of change that it was taken at, and decides nothing: without it the journal is skimmed.
/// </summary>
/// <param name="journal">The journal.</param>
public sealed class JournalOverview(string journal)
{
    private readonly string place = Path.Combine(Path.GetDirectoryName(journal)!, "overview.jsonl");

    /// <summary>The entries of some types of the journal, and its last one.</summary>
    /// <param name="types">The types wanted.</param>
    /// <param name="isEnd">Whether nothing is expected to follow an entry soon; only then is the overview worth keeping.</param>
    /// <exception cref="FileNotFoundException">There is no such journal.</exception>
    public JournalContent Read(IReadOnlyCollection<EntryKind> types, Predicate<Entry> isEnd)
    {
        var file = new FileInfo(journal);
        var head = file.Exists ? Head(file, types) : null;
        if (head is not null && Kept(head, file.Length) is { } kept)
        {
            return kept;
        }

        var content = JournalSkim.Read(journal, types);
        if (
            head is not null
            && content is { Damage: null, Torn: false, Entries: [.., var last] }
            && content.Length == file.Length
            && isEnd(last)
        )
        {
            Keep(head, content);
        }

        return content;
    }

    // What it was taken of: another version may want other types.
    private static string Head(FileInfo file, IReadOnlyCollection<EntryKind> types)
    {
        var wanted = ArtifactFolder.HashOf(Encoding.UTF8.GetBytes(string.Join('\n', types.Select(kind => $"{kind.Type} {kind.Effect}"))));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"length\":{file.Length},\"changed\":{file.LastWriteTimeUtc.Ticks},\"types\":\"{wanted}\"}}"
        );
    }

    private JournalContent? Kept(string head, long length)
    {
        try
        {
            if (!File.Exists(place))
            {
                return null;
            }

            var bytes = OrdinaryFile.ReadAllBytes(place).AsSpan();
            var end = bytes.IndexOf((byte)'\n');
            if (end < 0 || bytes[^1] != (byte)'\n' || !bytes[..end].SequenceEqual(Encoding.UTF8.GetBytes(head)))
            {
                return null;
            }

            var entries = new List<Entry>();
            for (bytes = bytes[(end + 1)..]; bytes.Length > 0; bytes = bytes[(end + 1)..])
            {
                end = bytes.IndexOf((byte)'\n');
                if (JournalReader.ParseLine(bytes[..end].ToArray(), null, null).Entry is not { } entry)
                {
                    return null;
                }

                entries.Add(entry);
            }

            return entries.Count == 0 ? null : new JournalContent(entries, length, Torn: false, Damage: null);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void Keep(string head, JournalContent content)
    {
        var lines = new MemoryStream();
        lines.Write(Encoding.UTF8.GetBytes(head + "\n"));
        foreach (var entry in content.Entries)
        {
            lines.Write(entry.Line);
            lines.WriteByte((byte)'\n');
        }

        try
        {
            WholeFile.Write(place, lines.ToArray(), toDisk: false, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            // It would only have been quicker.
        }
    }
}
