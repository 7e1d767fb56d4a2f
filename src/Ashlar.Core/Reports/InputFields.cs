using System.Globalization;
using System.Text.Json;
using Ashlar.Core.Models;

namespace Ashlar.Core.Reports;

/// <summary>
/// The fields of a tool's input, read as models write them: names in any case and with or without underscores, numbers as text,
/// lists as one string, JSON inside a string, and <c>none</c> for nothing.
/// </summary>
/// <param name="element">The input; anything but an object has no fields.</param>
internal readonly struct InputFields(JsonElement element)
{
    private static readonly string[] Nothings =
    [
        "",
        "none",
        "n/a",
        "na",
        "nil",
        "null",
        "nothing",
        "not applicable",
        "-",
        "–",
        "—",
        "[]",
        "{}",
    ];

    /// <summary>Whether there are fields at all.</summary>
    public bool IsObject => element.ValueKind == JsonValueKind.Object;

    /// <summary>Whether a text stands for nothing.</summary>
    public static bool IsNothing(string text) =>
        Nothings.Contains(text.Trim().TrimEnd('.').Trim('(', ')', '[', ']').ToLowerInvariant(), StringComparer.Ordinal);

    /// <summary>The field, JSON inside a string unwrapped; null when it is absent, null or stands for nothing.</summary>
    public JsonElement? Find(string name)
    {
        if (!IsObject)
        {
            return null;
        }

        foreach (var property in element.EnumerateObject())
        {
            if (SameName(property.Name, name))
            {
                return Present(property.Value);
            }
        }

        return null;
    }

    /// <summary>The field as text: numbers and truth values as written, a list joined by line feeds; null when absent.</summary>
    public string? Text(string name) => Find(name) is { } value ? TextOf(value) : null;

    /// <summary>The field as a list of texts; one text with several lines is several. Entries that stand for nothing are left out.</summary>
    public IReadOnlyList<string> Texts(string name) =>
        Find(name) switch
        {
            null => [],
            { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().Select(TextOf).OfType<string>().ToList(),
            { } one => LineText.Items(TextOf(one) ?? ""),
        };

    /// <summary>The field as a list of elements; one element is a list of one, several lines of text are several.</summary>
    public IReadOnlyList<JsonElement> Elements(string name) =>
        Find(name) switch
        {
            null => [],
            { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().Select(Present).OfType<JsonElement>().ToList(),
            { } one => [one],
        };

    /// <summary>The field as a whole number, or null when it is absent or none.</summary>
    public int? Number(string name) =>
        Find(name) switch
        {
            { ValueKind: JsonValueKind.Number } number
                when number.TryGetDouble(out var value) && value is >= 0 and <= int.MaxValue && Math.Floor(value) == value => (int)value,
            { ValueKind: JsonValueKind.String } text
                when int.TryParse(text.GetString()!.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var value) => value,
            _ => null,
        };

    /// <summary>The field as a truth value, or null.</summary>
    public bool? Truth(string name) =>
        Find(name) is not { } value ? null
        : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
        : TextOf(value)?.Trim().ToLowerInvariant() switch
        {
            "true" or "yes" or "met" or "y" or "x" or "✅" or "done" or "1" => true,
            "false" or "no" or "not met" or "n" or "❌" or "0" => false,
            _ => null,
        };

    /// <summary>Text of an element, or null when it stands for nothing.</summary>
    public static string? TextOf(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString() is { } text && !IsNothing(text) ? text.Trim() : null,
            JsonValueKind.Null or JsonValueKind.Undefined => null,
            JsonValueKind.Array => string.Join('\n', value.EnumerateArray().Select(TextOf).OfType<string>()) is { Length: > 0 } joined
                ? joined
                : null,
            JsonValueKind.Object => string.Join(
                ", ",
                value
                    .EnumerateObject()
                    .Select(property => TextOf(property.Value) is { } text ? $"{property.Name}: {text}" : null)
                    .OfType<string>()
            )
                is { Length: > 0 } joined
                ? joined
                : null,
            _ => value.GetRawText(),
        };

    private static JsonElement? Present(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            var text = value.GetString()!.Trim();
            return IsNothing(text) ? null
                : text[0] is '[' or '{' && Parse(text) is { } inner ? Present(inner)
                : value;
        }

        return
            value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined
            || (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0)
            || (value.ValueKind == JsonValueKind.Object && !value.EnumerateObject().Any())
            ? null
            : value;
    }

    private static JsonElement? Parse(string text)
    {
        try
        {
            var value = CallArguments.Value(text);
            return value.ValueKind is JsonValueKind.Array or JsonValueKind.Object ? value : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool SameName(string written, string name) =>
        written.Equals(name, StringComparison.Ordinal)
        || written
            .Replace("_", "", StringComparison.Ordinal)
            .Replace("-", "", StringComparison.Ordinal)
            .Equals(name.Replace("_", "", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
}
