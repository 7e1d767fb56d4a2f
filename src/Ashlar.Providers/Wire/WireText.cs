using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Ashlar.Providers.Wire;

/// <summary>
/// Strings from and to the wire. What a provider sends may hold invalid UTF-8, lone surrogates and NUL, which the BCL's readers refuse
/// by throwing; here such characters become U+FFFD, and halves of a surrogate pair that come in two pieces find together first.
/// </summary>
internal static class WireText
{
    /// <summary>A string property as it came, lone surrogates included; null where it is missing or no string.</summary>
    public static string? Text(this JsonElement element, ReadOnlySpan<byte> property) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(property, out var value) ? value.Text() : null;

    /// <summary>A string as it came, lone surrogates included; null if it is none.</summary>
    public static string? Text(this JsonElement element)
    {
        if (element.ValueKind is not JsonValueKind.String)
        {
            return null;
        }

        var raw = JsonMarshal.GetRawUtf8Value(element)[1..^1];
        var text = Encoding.UTF8.GetString(raw);
        return raw.Contains((byte)'\\') ? Unescape(text) : text;
    }

    /// <summary>An object property; null where it is missing or something else.</summary>
    public static JsonElement? Object(this JsonElement element, ReadOnlySpan<byte> property) =>
        element.ValueKind is JsonValueKind.Object
        && element.TryGetProperty(property, out var value)
        && value.ValueKind is JsonValueKind.Object
            ? value
            : null;

    /// <summary>The elements of an array property; none where it is missing or something else.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, ReadOnlySpan<byte> property) =>
        element.ValueKind is JsonValueKind.Object
        && element.TryGetProperty(property, out var value)
        && value.ValueKind is JsonValueKind.Array
            ? value.EnumerateArray()
            : [];

    /// <summary>A count, however it is written (<c>3</c>, <c>3.0</c>, <c>"3"</c>); null where it is missing, negative, absurd or no whole number.</summary>
    public static long? Count(this JsonElement element, ReadOnlySpan<byte> property)
    {
        if (element.ValueKind is not JsonValueKind.Object || !element.TryGetProperty(property, out var value))
        {
            return null;
        }

        var written = value.ValueKind is JsonValueKind.Number ? value.GetRawText() : value.Text();
        return
            decimal.TryParse(written, NumberStyles.Float, CultureInfo.InvariantCulture, out var count)
            && count is >= 0 and <= WireBounds.Tokens
            && decimal.IsInteger(count)
            ? (long)count
            : null;
    }

    /// <summary>The text with lone surrogates and NUL replaced by U+FFFD; the same instance where there are none.</summary>
    public static string Clean(string text)
    {
        StringBuilder? clean = null;
        for (var at = 0; at < text.Length; at++)
        {
            var character = text[at];
            if (char.IsHighSurrogate(character) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]))
            {
                clean?.Append(character).Append(text[at + 1]);
                at++;
            }
            else if (char.IsSurrogate(character) || character == '\0')
            {
                clean ??= new StringBuilder(text, 0, at, text.Length);
                clean.Append('\uFFFD');
            }
            else
            {
                clean?.Append(character);
            }
        }

        return clean?.ToString() ?? text;
    }

    /// <summary>JSON text cleaned in the same way, escapes such as <c>\ud800</c> and <c>\u0000</c> included.</summary>
    public static string CleanJson(string json)
    {
        json = Clean(json);
        if (!json.Contains("\\u", StringComparison.Ordinal))
        {
            return json;
        }

        var clean = new StringBuilder(json.Length);
        for (var at = 0; at < json.Length; at++)
        {
            if (json[at] != '\\' || at + 1 == json.Length)
            {
                clean.Append(json[at]);
            }
            else if (EscapedUnit(json, at) is not { } unit)
            {
                clean.Append(json, at++, 2);
            }
            else if (char.IsHighSurrogate(unit) && EscapedUnit(json, at + 6) is { } low && char.IsLowSurrogate(low))
            {
                clean.Append(json, at, 12);
                at += 11;
            }
            else
            {
                clean.Append(char.IsSurrogate(unit) || unit == '\0' ? "\\ufffd" : json.AsSpan(at, 6));
                at += 5;
            }
        }

        return clean.ToString();
    }

    /// <summary>Parses the data of an event, invalid UTF-8 replaced.</summary>
    public static JsonDocument Parse(ReadOnlyMemory<byte> json) =>
        System.Text.Unicode.Utf8.IsValid(json.Span)
            ? JsonDocument.Parse(json, Options)
            : JsonDocument.Parse(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(json.Span)), Options);

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 512 };

    private static char? EscapedUnit(string json, int at) =>
        at + 6 <= json.Length
        && json[at] == '\\'
        && json[at + 1] == 'u'
        && ushort.TryParse(json.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit)
            ? (char)unit
            : null;

    private static string Unescape(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] != '\\')
            {
                plain.Append(text[at]);
            }
            else if (EscapedUnit(text, at) is { } unit)
            {
                plain.Append(unit);
                at += 5;
            }
            else
            {
                plain.Append(
                    text[++at] switch
                    {
                        'n' => '\n',
                        't' => '\t',
                        'r' => '\r',
                        'b' => '\b',
                        'f' => '\f',
                        var other => other,
                    }
                );
            }
        }

        return plain.ToString();
    }
}
