using System.Text.Json;
using Ashlar.Core.Journal;
using Ashlar.Core.Runs.Records;

namespace Ashlar.Core.Runs.Replays;

/// <summary>What <c>run.json</c> of an exported run says: which run it is, and all that the file holds when it is whole.</summary>
/// <param name="Run">The run's id.</param>
/// <param name="Entries">How many entries its journal has.</param>
/// <param name="Last">The hash of the journal's last line.</param>
/// <param name="Artifacts">The names of its artifacts.</param>
/// <param name="Packs">The file names of git's packs.</param>
internal sealed record ArchiveManifest(string Run, long Entries, string Last, IReadOnlyList<string> Artifacts, IReadOnlyList<string> Packs)
{
    /// <summary>Writes it.</summary>
    /// <param name="recorded">The run.</param>
    /// <param name="kept">The refs of the work that was kept, with their commits.</param>
    /// <param name="artifacts">The names of its artifacts.</param>
    /// <param name="packs">The file names of git's packs.</param>
    public static byte[] Of(
        RecordedRun recorded,
        IReadOnlyDictionary<string, string> kept,
        IReadOnlyList<string> artifacts,
        IReadOnlyList<string> packs
    )
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteNumber("ashlar_run", ArchiveNames.Version);
            json.WriteString("run", recorded.Id);
            json.WriteString("branch", recorded.Started.Branch);
            json.WriteString("base", recorded.Started.Base);
            json.WriteString("head", recorded.State.Head);
            json.WriteStartObject("kept");
            foreach (var (name, commit) in kept)
            {
                json.WriteString(name, commit);
            }

            json.WriteEndObject();
            json.WriteNumber("entries", recorded.Entries.Count);
            json.WriteString("last", ArtifactFolder.HashOf(recorded.Entries[^1].Line));
            Write(json, "artifacts", artifacts);
            Write(json, "packs", packs);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    /// <summary>Reads it.</summary>
    /// <exception cref="InvalidDataException">It is none, or of another version.</exception>
    public static ArchiveManifest Read(byte[] content)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(content);
        }
        catch (JsonException trouble)
        {
            throw new InvalidDataException($"its {ArchiveNames.Manifest} is not JSON", trouble);
        }

        using (document)
        {
            var root = document.RootElement;
            var version = Number(root, "ashlar_run");
            if (version != ArchiveNames.Version)
            {
                throw new InvalidDataException($"it is of version {version}, this program reads version {ArchiveNames.Version}");
            }

            var run = Text(Member(root, "run", JsonValueKind.String));
            return run.Length is 0 or > 100 || RunFolder.FileName(run) != run
                ? throw new InvalidDataException("its run has an impossible name")
                : new ArchiveManifest(
                    run,
                    Number(root, "entries"),
                    Text(Member(root, "last", JsonValueKind.String)),
                    Names(root, "artifacts"),
                    Names(root, "packs")
                );
        }
    }

    /// <summary>Compares what was unpacked with what it names.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="packs">The folder of git's packs.</param>
    /// <exception cref="InvalidDataException">Something is missing, or is not what was exported; it is named.</exception>
    public void Check(RunFolder folder, string packs)
    {
        CheckJournal(FolderRecord.JournalIn(folder.Path));
        var present = Directory.EnumerateFiles(folder.Artifacts.Path).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);
        foreach (var name in present)
        {
            if (ArtifactFolder.HashOf(folder.Artifacts.Get(name)) != name)
            {
                throw new InvalidDataException($"the content of {ArchiveNames.Artifacts}{name} does not have the hash that is its name");
            }
        }

        var missing =
            Artifacts.FirstOrDefault(name => !File.Exists(folder.Artifacts.PathOf(name))) is { } artifact
                ? ArchiveNames.Artifacts + artifact
            : Packs.FirstOrDefault(name => !File.Exists(Path.Combine(packs, Path.GetFileName(name)))) is { } pack
                ? ArchiveNames.Objects + pack
            : null;
        if (missing is not null)
        {
            throw new InvalidDataException($"{ShownText.Line(missing)} is missing");
        }
    }

    private void CheckJournal(string path)
    {
        if (!File.Exists(path))
        {
            throw new InvalidDataException($"{ArchiveNames.Journal} is missing");
        }

        var content = JournalReader.Read(path);
        if (content.Damage is { } damage)
        {
            throw new InvalidDataException(damage.Message);
        }

        if (content.Entries.Count < Entries || content.Entries.Count == 0)
        {
            throw new InvalidDataException($"the record ends before entry {content.Entries.Count + 1} of {Entries}");
        }

        if (content.Torn || content.Entries.Count > Entries || ArtifactFolder.HashOf(content.Entries[^1].Line) != Last)
        {
            throw new InvalidDataException($"{ArchiveNames.Journal} does not end as the one that was exported");
        }
    }

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static long Number(JsonElement root, string name) =>
        Member(root, name, JsonValueKind.Number).TryGetInt64(out var number) ? number : throw Missing(name);

    private static List<string> Names(JsonElement root, string name) =>
        [
            .. Member(root, name, JsonValueKind.Array)
                .EnumerateArray()
                .Select(one => one.ValueKind == JsonValueKind.String ? Text(one) : throw Missing(name)),
        ];

    private static JsonElement Member(JsonElement root, string name, JsonValueKind kind) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty(name, out var value) && value.ValueKind == kind
            ? value
            : throw Missing(name);

    private static string Text(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException trouble)
        {
            // A half of a surrogate pair is no text.
            throw new InvalidDataException($"its {ArchiveNames.Manifest} holds a text that is none", trouble);
        }
    }

    private static InvalidDataException Missing(string name) =>
        new($"its {ArchiveNames.Manifest} has no `{name}`, or not in the form that an export has");
}
