namespace Ashlar.Core.Workspaces;

/// <summary>
/// Looks at files of a checkout in which commands ran, or that a change filled: only ordinary ones, no link followed, no pipe waited for.
/// </summary>
internal static class OrdinaryFiles
{
    private const int DeepestFolder = 64;

    /// <summary>The start of a file, at most <paramref name="limit"/> bytes; null where there is no ordinary file.</summary>
    public static byte[]? Start(string root, string path, int limit)
    {
        using var files = Open(root);
        if (files?.OpenRead(path) is not { Ok: true, Value: var opened })
        {
            return null;
        }

        using (opened.Handle)
        {
            return FileContent.All(opened.Handle, Math.Min(opened.Stamp.Size, limit));
        }
    }

    /// <summary>The whole of a file; null where there is no ordinary file, or a larger one.</summary>
    public static byte[]? Read(string root, string path, int limit)
    {
        using var files = Open(root);
        return files?.Read(path, limit) is { Ok: true, Value: var content } ? content.Bytes : null;
    }

    /// <summary>Whether an ordinary file is at a path.</summary>
    public static bool Has(string root, string path)
    {
        using var files = Open(root);
        return files?.Stat(path) is { Ok: true, Value.IsFile: true };
    }

    /// <summary>The ordinary files below a folder, each folder's sorted and before those of its subfolders; names that are not text left out.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="enters">Whether a folder is looked into, by its path.</param>
    public static IEnumerable<string> Below(string root, Func<string, bool> enters)
    {
        using var files = Open(root);
        var folders = new Queue<string>(files is null ? [] : [""]);
        while (folders.TryDequeue(out var folder))
        {
            var opened = files!.OpenFolder(folder);
            if (!opened.Ok)
            {
                continue;
            }

            List<DirectoryEntry> entries;
            using (opened.Value)
            {
                entries = DirectoryEntries.Read(opened.Value);
            }

            foreach (var entry in entries.Where(entry => entry.Readable).OrderBy(entry => entry.Name, StringComparer.Ordinal))
            {
                var path = folder.Length == 0 ? entry.Name : $"{folder}/{entry.Name}";
                if (entry.Stamp.IsFile)
                {
                    yield return path;
                }
                else if (entry.Stamp.IsDirectory && path.Count(sign => sign == '/') < DeepestFolder && enters(path))
                {
                    folders.Enqueue(path);
                }
            }
        }
    }

    private static SafeFiles? Open(string root)
    {
        try
        {
            return new SafeFiles(new Workspace(root, root));
        }
        catch (DirectoryNotFoundException)
        {
            return null;
        }
    }
}
