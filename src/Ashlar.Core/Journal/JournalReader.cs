using System.Globalization;
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
    public static JournalContent Read(string path) => Parse(ReadShared(path));

    /// <summary>Reads a journal that is to be gone on with. A torn last line is allowed.</summary>
    /// <exception cref="ProblemException">It is damaged, or holds no entry; exit status 1.</exception>
    public static JournalContent ReadWhole(string path)
    {
        var content = Read(path);
        if (content.Damage is { } damage)
        {
            throw new ProblemException(damage with { Path = path }, exitStatus: 1);
        }

        return content.Entries.Count > 0
            ? content
            : throw new ProblemException(
                new Problem("journal.empty", "the journal holds no entry") { Path = path, Remedy = "Start the run again" },
                exitStatus: 1
            );
    }

    /// <summary>
    /// Parses the bytes of a journal. Damage ends the reading: <see cref="JournalContent.Damage"/> says where, and the entries
    /// before it are returned.
    /// </summary>
    public static JournalContent Parse(ReadOnlySpan<byte> bytes)
    {
        var entries = new List<Entry>();
        var previous = FirstPrevious;
        var start = 0;
        while (start < bytes.Length)
        {
            var length = bytes[start..].IndexOf((byte)'\n');
            if (length < 0)
            {
                return new JournalContent(entries, start, Torn: true, Damage: null);
            }

            var line = bytes.Slice(start, length).ToArray();
            var (entry, fault) = ParseLine(line, entries.Count + 1, previous);
            if (entry is null)
            {
                return new JournalContent(entries, start, Torn: false, Damage(entries.Count + 1, fault!));
            }

            entries.Add(entry);
            previous = ArtifactFolder.HashOf(line);
            start += length + 1;
        }

        return new JournalContent(entries, start, Torn: false, Damage: null);
    }

    private static (Entry? Entry, string? Fault) ParseLine(byte[] line, long expectedSeq, string previous)
    {
        try
        {
            using var document = JsonDocument.Parse(line, Strict);
            var root = document.RootElement;
            var seq = root.GetProperty("seq").GetInt64();
            if (seq != expectedSeq)
            {
                return (null, $"its number is {seq}, not {expectedSeq}");
            }

            if (!string.Equals(root.GetProperty("prev").GetString(), previous, StringComparison.Ordinal))
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
        catch (Exception trouble) when (trouble is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return (null, $"it is no journal line: {trouble.Message}");
        }
    }

    private static Problem Damage(long line, string fault) =>
        new("journal.damaged", $"the journal is damaged: line {line}: {fault}")
        {
            Line = (int)line,
            Remedy = "Restore the file from a backup; the entries before this line can still be read with `ashlar logs`",
        };

    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        var read = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return read == bytes.Length ? bytes : bytes[..read];
    }
}

/// <summary>What was read of a journal.</summary>
/// <param name="Entries">The entries up to the end or to the damage.</param>
/// <param name="Length">The bytes they take, line feeds included.</param>
/// <param name="Torn">Whether an unfinished line follows, as a killed writer leaves it.</param>
/// <param name="Damage">What else is wrong, or null.</param>
public sealed record JournalContent(IReadOnlyList<Entry> Entries, long Length, bool Torn, Problem? Damage);
