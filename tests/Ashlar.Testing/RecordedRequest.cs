using System.Text.Json;
using Ashlar.Core.Models;

namespace Ashlar.Testing;

/// <summary>The wire protocols that a <see cref="ScriptedModelServer"/> speaks.</summary>
public enum WireProtocol
{
    /// <summary>Anthropic Messages.</summary>
    Anthropic,

    /// <summary>OpenAI Chat Completions.</summary>
    OpenAI,
}

/// <summary>A tool result as a request carried it.</summary>
/// <param name="CallId">The call it answers.</param>
/// <param name="Text">Its text.</param>
/// <param name="IsError">Whether it is marked as an error (Chat Completions: by the prefix <c>Error: </c>).</param>
public sealed record RecordedResult(string CallId, string Text, bool IsError);

/// <summary>One request as it arrived, with questions about it that are answered alike for both protocols.</summary>
/// <param name="Number">Order of arrival on the server, from 1.</param>
/// <param name="Protocol">Which protocol it speaks.</param>
/// <param name="Headers">All request headers.</param>
/// <param name="Bytes">The body as it came.</param>
public sealed record RecordedRequest(int Number, WireProtocol Protocol, IReadOnlyDictionary<string, string> Headers, byte[] Bytes)
{
    private JsonDocument? body;

    /// <summary>The query of its address, with the question mark; empty without one.</summary>
    public string Query { get; init; } = "";

    /// <summary>The body as JSON.</summary>
    public JsonElement Body => (body ??= JsonDocument.Parse(Bytes)).RootElement;

    /// <summary>The model asked for.</summary>
    public string Model => Body.GetProperty("model").GetString()!;

    /// <summary>The system prompt.</summary>
    public string System =>
        Protocol is WireProtocol.OpenAI ? string.Join('\n', Messages.Where(message => RoleOf(message) is "system").Select(TextOf))
        : Body.TryGetProperty("system", out var system) ? TextOfContent(system)
        : "";

    /// <summary>The names of the tools on offer, in order.</summary>
    public IReadOnlyList<string> Tools =>
        !Body.TryGetProperty("tools", out var tools)
            ? []
            :
            [
                .. tools
                    .EnumerateArray()
                    .Select(tool =>
                        (Protocol is WireProtocol.OpenAI ? tool.GetProperty("function") : tool).GetProperty("name").GetString()!
                    ),
            ];

    /// <summary>The messages as the protocol has them.</summary>
    public IReadOnlyList<JsonElement> Messages => [.. Body.GetProperty("messages").EnumerateArray()];

    /// <summary>The text of the first user message.</summary>
    public string FirstUserText => TextOf(Messages.First(message => RoleOf(message) is "user"));

    /// <summary>The text of the last user message without its tool results; empty if it has none.</summary>
    public string LastUserText => RoleOf(Messages[^1]) is "user" ? TextOf(Messages[^1]) : "";

    /// <summary>The id in the line <c>Task: ID — TITLE</c> of the first user message, or null.</summary>
    public string? TaskId => TaskLine.IdIn(FirstUserText);

    /// <summary>The number of the turn that this request asks for: answers in the conversation so far and 1.</summary>
    public int Turn => Messages.Count(message => RoleOf(message) is "assistant") + 1;

    /// <summary>The results that came back since the model's last answer, in order.</summary>
    public IReadOnlyList<RecordedResult> LastToolResults =>
        [.. Messages.Reverse().TakeWhile(message => RoleOf(message) is not "assistant").Reverse().SelectMany(ResultsOf)];

    /// <summary>The text of all results that came back since the model's last answer.</summary>
    public string LastResultText => string.Join('\n', LastToolResults.Select(result => result.Text));

    private static string? RoleOf(JsonElement message) => message.GetProperty("role").GetString();

    private static string TextOf(JsonElement message) => message.TryGetProperty("content", out var content) ? TextOfContent(content) : "";

    private static string TextOfContent(JsonElement content) =>
        content.ValueKind switch
        {
            JsonValueKind.String => content.GetString()!,
            JsonValueKind.Array => string.Join(
                '\n',
                content.EnumerateArray().Where(block => TypeOf(block) is "text").Select(block => block.GetProperty("text").GetString())
            ),
            _ => "",
        };

    private static IEnumerable<RecordedResult> ResultsOf(JsonElement message)
    {
        if (RoleOf(message) is "tool")
        {
            var text = TextOf(message);
            yield return new(message.GetProperty("tool_call_id").GetString()!, text, text.StartsWith("Error: ", StringComparison.Ordinal));
        }
        else if (message.GetProperty("content") is { ValueKind: JsonValueKind.Array } content)
        {
            foreach (var block in content.EnumerateArray().Where(block => TypeOf(block) is "tool_result"))
            {
                yield return new(
                    block.GetProperty("tool_use_id").GetString()!,
                    block.TryGetProperty("content", out var inner) ? TextOfContent(inner) : "",
                    block.TryGetProperty("is_error", out var error) && error.GetBoolean()
                );
            }
        }
    }

    private static string? TypeOf(JsonElement block) => block.GetProperty("type").GetString();
}
