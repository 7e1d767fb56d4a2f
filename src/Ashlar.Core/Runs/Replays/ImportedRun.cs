using System.IO.Compression;
using System.Text.Json;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Sandboxes.Host;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Replays;

/// <summary>Unpacks a run that was exported to a file.</summary>
internal static class ImportedRun
{
    private const int LongestManifest = 128 * 1024 * 1024;
    private const long LongestJournal = 1024L * 1024 * 1024;

    /// <summary>Unpacks a run into a place.</summary>
    /// <param name="path">The file.</param>
    /// <param name="state">The state folder.</param>
    /// <param name="root">The repository that the person stands in, or null.</param>
    /// <param name="programs">The programs of the host, git among them.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ProblemException">It is no such file, or damaged; exit status 2.</exception>
    public static async Task<ReplayScene> OpenAsync(
        string path,
        string state,
        string? root,
        HostPrograms programs,
        CancellationToken cancellationToken
    )
    {
        ReplayPlace? place = null;
        try
        {
            using var file = OrdinaryFile.OpenRead(path);
            if (!RunArchive.IsPacked(file))
            {
                throw new InvalidDataException(file.Length == 0 ? "it is empty" : "it is not packed with gzip");
            }

            using var unpacked = new GZipStream(file, CompressionMode.Decompress);
            var tar = new ArchiveReader(unpacked);
            var manifest = ManifestOf(tar);
            place = ReplayPlace.Create(state, manifest.Run, programs.Git!);
            var folder = new RunFolder(Path.Combine(place.Path, "imported"), manifest.Run);
            Directory.CreateDirectory(folder.Artifacts.Path);
            while (tar.Next() is { } entry)
            {
                if (entry.Name == ArchiveNames.Journal && entry.Length > LongestJournal)
                {
                    throw new InvalidDataException("its journal is too large");
                }

                if (ArchiveNames.TargetOf(entry.Name, folder, place) is { } target)
                {
                    tar.WriteTo(target);
                }
                else if (!ArchiveNames.IsLeftOut(entry.Name))
                {
                    throw new InvalidDataException($"it holds an unexpected entry {ShownText.Line(entry.Name)}");
                }

                cancellationToken.ThrowIfCancellationRequested();
            }

            manifest.Check(folder, place.PackPath);
            return await SceneAsync(folder, place, root, programs, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception trouble)
            when (trouble is InvalidDataException or IOException or UnauthorizedAccessException or GitException || IsOfEntries(trouble))
        {
            place?.Dispose();
            // What is said of a run of one's own names files that are gone with the place, and remedies that are none here.
            var why =
                trouble is ProblemException { Problems: [var first, ..] } ? first.Message
                : IsOfEntries(trouble) ? "an entry of its journal has another form"
                : trouble.Message;
            throw new ProblemException(
                new Problem("replay.file-invalid", $"the file is not an exported run: {ShownText.Line(why).TrimEnd('.')}")
                {
                    Path = path,
                    Remedy = "Export the run again with `ashlar replay --export FILE RUN`",
                },
                inner: trouble
            );
        }
        catch
        {
            place?.Dispose();
            throw;
        }
    }

    /// <summary>Whether what its journal says is to blame.</summary>
    private static bool IsOfEntries(Exception trouble) =>
        trouble
            is JsonException
                or KeyNotFoundException
                or InvalidOperationException
                or ArgumentException
                or FormatException
                or NullReferenceException
                or ProblemException { Problems: [{ Code: "run.empty" or "journal.damaged" or "journal.empty" or "journal.foreign" }, ..] };

    private static async Task<ReplayScene> SceneAsync(
        RunFolder folder,
        ReplayPlace place,
        string? root,
        HostPrograms programs,
        CancellationToken cancellationToken
    )
    {
        var recorded = new RecordedRun(folder);
        RecordOrigin.CheckNames(folder, recorded.Entries);
        place.NameObjectsLike(recorded.Started.Base);
        await new ImportedObjects(place)
            .CheckAsync(recorded.Started.Base, [.. recorded.Commits.Distinct(StringComparer.Ordinal)], cancellationToken)
            .ConfigureAwait(false);
        place.Take(folder.Artifacts);
        // What the record says of folders of its machine is not a folder of this one.
        var own = root ?? place.EmptyRoot();
        var repository = new Repository
        {
            Programs = programs.Outside(GitGround.Of(own)?.Folders ?? []),
            Root = own,
            GitDirectory = place.GitDirectory,
            CommonDirectory = place.GitDirectory,
            ObjectFormat = place.ObjectFormat,
            Head = recorded.Started.Base,
        };
        return new ReplayScene(recorded, repository, place);
    }

    private static ArchiveManifest ManifestOf(ArchiveReader tar) =>
        tar.Next()?.Name == ArchiveNames.Manifest
            ? ArchiveManifest.Read(tar.Read(LongestManifest))
            : throw new InvalidDataException($"it does not begin with {ArchiveNames.Manifest}");
}
