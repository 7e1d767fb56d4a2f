using System.Text.Json;

namespace Ashlar.Core.Tools;

/// <summary>Whether what a server calls the schema of an input is one: an endpoint would refuse the whole request for one that is not.</summary>
internal static class ServerSchema
{
    /// <summary>The largest schema, as text.</summary>
    public const int Largest = 32 * 1024;

    private const int Deepest = 24;
    private static readonly string[] Types = ["object", "array", "string", "number", "integer", "boolean", "null"];
    private static readonly string[] Choices = ["anyOf", "oneOf", "allOf"];

    /// <summary>What is wrong with it; null where nothing is.</summary>
    public static string? Fault(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            return "its schema is no object";
        }

        if (schema.GetRawText().Length > Largest)
        {
            return $"its schema has more than {Largest / 1024} KiB";
        }

        if (!schema.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String || type.GetString() != "object")
        {
            return "its schema does not describe an object";
        }

        return Array.Find(Choices, choice => schema.TryGetProperty(choice, out _)) is { } open
            ? $"its schema has `{open}` at the top, which model providers refuse"
            : Look(schema, "its schema", 0);
    }

    private static string? Look(JsonElement schema, string place, int depth)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return null;
        }

        if (schema.ValueKind != JsonValueKind.Object)
        {
            return $"{place} is no schema";
        }

        if (depth > Deepest)
        {
            return "its schema is nested too deeply";
        }

        foreach (var part in schema.EnumerateObject())
        {
            var fault = part.Name switch
            {
                "type" => All(
                    part.Value,
                    one => one.ValueKind == JsonValueKind.String && Types.Contains(one.GetString(), StringComparer.Ordinal)
                )
                    ? null
                    : $"{place} has a `type` that there is not",
                "required" => part.Value.ValueKind == JsonValueKind.Array && All(part.Value, one => one.ValueKind == JsonValueKind.String)
                    ? null
                    : $"{place} has a `required` that is no list of names",
                "enum" => part.Value.ValueKind == JsonValueKind.Array && part.Value.GetArrayLength() > 0
                    ? null
                    : $"{place} has an `enum` that is no list",
                "properties" or "$defs" or "definitions" => Map(part.Value, $"{place}, `{part.Name}`", depth),
                "anyOf" or "oneOf" or "allOf" => part.Value.ValueKind == JsonValueKind.Array && part.Value.GetArrayLength() > 0
                    ? Each(part.Value, $"{place}, `{part.Name}`", depth)
                    : $"{place} has `{part.Name}` that is no list",
                "items" => part.Value.ValueKind == JsonValueKind.Array
                    ? Each(part.Value, $"{place}, `items`", depth)
                    : Look(part.Value, $"{place}, `items`", depth + 1),
                _ => null,
            };
            if (fault is not null)
            {
                return fault;
            }
        }

        return null;
    }

    private static string? Map(JsonElement map, string place, int depth) =>
        map.ValueKind != JsonValueKind.Object
            ? $"{place} is no object"
            : map.EnumerateObject()
                .Select(one => Look(one.Value, $"{place} `{ShownText.Line(one.Name)}`", depth + 1))
                .FirstOrDefault(fault => fault is not null);

    private static string? Each(JsonElement list, string place, int depth) =>
        list.EnumerateArray().Select(one => Look(one, place, depth + 1)).FirstOrDefault(fault => fault is not null);

    private static bool All(JsonElement value, Func<JsonElement, bool> holds) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().All(holds) : holds(value);
}
