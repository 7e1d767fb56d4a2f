using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Detection;

/// <summary>Folders that one manifest makes packages, and gates for them.</summary>
internal static class PackageRoots
{
    /// <summary>All files of one name, folders that are data of tests left out.</summary>
    public static IEnumerable<string> Manifests(RepositoryFiles files, params ReadOnlySpan<string> names)
    {
        var found = new List<string>();
        foreach (var path in files.All)
        {
            if (names.Contains(GateTool.Name(path)) && !TestPaths.IsSupportFolder(path))
            {
                found.Add(path);
            }
        }

        return found;
    }

    /// <summary>The manifests that lie below no other.</summary>
    public static IReadOnlyList<string> Outermost(IEnumerable<string> manifests)
    {
        var all = manifests.ToList();
        var folders = all.Select(RepositoryPath.Folder).ToHashSet(StringComparer.Ordinal);
        return [.. all.Where(path => !Above(RepositoryPath.Folder(path)).Any(folders.Contains))];
    }

    /// <summary>A gate for a package: in its folder, and only when something in the folder changed.</summary>
    /// <param name="name">The gate's name for a package in the root.</param>
    /// <param name="run">The command as it is in the package's folder.</param>
    /// <param name="manifest">The file that shows the package.</param>
    public static GateSetting Gate(string name, string run, string manifest) => Gate(name, run, manifest, RepositoryPath.Folder(manifest));

    /// <summary>A gate for a package whose folder is not the one of the file that shows it.</summary>
    public static GateSetting Gate(string name, string run, string manifest, string folder) =>
        new(PackageFiles.Name(name, folder), ShellWords.In(folder, run))
        {
            SourcePath = manifest,
            When = folder.Length == 0 ? [] : PackageFiles.When(folder),
        };

    private static IEnumerable<string> Above(string folder)
    {
        while (folder.Length > 0)
        {
            folder = RepositoryPath.Folder(folder);
            yield return folder;
        }
    }
}
