using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using Ashlar.Core.Journal;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Sandboxes.Host;
using Ashlar.Core.Secrets;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Replays;

/// <summary>
/// A run in one file, to be executed again anywhere: a gzipped tar with <c>run.json</c>, <c>journal.jsonl</c>, <c>artifacts/</c> and
/// <c>repository/</c>, git's objects of the commits from the run's base to its end and of the work it kept, without the history before.
/// </summary>
public static class RunArchive
{
    /// <summary>Whether a file is such an archive, by its first bytes.</summary>
    public static bool Is(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        Span<byte> start = stackalloc byte[2];
        using var file = OrdinaryFile.OpenRead(path);
        return file.ReadAtLeast(start, 2, throwOnEndOfStream: false) == 2 && start[0] == 0x1f && start[1] == 0x8b;
    }

    /// <summary>Writes a run to a file, which appears only once it is whole.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="path">The file.</param>
    /// <param name="state">The state folder.</param>
    /// <param name="root">Where its repository lies, when that is not the recorded place.</param>
    /// <param name="programs">The programs of the host.</param>
    /// <param name="maskOf">The mask of the run, with the repository that has its commits.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ProblemException">Something of it is gone, or a committed file holds a secret; exit status 2.</exception>
    public static async Task WriteAsync(
        RunFolder folder,
        string path,
        string state,
        string? root,
        HostPrograms programs,
        Func<Repository, CancellationToken, Task<SecretMask>> maskOf,
        CancellationToken cancellationToken
    )
    {
        var recorded = new RecordedRun(folder);
        var repository = await RecordedRepository.FindAsync(recorded, root, programs, cancellationToken).ConfigureAwait(false);
        var mask = await maskOf(repository, cancellationToken).ConfigureAwait(false);
        var refs = await KeptAsync(repository, recorded.Id, cancellationToken).ConfigureAwait(false);
        var commits = recorded.Commits.Concat(refs.Values).Distinct(StringComparer.Ordinal).ToList();
        await new ExportedObjects(repository.Git, recorded.Started.Base, mask).CheckAsync(commits, cancellationToken).ConfigureAwait(false);
        using var place = ReplayPlace.Create(state, recorded.Id, repository.Programs.Git!);
        await place.TakeAsync(repository, commits, cancellationToken, recorded.Started.Base).ConfigureAwait(false);

        var temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            await using (file.ConfigureAwait(false))
            {
                var packed = new GZipStream(file, CompressionLevel.Optimal);
                await using (packed.ConfigureAwait(false))
                {
                    var tar = new TarWriter(packed, TarEntryFormat.Pax);
                    await using (tar.ConfigureAwait(false))
                    {
                        await AddAsync(tar, ArchiveNames.Manifest, MaskedBytes.Of(mask, ManifestOf(recorded, refs)), cancellationToken)
                            .ConfigureAwait(false);
                        await AddAsync(tar, ArchiveNames.Journal, JournalOf(recorded, mask), cancellationToken).ConfigureAwait(false);
                        foreach (
                            var artifact in FilesOf(folder.Artifacts.Path).Where(file => ArtifactFolder.IsHash(Path.GetFileName(file)))
                        )
                        {
                            var bytes = await OrdinaryFile.ReadAllBytesAsync(artifact, cancellationToken).ConfigureAwait(false);
                            await AddAsync(
                                    tar,
                                    ArchiveNames.Artifacts + Path.GetFileName(artifact),
                                    MaskedBytes.Of(mask, bytes),
                                    cancellationToken
                                )
                                .ConfigureAwait(false);
                        }

                        foreach (var pack in FilesOf(place.PackPath).Where(file => Path.GetExtension(file) is ".pack"))
                        {
                            await tar.WriteEntryAsync(pack, ArchiveNames.Objects + Path.GetFileName(pack), cancellationToken)
                                .ConfigureAwait(false);
                        }
                    }
                }
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static async Task<Dictionary<string, string>> KeptAsync(Repository repository, string run, CancellationToken cancellationToken)
    {
        var lines = await repository
            .Git.LinesAsync(["for-each-ref", "--format=%(refname) %(objectname)", $"{KeptWork.Refs(run)}/"], cancellationToken)
            .ConfigureAwait(false);
        return lines
            .Where(line => !line.Contains("/@", StringComparison.Ordinal))
            .Select(line => line.Split(' '))
            .ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);
    }

    private static byte[] ManifestOf(RecordedRun recorded, Dictionary<string, string> refs)
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
            foreach (var (name, commit) in refs)
            {
                json.WriteString(name, commit);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    /// <summary>The journal is masked when it is written; a secret that became one since makes it unreadable as a chain, so it is refused.</summary>
    private static MaskedBytes JournalOf(RecordedRun recorded, SecretMask mask)
    {
        var bytes = recorded.Entries.SelectMany(entry => entry.Line.Append((byte)'\n')).ToArray();
        return mask.Search.Count(bytes).Keys.FirstOrDefault() is { } name
            ? throw new ProblemException(
                new Problem(
                    "replay.secret",
                    $"the journal of {recorded.Id} holds the value of {name}, which was not a secret when it was written"
                )
                {
                    Remedy = $"Take {name} out of `env:` and `.ashlar/secrets.env`, or do not give the run away",
                }
            )
            : MaskedBytes.Of(mask, bytes);
    }

    private static IEnumerable<string> FilesOf(string path) =>
        Directory.Exists(path) ? Directory.EnumerateFiles(path).Order(StringComparer.Ordinal) : [];

    private static async Task AddAsync(TarWriter tar, string name, MaskedBytes content, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream(content.Content.ToArray());
        var entry = new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = stream };
        await tar.WriteEntryAsync(entry, cancellationToken).ConfigureAwait(false);
    }
}
