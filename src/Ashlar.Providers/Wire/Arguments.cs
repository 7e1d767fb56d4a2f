using System.Text.Json;

namespace Ashlar.Providers.Wire;

/// <summary>The arguments of a tool call as text.</summary>
internal static class Arguments
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>What a model wrote, ready for the caller: cleaned; nothing at all is the empty object, as both protocols mean it.</summary>
    public static string Received(string text) => string.IsNullOrWhiteSpace(text) ? "{}" : WireText.CleanJson(text);

    /// <summary>Whether the text is one JSON object without duplicate keys.</summary>
    public static bool IsObject(string text) => KindOf(text) is JsonValueKind.Object;

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
