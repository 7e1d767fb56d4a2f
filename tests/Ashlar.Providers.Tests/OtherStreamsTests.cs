using System.IO.Compression;
using System.Net;
using System.Text;
using Ashlar.Core.Models;
using Ashlar.Core.Secrets;
using Ashlar.Providers.OpenAI;
using Ashlar.Providers.Wire;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Providers.Tests;

/// <summary>Streams of servers that speak Chat Completions in their own way.</summary>
public sealed class OtherStreamsTests
{
    private const string Called =
        """data: {"choices":[{"delta":{"tool_calls":[{"index":0,"id":"c","function":{"name":"Read","arguments":"{\"a\":1}"}}]}}]}""";

    private const string Ended = """data: {"choices":[{"delta":{},"finish_reason":"tool_calls"}]}""";

    [Theory]
    // The usual form, to compare with.
    [InlineData(Called + "\n\n" + Ended + "\n\ndata: [DONE]\n\n")]
    // No empty lines between the events, no space behind the colon, a space behind the last word.
    [InlineData(Called + "\n" + Ended + "\ndata:[DONE] \n")]
    // A document over several lines is still one.
    [InlineData(
        "data: {\"choices\":\ndata: [{\"message\":{\"tool_calls\":[{\"function\":{\"name\":\"Read\",\"arguments\":{\"a\":1}}}]}}]}\n\ndata: [DONE]\n\n"
    )]
    // The older name; a call without a list; one that is flat.
    [InlineData(
        """{"choices":[{"message":{"content":null,"function_call":{"name":"Read","arguments":"{\"a\":1}"}},"finish_reason":"function_call"}]}"""
    )]
    [InlineData(
        """{"choices":[{"message":{"tool_calls":{"id":"c","function":{"name":"Read","arguments":{"a":1}}}},"finish_reason":"TOOL_CALLS"}]}"""
    )]
    [InlineData(
        """{"choices":[{"message":{"tool_calls":[{"id":"c","name":"Read","arguments":{"a":1}}]},"finish_reason":"stop"}],"error":null}"""
    )]
    // An empty object holds the place of the arguments; the number is text; the error is a field that is always there.
    [InlineData(
        """
            data: {"error":{"code":0,"message":""},"choices":[{"index":"0","delta":{"tool_calls":[{"index":"0","id":"c","function":{"name":"Read","arguments":"{}"}}]}}]}

            data: {"error":"","choices":[{"delta":{"tool_calls":[{"index":"0","function":{"arguments":"{\"a\":"}}]}}]}

            data: {"choices":[{"delta":{"tool_calls":[{"index":0.0,"function":{"arguments":"1}"}}]},"finish_reason":"STOP"}]}


            """
    )]
    public async Task One_call_is_read_however_it_comes(string body)
    {
        await using var talk = await Talk.StartAsync(WireProtocol.OpenAI, ScriptedAnswer.Stream(body));

        var answer = await talk.AnswerAsync(new TextBlock(Said.Text("Go.")));

        var call = Assert.IsType<ToolCall>(Assert.Single(answer.Content));
        Assert.Equal(("Read", """{"a":1}""", StopReason.ToolUse), (call.Name, call.Arguments.Text, answer.Stop));
    }

    [Theory]
    [InlineData(
        """{"id":"x","function":{"name":"Read","arguments":"{\"a\":1}"}}""",
        """{"id":"x","function":{"name":"Read","arguments":"{\"a\":2}"}}"""
    )]
    [InlineData(
        """{"index":0,"id":"x","function":{"name":"Read","arguments":"{\"a\":1}"}}""",
        """{"index":0,"id":"x","function":{"name":"Read","arguments":"{\"a\":2}"}}"""
    )]
    [InlineData(
        """{"index":0,"id":"x","function":{"name":"Read","arguments":"{\"a\":1}"}}""",
        """{"index":1,"id":"x","function":{"name":"Read","arguments":"{\"a\":2}"}}"""
    )]
    public async Task Calls_that_share_an_id_are_two_and_get_ids_of_their_own_also_in_the_next_turn(string first, string second)
    {
        var body =
            $$$"""data: {"choices":[{"delta":{"tool_calls":[{{{first}}}]}}]}{{{"\n\n"}}}data: {"choices":[{"delta":{"tool_calls":[{{{second}}}]}}]}{{{"\n\n"}}}data: [DONE]{{{"\n\n"}}}""";
        await using var talk = await Talk.StartAsync(WireProtocol.OpenAI, ScriptedAnswer.Stream(body), ScriptedAnswer.Stream(body));

        var one = await talk.AnswerAsync(new TextBlock(Said.Text("Go.")));
        var two = await talk.AnswerAsync([.. one.Calls.Select(call => Talk.Result(call.Id, "x"))]);

        ToolCall[] calls = [.. one.Calls, .. two.Calls];
        Assert.Equal(["""{"a":1}""", """{"a":2}""", """{"a":1}""", """{"a":2}"""], calls.Select(call => call.Arguments.Text));
        Assert.Equal(4, calls.Select(call => call.Id).Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData(
        """data: {"choices":[{"delta":{},"finish_reason":"stop","usage":{"prompt_tokens":9,"completion_tokens":2,"cached_tokens":4}}]}"""
    )]
    [InlineData(
        """data: {"choices":[{"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":"9","completion_tokens":2.0,"prompt_cache_hit_tokens":4}}"""
    )]
    [InlineData(
        """
            data: {"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":1,"prompt_tokens_details":{"cached_tokens":4}}}

            data: {"choices":[{"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":2,"prompt_tokens_details":{"cached_tokens":4}}}

            data: {"choices":[],"usage":{"prompt_tokens":0,"completion_tokens":0}}

            data: {"choices":[],"usage":{}}
            """
    )]
    public async Task Counts_are_found_where_a_server_puts_them(string events)
    {
        var body = """data: {"choices":[{"delta":{"content":"a"}}]}""" + "\n\n" + events + "\n\ndata: [DONE]\n\n";
        await using var talk = await Talk.StartAsync(WireProtocol.OpenAI, ScriptedAnswer.Stream(body));

        Assert.Equal(new Usage(5, 2, 4), (await talk.AnswerAsync(new TextBlock(Said.Text("Go.")))).Usage);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(201)]
    public async Task Bytes_may_come_one_by_one_and_packed(int status)
    {
        var stream = Encoding.UTF8.GetBytes(
            """data: {"choices":[{"delta":{"content":"Grüße 🚀"},"finish_reason":"stop"}]}""" + "\r\n\r\ndata: [DONE]\r\n\r\n"
        );
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            await gzip.WriteAsync(stream);
        }

        await using var talk = await Talk.StartAsync(
            WireProtocol.OpenAI,
            ScriptedAnswer.Bytes(status, "text/event-stream", stream) with
            {
                ByteByByte = true,
            },
            ScriptedAnswer.Bytes(status, "text/event-stream", packed.ToArray(), ("Content-Encoding", "gzip"))
        );

        Assert.Equal("Grüße 🚀", (await talk.AnswerAsync(new TextBlock(Said.Text("Go.")))).Text);
        Assert.Equal("Grüße 🚀", (await talk.AnswerAsync(new TextBlock(Said.Text("Go.")))).Text);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_line_that_stays_open_behind_a_whole_answer_is_not_waited_for_long()
    {
        var clock = new ManualClock();
        await using var talk = await Talk.StartAsync(
            WireProtocol.OpenAI,
            clock,
            ScriptedAnswer.Stream(Called + "\n\n" + Ended + "\n\n") with
            {
                Stalls = true,
            }
        );

        var asked = talk.AnswerAsync(new TextBlock(Said.Text("Go.")));
        while (!clock.Waits.Contains(TimeSpan.FromSeconds(10)))
        {
            await Task.Yield();
        }

        clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Single((await asked).Calls);
    }

    [Theory]
    [InlineData(Called + "\n\n" + Ended + "\n\n", true)]
    [InlineData(Called + "\n\n", false)]
    public async Task An_answer_that_is_whole_does_not_depend_on_how_the_line_ends(string sent, bool whole)
    {
        using var line = new LostLine(Encoding.UTF8.GetBytes(sent));
        var endpoint = new ModelEndpoint(new Uri("http://127.0.0.1:1/v1")) { Mask = SecretMask.None };
        var conversation = new Conversation(Said.Text(""), []);
        conversation.Add(Message.User(Said.Text("Go.")));

        var outcome = await new OpenAIModel("openai", "m", endpoint, line, TimeProvider.System).AskAsync(
            new ModelRequest(conversation, 10),
            null,
            CancellationToken.None
        );

        Assert.Equal(whole, outcome is ModelAnswer { Content: [ToolCall] });
        Assert.Equal(whole ? null : FailureKind.Connection, (outcome as ModelFailure)?.Kind);
    }

    [Theory]
    [InlineData("data: {\"code\":1004,\"msg\":\"no room left\",\"success\":false}\n\n")]
    [InlineData("data: {\"base_resp\":{\"status_code\":1008,\"status_msg\":\"no room left\"}}\n\ndata: [DONE]\n\n")]
    [InlineData("{\"choices\":null,\"base_resp\":{\"status_code\":1008,\"status_msg\":\"no room left\"}}")]
    public async Task What_came_in_place_of_an_answer_is_told(string body)
    {
        await using var talk = await Talk.StartAsync(WireProtocol.OpenAI, ScriptedAnswer.Stream(body));

        Assert.Contains("no room left", (await talk.FailureAsync()).Message.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://x.example.org/v1", "/v1/chat/completions")]
    [InlineData("https://x.example.org/v1/chat/completions", "/v1/chat/completions")]
    [InlineData("https://x.example.org/v1/chat/completions/?a=b", "/v1/chat/completions?a=b")]
    public void A_base_address_may_be_the_whole_one(string given, string expected)
    {
        Assert.Equal(
            expected,
            new ModelEndpoint(new Uri(given)) { Mask = SecretMask.None }
                .At("/chat/completions")
                .PathAndQuery
        );
    }

    /// <summary>A line that is lost behind these bytes.</summary>
    private sealed class LostLine(byte[] bytes) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new Lost(bytes)) });

        private sealed class Lost(byte[] bytes) : MemoryStream(bytes)
        {
            public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
                Position < Length ? base.ReadAsync(buffer, cancellationToken) : throw new IOException("lost");
        }
    }
}
