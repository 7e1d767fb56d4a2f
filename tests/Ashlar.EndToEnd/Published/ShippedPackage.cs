using System.Text.Json;
using System.Xml.Linq;

namespace Ashlar.EndToEnd.Published;

/// <summary>A package whose files the program brings along, as its own description tells.</summary>
internal sealed record ShippedPackage(string Name, string Version, string? License, string? Copyright, string? Address)
{
    /// <summary>The packages of the program, by name.</summary>
    public static IReadOnlyList<ShippedPackage> All()
    {
        using var graph = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "ashlar.deps.json")));
        return
        [
            .. graph
                .RootElement.GetProperty("libraries")
                .EnumerateObject()
                .Where(library => library.Value.GetProperty("type").GetString() is "package")
                .Select(library => Read(library.Name.Split('/'), library.Value.GetProperty("path").GetString()!))
                .OrderBy(package => package.Name, StringComparer.OrdinalIgnoreCase),
        ];
    }

    private static ShippedPackage Read(string[] name, string path)
    {
        var root = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } configured
            ? configured
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        var description = Path.Combine(root, path, $"{name[0].ToLowerInvariant()}.nuspec");
        var fields = XDocument
            .Load(description)
            .Descendants()
            .Where(element => !element.HasElements)
            .ToLookup(Key, element => element.Value);
        return new ShippedPackage(
            name[0],
            name[1],
            fields["license"].FirstOrDefault(),
            fields["copyright"].FirstOrDefault()?.TrimEnd('.'),
            fields["projectUrl"].FirstOrDefault()
        );
    }

    private static string Key(XElement element) => element.Name.LocalName;
}
