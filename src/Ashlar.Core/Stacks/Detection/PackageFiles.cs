using Ashlar.Core.Stacks.Files;

namespace Ashlar.Core.Stacks.Detection;

/// <summary>Which package a file belongs to: the nearest folder above it that is one.</summary>
/// <param name="folders">The folders of packages.</param>
internal sealed class PackageFiles(IEnumerable<string> folders)
{
    private readonly HashSet<string> folders = new(folders, StringComparer.Ordinal);

    /// <summary>The folder of a file's package; null for a file in none.</summary>
    public string? Owner(string path)
    {
        for (var folder = RepositoryPath.Folder(path); ; folder = RepositoryPath.Folder(folder))
        {
            if (folders.Contains(folder))
            {
                return folder;
            }

            if (folder.Length == 0)
            {
                return null;
            }
        }
    }

    /// <summary>The files of each package for which something holds, in their order.</summary>
    public ILookup<string, string> Files(IEnumerable<string> files, Func<string, bool> holds) =>
        files
            .Where(holds)
            .Select(path => (Path: path, Owner: Owner(path)))
            .Where(file => file.Owner is not null)
            .ToLookup(file => file.Owner!, file => file.Path, StringComparer.Ordinal);

    /// <summary>Patterns for <c>when</c>: what lies in the folders, and the files of the root, which all packages have in common.</summary>
    public static IReadOnlyList<string> When(params IEnumerable<string> folders) =>
        [.. folders.Where(folder => folder.Length > 0).Distinct(StringComparer.Ordinal).Select(folder => $"/{folder}/**"), "/*"];

    /// <summary>A name for a package's gate.</summary>
    public static string Name(string name, string folder) => folder.Length == 0 ? name : $"{name}-{folder.Replace('/', '-')}";
}
