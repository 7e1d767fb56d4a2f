using System.Text.Json;
using Ashlar.Core.Models;

namespace Ashlar.Core.Conversations;

/// <summary>A call in a few words, for progress and logs: the tool and what it is about.</summary>
internal static class CallSummary
{
    private const int Longest = 80;
    private static readonly string[] Telling = ["file_path", "path", "command", "pattern", "url", "summary", "what", "message"];

    /// <summary>For example <c>Bash pytest -q</c>.</summary>
    public static string Of(ToolCall call)
    {
        try
        {
            using var arguments = JsonDocument.Parse(call.Arguments.Text);
            foreach (var name in Telling)
            {
                if (arguments.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String)
                {
                    var text = ShownText.Line(value.GetString()!);
                    return $"{call.Name} {(text.Length > Longest ? text[..Longest] + "…" : text)}";
                }
            }
        }
        catch (Exception trouble) when (trouble is JsonException or InvalidOperationException)
        {
            // The call's own answer says what is wrong with it.
        }

        return call.Name;
    }
}
