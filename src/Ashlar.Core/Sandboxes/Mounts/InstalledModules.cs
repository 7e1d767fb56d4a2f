namespace Ashlar.Core.Sandboxes.Mounts;

/// <summary>
/// Shows a <c>node_modules</c> folder of the user's checkout. Tools of Node keep caches in it, which must be writable, and a mount needs a
/// folder to lie on that the user's own may not have. So the folder is one of the command's own: links lead into the user's, which is
/// shown read-only below it, as they do where pnpm installed it; beside them lie folders for caches, which go with the command.
/// </summary>
internal static class InstalledModules
{
    /// <summary>The name of such folders.</summary>
    public const string Name = "node_modules";

    // Where the user's own folder lies; the second part is what tools look for when they resolve what packages need.
    private const string Own = $".shared/{Name}";

    // Scripts that pnpm lays there find what they start by the way from this folder, which a link would make another one.
    private const string Programs = ".bin";

    private static readonly string[] Caches = [".cache", ".vite", ".vite-temp", ".vitest"];

    /// <summary>Adds one.</summary>
    /// <param name="arguments">The list to add to.</param>
    /// <param name="source">The user's folder.</param>
    /// <param name="shown">Where commands see it; a folder.</param>
    public static void AddTo(SandboxArguments arguments, string source, string shown)
    {
        arguments.Add("--tmpfs", shown, "--ro-bind", source, $"{shown}/{Own}");
        foreach (var entry in new DirectoryInfo(source).EnumerateFileSystemInfos())
        {
            if (Caches.Contains(entry.Name, StringComparer.Ordinal))
            {
                continue;
            }

            if (entry is DirectoryInfo { Name: Programs, LinkTarget: null })
            {
                arguments.Add("--ro-bind", entry.FullName, $"{shown}/{Programs}");
            }
            else if (entry.Name[0] == '@' && entry is DirectoryInfo { LinkTarget: null } scope && HasLinks(scope))
            {
                foreach (var inner in scope.EnumerateFileSystemInfos())
                {
                    AddLink(arguments, inner, $"../{Own}/{scope.Name}/{inner.Name}", $"{shown}/{scope.Name}/{inner.Name}");
                }
            }
            else
            {
                AddLink(arguments, entry, $"{Own}/{entry.Name}", $"{shown}/{entry.Name}");
            }
        }

        foreach (var cache in Caches)
        {
            arguments.Add("--tmpfs", $"{shown}/{cache}");
        }

        arguments.Add("--remount-ro", shown);
    }

    /// <summary>
    /// Tells tools where they may keep caches. Many ask first whether they may write into <c>node_modules</c> itself (find-cache-dir), and do without
    /// or fail where they may not, although they may where the caches lie.
    /// </summary>
    public static void AddTo(Dictionary<string, string> variables, string root) =>
        variables.TryAdd("CACHE_DIR", $"{root}/{Name}/{Caches[0]}");

    private static bool HasLinks(DirectoryInfo folder) =>
        folder.EnumerateFileSystemInfos().Any(entry => entry.Attributes.HasFlag(FileAttributes.ReparsePoint));

    // A link of the user's, such as one to a package of the same workspace, leads where it led: it is relative to this place.
    private static void AddLink(SandboxArguments arguments, FileSystemInfo entry, string target, string shown) =>
        arguments.Add("--symlink", entry.Attributes.HasFlag(FileAttributes.ReparsePoint) ? entry.LinkTarget ?? target : target, shown);
}
