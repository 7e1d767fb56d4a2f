using System.Text;
using System.Text.Json;
using Ashlar.Core.Models;
using Ashlar.Providers.Wire;

namespace Ashlar.Providers.OpenAI;

/// <summary>
/// Request bodies of Chat Completions. A user's turn becomes one <c>tool</c> message for each result, in call order, then one <c>user</c>
/// message with the rest and with the images of the results, which a <c>tool</c> message cannot hold.
/// </summary>
internal sealed class OpenAIBody(string model, string name, string bound, Conversation conversation) : GrowingBody(conversation)
{
    private static readonly byte[] comma = ","u8.ToArray();

    protected override void WriteHead(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("model"u8, model);
        json.WriteBoolean("stream"u8, true);
        json.WriteStartObject("stream_options"u8);
        json.WriteBoolean("include_usage"u8, true);
        json.WriteEndObject();
        if (Conversation.Tools.Count > 0)
        {
            json.WriteStartArray("tools"u8);
            foreach (var tool in Conversation.Tools)
            {
                json.WriteStartObject();
                json.WriteString("type"u8, "function"u8);
                json.WriteStartObject("function"u8);
                json.WriteString("name"u8, tool.Name);
                json.WriteString("description"u8, tool.Description);
                json.WritePropertyName("parameters"u8);
                tool.InputSchema.WriteTo(json);
                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteStartArray("messages"u8);
        if (!Conversation.System.IsEmpty)
        {
            WriteMessage(json, "system"u8, Conversation.System.Text);
        }
    }

    protected override void WriteTurn(Utf8JsonWriter json, Turn turn)
    {
        if (turn.Role is Role.Assistant)
        {
            WriteAssistant(json, turn);
            return;
        }

        foreach (var result in turn.Results)
        {
            WriteResult(json, result);
        }

        var images = turn.Results.SelectMany(result => result.Content.OfType<ImageBlock>());
        var rest = images.Concat(turn.Blocks.Where(block => block is TextBlock or ImageBlock)).ToList();
        if (rest.Count == 1 && rest[0] is TextBlock only)
        {
            WriteMessage(json, "user"u8, only.Text);
        }
        else if (rest.Count > 0)
        {
            WriteParts(json, rest);
        }
        else if (turn.Results.Count == 0)
        {
            WriteMessage(json, "user"u8, "(nothing)");
        }
    }

    protected override IReadOnlyList<ReadOnlyMemory<byte>> Assemble(byte[] head, IReadOnlyList<byte[]> turns, ModelRequest request)
    {
        var parts = new List<ReadOnlyMemory<byte>>((2 * turns.Count) + 2) { head };
        foreach (var turn in turns)
        {
            if (parts.Count > 1 || !Conversation.System.IsEmpty)
            {
                parts.Add(comma);
            }

            parts.Add(turn);
        }

        parts.Add(Encoding.UTF8.GetBytes($"],\"{bound}\":{request.MaxOutputTokens}}}"));
        return parts;
    }

    private static void WriteMessage(Utf8JsonWriter json, ReadOnlySpan<byte> role, string text)
    {
        json.WriteStartObject();
        json.WriteString("role"u8, role);
        json.WriteString("content"u8, text);
        json.WriteEndObject();
    }

    private static void WriteResult(Utf8JsonWriter json, ToolResult result)
    {
        var text = string.Join('\n', result.Content.OfType<TextBlock>().Select(block => block.Text));
        if (string.IsNullOrWhiteSpace(text))
        {
            text = result.Content.Any(block => block is ImageBlock) ? "(the image follows)" : EmptyResult.Text;
        }

        json.WriteStartObject();
        json.WriteString("role"u8, "tool"u8);
        json.WriteString("tool_call_id"u8, result.CallId);
        json.WriteString("content"u8, result.IsError && !text.StartsWith("Error: ", StringComparison.Ordinal) ? "Error: " + text : text);
        json.WriteEndObject();
    }

    private static void WriteParts(Utf8JsonWriter json, List<ContentBlock> blocks)
    {
        json.WriteStartObject();
        json.WriteString("role"u8, "user"u8);
        json.WriteStartArray("content"u8);
        foreach (var block in blocks)
        {
            json.WriteStartObject();
            if (block is ImageBlock image)
            {
                json.WriteString("type"u8, "image_url"u8);
                json.WriteStartObject("image_url"u8);
                json.WriteString("url"u8, $"data:{image.MediaType};base64,{image.Base64}");
                json.WriteEndObject();
            }
            else
            {
                json.WriteString("type"u8, "text"u8);
                json.WriteString("text"u8, ((TextBlock)block).Text);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteAssistant(Utf8JsonWriter json, Turn turn)
    {
        var text = string.Join('\n', turn.Blocks.OfType<TextBlock>().Select(block => block.Text));
        var calls = turn.Blocks.OfType<ToolCall>().ToList();
        json.WriteStartObject();
        json.WriteString("role"u8, "assistant"u8);
        var own = turn.Blocks.OfType<ThinkingBlock>().Where(block => OwnWords.IsOf(block, name)).Select(block => block.Raw).ToList();
        WriteContent(json, text, own);
        foreach (var block in own.TakeLast(1))
        {
            OwnWords.Write(json, block);
        }

        if (calls.Count > 0)
        {
            json.WriteStartArray("tool_calls"u8);
            foreach (var (call, index) in calls.Select((call, index) => (call, index)))
            {
                json.WriteStartObject();
                json.WriteString("id"u8, call.Id);
                json.WriteString("type"u8, "function"u8);
                json.WriteStartObject("function"u8);
                json.WriteString("name"u8, SafeName.Tool(call.Name));
                json.WriteString("arguments"u8, Arguments.IsObject(call.Arguments.Text) ? call.Arguments.Text : "{}");
                json.WriteEndObject();
                if (own is [var only])
                {
                    OwnWords.WriteCall(json, only, index);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteContent(Utf8JsonWriter json, string text, IReadOnlyList<JsonElement> own)
    {
        var parts = own.SelectMany(OwnWords.Parts).ToList();
        if (parts.Count > 0)
        {
            json.WriteStartArray("content"u8);
            parts.ForEach(part => part.WriteTo(json));
            if (text.Length > 0)
            {
                json.WriteStartObject();
                json.WriteString("type"u8, "text"u8);
                json.WriteString("text"u8, text);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }
        else if (text.Length > 0)
        {
            json.WriteString("content"u8, text);
        }
        else
        {
            json.WriteNull("content"u8);
        }
    }
}
