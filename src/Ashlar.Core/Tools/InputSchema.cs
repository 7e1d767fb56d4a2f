using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Ashlar.Core.Models;

namespace Ashlar.Core.Tools;

/// <summary>Input that was held against a schema.</summary>
/// <param name="Value">The input with its coercions applied.</param>
/// <param name="Problem">What is wrong with it, null when nothing is.</param>
/// <param name="Coercions">What was understood although it was written differently.</param>
internal sealed record CheckedInput(JsonElement Value, string? Problem, IReadOnlyList<string> Coercions);

/// <summary>
/// A validator for the part of JSON Schema that tool inputs use: <c>type</c>, <c>required</c>, <c>enum</c>, <c>properties</c>,
/// <c>items</c>, <c>anyOf</c>. It is lenient as models need it: numbers and booleans as strings, null for absent, JSON in a
/// string, one value for a list, customary other names of a property. Unknown properties pass.
/// </summary>
internal sealed class InputSchema
{
    private const int DeepestInput = 32;

    private readonly List<string> coercions = [];

    private InputSchema() { }

    /// <summary>Holds an input against a schema.</summary>
    public static CheckedInput Check(JsonElement schema, JsonElement input)
    {
        var check = new InputSchema();
        var bytes = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { SkipValidation = true }))
        {
            if (check.Write(schema, input, "", writer, 0) is { } problem)
            {
                return new CheckedInput(input, problem, check.coercions);
            }
        }

        try
        {
            using var document = JsonDocument.Parse(bytes.WrittenMemory);
            return new CheckedInput(document.RootElement.Clone(), null, check.coercions);
        }
        catch (JsonException)
        {
            // JSON in a string within JSON: each is shallow enough, both together are not.
            return new CheckedInput(input, "the input is nested too deeply", check.coercions);
        }
    }

    private string? Write(JsonElement schema, JsonElement value, string place, Utf8JsonWriter writer, int depth)
    {
        if (depth > DeepestInput)
        {
            return $"{Name(place)} is nested too deeply";
        }

        if (schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("anyOf", out var choices))
        {
            return WriteAny(choices, value, place, writer, depth);
        }

        var type = SchemaType.Of(schema, value);
        if (
            schema.ValueKind == JsonValueKind.Object
            && schema.TryGetProperty("enum", out var allowed)
            && !IsOneOf(allowed, value, out var meant)
        )
        {
            if (meant is null)
            {
                return $"{Name(place)} has to be one of {string.Join(", ", allowed.EnumerateArray().Select(one => one.ToString()))}";
            }

            coercions.Add($"{Name(place)} read as {meant}");
            writer.WriteStringValue(meant);
            return null;
        }

        return type switch
        {
            "object" => WriteObject(schema, value, place, writer, depth),
            "array" => WriteArray(schema, value, place, writer, depth),
            _ => WriteSimple(type, value, place, writer),
        };
    }

    private string? WriteAny(JsonElement choices, JsonElement value, string place, Utf8JsonWriter writer, int depth)
    {
        string? first = null;
        foreach (var choice in choices.EnumerateArray())
        {
            var checkedValue = Check(choice, value);
            if (checkedValue.Problem is null)
            {
                coercions.AddRange(checkedValue.Coercions);
                return Write(choice, value, place, writer, depth);
            }

            first ??= checkedValue.Problem;
        }

        return $"{Name(place)} fits none of its forms: {first}";
    }

    private string? WriteObject(JsonElement schema, JsonElement value, string place, Utf8JsonWriter writer, int depth)
    {
        if (value.ValueKind == JsonValueKind.String && Parsed(value.GetString()!, JsonValueKind.Object) is { } inner)
        {
            coercions.Add($"{Name(place)} was JSON in a string");
            value = inner;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            return $"{Name(place)} has to be an object";
        }

        writer.WriteStartObject();
        var properties = schema.TryGetProperty("properties", out var declared) ? declared : default;
        var written = new HashSet<string>(StringComparer.Ordinal);
        if (properties.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in properties.EnumerateObject())
            {
                if (Given(value, properties, property.Name) is not { } given || IsAbsent(property.Value, given))
                {
                    continue;
                }

                writer.WritePropertyName(property.Name);
                written.Add(property.Name);
                if (
                    Write(property.Value, given, place.Length == 0 ? property.Name : $"{place}.{property.Name}", writer, depth + 1) is
                    { } problem
                )
                {
                    return problem;
                }
            }
        }

        foreach (
            var extra in value
                .EnumerateObject()
                .Where(extra => properties.ValueKind != JsonValueKind.Object || !properties.TryGetProperty(extra.Name, out _))
        )
        {
            extra.WriteTo(writer);
        }

        writer.WriteEndObject();
        var missing = schema.TryGetProperty("required", out var required)
            ? required
                .EnumerateArray()
                .Select(name => name.GetString()!)
                .Where(name => !written.Contains(name) && !HasDefault(properties, name))
                .ToList()
            : [];
        return missing.Count == 0
            ? null
            : $"{string.Join(", ", missing.Select(name => Name(place.Length == 0 ? name : $"{place}.{name}")))} missing";
    }

    // Servers list what they fill in themselves as required, too.
    private static bool HasDefault(JsonElement properties, string name) =>
        properties.ValueKind == JsonValueKind.Object
        && properties.TryGetProperty(name, out var property)
        && property.ValueKind == JsonValueKind.Object
        && property.TryGetProperty("default", out _);

    private string? WriteArray(JsonElement schema, JsonElement value, string place, Utf8JsonWriter writer, int depth)
    {
        if (value.ValueKind == JsonValueKind.String && Parsed(value.GetString()!, JsonValueKind.Array) is { } inner)
        {
            coercions.Add($"{Name(place)} was JSON in a string");
            value = inner;
        }

        var items = schema.TryGetProperty("items", out var declared) ? declared : default;
        writer.WriteStartArray();
        IEnumerable<JsonElement> elements = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [value];
        if (value.ValueKind != JsonValueKind.Array)
        {
            coercions.Add($"{Name(place)} was one value, not a list");
        }

        var index = 0;
        foreach (var element in elements)
        {
            if (Write(items, element, $"{place}[{index++}]", writer, depth + 1) is { } problem)
            {
                return problem;
            }
        }

        writer.WriteEndArray();
        return null;
    }

    private string? WriteSimple(string? type, JsonElement value, string place, Utf8JsonWriter writer)
    {
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : null;
        switch (type)
        {
            case "string" when value.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                coercions.Add($"{Name(place)} was not a string");
                writer.WriteStringValue(value.GetRawText());
                return null;
            case "string" when text is null:
                return $"{Name(place)} has to be a string";
            case "integer" or "number":
                var number = text ?? (value.ValueKind == JsonValueKind.Number ? value.GetRawText() : "");
                if (
                    !double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed)
                    || !double.IsFinite(parsed)
                    || (type == "integer" && (parsed != Math.Floor(parsed) || Math.Abs(parsed) > 1e15))
                )
                {
                    return $"{Name(place)} has to be {(type == "integer" ? "a whole number" : "a number")}";
                }

                if (type == "integer")
                {
                    writer.WriteNumberValue((long)parsed);
                }
                else
                {
                    writer.WriteNumberValue(parsed);
                }

                return null;
            case "boolean" when value.ValueKind is not (JsonValueKind.True or JsonValueKind.False):
                if (text?.Trim().ToLowerInvariant() is not ("true" or "false" or "yes" or "no" or "1" or "0"))
                {
                    return $"{Name(place)} has to be true or false";
                }

                coercions.Add($"{Name(place)} was not a boolean");
                writer.WriteBooleanValue(text.Trim().ToLowerInvariant() is "true" or "yes" or "1");
                return null;
            default:
                value.WriteTo(writer);
                return null;
        }
    }

    private JsonElement? Given(JsonElement value, JsonElement properties, string name)
    {
        if (value.TryGetProperty(name, out var given))
        {
            return given;
        }

        foreach (var other in InputNames.Of(name))
        {
            if (!properties.TryGetProperty(other, out _) && value.TryGetProperty(other, out given))
            {
                coercions.Add($"{other} taken as {name}");
                return given;
            }
        }

        return null;
    }

    private static bool IsAbsent(JsonElement schema, JsonElement given) =>
        given.ValueKind == JsonValueKind.Null && !(schema.TryGetProperty("type", out var type) && SchemaType.All(type).Contains("null"));

    private static bool IsOneOf(JsonElement allowed, JsonElement value, out string? meant)
    {
        meant = null;
        var text = value.ToString();
        foreach (var one in allowed.EnumerateArray())
        {
            if (one.ToString() == text)
            {
                return true;
            }

            if (
                string.Equals(one.ToString(), text.Trim().Replace('-', '_'), StringComparison.OrdinalIgnoreCase)
                || string.Equals(one.ToString(), text.Trim(), StringComparison.OrdinalIgnoreCase)
            )
            {
                meant = one.ToString();
            }
        }

        return false;
    }

    private static JsonElement? Parsed(string text, JsonValueKind kind)
    {
        try
        {
            var value = CallArguments.Value(text);
            return value.ValueKind == kind ? value : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Name(string place) => place.Length == 0 ? "the input" : $"\"{place}\"";
}
