using System.Formats.Tar;
using System.IO.Compression;
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
    /// <summary>Whether a file is such an archive, by its first bytes; one that cannot be read is not known to be one.</summary>
    public static bool Is(string path)
    {
        try
        {
            if (!OrdinaryFile.Exists(path))
            {
                return false;
            }

            using var file = OrdinaryFile.OpenRead(path);
            return IsPacked(file);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Whether a stream begins as a gzip does; it is at its beginning afterwards.</summary>
    internal static bool IsPacked(Stream file)
    {
        Span<byte> start = stackalloc byte[2];
        var read = file.ReadAtLeast(start, 2, throwOnEndOfStream: false);
        file.Position = 0;
        return read == 2 && start[0] == 0x1f && start[1] == 0x8b;
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

        var artifacts = ArtifactsOf(folder, mask);
        var packs = FilesOf(place.PackPath).Where(file => Path.GetExtension(file) is ".pack").ToList();
        var manifest = ArchiveManifest.Of(
            recorded,
            refs,
            [.. artifacts.Select(file => Path.GetFileName(file))],
            [.. packs.Select(file => Path.GetFileName(file))]
        );

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
                        await AddAsync(tar, ArchiveNames.Manifest, MaskedBytes.Of(mask, manifest), cancellationToken).ConfigureAwait(false);
                        await AddAsync(tar, ArchiveNames.Journal, JournalOf(recorded, mask), cancellationToken).ConfigureAwait(false);
                        foreach (var artifact in artifacts)
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

                        foreach (var pack in packs)
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

    /// <summary>The journal is masked when it is written; a secret that became one since makes it unreadable as a chain, so it is refused.</summary>
    private static MaskedBytes JournalOf(RecordedRun recorded, SecretMask mask)
    {
        var bytes = recorded.Entries.SelectMany(entry => entry.Line.Append((byte)'\n')).ToArray();
        return mask.Search.Count(bytes).Keys.FirstOrDefault() is { } name
            ? throw Secret($"the journal of {recorded.Id}", name)
            : MaskedBytes.Of(mask, bytes);
    }

    /// <summary>The files of the artifacts. They are masked when they are written; one that would have to be changed is refused as well.</summary>
    private static List<string> ArtifactsOf(RunFolder folder, SecretMask mask)
    {
        var files = FilesOf(folder.Artifacts.Path).Where(file => ArtifactFolder.IsHash(Path.GetFileName(file))).ToList();
        foreach (var file in files)
        {
            var (name, bytes) = (Path.GetFileName(file), OrdinaryFile.ReadAllBytes(file));
            if (mask.Search.Count(bytes).Keys.FirstOrDefault() is { } secret)
            {
                throw Secret($"the artifact {name} of {folder.Id}", secret);
            }

            if (ArtifactFolder.HashOf(bytes) != name)
            {
                throw new ProblemException(
                    RunReading.Trouble(folder, $"the content of its artifact {name} does not have the hash that is its name") with
                    {
                        Path = file,
                        Remedy = "Restore the file from a backup",
                    },
                    exitStatus: 1
                );
            }
        }

        return files;
    }

    private static ProblemException Secret(string what, string name) =>
        new(
            new Problem("replay.secret", $"{what} holds the value of {name}, which was not a secret when it was written")
            {
                Remedy = $"Take {name} out of `env:` and `.ashlar/secrets.env`, or do not give the run away",
            }
        );

    private static IEnumerable<string> FilesOf(string path) =>
        Directory.Exists(path) ? Directory.EnumerateFiles(path).Order(StringComparer.Ordinal) : [];

    private static async Task AddAsync(TarWriter tar, string name, MaskedBytes content, CancellationToken cancellationToken)
    {
        using var stream = new MemoryStream(content.Content.ToArray());
        var entry = new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = stream };
        await tar.WriteEntryAsync(entry, cancellationToken).ConfigureAwait(false);
    }
}
