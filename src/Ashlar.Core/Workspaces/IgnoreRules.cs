namespace Ashlar.Core.Workspaces;

/// <summary>
/// What git ignores (gitignore(5)): the <c>.gitignore</c> files of a tree, the last matching line winning, a folder's verdict
/// holding for all below it. The caches of interpreters and test tools count as ignored in any case.
/// </summary>
/// <param name="load">Gives the text of the <c>.gitignore</c> in a folder (<c>""</c> for the root), or null.</param>
/// <param name="exclude">Further lines with the lowest rank, such as those of <c>.git/info/exclude</c>.</param>
internal sealed class IgnoreRules(Func<string, string?> load, string? exclude = null)
{
    /// <summary>No path is longer, and a pattern that is takes long to compare.</summary>
    private const int LongestLine = 4096;

    private static readonly HashSet<string> caches = new(StringComparer.Ordinal)
    {
        "__pycache__",
        ".pytest_cache",
        ".mypy_cache",
        ".ruff_cache",
        ".hypothesis",
        ".playwright-mcp",
    };

    private readonly Dictionary<string, IReadOnlyList<Line>> files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> folders = new(StringComparer.Ordinal) { [""] = false };
    private readonly IReadOnlyList<Line> lowest = exclude is null ? [] : Parse(exclude);

    /// <summary>Whether a path lies in a cache of an interpreter or a tool, which is no change whatever git thinks of it.</summary>
    public static bool IsCache(string path) => path.Split('/').SkipLast(1).Any(caches.Contains);

    /// <summary>Whether git ignores the path, given that nothing of it is tracked.</summary>
    /// <param name="path">Relative to the root with <c>/</c>.</param>
    /// <param name="isFolder">Whether it is a folder.</param>
    public bool Ignores(string path, bool isFolder = false)
    {
        if (isFolder && folders.TryGetValue(path, out var known))
        {
            return known;
        }

        var cut = path.LastIndexOf('/');
        var parent = cut < 0 ? "" : path[..cut];
        var ignored = (parent.Length > 0 && Ignores(parent, isFolder: true)) || Decide(path, parent, path[(cut + 1)..], isFolder);
        if (isFolder)
        {
            folders[path] = ignored;
        }

        return ignored;
    }

    private bool Decide(string path, string parent, string name, bool isFolder)
    {
        if (isFolder && caches.Contains(name))
        {
            return true;
        }

        for (var folder = parent; ; folder = folder[..Math.Max(0, folder.LastIndexOf('/'))])
        {
            var relative = folder.Length == 0 ? path : path[(folder.Length + 1)..];
            if (Verdict(LinesOf(folder), relative, name, isFolder) is { } verdict)
            {
                return verdict;
            }

            if (folder.Length == 0)
            {
                return Verdict(lowest, path, name, isFolder) ?? false;
            }
        }
    }

    private static bool? Verdict(IReadOnlyList<Line> lines, string relative, string name, bool isFolder)
    {
        for (var i = lines.Count - 1; i >= 0; i--)
        {
            if ((isFolder || !lines[i].FolderOnly) && lines[i].Pattern.Matches(lines[i].Anchored ? relative : name))
            {
                return !lines[i].Negated;
            }
        }

        return null;
    }

    private IReadOnlyList<Line> LinesOf(string folder)
    {
        if (!files.TryGetValue(folder, out var lines))
        {
            lines = load(folder) is { } text ? Parse(text) : [];
            files[folder] = lines;
        }

        return lines;
    }

    private static List<Line> Parse(string text)
    {
        var lines = new List<Line>();
        foreach (var raw in text.Split('\n'))
        {
            var line = TrimEnd(raw.TrimEnd('\r'));
            if (line.Length is 0 or > LongestLine || line[0] == '#')
            {
                continue;
            }

            var negated = line[0] == '!';
            line = negated ? line[1..] : line;
            var folderOnly = line.EndsWith('/');
            line = line.TrimEnd('/');
            if (line.Length > 0)
            {
                lines.Add(new Line(new GlobPattern(line), negated, folderOnly, line.Contains('/', StringComparison.Ordinal)));
            }
        }

        return lines;
    }

    private static string TrimEnd(string line)
    {
        while (line.EndsWith(' ') && !line.EndsWith("\\ ", StringComparison.Ordinal))
        {
            line = line[..^1];
        }

        return line;
    }

    private sealed record Line(GlobPattern Pattern, bool Negated, bool FolderOnly, bool Anchored);
}
