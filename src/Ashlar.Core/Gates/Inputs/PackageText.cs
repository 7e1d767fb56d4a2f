using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Ashlar.Core.Stacks.Files;

namespace Ashlar.Core.Gates.Inputs;

/// <summary>package.json and composer.json: what of them judges.</summary>
internal static class PackageText
{
    /// <summary>The scripts that gates reach and the keys of tools, in a form in which layout does not count.</summary>
    public static string Part(string path, string text, IReadOnlyList<JudgingTool> tools, IReadOnlyList<GateClosure> gates)
    {
        using var document = JsonDocument.Parse(text, MixedText.Tolerant);
        var reached = Reached(path, gates);
        var keys = Keys(path, tools);
        var part = new StringBuilder();
        foreach (
            var script in Scripts(text).Where(script => reached.Contains(script.Key)).OrderBy(script => script.Key, StringComparer.Ordinal)
        )
        {
            part.Append(script.Key).Append('=').Append(script.Value).Append('\n');
        }

        foreach (var property in document.RootElement.EnumerateObject().Where(property => keys.Contains(property.Name)))
        {
            part.Append(property.Name).Append(':').Append(Plain(property.Value)).Append('\n');
        }

        return part.ToString();
    }

    /// <summary>The new file with those of the old one.</summary>
    public static string Merged(
        string path,
        string before,
        string after,
        IReadOnlyList<JudgingTool> tools,
        IReadOnlyList<GateClosure> gates
    )
    {
        using var old = JsonDocument.Parse(before, MixedText.Tolerant);
        using var now = JsonDocument.Parse(after, MixedText.Tolerant);
        var reached = Reached(path, gates);
        var keys = Keys(path, tools);
        using var buffer = new MemoryStream();
        using (
            var writer = new Utf8JsonWriter(
                buffer,
                new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
            )
        )
        {
            writer.WriteStartObject();
            foreach (
                var property in now
                    .RootElement.EnumerateObject()
                    .Where(property => !keys.Contains(property.Name) && property.Name != "scripts")
            )
            {
                property.WriteTo(writer);
            }

            var (theirs, ours) = (Scripts(before), Scripts(after));
            writer.WriteStartObject("scripts");
            foreach (
                var (name, script) in ours.Where(script => !reached.Contains(script.Key))
                    .Concat(theirs.Where(script => reached.Contains(script.Key)))
            )
            {
                writer.WriteString(name, script);
            }

            writer.WriteEndObject();
            foreach (var property in old.RootElement.EnumerateObject().Where(property => keys.Contains(property.Name)))
            {
                property.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    /// <summary>The scripts by name.</summary>
    public static Dictionary<string, string> Scripts(string? package)
    {
        try
        {
            using var document = JsonDocument.Parse(package ?? "{}", MixedText.Tolerant);
            return
                document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("scripts", out var scripts)
                && scripts.ValueKind == JsonValueKind.Object
                ? scripts
                    .EnumerateObject()
                    .Where(script => script.Value.ValueKind == JsonValueKind.String)
                    .GroupBy(script => script.Name, StringComparer.Ordinal)
                    .ToDictionary(group => group.Key, group => group.Last().Value.GetString()!, StringComparer.Ordinal)
                : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    /// <summary>A value without layout.</summary>
    public static string Plain(JsonElement value)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            value.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static HashSet<string> Reached(string path, IReadOnlyList<GateClosure> gates) =>
        [
            .. gates
                .SelectMany(gate => gate.Scripts)
                .Where(script => script.StartsWith(path + "#", StringComparison.Ordinal))
                .Select(script => script[(path.Length + 1)..]),
        ];

    private static HashSet<string> Keys(string path, IReadOnlyList<JudgingTool> tools) =>
        [.. tools.Where(tool => tool.Name == "php" == (JudgingTools.Name(path) == "composer.json")).SelectMany(tool => tool.Keys)];
}
