using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Ashlar.Core.Secrets;

namespace Ashlar.Core.Tests.Runs;

/// <summary>Makes a record of a type with a value in each of its strings: <c>S:</c> before it where it is structure, else <c>T:</c>.</summary>
internal sealed class RecordSample(string value)
{
    public int Structures { get; private set; }

    public int Texts { get; private set; }

    public JsonNode? Of(JsonTypeInfo form) => Of(form.Type, isStructure: false, form.Options, new Stack<Type>());

    private JsonNode? Of(Type type, bool isStructure, JsonSerializerOptions options, Stack<Type> above)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain == typeof(string))
        {
            return Words(isStructure);
        }

        if (plain == typeof(JsonElement))
        {
            return new JsonObject { ["inner"] = Words(isStructure) };
        }

        if (plain.IsEnum)
        {
            return JsonNode.Parse(JsonSerializer.Serialize(Enum.GetValues(plain).GetValue(0), options.GetTypeInfo(plain)));
        }

        var form = options.GetTypeInfo(plain);
        switch (form.Kind)
        {
            case JsonTypeInfoKind.None:
                return Scalar(plain);
            case JsonTypeInfoKind.Enumerable:
                var list = new JsonArray();
                foreach (var one in Forms(form.ElementType!, options).Where(one => !above.Contains(one.Type)))
                {
                    list.Add(Named(one, Of(one.Form.Type, isStructure, options, above)));
                }

                return list;
            case JsonTypeInfoKind.Dictionary:
                return new JsonObject { ["key"] = Of(form.ElementType!, isStructure, options, above) };
            default:
                above.Push(plain);
                var json = new JsonObject();
                foreach (
                    var property in form.Properties.Where(property => property.Set is not null || property.AssociatedParameter is not null)
                )
                {
                    var marked = property.AttributeProvider!.IsDefined(typeof(StructureAttribute), inherit: false);
                    if (!above.Contains(property.PropertyType))
                    {
                        json[property.Name] = Of(property.PropertyType, marked, options, above);
                    }
                }

                above.Pop();
                return json;
        }
    }

    private JsonValue Words(bool isStructure)
    {
        _ = isStructure ? Structures++ : Texts++;
        return JsonValue.Create($"{(isStructure ? "S" : "T")}:{value}");
    }

    private static JsonNode Scalar(Type type) =>
        type == typeof(bool) ? JsonValue.Create(true)
        : type == typeof(DateTimeOffset) ? JsonValue.Create("2026-01-02T03:04:05+00:00")
        : type == typeof(TimeSpan) ? JsonValue.Create("00:00:01")
        : type == typeof(MaskedText) ? JsonValue.Create("masked before")
        : JsonValue.Create(1);

    private static IEnumerable<(Type Type, JsonTypeInfo Form, string? Name)> Forms(Type type, JsonSerializerOptions options)
    {
        if (type == typeof(string))
        {
            return [(type, options.GetTypeInfo(type), null)];
        }

        var form = options.GetTypeInfo(type);
        return form.PolymorphismOptions is { } derived
            ? derived.DerivedTypes.Select(one => (one.DerivedType, options.GetTypeInfo(one.DerivedType), (string?)one.TypeDiscriminator))
            : [(type, form, null)];
    }

    private static JsonNode? Named((Type Type, JsonTypeInfo Form, string? Name) one, JsonNode? json)
    {
        if (one.Name is null || json is not JsonObject members)
        {
            return json;
        }

        var name =
            one.Type.BaseType!.GetCustomAttributesData()
                .SelectMany(data => data.NamedArguments)
                .First(argument => argument.MemberName == "TypeDiscriminatorPropertyName")
                .TypedValue.Value as string;
        var named = new JsonObject { [name!] = one.Name };
        foreach (var (key, value) in members.ToList())
        {
            members.Remove(key);
            named[key] = value;
        }

        return named;
    }
}
