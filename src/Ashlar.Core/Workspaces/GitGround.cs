namespace Ashlar.Core.Workspaces;

/// <summary>
/// The folders of the repository that a directory lies in, read from its files: git itself is a program that must not be taken from there,
/// so it cannot be asked.
/// </summary>
/// <param name="Root">The checkout's root, or the git directory of a repository without one.</param>
/// <param name="Folders">The root, all other checkouts of the repository, and its git directories.</param>
public sealed record GitGround(string Root, IReadOnlyList<string> Folders)
{
    /// <summary>The ground of a directory; null where it lies in no repository.</summary>
    public static GitGround? Of(string directory)
    {
        for (var at = Real(directory); at is not null; at = Path.GetDirectoryName(at))
        {
            if (GitDirectoryOf(Path.Combine(at, ".git")) is { } own)
            {
                return new GitGround(at, [.. AllOf(at, own).Distinct(StringComparer.Ordinal)]);
            }

            if (IsGitDirectory(at))
            {
                return new GitGround(at, [.. AllOf(at, at).Distinct(StringComparer.Ordinal)]);
            }
        }

        return null;
    }

    private static IEnumerable<string> AllOf(string root, string own)
    {
        var common = Line(Path.Combine(own, "commondir")) is { } text ? Path.GetFullPath(text, own) : own;
        string[] places = [root, own, common, .. Main(common), .. Linked(common)];
        return places.Where(place => place != "/");
    }

    // The first checkout, or for a submodule the one that it belongs to.
    private static IEnumerable<string> Main(string common)
    {
        for (var at = common; at is not null; at = Path.GetDirectoryName(at))
        {
            if (Path.GetFileName(at) == ".git" && Path.GetDirectoryName(at) is { } checkout)
            {
                yield return checkout;
            }
        }
    }

    private static IEnumerable<string> Linked(string common)
    {
        var worktrees = Path.Combine(common, "worktrees");
        if (!Directory.Exists(worktrees))
        {
            return [];
        }

        return Directory
            .EnumerateDirectories(worktrees)
            .Select(entry => Line(Path.Combine(entry, "gitdir")) is { } file ? Path.GetDirectoryName(Path.GetFullPath(file, entry)) : null)
            .OfType<string>();
    }

    private static string? GitDirectoryOf(string path)
    {
        const string Pointer = "gitdir:";
        if (Directory.Exists(path))
        {
            return IsGitDirectory(path) ? Real(path) : null;
        }

        var text = Line(path);
        return text?.StartsWith(Pointer, StringComparison.Ordinal) == true
            ? Path.GetFullPath(text[Pointer.Length..].Trim(), Path.GetDirectoryName(path)!)
            : null;
    }

    private static bool IsGitDirectory(string path) =>
        File.Exists(Path.Combine(path, "HEAD"))
        && (File.Exists(Path.Combine(path, "commondir")) || Directory.Exists(Path.Combine(path, "objects")));

    /// <summary>A path without links.</summary>
    internal static string Real(string path) => Sandboxes.Host.HostRoute.Of(Path.GetFullPath(path))?.End ?? Path.GetFullPath(path);

    private static string? Line(string path)
    {
        try
        {
            return File.Exists(path) && new FileInfo(path).Length < 64 * 1024 ? OrdinaryFile.ReadAllText(path).TrimEnd('\n', '\r') : null;
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
