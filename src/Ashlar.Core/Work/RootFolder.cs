namespace Ashlar.Core.Work;

/// <summary>A repository's root, read by relative paths with <c>/</c>. What a symbolic link leads to outside the root does not exist here.</summary>
internal sealed class RootFolder
{
    private const int MostFiles = 20_000;
    private static readonly string[] Skipped = [".git", "node_modules", ".venv", "__pycache__"];

    private readonly string _root;

    /// <summary>The root at a path.</summary>
    public RootFolder(string root) => _root = RealPath(Path.GetFullPath(root)) ?? Path.GetFullPath(root);

    /// <summary>
    /// A given path as one relative to the root: <c>./a</c>, <c>a/</c>, <c>/a</c> (the root's <c>/</c>) and absolute paths inside are understood.
    /// Null where it leads outside; empty for the root itself.
    /// </summary>
    public string? Relative(string given)
    {
        given = given.Replace('\\', '/').Trim();
        var full = Path.GetFullPath(given.Length == 0 ? "." : given, _root);
        if (Path.IsPathRooted(given) && Inside(full) is null)
        {
            full = RealPath(full) is { } real && Inside(real) is not null ? real : Path.GetFullPath("." + given, _root);
        }

        return Inside(full);
    }

    /// <summary>Whether a relative path is a file inside the root.</summary>
    public bool IsFile(string path) => Real(path) is { } real && OrdinaryFile.Exists(real);

    /// <summary>Whether a relative path is a folder inside the root.</summary>
    public bool IsFolder(string path) => Real(path) is { } real && Directory.Exists(real);

    /// <summary>The path, relative to the root, of what a path leads to through links; the path itself where that is not in the root.</summary>
    public string Target(string path) => Real(path) is { } real ? Inside(real) ?? path : path;

    /// <summary>A file's size in bytes.</summary>
    public long Size(string path) => new FileInfo(Real(path)!).Length;

    /// <summary>At most so many of a file's first bytes; null where it is no readable file.</summary>
    public byte[]? Read(string path, int most)
    {
        if (Real(path) is not { } real || !OrdinaryFile.Exists(real))
        {
            return null;
        }

        try
        {
            using var file = OrdinaryFile.OpenRead(real);
            var content = new byte[(int)Math.Min(most, file.Length)];
            file.ReadExactly(content);
            return content;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The files of a folder and of the folders under it, relative to the root, sorted; what tools put there is left out.</summary>
    public IReadOnlyList<string> Files(string folder, bool deep = true)
    {
        var files = new List<string>();
        var open = new Stack<string>();
        open.Push(folder);
        while (open.TryPop(out var next) && files.Count < MostFiles)
        {
            if (Real(next) is not { } real || !Directory.Exists(real))
            {
                continue;
            }

            foreach (var entry in new DirectoryInfo(real).EnumerateFileSystemInfos())
            {
                var path = next.Length == 0 ? entry.Name : next + "/" + entry.Name;
                var isFolder = entry.Attributes.HasFlag(FileAttributes.Directory);
                if (!isFolder && IsFile(path))
                {
                    files.Add(path);
                }
                else if (isFolder && deep && entry.LinkTarget is null && !Skipped.Contains(entry.Name, StringComparer.Ordinal))
                {
                    open.Push(path);
                }
            }
        }

        files.Sort(StringComparer.Ordinal);
        return files;
    }

    /// <summary>The folders directly in a folder, relative to the root, sorted.</summary>
    public IReadOnlyList<string> Folders(string folder) =>
        Real(folder) is { } real && Directory.Exists(real)
            ?
            [
                .. Directory
                    .EnumerateDirectories(real)
                    .Select(one => (folder.Length == 0 ? "" : folder + "/") + Path.GetFileName(one))
                    .Order(StringComparer.Ordinal),
            ]
            : [];

    private string? Real(string path) =>
        Inside(Path.GetFullPath(path, _root)) is not null && RealPath(Path.GetFullPath(path, _root)) is { } real && Inside(real) is not null
            ? real
            : null;

    private string? Inside(string full)
    {
        full = full.Length > 1 ? full.TrimEnd('/') : full;
        return string.Equals(full, _root, StringComparison.Ordinal) ? ""
            : full.StartsWith(_root == "/" ? "/" : _root + "/", StringComparison.Ordinal) ? full[(_root == "/" ? 1 : _root.Length + 1)..]
            : null;
    }

    // The path with all links resolved; null where it does not exist.
    private static string? RealPath(string full)
    {
        var real = "/";
        var rest = new Stack<string>(full.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse());
        for (var steps = 0; rest.TryPop(out var name); steps++)
        {
            if (steps > 1000)
            {
                return null;
            }

            if (name == "..")
            {
                real = Path.GetDirectoryName(real) ?? "/";
                continue;
            }

            var next = Path.Combine(real, name);
            if (new FileInfo(next).LinkTarget is { } target)
            {
                real = target.StartsWith('/') ? "/" : real;
                foreach (var part in target.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse().Where(part => part != "."))
                {
                    rest.Push(part);
                }
            }
            else
            {
                real = next;
            }
        }

        return Path.Exists(real) ? real : null;
    }
}
