using System.Text.Json;

namespace Ashlar.Core.Tools;

/// <summary>The <c>type</c> of a schema.</summary>
internal static class SchemaType
{
    /// <summary>The type by which a value is to be taken: its own where the schema has it, else the schema's first; null for any.</summary>
    public static string? Of(JsonElement schema, JsonElement value)
    {
        if (schema.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("type", out var type))
        {
            // Without a type, properties are said of objects only: anything else is let through.
            return
                schema.ValueKind == JsonValueKind.Object
                && schema.TryGetProperty("properties", out _)
                && (
                    value.ValueKind == JsonValueKind.Object
                    || (value.ValueKind == JsonValueKind.String && value.GetString()!.AsSpan().TrimStart().StartsWith("{"))
                )
                ? "object"
                : null;
        }

        var types = All(type).ToList();
        var own = value.ValueKind switch
        {
            JsonValueKind.Object => "object",
            JsonValueKind.Array => "array",
            JsonValueKind.String => "string",
            JsonValueKind.Number => "number",
            JsonValueKind.True or JsonValueKind.False => "boolean",
            _ => "null",
        };
        return types.Contains(own) ? own : types[0];
    }

    /// <summary>All types that are allowed.</summary>
    public static IEnumerable<string> All(JsonElement type) =>
        type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(one => one.GetString()!) : [type.GetString()!];
}
