using Ashlar.Core.Sandboxes.Kernel;

namespace Ashlar.Core.Sandboxes.Host;

/// <summary>
/// Folders whose content others decide on: checkouts, git directories, the state folder. No program of the host may lie in them, nor may
/// the way to one lead through them.
/// </summary>
internal sealed class HostGround
{
    private readonly List<(string Path, FileStatus? Status)> folders;

    /// <summary>The ground of these folders; those that do not exist count by their name.</summary>
    public HostGround(IEnumerable<string> folders)
    {
        this.folders =
        [
            .. folders
                .Select(folder => HostRoute.Of(folder) is { } route ? (route.End, (FileStatus?)route.Steps[^1].Status) : (folder, null))
                .Where(folder => folder.Item1.Length > 1)
                .Distinct(),
        ];
    }

    /// <summary>The folders, without links in their paths.</summary>
    public IEnumerable<string> Folders => folders.Select(folder => folder.Path);

    /// <summary>The folder in which a step of the route lies, or null.</summary>
    public string? Touched(HostRoute route) =>
        folders
            .Find(folder => route.Steps.Any(step => ToolRoots.IsWithin(step.Path, folder.Path) || IsSame(step.Status, folder.Status)))
            .Path;

    /// <summary>The folder in which a path lies that need not exist yet, or null.</summary>
    public string? Containing(string path)
    {
        for (var at = path; at is not null; at = Path.GetDirectoryName(at))
        {
            if (HostRoute.Of(at) is { } route)
            {
                return Touched(route);
            }
        }

        return null;
    }

    // A folder that is mounted at two places has one inode.
    private static bool IsSame(FileStatus status, FileStatus? folder) =>
        folder is not null && status.Inode == folder.Inode && status.Device == folder.Device;
}
