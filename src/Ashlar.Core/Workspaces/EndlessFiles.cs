using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Ashlar.Core.Workspaces;

/// <summary>Looks through a folder for files that who opens them would wait for, or never be done with.</summary>
internal static class EndlessFiles
{
    private const int MostEntries = 400_000;
    private const string Nothing = "/dev/null";

    /// <summary>Whether a path leads to something that is neither a file nor a folder nor nothing at all.</summary>
    public static bool IsAt(string path) =>
        Path.Exists(path) && !OrdinaryFile.Exists(path) && !Directory.Exists(path) && Sandboxes.Host.HostRoute.Of(path)?.End != Nothing;

    /// <summary>
    /// Whether an entry of a folder is one. A socket cannot be opened and so hinders nobody; git's own monitor of the file system has one in
    /// the git directory.
    /// </summary>
    public static bool Is(string path, FileStamp stamp) => stamp.IsEndless || (stamp.IsLink && IsAt(path));

    /// <summary>The first path below a folder of which this is true; links to folders are followed last. A huge folder is looked at in part.</summary>
    public static string? Find(string root, Func<string, FileStamp, bool> isWanted)
    {
        var (folders, linked, seen) = (new Queue<string>([root]), new Queue<string>(), new HashSet<string>(StringComparer.Ordinal));
        var entries = 0;
        string? found = null;
        while (found is null && entries < MostEntries && (folders.TryDequeue(out var folder) || linked.TryDequeue(out folder)))
        {
            using var opened = seen.Add(GitGround.Real(folder)) ? Opened(folder) : null;
            if (opened is null)
            {
                continue;
            }

            DirectoryEntries.Visit(
                opened,
                (name, stamp) =>
                {
                    entries++;
                    var path = $"{folder}/{Encoding.UTF8.GetString(name)}";
                    found ??= isWanted(path, stamp) ? path : null;
                    (
                        stamp.IsDirectory ? folders
                        : stamp.IsLink && Directory.Exists(path) ? linked
                        : null
                    )?.Enqueue(path);
                }
            );
        }

        return found;
    }

    private static SafeFileHandle? Opened(string folder)
    {
        try
        {
            using var root = new DirectoryRoot(GitGround.Real(folder), walk: false);
            return root.Open("", Posix.ReadOnly | Posix.Directory) is { Ok: true, Value: var opened } ? opened : null;
        }
        catch (DirectoryNotFoundException)
        {
            return null;
        }
    }
}
