using System.Text.Json.Nodes;

namespace Ashlar.Testing;

/// <summary>Scripted answers in the form of OpenAI's Chat Completions API.</summary>
internal static class OpenAIWire
{
    public static IEnumerable<string> Events(RecordedRequest request, ScriptedAnswer answer)
    {
        yield return Chunk(request, new JsonObject { ["role"] = "assistant", ["content"] = "" }, null);
        foreach (var delta in Deltas(request, answer))
        {
            yield return Chunk(request, delta, null);
        }

        yield return Chunk(request, [], StopOf(answer));
        if (answer.Usage is not null && request.Body.TryGetProperty("stream_options", out _))
        {
            yield return Data(
                new JsonObject
                {
                    ["id"] = $"chatcmpl-{request.Number}",
                    ["object"] = "chat.completion.chunk",
                    ["model"] = request.Model,
                    ["choices"] = new JsonArray(),
                    ["usage"] = UsageOf(answer),
                }
            );
        }

        yield return "data: [DONE]\n\n";
    }

    public static string Whole(RecordedRequest request, ScriptedAnswer answer)
    {
        var calls = answer.Parts.OfType<ScriptedCall>().Select((call, index) => (JsonNode)Call(request, call, index, call.Arguments));
        var message = new JsonObject
        {
            ["role"] = "assistant",
            ["content"] = string.Concat(answer.Parts.OfType<ScriptedText>().Select(text => text.Text)),
            ["tool_calls"] = new JsonArray([.. calls]),
        };
        return new JsonObject
        {
            ["id"] = $"chatcmpl-{request.Number}",
            ["object"] = "chat.completion",
            ["model"] = request.Model,
            ["choices"] = new JsonArray(
                new JsonObject
                {
                    ["index"] = 0,
                    ["message"] = message,
                    ["finish_reason"] = StopOf(answer),
                }
            ),
            ["usage"] = UsageOf(answer),
        }.ToJsonString();
    }

    public static string Error(string type, string message) =>
        Data(
            new JsonObject
            {
                ["error"] = new JsonObject
                {
                    ["type"] = type,
                    ["message"] = message,
                    ["code"] = type,
                },
            }
        );

    private static IEnumerable<JsonObject> Deltas(RecordedRequest request, ScriptedAnswer answer)
    {
        var index = 0;
        var calls = new List<IReadOnlyList<JsonObject>>();
        foreach (var part in answer.Parts)
        {
            switch (part)
            {
                case ScriptedText text:
                    foreach (var piece in Pieces.Of(text.Text))
                    {
                        yield return new JsonObject { ["content"] = piece };
                    }

                    break;
                case ScriptedThinking thinking:
                    yield return new JsonObject { ["reasoning_content"] = thinking.Text };
                    break;
                case ScriptedCall call:
                    calls.Add([.. CallDeltas(request, call, index++)]);
                    break;
                default:
                    break;
            }
        }

        var ordered = answer.Interleaved
            ? Enumerable
                .Range(0, calls.Select(call => call.Count).DefaultIfEmpty(0).Max())
                .SelectMany(n => calls.Where(call => n < call.Count).Select(call => call[n]))
            : calls.SelectMany(call => call);
        foreach (var delta in ordered)
        {
            yield return delta;
        }
    }

    private static IEnumerable<JsonObject> CallDeltas(RecordedRequest request, ScriptedCall call, int index)
    {
        yield return Calls(Call(request, call, index, ""));
        foreach (var piece in Pieces.Of(call.Arguments))
        {
            yield return Calls(
                new JsonObject
                {
                    ["index"] = index,
                    ["function"] = new JsonObject { ["arguments"] = piece },
                }
            );
        }
    }

    private static JsonObject Calls(JsonObject call) => new() { ["tool_calls"] = new JsonArray(call) };

    private static JsonObject Call(RecordedRequest request, ScriptedCall call, int index, string arguments)
    {
        var json = new JsonObject { ["index"] = index };
        if (call.Id is not "")
        {
            json["id"] = call.Id ?? $"call_{request.Number}_{index}";
        }

        json["type"] = "function";
        json["function"] = new JsonObject { ["name"] = call.Tool, ["arguments"] = arguments };
        return json;
    }

    private static string StopOf(ScriptedAnswer answer) =>
        answer.Stop switch
        {
            null => answer.Parts.Any(part => part is ScriptedCall) ? "tool_calls" : "stop",
            "end_turn" => "stop",
            "tool_use" => "tool_calls",
            "max_tokens" => "length",
            "refusal" => "content_filter",
            var other => other,
        };

    private static JsonObject? UsageOf(ScriptedAnswer answer) =>
        answer.Usage is not { } usage
            ? null
            : new JsonObject
            {
                ["prompt_tokens"] = usage.Input + usage.Cached + usage.CacheWrite,
                ["completion_tokens"] = usage.Output,
                ["prompt_tokens_details"] = new JsonObject { ["cached_tokens"] = usage.Cached },
            };

    private static string Chunk(RecordedRequest request, JsonObject delta, string? stop) =>
        Data(
            new JsonObject
            {
                ["id"] = $"chatcmpl-{request.Number}",
                ["object"] = "chat.completion.chunk",
                ["model"] = request.Model,
                ["choices"] = new JsonArray(
                    new JsonObject
                    {
                        ["index"] = 0,
                        ["delta"] = delta,
                        ["finish_reason"] = stop,
                    }
                ),
            }
        );

    private static string Data(JsonObject json) => $"data: {json.ToJsonString()}\n\n";
}
