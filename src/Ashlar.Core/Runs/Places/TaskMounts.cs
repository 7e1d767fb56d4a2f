using Ashlar.Core.Policies;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Places;

/// <summary>What the commands of an attempt see of files, and where they may write.</summary>
/// <param name="facts">What the run is.</param>
/// <param name="folder">The run's folder.</param>
/// <param name="commands">Where commands run.</param>
/// <param name="scratch">The attempt's private files.</param>
/// <param name="worktree">The path of its worktree.</param>
/// <param name="scope">Which files may be read and written.</param>
internal sealed class TaskMounts(RunFacts facts, RunFolder folder, CommandPlace commands, TaskScratch scratch, string worktree, Scope scope)
{
    private IReadOnlyList<string> hidden = [];

    /// <summary>Hides what rules hide of the files at the base; git's objects hold it too.</summary>
    public void Hide(BaseFiles files) =>
        hidden = scope.Hides ? [".git", .. files.Paths.Where(path => !scope.DecideRead(path).Allowed)] : [];

    /// <summary>The mounts of a worktree.</summary>
    public SandboxMounts Of(Workspace workspace, Worktree own) =>
        new()
        {
            Root = workspace.Root,
            ShownRoot = workspace.ShownRoot,
            Writable = WritableRoots.Of(scope),
            ReadOnly =
            [
                .. facts.OwnPaths,
                .. WritableRoots.Closed(scope).Where(closed => Directory.Exists(Path.Combine(workspace.Root, closed))),
            ],
            Hidden = Hidden,
            Covered = Covered(),
            GitDirectory = own.GitDirectory,
            Shared = commands.Shared,
            HiddenShared = HiddenFiles.In(commands.Shared, scope),
            HiddenOutside = [commands.Hidden],
            PrivateFolder = scratch.Folder("private"),
            Provided = Directory.CreateDirectory(folder.ProvidedPath).FullName,
        };

    /// <summary>The same mounts, with what is hidden now.</summary>
    public SandboxMounts Again(SandboxMounts mounts) => mounts with { Hidden = Hidden };

    /// <summary>The mounts with what a person allowed besides.</summary>
    public static SandboxMounts WithGranted(SandboxMounts mounts, IReadOnlyList<string> paths) =>
        mounts with
        {
            Writable = mounts.Writable.Contains("", StringComparer.Ordinal)
                ? mounts.Writable
                : [.. mounts.Writable.Union(paths.Select(WritableRoots.Fixed), StringComparer.Ordinal)],
            ReadOnly = [.. mounts.ReadOnly.Where(closed => !paths.Any(path => WritableRoots.Meets(closed, path)))],
        };

    private IReadOnlyList<string> Hidden => [.. hidden, .. Others.Select(path => path.TrimEnd('/'))];

    /// <summary>What git ignores in the user's checkout and is not shared with commands, where the run works in it.</summary>
    private IEnumerable<string> Others =>
        facts.Started.Checkout?.Ignored.Where(path => !commands.Shared.ContainsKey(path.TrimEnd('/'))) ?? [];

    /// <summary>In the place of ignored folders, such as those of builds, commands see folders of the task's own.</summary>
    private Dictionary<string, string> Covered() =>
        Others
            .Where(path => path.EndsWith('/'))
            .Select(path => path.TrimEnd('/'))
            .Where(path => new DirectoryInfo(Path.Combine(worktree, path)) is { Exists: true, LinkTarget: null })
            .ToDictionary(path => path, path => scratch.Folder("covered", path), StringComparer.Ordinal);
}
