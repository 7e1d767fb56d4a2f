using System.Text.Json;
using System.Text.Json.Nodes;

namespace Ashlar.Testing;

/// <summary>Scripted answers in the form of Anthropic's Messages API (events as its documentation lists them).</summary>
internal static class AnthropicWire
{
    public static IEnumerable<string> Events(RecordedRequest request, ScriptedAnswer answer)
    {
        yield return Event(
            "message_start",
            new JsonObject
            {
                ["message"] = new JsonObject
                {
                    ["id"] = $"msg_{request.Number}",
                    ["type"] = "message",
                    ["role"] = "assistant",
                    ["model"] = request.Model,
                    ["content"] = new JsonArray(),
                    ["stop_reason"] = null,
                    ["usage"] = UsageOf(answer, output: 1),
                },
            }
        );
        yield return Event("ping", []);
        for (var index = 0; index < answer.Parts.Count; index++)
        {
            foreach (var text in Block(request, answer.Parts[index], index))
            {
                yield return text;
            }
        }

        var last = new JsonObject
        {
            ["delta"] = new JsonObject { ["stop_reason"] = StopOf(answer), ["stop_sequence"] = null },
        };
        if (answer.Usage is { } usage)
        {
            last["usage"] = new JsonObject { ["output_tokens"] = usage.Output };
        }

        yield return Event("message_delta", last);
        yield return Event("message_stop", []);
    }

    public static string Whole(RecordedRequest request, ScriptedAnswer answer) =>
        new JsonObject
        {
            ["id"] = $"msg_{request.Number}",
            ["type"] = "message",
            ["role"] = "assistant",
            ["model"] = request.Model,
            ["content"] = new JsonArray([.. answer.Parts.Select((part, index) => WholeBlock(request, part, index))]),
            ["stop_reason"] = StopOf(answer),
            ["usage"] = UsageOf(answer, answer.Usage?.Output ?? 0),
        }.ToJsonString();

    public static string Error(string type, string message) =>
        Event(
            "error",
            new JsonObject
            {
                ["error"] = new JsonObject { ["type"] = type, ["message"] = message },
            }
        );

    private static IEnumerable<string> Block(RecordedRequest request, ScriptedPart part, int index)
    {
        yield return Event(
            "content_block_start",
            new JsonObject { ["index"] = index, ["content_block"] = EmptyBlock(request, part, index) }
        );
        foreach (var delta in Deltas(part))
        {
            yield return Event("content_block_delta", new JsonObject { ["index"] = index, ["delta"] = delta });
        }

        yield return Event("content_block_stop", new JsonObject { ["index"] = index });
    }

    private static IEnumerable<JsonObject> Deltas(ScriptedPart part) =>
        part switch
        {
            ScriptedText text => Pieces.Of(text.Text).Select(piece => Delta("text_delta", "text", piece)),
            ScriptedCall call => Pieces.Of(call.Arguments).Select(piece => Delta("input_json_delta", "partial_json", piece)),
            ScriptedThinking thinking => Pieces
                .Of(thinking.Text)
                .Select(piece => Delta("thinking_delta", "thinking", piece))
                .Concat(Pieces.Of(thinking.Signature).Select(piece => Delta("signature_delta", "signature", piece))),
            _ => [],
        };

    private static JsonObject Delta(string type, string property, string piece) => new() { ["type"] = type, [property] = piece };

    private static JsonObject EmptyBlock(RecordedRequest request, ScriptedPart part, int index) =>
        part switch
        {
            ScriptedText => new JsonObject { ["type"] = "text", ["text"] = "" },
            ScriptedCall call => CallBlock(request, call, index, new JsonObject()),
            ScriptedThinking => new JsonObject
            {
                ["type"] = "thinking",
                ["thinking"] = "",
                ["signature"] = "",
            },
            _ => WholeBlock(request, part, index),
        };

    private static JsonObject WholeBlock(RecordedRequest request, ScriptedPart part, int index) =>
        part switch
        {
            ScriptedText text => new JsonObject { ["type"] = "text", ["text"] = text.Text },
            ScriptedCall call => CallBlock(request, call, index, JsonNode.Parse(call.Arguments)!),
            ScriptedThinking thinking => new JsonObject
            {
                ["type"] = "thinking",
                ["thinking"] = thinking.Text,
                ["signature"] = thinking.Signature,
            },
            ScriptedRedactedThinking redacted => new JsonObject { ["type"] = "redacted_thinking", ["data"] = redacted.Data },
            _ => throw new JsonException($"no such part: {part}"),
        };

    private static JsonObject CallBlock(RecordedRequest request, ScriptedCall call, int index, JsonNode input)
    {
        var block = new JsonObject { ["type"] = "tool_use" };
        if (call.Id is not "")
        {
            block["id"] = call.Id ?? $"toolu_{request.Number}_{index}";
        }

        block["name"] = call.Tool;
        block["input"] = input;
        return block;
    }

    private static JsonObject? UsageOf(ScriptedAnswer answer, long output) =>
        answer.Usage is not { } usage
            ? null
            : new JsonObject
            {
                ["input_tokens"] = usage.Input,
                ["cache_read_input_tokens"] = usage.Cached,
                ["cache_creation_input_tokens"] = usage.CacheWrite,
                ["output_tokens"] = output,
            };

    private static string StopOf(ScriptedAnswer answer) =>
        answer.Stop ?? (answer.Parts.Any(part => part is ScriptedCall) ? "tool_use" : "end_turn");

    private static string Event(string type, JsonObject data)
    {
        data.Insert(0, "type", type);
        return $"event: {type}\ndata: {data.ToJsonString()}\n\n";
    }
}

/// <summary>A text in pieces that cut it at awkward places, as streams do.</summary>
internal static class Pieces
{
    public static IEnumerable<string> Of(string text)
    {
        if (text.Length < 2)
        {
            return text.Length == 0 ? [] : [text];
        }

        var cut = Math.Min(text.Length / 2, 40);
        if (char.IsHighSurrogate(text[cut - 1]))
        {
            cut++;
        }

        return text.Length == cut ? [text] : [text[..cut], text[cut..]];
    }
}
