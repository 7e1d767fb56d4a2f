using System.Text.Json;
using Ashlar.Core.Models;
using Ashlar.Core.Secrets;
using Ashlar.Providers.Wire;

namespace Ashlar.Providers.Cassettes;

/// <summary>Answers and content blocks in a cassette's own form, which people can write by hand.</summary>
internal static class CassetteJson
{
    private static readonly (StopReason Reason, string Word)[] stops =
    [
        (StopReason.EndTurn, "end_turn"),
        (StopReason.ToolUse, "tool_use"),
        (StopReason.MaxTokens, "max_tokens"),
        (StopReason.Refusal, "refusal"),
        (StopReason.Other, "other"),
    ];

    /// <summary>Writes an answer.</summary>
    public static void Write(Utf8JsonWriter json, ModelAnswer answer)
    {
        json.WriteStartObject();
        json.WriteStartArray("content"u8);
        foreach (var block in answer.Content)
        {
            Write(json, block);
        }

        json.WriteEndArray();
        json.WriteString("stop"u8, Array.Find(stops, stop => stop.Reason == answer.Stop).Word);
        json.WriteStartObject("usage"u8);
        json.WriteNumber("input"u8, answer.Usage.Input);
        json.WriteNumber("output"u8, answer.Usage.Output);
        json.WriteNumber("cached"u8, answer.Usage.Cached);
        json.WriteNumber("cache_write"u8, answer.Usage.CacheWrite);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Writes a block. Arguments that are an object are written as one.</summary>
    public static void Write(Utf8JsonWriter json, ContentBlock block)
    {
        json.WriteStartObject();
        switch (block)
        {
            case TextBlock text:
                json.WriteString("type"u8, "text"u8);
                json.WriteString("text"u8, text.Text);
                break;
            case ImageBlock image:
                json.WriteString("type"u8, "image"u8);
                json.WriteString("media_type"u8, image.MediaType);
                json.WriteString("data"u8, image.Base64);
                break;
            case ThinkingBlock thinking:
                json.WriteString("type"u8, "thinking"u8);
                json.WritePropertyName("raw"u8);
                thinking.Raw.WriteTo(json);
                break;
            case ToolCall call:
                json.WriteString("type"u8, "call"u8);
                json.WriteString("id"u8, call.Id);
                json.WriteString("name"u8, call.Name);
                json.WritePropertyName("arguments"u8);
                WriteArguments(json, call.Arguments.Text);
                break;
            case ToolResult result:
                json.WriteString("type"u8, "result"u8);
                json.WriteString("call"u8, result.CallId);
                json.WriteBoolean("error"u8, result.IsError);
                json.WriteStartArray("content"u8);
                foreach (var inner in result.Content)
                {
                    Write(json, inner);
                }

                json.WriteEndArray();
                break;
            default:
                break;
        }

        json.WriteEndObject();
    }

    /// <summary>Reads an answer.</summary>
    /// <exception cref="JsonException">It is none; the message says what is wrong.</exception>
    public static ModelAnswer Read(JsonElement answer, string model, SecretMask mask)
    {
        var content =
            answer.Text("content"u8) is { } text ? [new TextBlock(MaskedText.Of(mask, text))]
            : answer.TryGetProperty("content"u8, out var blocks) && blocks.ValueKind is JsonValueKind.Array
                ? blocks.EnumerateArray().Select(block => ReadBlock(block, mask)).OfType<ContentBlock>().ToList()
            : throw new JsonException("the answer has no \"content\", which is a text or an array of blocks");
        var usage = answer.Object("usage"u8) is { } counts
            ? new Usage(
                counts.Count("input"u8) ?? 0,
                counts.Count("output"u8) ?? 0,
                counts.Count("cached"u8) ?? 0,
                counts.Count("cache_write"u8) ?? 0
            )
            : Usage.None;
        return new ModelAnswer(content, Stop(answer, content), usage, model);
    }

    private static StopReason Stop(JsonElement answer, List<ContentBlock> content)
    {
        if (answer.Text("stop"u8) is not { } word)
        {
            return content.Exists(block => block is ToolCall) ? StopReason.ToolUse : StopReason.EndTurn;
        }

        var at = Array.FindIndex(stops, stop => stop.Word == word);
        return at >= 0
            ? stops[at].Reason
            : throw new JsonException($"\"stop\" is \"{word}\"; it may be {string.Join(", ", stops.Select(stop => stop.Word))}");
    }

    private static ContentBlock? ReadBlock(JsonElement block, SecretMask mask) =>
        block.Text("type"u8) switch
        {
            "text" => new TextBlock(
                MaskedText.Of(mask, block.Text("text"u8) ?? throw new JsonException("a block of type text has no \"text\""))
            ),
            "thinking" => ThinkingBlock.Of(
                mask,
                block.Object("raw"u8)?.Clone() ?? throw new JsonException("a block of type thinking has no \"raw\"")
            ),
            "call" => ToolCall.Of(
                mask,
                block.Text("id"u8) ?? "",
                block.Text("name"u8) ?? throw new JsonException("a block of type call has no \"name\""),
                block.TryGetProperty("arguments"u8, out var arguments) ? arguments.Text() ?? arguments.GetRawText() : "{}"
            ),
            var type => throw new JsonException($"a block is of type \"{type}\"; it may be text, thinking or call"),
        };

    private static void WriteArguments(Utf8JsonWriter json, string arguments)
    {
        // Only what is compact already comes back as the same text.
        if (Arguments.IsObject(arguments) && !arguments.AsSpan().ContainsAny('\n', '\r'))
        {
            json.WriteRawValue(arguments, skipInputValidation: true);
        }
        else
        {
            json.WriteStringValue(arguments);
        }
    }
}
