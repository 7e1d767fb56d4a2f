using System.Text.Json;
using Ashlar.Core.Models;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Providers.Tests;

/// <summary>What servers send beside text and calls is passed back as it came.</summary>
public sealed class OwnWordsTests
{
    private const string Call = """{"index":0,"id":"c1","type":"function","function":{"name":"Read","arguments":"{}"}}""";

    [Theory]
    [InlineData("reasoning_content", """{"reasoning_content":"I "}""", """{"reasoning_content":"look."}""", "\"I look.\"")]
    [InlineData("reasoning", """{"reasoning":"I "}""", """{"reasoning":"look."}""", "\"I look.\"")]
    [InlineData("thinking", """{"thinking":"I "}""", """{"thinking":"look."}""", "\"I look.\"")]
    [InlineData(
        "reasoning_details",
        """{"reasoning_details":[{"type":"reasoning.text","text":"I ","index":0,"format":"f"}]}""",
        """{"reasoning_details":[{"type":"reasoning.text","text":"look.","index":0,"signature":"s"},{"type":"reasoning.encrypted","data":"x","index":1}]}""",
        """[{"type":"reasoning.text","text":"I look.","index":0,"format":"f","signature":"s"},{"type":"reasoning.encrypted","data":"x","index":1}]"""
    )]
    [InlineData(
        "reasoning_details",
        """{"reasoning_details":[{"type":"reasoning.text","text":"I look"}]}""",
        """{"reasoning_details":[{"type":"reasoning.text","text":"I look into the file."}]}""",
        """[{"type":"reasoning.text","text":"I look into the file."}]"""
    )]
    [InlineData(
        "extra_content",
        """{"extra_content":{"google":{"thought_signature":"abc"}}}""",
        """{"reasoning_content":null}""",
        """{"google":{"thought_signature":"abc"}}"""
    )]
    public async Task Streamed_reasoning_comes_back_whole(string property, string first, string second, string expected)
    {
        await using var talk = await Talk.StartAsync(
            WireProtocol.OpenAI,
            Streamed(first, second, $$"""{"tool_calls":[{{Call}}]}"""),
            ScriptedAnswer.Text("Done.")
        );

        await talk.AnswerAsync(new TextBlock(Said.Text("Go.")));
        await talk.AnswerAsync(Talk.Result("c1", "text"));

        var message = talk.Server.Requests[1].Messages.Single(one => one.GetProperty("role").GetString() is "assistant");
        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(expected), message.GetProperty(property)), message.GetRawText());
    }

    [Fact]
    public async Task What_stands_at_a_call_comes_back_at_that_call()
    {
        const string other =
            """{"index":1,"id":"c2","type":"function","function":{"name":"Read","arguments":"{}"},"extra_content":{"google":{"thought_signature":"abc"}}}""";
        await using var talk = await Talk.StartAsync(
            WireProtocol.OpenAI,
            Streamed($$"""{"tool_calls":[{{Call}}]}""", $$"""{"tool_calls":[{{other}}]}"""),
            ScriptedAnswer.Text("Done.")
        );

        await talk.AnswerAsync(new TextBlock(Said.Text("Go.")));
        await talk.AnswerAsync(Talk.Result("c1", "one"), Talk.Result("c2", "two"));

        var calls = talk.Server.Requests[1].Messages[2].GetProperty("tool_calls");
        Assert.False(calls[0].TryGetProperty("extra_content", out _));
        Assert.Equal("""{"google":{"thought_signature":"abc"}}""", calls[1].GetProperty("extra_content").GetRawText());
    }

    [Fact]
    public async Task Reasoning_among_the_parts_of_the_content_comes_back_before_the_text()
    {
        const string whole =
            """{"choices":[{"message":{"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"Well."}]},{"type":"text","text":"Yes."}]},"finish_reason":"stop"}]}""";
        await using var talk = await Talk.StartAsync(
            WireProtocol.OpenAI,
            ScriptedAnswer.Bytes(200, "application/json", System.Text.Encoding.UTF8.GetBytes(whole)),
            ScriptedAnswer.Text("Done.")
        );

        var answer = await talk.AnswerAsync(new TextBlock(Said.Text("Go.")));
        await talk.AnswerAsync(new TextBlock(Said.Text("On.")));

        Assert.Equal("Yes.", answer.Text);
        Assert.Equal(
            """[{"type":"thinking","thinking":[{"type":"text","text":"Well."}]},{"type":"text","text":"Yes."}]""",
            talk.Server.Requests[1].Messages[2].GetProperty("content").GetRawText()
        );
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reasoning_that_holds_a_secret_is_dropped_whole(bool holds)
    {
        var secret = Guid.NewGuid().ToString("n");
        await using var server = await ScriptedModelServer.StartAsync(
            Streamed(
                $$"""{"reasoning_content":"The key is {{(holds ? secret : "hidden")}}."}""",
                """{"reasoning_details":[{"type":"reasoning.encrypted","data":"x"}]}""",
                $$"""{"tool_calls":[{{Call}}]}"""
            ),
            ScriptedAnswer.Text("Done.")
        );
        using var handler = Wire.ModelConnections.Open();
        var endpoint = new Wire.ModelEndpoint(new Uri(server.Address + "/v1"))
        {
            Mask = Core.Secrets.SecretMask.Of([new("TOKEN", secret)]),
        };
        var model = new OpenAI.OpenAIModel("openai", "m-1", endpoint, handler, TimeProvider.System);
        var conversation = new Conversation(Said.Text(""), []);
        conversation.Add(Message.User(Said.Text("Go.")));

        var answer = Assert.IsType<ModelAnswer>(await model.AskAsync(new ModelRequest(conversation, 10), null, CancellationToken.None));
        conversation.Add(new Message(Role.Assistant, answer.Content));
        conversation.Add(new Message(Role.User, [Talk.Result("c1", "text")]));
        await model.AskAsync(new ModelRequest(conversation, 10), null, CancellationToken.None);

        var sent = System.Text.Encoding.UTF8.GetString(server.Requests[1].Bytes);
        Assert.DoesNotContain(secret, sent, StringComparison.Ordinal);
        Assert.Equal(!holds, sent.Contains("reasoning_content", StringComparison.Ordinal));
        Assert.Equal(!holds, sent.Contains("reasoning_details", StringComparison.Ordinal));
    }

    private static ScriptedAnswer Streamed(params IReadOnlyList<string> deltas) =>
        ScriptedAnswer.Stream(
            string.Concat(deltas.Select(delta => $$"""data: {"choices":[{"index":0,"delta":{{delta}}}]}""" + "\n\n"))
                + """data: {"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}"""
                + "\n\ndata: [DONE]\n\n"
        );
}
