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
    private const int DepthLimit = 8;

    /// <summary>A file of that name, or where a folder has it the files of that ending below it in the order of their paths; empty for none.</summary>
    /// <param name="name">The name in the folder.</param>
    /// <param name="ending">What the names of files in a folder end with, such as <c>.trx</c>.</param>
    public IReadOnlyList<byte[]> Read(string name, string ending)
    {
        try
        {
            using var files = new SafeFiles(new Workspace(folder, folder));
            var paths = files.Stat(name) is { Ok: true, Value.IsDirectory: true } ? Below(files, name, ending) : [name];
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
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }

    private static List<string> Below(SafeFiles files, string name, string ending)
    {
        var found = new List<string>();
        var folders = new Queue<(string Path, int Depth)>([(name, 0)]);
        while (folders.TryDequeue(out var at) && found.Count < FileLimit)
        {
            var opened = files.OpenFolder(at.Path);
            if (!opened.Ok)
            {
                continue;
            }

            using var handle = opened.Value;
            foreach (var entry in DirectoryEntries.Read(handle).Where(entry => entry.Readable))
            {
                var path = $"{at.Path}/{entry.Name}";
                if (entry.Stamp.IsDirectory && at.Depth < DepthLimit && folders.Count < FileLimit)
                {
                    folders.Enqueue((path, at.Depth + 1));
                }
                else if (entry.Stamp.IsFile && entry.Name.EndsWith(ending, StringComparison.Ordinal) && found.Count < FileLimit)
                {
                    found.Add(path);
                }
            }
        }

        return found;
    }
}
