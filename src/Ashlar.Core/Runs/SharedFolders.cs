using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs;

/// <summary>Folders of the user's checkout that commands see although git does not know them: environments and installed packages.</summary>
internal static class SharedFolders
{
    private static readonly string[] Usual = [".venv", "venv", "node_modules"];

    /// <summary>Absolute sources by relative path: the configured ones, else the usual ones that are there and not committed.</summary>
    public static IReadOnlyDictionary<string, string> Of(string checkout, IReadOnlyList<string>? configured, CommitFiles files) =>
        (configured ?? Usual)
            .Select(path => path.Trim('/'))
            .Where(path => Directory.Exists(Path.Combine(checkout, path)))
            .Where(path => configured is not null || !files.Paths.Any(file => file.StartsWith(path + "/", StringComparison.Ordinal)))
            .Distinct(StringComparer.Ordinal)
            .ToDictionary(path => path, path => Path.GetFullPath(Path.Combine(checkout, path)), StringComparer.Ordinal);

    /// <summary>Shows them in a worktree as links, for a sandbox that cannot mount them.</summary>
    public static void Link(IReadOnlyDictionary<string, string> shared, string worktree)
    {
        using var files = new SafeFiles(new Workspace(worktree, worktree));
        foreach (var (path, source) in shared.Where(share => !files.Stat(share.Key).Ok))
        {
            _ = files.WriteLink(path, System.Text.Encoding.UTF8.GetBytes(source));
        }
    }
}
