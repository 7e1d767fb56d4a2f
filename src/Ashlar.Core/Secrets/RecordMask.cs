using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Ashlar.Core.Secrets;

/// <summary>Masks the JSON of a record by what its type says of each string.</summary>
internal static class RecordMask
{
    private static readonly JsonWriterOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
        MaxDepth = 256,
    };

    /// <summary>What a value is declared as.</summary>
    /// <param name="Form">The form of an object or list, or null for a value without parts.</param>
    /// <param name="IsText">Whether strings in it are masked.</param>
    private readonly record struct Declared(JsonTypeInfo? Form, bool IsText);

    /// <summary>The masked JSON, or null where there is nothing to mask.</summary>
    public static byte[]? Masked(ReadOnlySpan<byte> json, JsonTypeInfo form, SecretMask mask) =>
        mask.IsEmpty ? null : Masked(json, Of(form.Type, isStructure: false, form.Options), mask);

    /// <summary>The same for a document of which no type is known: every string and name in it is text.</summary>
    public static byte[]? Masked(ReadOnlySpan<byte> json, SecretMask mask) =>
        mask.IsEmpty ? null : Masked(json, new Declared(null, IsText: true), mask);

    private static byte[]? Masked(ReadOnlySpan<byte> json, Declared root, SecretMask mask)
    {
        if (!Holds(json, root, mask))
        {
            return null;
        }

        var buffer = new ArrayBufferWriter<byte>(json.Length);
        using (var writer = new Utf8JsonWriter(buffer, Plain))
        {
            var reader = Read(json);
            reader.Read();
            Copy(ref reader, writer, root, mask, json);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static Utf8JsonReader Read(ReadOnlySpan<byte> json) => new(json, new JsonReaderOptions { MaxDepth = 256 });

    private static bool Holds(ReadOnlySpan<byte> json, Declared root, SecretMask mask)
    {
        var reader = Read(json);
        reader.Read();
        return Holds(ref reader, root, mask);
    }

    // Leaves the reader at the end of the value.
    private static bool Holds(ref Utf8JsonReader reader, Declared declared, SecretMask mask)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return declared.IsText && reader.GetString() is { } text && !ReferenceEquals(mask.Mask(text), text);
            case JsonTokenType.StartArray:
                var element = ElementOf(declared);
                while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
                {
                    if (Holds(ref reader, element, mask))
                    {
                        return true;
                    }
                }

                return false;
            case JsonTokenType.StartObject:
                var form = declared;
                while (reader.Read() && reader.TokenType is not JsonTokenType.EndObject)
                {
                    var name = reader.GetString()!;
                    if (HasTextNames(declared) && !ReferenceEquals(mask.Mask(name), name))
                    {
                        return true;
                    }

                    reader.Read();
                    form = Derived(form, name, ref reader);
                    if (Holds(ref reader, PropertyOf(form, name), mask))
                    {
                        return true;
                    }
                }

                return false;
            default:
                return false;
        }
    }

    private static void Copy(ref Utf8JsonReader reader, Utf8JsonWriter writer, Declared declared, SecretMask mask, ReadOnlySpan<byte> json)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String when declared.IsText:
                writer.WriteStringValue(mask.Mask(reader.GetString()!));
                break;
            case JsonTokenType.StartArray:
                var element = ElementOf(declared);
                writer.WriteStartArray();
                while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
                {
                    Copy(ref reader, writer, element, mask, json);
                }

                writer.WriteEndArray();
                break;
            case JsonTokenType.StartObject:
                var form = declared;
                writer.WriteStartObject();
                while (reader.Read() && reader.TokenType is not JsonTokenType.EndObject)
                {
                    var name = reader.GetString()!;
                    writer.WritePropertyName(HasTextNames(declared) ? mask.Mask(name) : name);
                    reader.Read();
                    form = Derived(form, name, ref reader);
                    Copy(ref reader, writer, PropertyOf(form, name), mask, json);
                }

                writer.WriteEndObject();
                break;
            default:
                var start = (int)reader.TokenStartIndex;
                writer.WriteRawValue(json[start..(int)reader.BytesConsumed], skipInputValidation: true);
                break;
        }
    }

    // The names in a dictionary, or in a document without a type, come from outside.
    private static bool HasTextNames(Declared declared) =>
        declared.IsText && declared.Form is null or { Kind: JsonTypeInfoKind.Dictionary };

    private static Declared ElementOf(Declared list) =>
        list.Form is { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } element } form
            ? Of(element, isStructure: !list.IsText, form.Options)
            : list with
            {
                Form = null,
            };

    private static Declared PropertyOf(Declared owner, string name)
    {
        switch (owner.Form)
        {
            case { Kind: JsonTypeInfoKind.Object } form:
                foreach (var property in form.Properties)
                {
                    if (property.Name == name)
                    {
                        var isStructure = property.AttributeProvider?.IsDefined(typeof(StructureAttribute), inherit: false) ?? false;
                        return Of(property.PropertyType, isStructure, form.Options);
                    }
                }

                // The name of a derived form.
                return new Declared(null, IsText: false);
            case { Kind: JsonTypeInfoKind.Dictionary, ElementType: { } element } form:
                return Of(element, isStructure: !owner.IsText, form.Options);
            default:
                return owner with { Form = null };
        }
    }

    // The form that the name of a derived type asks for, which is before all other properties.
    private static Declared Derived(Declared owner, string name, ref Utf8JsonReader reader)
    {
        if (
            owner.Form?.PolymorphismOptions is { } options
            && options.TypeDiscriminatorPropertyName == name
            && reader.TokenType is JsonTokenType.String
        )
        {
            var wanted = reader.GetString();
            foreach (var derived in options.DerivedTypes)
            {
                if (derived.TypeDiscriminator is string known && known == wanted)
                {
                    return owner with { Form = owner.Form.Options.GetTypeInfo(derived.DerivedType) };
                }
            }
        }

        return owner;
    }

    private static Declared Of(Type type, bool isStructure, JsonSerializerOptions options)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain == typeof(string) || plain == typeof(JsonElement) || plain == typeof(JsonElement?))
        {
            return new Declared(null, !isStructure);
        }

        var form = options.GetTypeInfo(type);
        // Dates, enumerations and masked texts are values that hold no text of their own.
        return form.Kind is JsonTypeInfoKind.None ? new Declared(null, IsText: false) : new Declared(form, !isStructure);
    }
}
