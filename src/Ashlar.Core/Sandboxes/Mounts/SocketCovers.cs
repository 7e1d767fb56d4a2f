using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Sandboxes.Host;

namespace Ashlar.Core.Sandboxes.Mounts;

/// <summary>Covers the host's sockets wherever the mounts of a command show them.</summary>
internal sealed class SocketCovers
{
    // Below it, a daemon's own folder is covered as a whole, so that a socket which it makes later is covered too.
    private const string State = "/var";
    private const int LeastDepth = 3;
    private readonly HostSockets sockets = new();

    /// <summary>Adds the covers after all mounts of the command.</summary>
    /// <param name="arguments">The mounts, and where the covers are added.</param>
    /// <param name="folder">The private folder.</param>
    /// <param name="needed">Folders that commands look for tools in; none of them is covered as a whole.</param>
    public void AddTo(SandboxArguments arguments, PrivateFolder folder, IReadOnlyList<string> needed)
    {
        var mounts = arguments.Mounts();
        var covered = new HashSet<string>(StringComparer.Ordinal);
        foreach (var socket in sockets.Present())
        {
            foreach (var shown in Shown(socket, mounts))
            {
                covered.Add(WholeFolder(shown, mounts, needed) ?? shown);
            }
        }

        foreach (var path in covered.Where(path => !covered.Any(other => other != path && ToolRoots.IsWithin(path, other))))
        {
            SystemMounts.AddHidden(arguments, path, Directory.Exists(path), folder);
        }
    }

    // Wherever its folder is mounted, unless something is mounted over that.
    private static IEnumerable<string> Shown(string socket, IReadOnlyList<ShownMount> mounts)
    {
        for (var i = 0; i < mounts.Count; i++)
        {
            if (mounts[i].Source is { } source && ToolRoots.IsWithin(socket, source))
            {
                var rest = source == "/" ? socket : socket[source.Length..];
                var shown = mounts[i].Place == "/" ? rest : mounts[i].Place + rest;
                if (!mounts.Skip(i + 1).Any(later => ToolRoots.IsWithin(shown, later.Place)))
                {
                    yield return shown;
                }
            }
        }
    }

    private static string? WholeFolder(string shown, IReadOnlyList<ShownMount> mounts, IReadOnlyList<string> needed)
    {
        var folder = Path.GetDirectoryName(shown)!;
        return
            ToolRoots.IsWithin(folder, State)
            && folder.Count(letter => letter == '/') >= LeastDepth
            && !mounts.Any(mount => mount.Place != "/" && IsNear(mount.Place, folder))
            && !needed.Any(path => IsNear(path, folder))
            ? folder
            : null;
    }

    private static bool IsNear(string path, string folder) => ToolRoots.IsWithin(path, folder) || ToolRoots.IsWithin(folder, path);
}

/// <summary>One mount of a command.</summary>
/// <param name="Source">The folder or file of the host that is shown, without links; null where it is nothing of the host.</param>
/// <param name="Place">Where it is shown.</param>
internal sealed record ShownMount(string? Source, string Place);
