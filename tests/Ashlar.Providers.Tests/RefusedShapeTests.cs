using System.Text;
using System.Text.Json;
using Ashlar.Core.Models;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Providers.Tests;

/// <summary>Servers that refuse something and name it, each in its own words.</summary>
public sealed class RefusedShapeTests
{
    /// <summary>What a server does not take, what it says then, and with which status.</summary>
    public static TheoryData<string, int, string> Servers =>
        new()
        {
            // The bound's name, as OpenAI, Azure, a pydantic server, a Go server and a Rust server say it.
            {
                "max_tokens",
                400,
                """{"error":{"message":"Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.","type":"invalid_request_error","param":"max_tokens","code":"unsupported_parameter"}}"""
            },
            {
                "max_tokens",
                422,
                """{"detail":[{"type":"extra_forbidden","loc":["body","max_tokens"],"msg":"Extra inputs are not permitted","input":1000}]}"""
            },
            { "max_tokens", 400, """json: unknown field "max_tokens" """ },
            {
                "max_tokens",
                400,
                """{"error":"unknown field `max_tokens`, expected one of `model`, `messages`, `max_completion_tokens` at line 1 column 9"}"""
            },
            { "any bound", 400, """{"message":"max_tokens / max_completion_tokens: not supported here"}""" },
            {
                "stream_options",
                400,
                """{"error":{"message":"Unrecognized request argument supplied: stream_options","type":"invalid_request_error","param":null,"code":null}}"""
            },
            {
                "stream_options",
                422,
                """{"object":"error","message":"[{'type': 'extra_forbidden', 'loc': ('body', 'stream_options'), 'msg': 'Extra inputs are not permitted', 'input': {'include_usage': True}}]","type":"BadRequestError","code":422}"""
            },
            {
                "stream_options",
                400,
                """[{"error":{"code":400,"message":"Invalid JSON payload received. Unknown name \"stream_options\": Cannot find field.","status":"INVALID_ARGUMENT"}}]"""
            },
            { "stream_options", 400, """Unrecognized field "stream_options" (class com.example.ChatRequest), not marked as ignorable""" },
            {
                "stream_options",
                400,
                """{"error":{"code":"InvalidParameter","message":"<400> InternalError.Algo: stream_options is not allowed"}}"""
            },
            {
                "stream",
                400,
                """{"error":{"message":"Your organization must be verified to stream this model.","type":"invalid_request_error","param":"stream","code":"unsupported_value"}}"""
            },
            { "stream", 501, """{"detail":"Streaming is not supported by this deployment"}""" },
            {
                "parts",
                422,
                """{"detail":[{"type":"string_type","loc":["body","messages",1,"content"],"msg":"Input should be a valid string","input":[{"type":"text","text":"x"}]}]}"""
            },
            {
                "parts",
                400,
                """Failed to deserialize the JSON body into the target type: messages[1].content: invalid type: sequence, expected a string at line 1 column 300"""
            },
            {
                "parts",
                400,
                """{"error":{"message":"json: cannot unmarshal array into Go struct field ChatCompletionMessage.messages.content of type string","type":"invalid_request_error"}}"""
            },
            {
                "parts",
                400,
                """Cannot deserialize value of type `java.lang.String` from Array value (token `JsonToken.START_ARRAY`) at [Source: (x); line: 1] (through reference chain: ChatRequest["messages"]->java.util.ArrayList[1]->Message["content"])"""
            },
            { "parts", 400, """{"errors":[{"path":"#/messages/1/content","message":"expected type: String, found: JSONArray"}]}""" },
            {
                "images",
                400,
                """{"error":{"message":"Invalid content type. image_url is only supported by certain models.","type":"invalid_request_error","param":"messages.[1].content.[1].type","code":null}}"""
            },
            { "images", 404, """{"error":{"message":"No endpoints found that support image input","code":404}}""" },
            { "images", 400, """{"error":"unknown variant `image_url`, expected `text`"}""" },
            {
                "null content",
                400,
                """{"error":{"message":"Invalid value for 'content': expected a string, got null.","type":"invalid_request_error","param":"messages.[2].content","code":null}}"""
            },
            {
                "null content",
                422,
                """{"detail":[{"type":"string_type","loc":["body","messages",2,"content"],"msg":"Input should be a valid string","input":null}]}"""
            },
            { "null content", 400, """messages[2].content: invalid type: null, expected a string""" },
            { "null content", 500, """{"error":{"code":500,"message":"'NoneType' object has no attribute 'content'"}}""" },
            { "no text", 400, """{"error":{"message":"messages.2.content: must be a non-empty string","type":"invalid_request_error"}}""" },
            {
                "system",
                400,
                """{"error":{"message":"Unsupported value: 'messages[0].role' does not support 'system' with this model. Use 'developer'.","type":"invalid_request_error","param":"messages[0].role","code":"unsupported_value"}}"""
            },
            { "system", 400, """{"object":"error","message":"System role not supported","type":"BadRequestError","code":400}""" },
            {
                "system",
                500,
                """{"error":{"code":500,"message":"Jinja Exception: Conversation roles must alternate user/assistant/user/assistant/...","type":"server_error"}}"""
            },
            {
                "system",
                422,
                """{"detail":[{"type":"literal_error","loc":["body","messages",0,"role"],"msg":"Input should be 'user', 'assistant' or 'tool'","input":"system"}]}"""
            },
            {
                "system",
                400,
                """{"error":{"code":400,"message":"Developer instruction is not enabled for models/gemma-3-27b-it","status":"INVALID_ARGUMENT"}}"""
            },
            { "unnamed results", 400, """{"error":{"message":"messages.3.name: Field required","type":"invalid_request_error"}}""" },
            {
                "long ids",
                400,
                """{"object":"error","message":"Tool call id was call_1_0_and_more but must be a-z, A-Z, 0-9, with a length of 9.","type":"invalid_request_error","code":null}"""
            },
            {
                "long ids",
                400,
                """{"error":{"message":"Invalid 'messages[2].tool_calls[0].id': string too long. Expected a string with maximum length 9, but got a string with length 17 instead.","param":"messages[2].tool_calls[0].id","code":"string_above_max_length"}}"""
            },
            {
                "words after results",
                400,
                """{"object":"error","message":"Unexpected role 'user' after role 'tool'","type":"invalid_request_message_order","code":"3230"}"""
            },
            {
                "parallel calls",
                400,
                """{"error":{"message":"This model only supports single tool-calls at once!","type":"BadRequestError","code":400}}"""
            },
            {
                "argument strings",
                422,
                """{"detail":[{"type":"dict_type","loc":["body","messages",2,"tool_calls",0,"function","arguments"],"msg":"Input should be a valid dictionary"}]}"""
            },
            {
                "schema words",
                400,
                """{"error":{"code":400,"message":"Invalid JSON payload received. Unknown name \"additionalProperties\" at 'tools[0].function.parameters': Cannot find field.","status":"INVALID_ARGUMENT"}}"""
            },
            {
                "reasoning",
                400,
                """{"error":{"message":"'messages.2' : for 'role:assistant' the following must be satisfied[('messages.2' : property 'reasoning_content' is unsupported)]","type":"invalid_request_error"}}"""
            },
        };

    [Theory, MemberData(nameof(Servers))]
    public async Task What_a_server_refuses_and_names_is_sent_otherwise_once_and_remembered(string refuses, int status, string words)
    {
        var refusals = 0;
        await using var talk = await Talk.StartAsync(
            WireProtocol.OpenAI,
            request =>
            {
                if (Holds(request.Body, refuses))
                {
                    refusals++;
                    return ScriptedAnswer.Bytes(
                        status,
                        words.StartsWith('{') ? "application/json" : "text/plain",
                        Encoding.UTF8.GetBytes(words)
                    );
                }

                var answer =
                    request.Turn == 1
                        ? new ScriptedAnswer()
                            .ThenThinking("I should look.", "s")
                            .ThenCall("Read", new { file_path = "a" }, "call_1_0_and_more")
                            .ThenCall("Read", new { file_path = "b" }, "call_1_1_and_more")
                        : ScriptedAnswer.Text("Done.");
                return request.Body.TryGetProperty("stream", out _) ? answer : answer with { AtOnce = true };
            },
            Strict
        );

        await talk.AnswerAsync(new TextBlock(Said.Text("Go.")), new ImageBlock("image/png", "aWs="));
        await talk.AnswerAsync(
            Talk.Result("call_1_0_and_more", "one"),
            Talk.Result("call_1_1_and_more", "two"),
            new TextBlock(Said.Text("Mind the gap."))
        );
        var before = refusals;
        await talk.AnswerAsync(new TextBlock(Said.Text("Thanks.")));

        var adjusted = talk.Progress.Select(progress => progress.Adjusted?.Text).OfType<string>().ToList();
        Assert.Equal(before, refusals);
        Assert.Equal(refusals, adjusted.Count);
        Assert.InRange(refusals, 1, 2);
        Assert.Equal(adjusted, adjusted.Distinct());
        Assert.Equal(["Read"], talk.Server.Requests[^1].Tools);
        var last = Encoding.UTF8.GetString(talk.Server.Requests[^1].Bytes);
        foreach (var said in new[] { "You work.", "Go.", "Mind the gap.", "Thanks.", "one", "two" })
        {
            Assert.Contains(said, last, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(
        """{"error":{"message":"max_tokens is too large: 1000. This model supports at most 512 completion tokens, whereas you provided 1000.","type":"invalid_request_error","param":"max_tokens","code":"invalid_value"}}"""
    )]
    [InlineData("""{"error":{"message":"Range of max_tokens should be [1, 512]","type":"invalid_request_error"}}""")]
    [InlineData(
        """{"type":"error","error":{"type":"invalid_request_error","message":"max_tokens: 1000 > 512, which is the maximum allowed number of output tokens for m-1"}}"""
    )]
    [InlineData(
        """{"message":"`max_tokens` must be less than or equal to `512`, the maximum value for `max_tokens` is less than the `context_window` for this model"}"""
    )]
    public async Task A_bound_that_is_too_high_is_lowered_to_what_the_server_says(string words)
    {
        foreach (var protocol in new[] { WireProtocol.Anthropic, WireProtocol.OpenAI })
        {
            await using var talk = await Talk.StartAsync(
                protocol,
                request =>
                    request.Body.GetProperty("max_tokens").GetInt32() > 512
                        ? ScriptedAnswer.Bytes(400, "application/json", Encoding.UTF8.GetBytes(words))
                        : ScriptedAnswer.Text("Yes.")
            );

            await talk.AnswerAsync(new TextBlock(Said.Text("Go.")));
            await talk.AnswerAsync(new TextBlock(Said.Text("On.")));

            Assert.Equal([1000, 512, 512], talk.Server.Requests.Select(request => request.Body.GetProperty("max_tokens").GetInt32()));
        }
    }

    [Theory]
    [InlineData(
        "cache_control",
        """{"type":"error","error":{"type":"invalid_request_error","message":"messages.0.content.0.text.cache_control: Extra inputs are not permitted"}}"""
    )]
    [InlineData("system list", """{"detail":[{"type":"string_type","loc":["body","system"],"msg":"Input should be a valid string"}]}""")]
    [InlineData(
        "thinking",
        """{"type":"error","error":{"type":"invalid_request_error","message":"messages.1.content.0: Invalid `signature` in `thinking` block"}}"""
    )]
    [InlineData("images", """{"type":"error","error":{"type":"invalid_request_error","message":"this model does not support images"}}""")]
    public async Task The_Messages_protocol_is_adjusted_alike(string refuses, string words)
    {
        await using var talk = await Talk.StartAsync(
            WireProtocol.Anthropic,
            request =>
                Holds(request.Body, refuses) ? ScriptedAnswer.Bytes(400, "application/json", Encoding.UTF8.GetBytes(words))
                : request.Turn == 1 ? new ScriptedAnswer().ThenThinking("Well.", "sig").ThenText("Yes.")
                : ScriptedAnswer.Text("Done.")
        );

        await talk.AnswerAsync(new TextBlock(Said.Text("Go.")), new ImageBlock("image/png", "aWs="));
        await talk.AnswerAsync(new TextBlock(Said.Text("On.")));
        await talk.AnswerAsync(new TextBlock(Said.Text("Thanks.")));

        Assert.Equal(4, talk.Server.Requests.Count);
        Assert.Single(talk.Progress, progress => progress.Adjusted is not null);
        Assert.Contains("You work.", talk.Server.Requests[^1].System, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, """{"error":{"message":"The model `m-1` does not support tools","type":"invalid_request_error","param":"tools"}}""")]
    [InlineData(400, """{"error":{"message":"Invalid 'messages': something is wrong","param":"messages"}}""")]
    [InlineData(404, """{"error":{"message":"The model 'm-1' does not exist","param":"model","code":"model_not_found"}}""")]
    [InlineData(422, """{"detail":[{"loc":["body","temperature"],"msg":"Field required"}]}""")]
    [InlineData(400, "no")]
    public async Task What_a_request_cannot_do_without_or_never_held_is_not_changed(int status, string words)
    {
        await using var talk = await Talk.StartAsync(
            WireProtocol.OpenAI,
            _ => ScriptedAnswer.Bytes(status, "application/json", Encoding.UTF8.GetBytes(words))
        );

        await talk.FailureAsync();

        Assert.Single(talk.Server.Requests);
        Assert.Empty(talk.Progress);
    }

    [Fact]
    public async Task A_server_that_refuses_everything_is_asked_a_bounded_number_of_times_and_nothing_is_remembered()
    {
        var words = Servers.Select(row => (string)row[2]).ToList();
        await using var talk = await Talk.StartAsync(
            WireProtocol.OpenAI,
            request => ScriptedAnswer.Bytes(400, "application/json", Encoding.UTF8.GetBytes(string.Join('\n', words)))
        );

        await talk.FailureAsync();
        var first = talk.Server.Requests.Count;

        Assert.InRange(first, 2, 25);
        Assert.DoesNotContain(talk.Progress, progress => progress.Adjusted is not null);
        Assert.Equal(
            talk.Server.Requests.Count,
            talk.Server.Requests.Select(request => Encoding.UTF8.GetString(request.Bytes)).Distinct().Count()
        );
    }

    private static ToolSpec Strict { get; } =
        new(
            "Read",
            "Reads a file.",
            JsonElement.Parse("""{"type":"object","properties":{"file_path":{"type":"string"}},"additionalProperties":false}""")
        );

    private static bool Holds(JsonElement body, string what)
    {
        var messages = body.GetProperty("messages").EnumerateArray().ToList();
        return what switch
        {
            "any bound" => body.TryGetProperty("max_tokens", out _) || body.TryGetProperty("max_completion_tokens", out _),
            "parts" => messages.Any(message => Content(message).ValueKind is JsonValueKind.Array),
            "images" => Text(body).Contains("\"image", StringComparison.Ordinal),
            "null content" => messages.Any(message => Content(message).ValueKind is JsonValueKind.Null),
            "no text" => messages.Any(message =>
                Content(message) is { ValueKind: JsonValueKind.Null } or { ValueKind: JsonValueKind.String } && !HasText(message)
            ),
            "system" => messages.Any(message => Role(message) is "system"),
            "unnamed results" => messages.Any(message => Role(message) is "tool" && !message.TryGetProperty("name", out _)),
            "long ids" => messages.Any(message =>
                message.TryGetProperty("tool_call_id", out var id)
                && (id.GetString()!.Length != 9 || !id.GetString()!.All(char.IsAsciiLetterOrDigit))
            ),
            "words after results" => messages.Zip(messages.Skip(1)).Any(pair => Role(pair.First) is "tool" && Role(pair.Second) is "user"),
            "parallel calls" => messages.Any(message => message.TryGetProperty("tool_calls", out var calls) && calls.GetArrayLength() > 1)
                || messages.Zip(messages.Skip(1)).Any(pair => Role(pair.First) is "tool" && Role(pair.Second) is "tool"),
            "argument strings" => Text(body).Contains("\"arguments\":\"", StringComparison.Ordinal),
            "schema words" => Text(body).Contains("additionalProperties", StringComparison.Ordinal),
            "reasoning" => Text(body).Contains("reasoning_content", StringComparison.Ordinal),
            "cache_control" => Text(body).Contains("cache_control", StringComparison.Ordinal),
            "system list" => body.GetProperty("system").ValueKind is JsonValueKind.Array,
            "thinking" => Text(body).Contains("\"thinking\"", StringComparison.Ordinal),
            _ => body.TryGetProperty(what, out _),
        };
    }

    private static bool HasText(JsonElement message) =>
        Content(message) is { ValueKind: JsonValueKind.String } text && text.GetString() is { Length: > 0 };

    private static JsonElement Content(JsonElement message) => message.TryGetProperty("content", out var content) ? content : default;

    private static string? Role(JsonElement message) => message.GetProperty("role").GetString();

    private static string Text(JsonElement body) => body.GetRawText();
}
