using System.Text;
using Ashlar.Core.Journal;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Sandboxes.Host;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Replays;

/// <summary>
/// Where a run is executed again: a repository and a state folder of its own, with copies of what the run needs. Nothing of the
/// user's repository is written, nor of the run's own folder. It goes when it is disposed of.
/// </summary>
internal sealed class ReplayPlace : IDisposable
{
    private const string Folder = "replays";

    private readonly HostProgram git;
    private readonly FileStream held;

    private ReplayPlace(string path, string run, HostProgram git, FileStream held)
    {
        this.git = git;
        this.held = held;
        Path = path;
        Run = new RunFolder(System.IO.Path.Combine(path, "state"), run);
    }

    /// <summary>The place's folder.</summary>
    public string Path { get; }

    /// <summary>The folder of the execution.</summary>
    public RunFolder Run { get; }

    /// <summary>The git directory of the place.</summary>
    public string GitDirectory => System.IO.Path.Combine(Path, "repository");

    /// <summary>How git names objects here: <c>sha1</c> or <c>sha256</c>.</summary>
    public string ObjectFormat { get; private set; } = "sha1";

    /// <summary>Hardened git on it.</summary>
    public Git Git => new(git, GitDirectory, null);

    /// <summary>Makes an empty place below the state folder; what executions that were killed left there is removed.</summary>
    /// <param name="state">The state folder.</param>
    /// <param name="run">The run's id.</param>
    /// <param name="git">The git of the host.</param>
    public static ReplayPlace Create(string state, string run, HostProgram git)
    {
        var all = Directory.CreateDirectory(System.IO.Path.Combine(state, Folder)).FullName;
        foreach (var old in Directory.EnumerateDirectories(all))
        {
            if (TryHold(old) is { } free)
            {
                free.Dispose();
                FolderRemoval.Delete(old);
            }
        }

        var path = System.IO.Path.Combine(all, $"{run}-{Guid.NewGuid().ToString("N")[..8]}");
        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var place = new ReplayPlace(path, run, git, TryHold(path)!);
        Directory.CreateDirectory(place.Run.Path);
        Directory.CreateDirectory(place.PackPath);
        Directory.CreateDirectory(System.IO.Path.Combine(place.GitDirectory, "refs", "heads"));
        File.WriteAllText(System.IO.Path.Combine(place.GitDirectory, "HEAD"), "ref: refs/heads/none\n");
        File.WriteAllText(System.IO.Path.Combine(place.GitDirectory, "config"), "[core]\n\trepositoryformatversion = 0\n\tbare = true\n");
        return place;
    }

    /// <summary>The folder of git's packs.</summary>
    public string PackPath => System.IO.Path.Combine(GitDirectory, "objects", "pack");

    /// <summary>A folder that stands for a checkout where there is none.</summary>
    public string EmptyRoot() => Directory.CreateDirectory(System.IO.Path.Combine(Path, "root")).FullName;

    /// <summary>Copies commits from a repository: with all that they build on, or from a commit on.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="commits">The commits.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="from">The commit whose predecessors are left out; null for none.</param>
    public async Task TakeAsync(
        Repository repository,
        IEnumerable<string> commits,
        CancellationToken cancellationToken,
        string? from = null
    )
    {
        var shallow = System.IO.Path.Combine(repository.CommonDirectory, "shallow");
        if (File.Exists(shallow))
        {
            File.Copy(shallow, System.IO.Path.Combine(GitDirectory, "shallow"));
        }

        var all = commits.Distinct(StringComparer.Ordinal).ToList();
        NameObjectsLike(all[0]);
        string[] lines = [.. from is null ? [] : new[] { $"--shallow {from}" }, .. all];
        await repository
            .Git.TextAsync(
                ["pack-objects", "--revs", "--shallow", "-q", System.IO.Path.Combine(PackPath, "pack")],
                cancellationToken,
                new GitInput { Bytes = Encoding.ASCII.GetBytes(string.Join('\n', lines) + "\n") }
            )
            .ConfigureAwait(false);
    }

    /// <summary>Has git name objects here by the hash that a commit's name is of: SHA-1, or SHA-256 where it is longer.</summary>
    /// <param name="commit">The full name of a commit.</param>
    public void NameObjectsLike(string commit)
    {
        if (commit.Length > 40)
        {
            ObjectFormat = "sha256";
            File.WriteAllText(
                System.IO.Path.Combine(GitDirectory, "config"),
                "[core]\n\trepositoryformatversion = 1\n\tbare = true\n[extensions]\n\tobjectFormat = sha256\n"
            );
        }
    }

    /// <summary>Copies what a run keeps beside its journal.</summary>
    public void Take(ArtifactFolder artifacts)
    {
        if (!Directory.Exists(artifacts.Path))
        {
            return;
        }

        Directory.CreateDirectory(Run.Artifacts.Path);
        foreach (var file in Directory.EnumerateFiles(artifacts.Path))
        {
            File.Copy(file, System.IO.Path.Combine(Run.Artifacts.Path, System.IO.Path.GetFileName(file)));
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        FolderRemoval.Delete(Path);
        held.Dispose();
    }

    private static FileStream? TryHold(string path)
    {
        try
        {
            return new FileStream(System.IO.Path.Combine(path, "held"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
