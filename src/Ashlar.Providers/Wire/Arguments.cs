using System.Text.Json;

namespace Ashlar.Providers.Wire;

/// <summary>The arguments of a tool call as text.</summary>
internal static class Arguments
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>
    /// What a model wrote, ready for the caller: cleaned; nothing at all is the empty object, as both protocols mean it, an object that a server
    /// wrote as text twice is the object, and an empty one that is before another holds its place.
    /// </summary>
    public static string Received(string text) =>
        string.IsNullOrWhiteSpace(text) ? "{}" : WireText.CleanJson(Twice(text) ?? Behind(text) ?? text);

    /// <summary>Whether the text is one JSON object without duplicate keys.</summary>
    public static bool IsObject(string text) => KindOf(text) is JsonValueKind.Object;

    private static string? Twice(string text)
    {
        if (!text.AsSpan().TrimStart().StartsWith("\"{", StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.GetString() is { } inner && IsObject(inner) ? inner : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Behind(string text)
    {
        var rest = text.AsSpan().TrimStart();
        return rest.StartsWith("{}", StringComparison.Ordinal) && rest[2..].Trim().ToString() is ['{', ..] behind && IsObject(behind)
            ? behind
            : null;
    }

    private static JsonValueKind KindOf(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Strict);
            return document.RootElement.ValueKind;
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            return JsonValueKind.Undefined;
        }
    }
}
