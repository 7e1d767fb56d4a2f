using System.Text.Json;

namespace Ashlar.Core.Tools;

/// <summary>The arguments of a call: from the text that a model wrote to values that a tool reads.</summary>
internal static class ToolArguments
{
    /// <summary>One key twice is refused: two readers could take different ones.</summary>
    public static JsonDocumentOptions Strict { get; } = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    /// <summary>The arguments as a JSON object, or what is wrong with them.</summary>
    public static (JsonElement Value, string? Problem) Parse(string arguments)
    {
        try
        {
            using var document = JsonDocument.Parse(string.IsNullOrWhiteSpace(arguments) ? "{}" : arguments, Strict);
            Strings(document.RootElement);
            return (document.RootElement.Clone(), null);
        }
        catch (JsonException error)
        {
            return (default, error.Message.Split(" Path:")[0].TrimEnd('.'));
        }
        catch (InvalidOperationException)
        {
            return (default, "a string in it is not valid Unicode");
        }
    }

    /// <summary>A string, or null when it was left out.</summary>
    public static string? Text(this JsonElement input, string name) =>
        input.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A whole number, or null when it was left out.</summary>
    public static long? Number(this JsonElement input, string name) =>
        input.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt64() : null;

    /// <summary>Whether a flag is set.</summary>
    public static bool Flag(this JsonElement input, string name) =>
        input.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;

    // A lone surrogate is found out only when the string is read.
    private static void Strings(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in value.EnumerateObject())
                {
                    _ = property.Name;
                    Strings(property.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    Strings(item);
                }

                break;
            case JsonValueKind.String:
                _ = value.GetString();
                break;
        }
    }
}
