using Ashlar.Core.Policies;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Gates;

/// <summary>
/// What a command left in its folder of results. It could have put anything there, links, pipes, devices or gigabytes: only ordinary, bounded
/// files with one name are read, through the opened folder.
/// </summary>
/// <param name="folder">The folder on the host.</param>
internal sealed class ResultFiles(string folder)
{
    private const long SizeLimit = 128L * 1024 * 1024;
    private const int FileLimit = 1000;
    private const int FolderLimit = 20_000;
    private const int DepthLimit = 12;

    /// <summary>The files that match a pattern and were written since a moment, in the order of their paths: reports of a run, not of one before.</summary>
    /// <param name="pattern">From the folder on.</param>
    /// <param name="since">Nanoseconds since 1970, on the file system's clock.</param>
    public IReadOnlyList<byte[]> Matching(Glob pattern, long since)
    {
        try
        {
            using var files = new SafeFiles(new Workspace(folder, folder));
            return Contents(
                files,
                Below(
                    files,
                    "",
                    entry => entry.Stamp.Changed >= since,
                    path => pattern.Matches(path),
                    name => name is not (".git" or "node_modules")
                )
            );
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    /// <summary>A file of that name, or where a folder has it the files of that ending below it in the order of their paths; empty for none.</summary>
    /// <param name="name">The name in the folder.</param>
    /// <param name="ending">What the names of files in a folder end with, such as <c>.trx</c>.</param>
    public IReadOnlyList<byte[]> Read(string name, string ending)
    {
        try
        {
            using var files = new SafeFiles(new Workspace(folder, folder));
            return Contents(
                files,
                files.Stat(name) is { Ok: true, Value.IsDirectory: true }
                    ? Below(files, name, entry => entry.Name.EndsWith(ending, StringComparison.Ordinal), _ => true, _ => true)
                    : [name]
            );
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    /// <summary>How many ordinary files lie in a folder.</summary>
    /// <param name="name">The folder's name in the folder of results.</param>
    public int Count(string name)
    {
        try
        {
            using var files = new SafeFiles(new Workspace(folder, folder));
            return Below(files, name, _ => true, _ => true, _ => false).Count;
        }
        catch (DirectoryNotFoundException)
        {
            return 0;
        }
    }

    private static List<byte[]> Contents(SafeFiles files, List<string> paths)
    {
        var contents = new List<byte[]>();
        var room = SizeLimit;
        foreach (var path in paths.Order(StringComparer.Ordinal))
        {
            if (files.Read(path, room) is { Ok: true, Value: { Bytes.Length: > 0, Stamp.Links: 1 } content })
            {
                contents.Add(content.Bytes);
                room -= content.Bytes.Length;
            }
        }

        return contents;
    }

    private static List<string> Below(
        SafeFiles files,
        string name,
        Func<DirectoryEntry, bool> isWanted,
        Func<string, bool> matches,
        Func<string, bool> isLookedInto
    )
    {
        var found = new List<string>();
        var folders = new Queue<(string Path, int Depth)>([(name, 0)]);
        while (folders.TryDequeue(out var at) && found.Count < FileLimit)
        {
            var opened = files.OpenFolder(at.Path.Length == 0 ? "." : at.Path);
            if (!opened.Ok)
            {
                continue;
            }

            using var handle = opened.Value;
            foreach (var entry in DirectoryEntries.Read(handle).Where(entry => entry.Readable))
            {
                var path = at.Path.Length == 0 ? entry.Name : $"{at.Path}/{entry.Name}";
                if (entry.Stamp.IsDirectory && at.Depth < DepthLimit && folders.Count < FolderLimit && isLookedInto(entry.Name))
                {
                    folders.Enqueue((path, at.Depth + 1));
                }
                else if (entry.Stamp.IsFile && isWanted(entry) && matches(path) && found.Count < FileLimit)
                {
                    found.Add(path);
                }
            }
        }

        return found;
    }
}
