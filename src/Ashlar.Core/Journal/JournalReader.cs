using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Ashlar.Core.Journal;

/// <summary>Reads a journal and checks its chain: every line names the hash of the line before.</summary>
public static class JournalReader
{
    /// <summary>The hash that the first line names as its predecessor.</summary>
    public const string FirstPrevious = "0000000000000000000000000000000000000000000000000000000000000000";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 256 };

    /// <summary>Reads a whole journal. A line that another process is still writing counts as torn.</summary>
    /// <exception cref="FileNotFoundException">There is no such journal.</exception>
    public static JournalContent Read(string path) => ReadOn(path, JournalContent.Nothing);

    /// <summary>Reads what was appended since a part was read: a journal only grows, and a torn line is read again.</summary>
    /// <param name="path">The journal.</param>
    /// <param name="known">What is known of it.</param>
    /// <returns>All of it.</returns>
    /// <exception cref="FileNotFoundException">There is no such journal.</exception>
    public static JournalContent ReadOn(string path, JournalContent known)
    {
        if (known.Damage is not null)
        {
            return known;
        }

        using var file = OrdinaryFile.OpenRead(path);
        if (file.Length < known.Length)
        {
            known = JournalContent.Nothing;
        }

        file.Seek(known.Length, SeekOrigin.Begin);
        var bytes = new byte[file.Length - known.Length];
        var read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return Parse(bytes.AsSpan(0, read), known);
    }

    /// <summary>The first entry of a journal, without reading further; null when there is none that is whole.</summary>
    /// <exception cref="FileNotFoundException">There is no such journal.</exception>
    public static Entry? ReadFirst(string path) =>
        OrdinaryFile.ReadLines(path).FirstOrDefault() is { } line ? ParseLine(Encoding.UTF8.GetBytes(line), 1, FirstPrevious).Entry : null;

    /// <summary>Reads a journal that is to be resumed. A torn last line is allowed.</summary>
    /// <param name="path">The journal.</param>
    /// <param name="known">What is known of it.</param>
    /// <exception cref="ProblemException">It is damaged, or holds no entry; exit status 1.</exception>
    public static JournalContent ReadWhole(string path, JournalContent? known = null)
    {
        var content = ReadOn(path, known ?? JournalContent.Nothing);
        if (content.Damage is { } damage)
        {
            throw new ProblemException(damage with { Path = path }, exitStatus: 1);
        }

        return content.Entries.Count > 0
            ? content
            : throw new ProblemException(
                new Problem("journal.empty", "the journal holds no entry")
                {
                    Path = path,
                    Remedy = "Begin a new run: nothing is recorded there",
                },
                exitStatus: 1
            );
    }

    /// <summary>
    /// Parses the bytes of a journal. Damage ends the reading: <see cref="JournalContent.Damage"/> says where, and the entries
    /// before it are returned.
    /// </summary>
    public static JournalContent Parse(ReadOnlySpan<byte> bytes) => Parse(bytes, JournalContent.Nothing);

    private static JournalContent Parse(ReadOnlySpan<byte> bytes, JournalContent known)
    {
        var entries = new List<Entry>(known.Entries);
        var previous = entries.Count == 0 ? FirstPrevious : ArtifactFolder.HashOf(entries[^1].Line);
        var start = 0;
        while (start < bytes.Length)
        {
            var length = bytes[start..].IndexOf((byte)'\n');
            if (length < 0)
            {
                return new JournalContent(entries, known.Length + start, Torn: true, Damage: null);
            }

            var line = bytes.Slice(start, length).ToArray();
            var (entry, fault) = ParseLine(line, entries.Count + 1, previous);
            if (entry is null)
            {
                return new JournalContent(entries, known.Length + start, Torn: false, Damage(entries.Count + 1, fault!));
            }

            entries.Add(entry);
            previous = ArtifactFolder.HashOf(line);
            start += length + 1;
        }

        return new JournalContent(entries, known.Length + start, Torn: false, Damage: null);
    }

    /// <summary>One line as an entry, or why it is none.</summary>
    /// <param name="line">The line.</param>
    /// <param name="expectedSeq">Its number; null for any.</param>
    /// <param name="previous">The hash of the line before; null where the chain is not checked.</param>
    internal static (Entry? Entry, string? Fault) ParseLine(byte[] line, long? expectedSeq, string? previous)
    {
        try
        {
            using var document = JsonDocument.Parse(line, Strict);
            var root = document.RootElement;
            var seq = root.GetProperty("seq").GetInt64();
            if (expectedSeq is not null && seq != expectedSeq)
            {
                return (null, $"its number is {seq}, not {expectedSeq}");
            }

            if (previous is not null && !string.Equals(root.GetProperty("prev").GetString(), previous, StringComparison.Ordinal))
            {
                return (null, "it does not follow the line before it");
            }

            var at = DateTimeOffset.Parse(root.GetProperty("at").GetString()!, CultureInfo.InvariantCulture);
            var task = root.TryGetProperty("task", out var value) ? value.GetString() : null;
            var body = root.TryGetProperty("body", out var content) ? content.Clone() : default;
            var entry = new Entry(seq, at, root.GetProperty("type").GetString()!, root.GetProperty("run").GetString()!, task, body)
            {
                Line = line,
            };
            return (entry, null);
        }
        catch (JsonException)
        {
            return (null, "it is no journal line: it is not JSON");
        }
        catch (Exception trouble)
            when (trouble is KeyNotFoundException or InvalidOperationException or FormatException or ArgumentNullException)
        {
            return (null, "it is no journal line: a field is missing, or not of its form");
        }
    }

    /// <summary>Damage of a journal.</summary>
    internal static Problem Damage(long line, string fault) =>
        new("journal.damaged", $"the journal is damaged: line {line}: {fault}")
        {
            Line = (int)line,
            Remedy = "Restore the file from a backup; the entries before this line can still be read with `ashlar logs`",
        };
}

/// <summary>What was read of a journal.</summary>
/// <param name="Entries">The entries up to the end or to the damage.</param>
/// <param name="Length">The bytes they take, line feeds included.</param>
/// <param name="Torn">Whether an unfinished line follows, as a killed writer leaves it.</param>
/// <param name="Damage">What else is wrong, or null.</param>
public sealed record JournalContent(IReadOnlyList<Entry> Entries, long Length, bool Torn, Problem? Damage)
{
    /// <summary>What is known before anything was read.</summary>
    public static JournalContent Nothing { get; } = new([], 0, Torn: false, Damage: null);
}
