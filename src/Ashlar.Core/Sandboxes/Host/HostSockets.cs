using System.Collections.Concurrent;
using Ashlar.Core.Sandboxes.Kernel;

namespace Ashlar.Core.Sandboxes.Host;

/// <summary>
/// The local sockets of the host that have a path. A network of its own does not keep a command from them, nor does a read-only mount:
/// whoever sees such a file may connect to what listens behind it.
/// </summary>
internal sealed class HostSockets
{
    private const int MostEntries = 256;
    private static readonly string[] Unsearched = ["/proc", "/sys", "/dev"];
    private readonly ConcurrentDictionary<string, string?> places = new(StringComparer.Ordinal);

    /// <summary>Where they lie now: absolute, without links.</summary>
    public IReadOnlyCollection<string> Present()
    {
        var result = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, inode) in Bound())
        {
            if (Place(name, inode) is { } place)
            {
                result.Add(place);
            }
        }

        result.UnionWith(Mounted());
        return result;
    }

    // Num RefCount Protocol Flags Type St Inode Path; abstract names begin with @ and belong to one network.
    private static IEnumerable<(string Name, string Inode)> Bound()
    {
        foreach (var line in Lines("/proc/net/unix"))
        {
            var fields = line.Split(' ', 8, StringSplitOptions.RemoveEmptyEntries);
            if (fields is [_, _, _, _, _, _, var inode, var name] && !name.StartsWith('@') && inode != "Inode")
            {
                yield return (name, inode);
            }
        }
    }

    private string? Place(string name, string inode)
    {
        var key = name.StartsWith('/') ? name : $"{inode} {name}";
        if (places.TryGetValue(key, out var known) && (known is null ? !name.StartsWith('/') : FileStatus.Of(known) is { IsSocket: true }))
        {
            return known;
        }

        var path =
            name.StartsWith('/') ? name
            : FolderOf(inode) is { } folder ? Path.Combine(folder, name)
            : null;
        var found = path is not null && HostRoute.Of(path) is { } route && route.Steps[^1].Status.IsSocket ? route.End : null;
        places[key] = found;
        return found;
    }

    // A relative name counts from the folder that its process works in.
    private static string? FolderOf(string inode)
    {
        var target = $"socket:[{inode}]";
        foreach (var process in Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(path[^1])))
        {
            try
            {
                if (Directory.EnumerateFileSystemEntries($"{process}/fd").Any(entry => new FileInfo(entry).LinkTarget == target))
                {
                    return new FileInfo($"{process}/cwd").LinkTarget;
                }
            }
            catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
            {
                // It is gone, or another user's.
            }
        }

        return null;
    }

    // In a container, what listens outside is known by its mount only: a socket, or a folder that holds one.
    private static IEnumerable<string> Mounted()
    {
        foreach (var line in Lines("/proc/self/mountinfo"))
        {
            var fields = line.Split(' ');
            if (fields.Length < 5 || fields[4] == "/" || Array.Exists(Unsearched, folder => ToolRoots.IsWithin(fields[4], folder)))
            {
                continue;
            }

            var point = fields[4].Replace("\\040", " ", StringComparison.Ordinal);
            var status = FileStatus.Of(point);
            if (status is { IsSocket: true })
            {
                yield return point;
            }
            else if (status is { IsFolder: true })
            {
                foreach (var entry in Entries(point).Where(entry => FileStatus.Of(entry) is { IsSocket: true }))
                {
                    yield return entry;
                }
            }
        }
    }

    private static string[] Entries(string folder)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries(folder).Take(MostEntries)];
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static string[] Lines(string path)
    {
        try
        {
            return OrdinaryFile.ReadAllLines(path);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
