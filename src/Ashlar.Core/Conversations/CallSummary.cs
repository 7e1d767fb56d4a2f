using System.Text.Json;
using Ashlar.Core.Models;

namespace Ashlar.Core.Conversations;

/// <summary>A call in a few words, for progress and logs: the tool and what it is about.</summary>
internal static class CallSummary
{
    private const int Longest = 80;
    private static readonly string[] Telling = ["pattern", "file_path", "path", "command", "url", "summary", "what", "message"];

    /// <summary>For example <c>Bash pytest -q</c>. What is wrong with its arguments is the matter of its answer.</summary>
    public static string Of(ToolCall call)
    {
        var input = CallArguments.Of(call).Input;
        foreach (var name in Telling)
        {
            if (input.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String)
            {
                var text = ShownText.Line(value.GetString()!);
                return $"{Name(call)} {Cut(text)}{(name == "pattern" ? Where(input) : "")}";
            }
        }

        return Name(call);
    }

    // What is looked for says more than where.
    private static string Where(JsonElement input) =>
        input.TryGetProperty("path", out var path)
        && path.ValueKind == JsonValueKind.String
        && path.GetString() is { Length: > 0 } and not "." and var place
            ? $" in {Cut(ShownText.Line(place))}"
            : "";

    private static string Cut(string text) => text.Length > Longest ? text[..Longest] + "…" : text;

    private static string Name(ToolCall call) => call.Name.Length > Longest ? call.Name[..Longest] + "…" : call.Name;
}
