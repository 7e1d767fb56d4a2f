using Ashlar.Core.Stacks.Files;

namespace Ashlar.Core.Stacks.Rust;

/// <summary>A package of cargo, as its <c>Cargo.toml</c> says.</summary>
/// <param name="Folder">Its folder relative to the repository; empty for the root.</param>
/// <param name="Package">Its name.</param>
/// <param name="Library">The path of its library within the folder, whether or not there is one.</param>
/// <param name="LibraryName">The name of the library as code writes it.</param>
internal sealed record CargoManifest(string Folder, string Package, string Library, string LibraryName)
{
    /// <summary>Reads a manifest; null where it is no package: a workspace without one, or no manifest at all.</summary>
    /// <param name="path">The manifest, relative to the repository.</param>
    /// <param name="text">Its text.</param>
    public static CargoManifest? Of(string path, string text)
    {
        var entries = IniText.Entries(text);
        string? Value(string section, string key) =>
            entries.FirstOrDefault(entry => entry.Section == section && entry.Key == key)?.Value.Trim('"', '\'');
        return Value("package", "name") is { Length: > 0 } name
            ? new CargoManifest(
                path.Contains('/', StringComparison.Ordinal) ? path[..path.LastIndexOf('/')] : "",
                name,
                Value("lib", "path") ?? "src/lib.rs",
                Value("lib", "name") ?? name.Replace('-', '_')
            )
            : null;
    }

    /// <summary>A path of the package as a path of the repository.</summary>
    public string In(string path) => Folder.Length == 0 ? path : $"{Folder}/{path}";
}
