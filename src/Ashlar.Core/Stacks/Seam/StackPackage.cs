namespace Ashlar.Core.Stacks.Seam;

/// <summary>A package of a repository: a folder that its ecosystem builds and tests by itself.</summary>
/// <param name="Stack">The name of its stack.</param>
/// <param name="Folder">The folder relative to the repository; empty for the root.</param>
/// <param name="Manifest">The file that makes it a package, relative to the repository.</param>
internal sealed record StackPackage(string Stack, string Folder, string Manifest)
{
    /// <summary>The name under which others depend on it; the folder where it has none.</summary>
    public string Name { get; init; } = Folder;

    /// <summary>A file that shows that it has tests, relative to the repository; null for none.</summary>
    public string? Tests { get; init; }

    /// <summary>The manifests of packages that it builds upon; their code runs in its tests.</summary>
    public IReadOnlyList<string> Needs { get; init; } = [];

    /// <summary>Whether a path lies in its folder.</summary>
    public bool Holds(string path) => Folder.Length == 0 || path.StartsWith(Folder + "/", StringComparison.Ordinal);
}
