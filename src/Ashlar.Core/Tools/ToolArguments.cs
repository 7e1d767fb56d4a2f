using System.Text.Json;

namespace Ashlar.Core.Tools;

/// <summary>Values of a tool's input, which has been checked against its schema.</summary>
internal static class ToolArguments
{
    /// <summary>A string, or null when it was left out.</summary>
    public static string? Text(this JsonElement input, string name) =>
        input.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A whole number, or null when it was left out or lies beyond what can be counted.</summary>
    public static long? Number(this JsonElement input, string name) =>
        input.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number)
            ? number
            : null;

    /// <summary>Whether a flag is set.</summary>
    public static bool Flag(this JsonElement input, string name) =>
        input.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
