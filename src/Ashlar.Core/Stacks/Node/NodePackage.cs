using System.Text.Json;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Stacks.Node;

/// <summary>A package.json, as far as gates depend on it.</summary>
/// <param name="Folder">Its folder relative to the repository, with <c>/</c>; empty for the root.</param>
/// <param name="Scripts">Its scripts.</param>
internal sealed record NodePackage(string Folder, IReadOnlyDictionary<string, string> Scripts)
{
    private const int SizeLimit = 1024 * 1024;

    /// <summary>The package's name; empty for none.</summary>
    public string Name { get; private init; } = "";

    /// <summary>The package's version; empty for none.</summary>
    public string Version { get; private init; } = "";

    /// <summary>The package manager that it names (<c>pnpm@9.1.0</c>), or null.</summary>
    public string? Manager { get; private init; }

    /// <summary>Patterns of the folders of its workspace's members.</summary>
    public IReadOnlyList<string> Workspaces { get; private init; } = [];

    /// <summary>The names of all packages that it depends on, in whatever way.</summary>
    public IReadOnlySet<string> Dependencies { get; private init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>The scripts that wireit runs: command (or null) and the scripts that run before it.</summary>
    public IReadOnlyDictionary<string, (string? Command, IReadOnlyList<string> Before)> Wired { get; private init; } =
        new Dictionary<string, (string?, IReadOnlyList<string>)>(StringComparer.Ordinal);

    /// <summary>The package of a folder; null where there is none that can be read.</summary>
    public static NodePackage? Of(string root, string folder)
    {
        try
        {
            if (OrdinaryFiles.Read(root, folder.Length == 0 ? "package.json" : $"{folder}/package.json", SizeLimit) is not { } content)
            {
                return null;
            }

            using var document = JsonDocument.Parse(content);
            var package = document.RootElement;
            return package.ValueKind == JsonValueKind.Object ? Read(folder, package) : null;
        }
        catch (Exception trouble) when (trouble is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static NodePackage Read(string folder, JsonElement package) =>
        new(folder, Texts(package, "scripts"))
        {
            Name = Text(package, "name") ?? "",
            Version = Text(package, "version") ?? "",
            Manager = Text(package, "packageManager"),
            Workspaces = Globs(package),
            Dependencies = ((string[])["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"])
                .SelectMany(kind => Texts(package, kind).Keys)
                .ToHashSet(StringComparer.Ordinal),
            Wired = Wires(package),
        };

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static Dictionary<string, string> Texts(JsonElement element, string name)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (element.TryGetProperty(name, out var map) && map.ValueKind == JsonValueKind.Object)
        {
            foreach (var entry in map.EnumerateObject().Where(entry => entry.Value.ValueKind == JsonValueKind.String))
            {
                texts[entry.Name] = entry.Value.GetString()!;
            }
        }

        return texts;
    }

    private static List<string> Strings(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array
            ?
            [
                .. list.EnumerateArray()
                    .Select(entry => entry.ValueKind == JsonValueKind.String ? entry.GetString()! : Text(entry, "script") ?? "")
                    .Where(text => text.Length > 0),
            ]
            : [];

    private static List<string> Globs(JsonElement package) =>
        package.TryGetProperty("workspaces", out var spaces) && spaces.ValueKind == JsonValueKind.Object
            ? Strings(spaces, "packages")
            : Strings(package, "workspaces");

    private static Dictionary<string, (string?, IReadOnlyList<string>)> Wires(JsonElement package)
    {
        var wires = new Dictionary<string, (string?, IReadOnlyList<string>)>(StringComparer.Ordinal);
        if (package.TryGetProperty("wireit", out var map) && map.ValueKind == JsonValueKind.Object)
        {
            foreach (var entry in map.EnumerateObject())
            {
                wires[entry.Name] = (Text(entry.Value, "command"), Strings(entry.Value, "dependencies"));
            }
        }

        return wires;
    }
}
