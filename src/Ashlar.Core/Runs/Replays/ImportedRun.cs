using System.IO.Compression;
using System.Text.Json;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Sandboxes.Host;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Replays;

/// <summary>Unpacks a run that was exported to a file.</summary>
internal static class ImportedRun
{
    private const int LongestManifest = 1024 * 1024;
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
            using var unpacked = new GZipStream(file, CompressionMode.Decompress);
            var tar = new ArchiveReader(unpacked);
            var run = RunOf(tar);
            place = ReplayPlace.Create(state, run, programs.Git!);
            var folder = new RunFolder(Path.Combine(place.Path, "imported"), run);
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

            return await SceneAsync(folder, place, root, programs, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception trouble)
            when (trouble
                    is InvalidDataException
                        or JsonException
                        or IOException
                        or UnauthorizedAccessException
                        or KeyNotFoundException
                        or InvalidOperationException
                        or ArgumentException
                        or GitException
            )
        {
            place?.Dispose();
            throw new ProblemException(
                new Problem("replay.file-invalid", $"the file is not an exported run: {ShownText.Line(trouble.Message).TrimEnd('.')}")
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
        await new ImportedObjects(place).CheckAsync(recorded.Started.Base, cancellationToken).ConfigureAwait(false);
        place.Take(folder.Artifacts);
        // What the record says of folders of its machine is not a folder of this one.
        var own = root ?? place.EmptyRoot();
        var repository = new Repository
        {
            Programs = programs.Outside(GitGround.Of(own)?.Folders ?? []),
            Root = own,
            GitDirectory = place.GitDirectory,
            CommonDirectory = place.GitDirectory,
            Head = recorded.Started.Base,
        };
        return new ReplayScene(recorded, repository, place);
    }

    private static string RunOf(ArchiveReader tar)
    {
        if (tar.Next()?.Name != ArchiveNames.Manifest)
        {
            throw new InvalidDataException($"it does not begin with {ArchiveNames.Manifest}");
        }

        using var document = JsonDocument.Parse(tar.Read(LongestManifest));
        var version = document.RootElement.GetProperty("ashlar_run").GetInt32();
        var run = document.RootElement.GetProperty("run").GetString() ?? "";
        return version != ArchiveNames.Version
                ? throw new InvalidDataException($"it is of version {version}, this program reads version {ArchiveNames.Version}")
            : run.Length is 0 or > 100 || RunFolder.FileName(run) != run ? throw new InvalidDataException("its run has an impossible name")
            : run;
    }
}
