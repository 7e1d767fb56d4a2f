using System.Text.Json;

namespace Ashlar.Core.Work;

/// <summary>The tag that Task Master works in.</summary>
internal static class TaskTag
{
    private const int MostBytes = 64 * 1024;

    /// <summary>What <c>.taskmaster/state.json</c> says; null where it says nothing.</summary>
    public static string? Current(RootFolder root, string path)
    {
        var at = ("/" + path).LastIndexOf("/.taskmaster/", StringComparison.Ordinal);
        if (at < 0 || root.Read(path[..at] + ".taskmaster/state.json", MostBytes) is not { } content)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(content);
            return
                document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("currentTag", out var tag)
                && tag.ValueKind == JsonValueKind.String
                ? tag.GetString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
