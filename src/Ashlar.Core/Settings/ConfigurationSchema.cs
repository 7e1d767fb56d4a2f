using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Ashlar.Core.Settings;

/// <summary>The JSON schema of <c>.ashlar/config.yaml</c> (draft 2020-12), for editors; published as <c>docs/config.schema.json</c>.</summary>
public static class ConfigurationSchema
{
    /// <summary>The schema, indented, with a final line feed.</summary>
    public static string Text()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
            json.WriteString("title", "Ashlar configuration (.ashlar/config.yaml)");
            WriteSection(json, ConfigurationShape.Root);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private static void WriteSection(Utf8JsonWriter json, Shape.Section section)
    {
        json.WriteString("type", "object");
        json.WriteBoolean("additionalProperties", value: false);
        if (section.Fields.Any(known => known.Required))
        {
            json.WriteStartArray("required");
            foreach (var known in section.Fields.Where(known => known.Required))
            {
                json.WriteStringValue(known.Name);
            }

            json.WriteEndArray();
        }

        json.WriteStartObject("properties");
        foreach (var known in section.Fields)
        {
            json.WriteStartObject(known.Name);
            json.WriteString("description", $"{known.Description}. Example: {known.Example}");
            if (known.Default is not null)
            {
                json.WritePropertyName("default");
                json.WriteRawValue(known.Default);
            }

            WriteShape(json, known.Shape);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteShape(Utf8JsonWriter json, Shape shape)
    {
        switch (shape)
        {
            case Shape.Section section:
                WriteSection(json, section);
                break;
            case Shape.Choice choice:
                json.WriteStartArray("enum");
                foreach (var value in choice.Values)
                {
                    json.WriteStringValue(value);
                }

                json.WriteEndArray();
                break;
            case Shape.Number number:
                json.WriteString("type", number.Whole ? "integer" : "number");
                json.WriteNumber("minimum", number.Least);
                break;
            case Shape.Switch:
                json.WriteString("type", "boolean");
                break;
            case Shape.ListOf list:
                json.WriteString("type", "array");
                WriteNested(json, "items", list.Item);
                break;
            case Shape.MapOf map:
                json.WriteString("type", "object");
                if (map.VariableNames)
                {
                    json.WriteStartObject("propertyNames");
                    json.WriteString("pattern", "^[A-Za-z_][A-Za-z0-9_]*$");
                    json.WriteEndObject();
                }

                WriteNested(json, "additionalProperties", map.Value);
                break;
            case Shape.TextOr either:
                json.WriteStartArray("anyOf");
                json.WriteStartObject();
                WriteShape(json, either.Scalar);
                json.WriteEndObject();
                json.WriteStartObject();
                WriteSection(json, either.Map);
                json.WriteEndObject();
                json.WriteEndArray();
                break;
            case Shape.Text { Kind: TextKind.Any or TextKind.Duration }:
                WriteScalarTypes(json);
                break;
            default:
                json.WriteString("type", "string");
                break;
        }
    }

    // YAML reads 5 and true as numbers and switches where Ashlar reads text.
    private static void WriteScalarTypes(Utf8JsonWriter json)
    {
        json.WriteStartArray("type");
        json.WriteStringValue("string");
        json.WriteStringValue("number");
        json.WriteStringValue("boolean");
        json.WriteEndArray();
    }

    private static void WriteNested(Utf8JsonWriter json, string name, Shape shape)
    {
        json.WriteStartObject(name);
        WriteShape(json, shape);
        json.WriteEndObject();
    }
}
