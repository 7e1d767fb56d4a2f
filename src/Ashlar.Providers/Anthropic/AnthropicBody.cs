using System.Text;
using System.Text.Json;
using Ashlar.Core.Models;
using Ashlar.Core.Secrets;
using Ashlar.Providers.Wire;

namespace Ashlar.Providers.Anthropic;

/// <summary>
/// Request bodies of the Messages API. Cache breakpoints are on the system prompt (or the last tool where there is none) and on the
/// last two user messages: the last writes the cache, the one before is sure to be found. They are put in while sending, so that what is
/// kept never changes.
/// </summary>
internal sealed class AnthropicBody(string model, Conversation conversation) : GrowingBody(conversation)
{
    private static readonly byte[] breakpoint = ",\"cache_control\":{\"type\":\"ephemeral\"}"u8.ToArray();
    private static readonly byte[] comma = ","u8.ToArray();
    private static readonly byte[] userStart = "{\"role\":\"user\""u8.ToArray();

    // A user's turn ends with the last block's brace, the bracket of the content and the brace of the message.
    private static readonly int turnEnd = "}]}".Length;

    protected override void WriteHead(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("model"u8, model);
        if (!Conversation.System.IsEmpty)
        {
            json.WriteStartArray("system"u8);
            json.WriteStartObject();
            json.WriteString("type"u8, "text"u8);
            json.WriteString("text"u8, Conversation.System.Text);
            WriteBreakpoint(json);
            json.WriteEndObject();
            json.WriteEndArray();
        }

        if (Conversation.Tools.Count > 0)
        {
            json.WriteStartArray("tools"u8);
            foreach (var tool in Conversation.Tools)
            {
                json.WriteStartObject();
                json.WriteString("name"u8, tool.Name);
                json.WriteString("description"u8, tool.Description);
                json.WritePropertyName("input_schema"u8);
                tool.InputSchema.WriteTo(json);
                if (Conversation.System.IsEmpty && tool == Conversation.Tools[^1])
                {
                    WriteBreakpoint(json);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteStartArray("messages"u8);
    }

    protected override void WriteTurn(Utf8JsonWriter json, Turn turn)
    {
        var blocks = new AnthropicBlocks(json);
        json.WriteStartObject();
        json.WriteString("role"u8, turn.Role is Role.User ? "user"u8 : "assistant"u8);
        json.WriteStartArray("content"u8);
        foreach (var result in turn.Results)
        {
            blocks.WriteResult(result);
        }

        // The protocol takes only text in a result that is an error.
        var images = turn.Results.Where(result => result.IsError).SelectMany(result => result.Content.OfType<ImageBlock>());
        foreach (var block in images.Concat(turn.Blocks))
        {
            blocks.Write(block);
        }

        if (turn is { Results: [], Blocks: [] })
        {
            blocks.Write(new TextBlock(MaskedText.Literal("(nothing)")));
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    protected override IReadOnlyList<ReadOnlyMemory<byte>> Assemble(byte[] head, IReadOnlyList<byte[]> turns, ModelRequest request)
    {
        var parts = new List<ReadOnlyMemory<byte>>((2 * turns.Count) + 8) { head };
        for (var index = 0; index < turns.Count; index++)
        {
            var turn = turns[index];
            if (index > 0)
            {
                parts.Add(comma);
            }

            if (index >= turns.Count - 3 && turn.AsSpan().StartsWith(userStart))
            {
                parts.Add(turn.AsMemory(0, turn.Length - turnEnd));
                parts.Add(breakpoint);
                parts.Add(turn.AsMemory(turn.Length - turnEnd));
            }
            else
            {
                parts.Add(turn);
            }
        }

        parts.Add(Encoding.UTF8.GetBytes($"],\"max_tokens\":{request.MaxOutputTokens},\"stream\":true}}"));
        return parts;
    }

    private static void WriteBreakpoint(Utf8JsonWriter json)
    {
        json.WriteStartObject("cache_control"u8);
        json.WriteString("type"u8, "ephemeral"u8);
        json.WriteEndObject();
    }
}
