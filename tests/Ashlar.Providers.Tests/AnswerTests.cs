using System.Text.Json;
using Ashlar.Core.Models;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Providers.Tests;

public sealed class AnswerTests
{
    public static TheoryData<WireProtocol> Both => [WireProtocol.Anthropic, WireProtocol.OpenAI];

    [Theory, MemberData(nameof(Both))]
    public async Task Text_and_parallel_calls_come_back_whole_and_in_order(WireProtocol protocol)
    {
        await using var talk = await Talk.StartAsync(
            protocol,
            ScriptedAnswer
                .Text("Grüße 🚀, I look.")
                .ThenCall("Read", new { file_path = "a.txt" }, "c1")
                .ThenCall("Read", new { file_path = "ß.txt" }, "c2")
                .WithUsage(7, 3, cached: 5)
        );

        var answer = await talk.AnswerAsync(new TextBlock(Said.Text("Go.")));

        Assert.Equal(
            [
                new TextBlock(Said.Text("Grüße 🚀, I look.")),
                new ToolCall("c1", "Read", Said.Text("""{"file_path":"a.txt"}""")),
                new ToolCall("c2", "Read", Said.Text("""{"file_path":"\u00DF.txt"}""")),
            ],
            answer.Content
        );
        Assert.Equal((StopReason.ToolUse, new Usage(7, 3, 5), "m-1"), (answer.Stop, answer.Usage, answer.Model));
        Assert.Equal("Grüße 🚀, I look.", string.Concat(talk.Progress.Select(progress => progress.Text)));
        Assert.Equal(["Read", "Read"], talk.Progress.Select(progress => progress.ToolName).OfType<string>());
    }

    [Fact]
    public async Task Pieces_of_parallel_calls_that_alternate_are_put_together_by_index()
    {
        await using var talk = await Talk.StartAsync(
            WireProtocol.OpenAI,
            ScriptedAnswer.Call("Read", new { file_path = "first.txt" }, "c1").ThenCall("Grep", new { pattern = "second" }, "c2") with
            {
                Interleaved = true,
            }
        );

        Assert.Equal(
            [
                new ToolCall("c1", "Read", Said.Text("""{"file_path":"first.txt"}""")),
                new ToolCall("c2", "Grep", Said.Text("""{"pattern":"second"}""")),
            ],
            (await talk.AnswerAsync(new TextBlock(Said.Text("Go.")))).Content
        );
    }

    [Fact]
    public async Task Thinking_is_kept_with_its_signature_and_passed_back_unchanged()
    {
        await using var talk = await Talk.StartAsync(
            WireProtocol.Anthropic,
            ScriptedAnswer.Empty.ThenThinking("Hm, 1 < 2.", "EqQBCg==").ThenRedactedThinking("b3BhcXVl").ThenCall("Read", new { }, "c1"),
            ScriptedAnswer.Text("Done.")
        );

        var answer = await talk.AnswerAsync(new TextBlock(Said.Text("Go.")));
        await talk.AnswerAsync(Talk.Result("c1", "x"));

        Assert.Equal(
            [
                """{"type":"thinking","thinking":"Hm, 1 < 2.","signature":"EqQBCg=="}""",
                """{"type":"redacted_thinking","data":"b3BhcXVl"}""",
            ],
            answer.Content.OfType<ThinkingBlock>().Select(thinking => thinking.Raw.GetRawText())
        );
        Assert.Equal(
            """[{"type":"thinking","thinking":"Hm, 1 < 2.","signature":"EqQBCg=="},{"type":"redacted_thinking","data":"b3BhcXVl"},{"type":"tool_use","id":"c1","name":"Read","input":{}}]""",
            talk.Server.Requests[1].Messages[1].GetProperty("content").GetRawText()
        );
    }

    [Fact]
    public async Task Reasoning_is_shown_and_is_none_of_the_text()
    {
        await using var talk = await Talk.StartAsync(WireProtocol.OpenAI, ScriptedAnswer.Empty.ThenThinking("Hm.", "").ThenText("Yes."));

        Assert.Equal("Yes.", (await talk.AnswerAsync(new TextBlock(Said.Text("Go.")))).Text);
        Assert.Contains(new ModelProgress("Hm."), talk.Progress);
    }

    [Theory]
    [InlineData("end_turn", StopReason.EndTurn)]
    [InlineData("max_tokens", StopReason.MaxTokens)]
    [InlineData("refusal", StopReason.Refusal)]
    [InlineData("something_new", StopReason.Other)]
    public async Task Stop_reasons_are_understood(string word, StopReason expected)
    {
        foreach (var protocol in Enum.GetValues<WireProtocol>())
        {
            await using var talk = await Talk.StartAsync(protocol, ScriptedAnswer.Text("So.").WithStop(word));

            Assert.Equal(expected, (await talk.AnswerAsync(new TextBlock(Said.Text("Go.")))).Stop);
        }
    }

    [Theory, MemberData(nameof(Both))]
    public async Task An_answer_at_once_is_understood_although_a_stream_was_asked_for(WireProtocol protocol)
    {
        await using var talk = await Talk.StartAsync(
            protocol,
            ScriptedAnswer.Text("Now.").ThenCall("Read", new { file_path = "a" }, "c1").WithUsage(7, 3, 5) with
            {
                AtOnce = true,
            }
        );

        var answer = await talk.AnswerAsync(new TextBlock(Said.Text("Go.")));

        Assert.Equal([new TextBlock(Said.Text("Now.")), new ToolCall("c1", "Read", Said.Text("""{"file_path":"a"}"""))], answer.Content);
        Assert.Equal((StopReason.ToolUse, new Usage(7, 3, 5)), (answer.Stop, answer.Usage));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Ids_are_made_unique_within_an_answer_and_across_the_conversation_and_made_up_where_missing(WireProtocol protocol)
    {
        await using var talk = await Talk.StartAsync(
            protocol,
            ScriptedAnswer.Call("Read", new { }, "same").ThenCall("Read", new { }, "same").ThenCall("Read", new { }, ""),
            ScriptedAnswer.Call("Read", new { }, "same").ThenCall("Read", new { }, "")
        );

        var first = await talk.AnswerAsync(new TextBlock(Said.Text("Go.")));
        var second = await talk.AnswerAsync([.. first.Calls.Select(call => Talk.Result(call.Id, "x"))]);

        Assert.Equal(["same", "same_2", "call_1_3"], first.Calls.Select(call => call.Id));
        Assert.Equal(["same_3", "call_2_2"], second.Calls.Select(call => call.Id));
        Assert.Equal(["same", "same_2", "call_1_3"], talk.Server.Requests[1].LastToolResults.Select(result => result.CallId));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Malformed_arguments_come_out_as_written_and_no_arguments_are_the_empty_object(WireProtocol protocol)
    {
        await using var talk = await Talk.StartAsync(
            protocol,
            ScriptedAnswer.Call("Read", """{"file_path": "a""", "c1").ThenCall("Read", """{"a":1,"a":2}""", "c2").ThenCall("Read", "", "c3")
        );

        var answer = await talk.AnswerAsync(new TextBlock(Said.Text("Go.")));

        Assert.Equal(["""{"file_path": "a""", """{"a":1,"a":2}""", "{}"], answer.Calls.Select(call => call.Arguments.Text));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task An_empty_answer_is_an_answer_without_content(WireProtocol protocol)
    {
        await using var talk = await Talk.StartAsync(protocol, ScriptedAnswer.Empty);

        var answer = await talk.AnswerAsync(new TextBlock(Said.Text("Go.")));

        Assert.Equal((0, StopReason.EndTurn), (answer.Content.Count, answer.Stop));
    }

    [Theory, MemberData(nameof(Both))]
    [Trait("case", "MODEL-022")]
    public async Task Missing_and_senseless_token_counts_are_zero(WireProtocol protocol)
    {
        await using var talk = await Talk.StartAsync(
            protocol,
            ScriptedAnswer.Text("a").WithUsage(-5, -1, -2, -3),
            ScriptedAnswer.Text("b") with
            {
                Usage = null,
            },
            ScriptedAnswer.Text("c").WithUsage(long.MaxValue, long.MaxValue)
        );

        for (var turn = 0; turn < 3; turn++)
        {
            var usage = (await talk.AnswerAsync(new TextBlock(Said.Text("Go.")))).Usage;

            // Anthropic's streams begin with one output token, which stands when the last count is senseless.
            Assert.InRange(usage.Output, 0, 1);
            Assert.Equal(Usage.None, usage with { Output = 0 });
        }
    }

    [Fact]
    public async Task Calls_of_gateways_that_number_every_call_zero_or_none_are_told_apart_by_id()
    {
        const string stream = """
            data: {"choices":[{"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"Read","arguments":"{}"}}]}}]}

            data: {"choices":[{"delta":{"tool_calls":[{"index":0,"id":"b","function":{"name":"Grep","arguments":{"pattern":"x"}}}]}}]}

            data: {"choices":[{"delta":{"tool_calls":[{"id":"c","function":{"name":"Glob","arguments":"{\"p\""}}]}}]}

            data: {"choices":[{"delta":{"tool_calls":[{"function":{"arguments":":1}"}}]}}]}

            data: {"choices":[{"delta":{},"finish_reason":"stop"}]}


            """;
        await using var talk = await Talk.StartAsync(WireProtocol.OpenAI, ScriptedAnswer.Stream(stream));

        var answer = await talk.AnswerAsync(new TextBlock(Said.Text("Go.")));

        Assert.Equal(
            [
                new ToolCall("a", "Read", Said.Text("{}")),
                new ToolCall("b", "Grep", Said.Text("""{"pattern":"x"}""")),
                new ToolCall("c", "Glob", Said.Text("""{"p":1}""")),
            ],
            answer.Content
        );
        Assert.Equal(StopReason.ToolUse, answer.Stop);
    }

    [Theory]
    // Neither index nor id, in pieces and whole.
    [InlineData(
        """
            data: {"choices":[{"delta":{"tool_calls":[{"function":{"name":"Read","arguments":"{\"a\":"}}]}}]}

            data: {"choices":[{"delta":{"tool_calls":[{"function":{"name":"Read","arguments":"1}"}}]}}]}

            data: {"choices":[{"delta":{"tool_calls":[{"function":{"name":"Read","arguments":"{\"a\":2}"}}]}}]}

            data: [DONE]


            """
    )]
    [InlineData(
        """{"choices":[{"message":{"content":null,"tool_calls":[{"function":{"name":"Read","arguments":{"a":1}}},{"function":{"name":"Read","arguments":"{\"a\":2}"}}]}}]}"""
    )]
    // A whole message in the stream, CRLF, a comment that keeps the line alive, no choices at first, and arguments as text within text.
    [InlineData(
        ": alive\r\n\r\ndata: {\"choices\":[]}\r\n\r\ndata: {\"choices\":[{\"message\":{\"content\":null,\"tool_calls\":[{\"function\":{\"name\":\"Read\",\"arguments\":\"\\\"{\\\\\\\"a\\\\\\\":1}\\\"\"}},{\"function\":{\"name\":\"Read\",\"arguments\":{\"a\":2}}}]}}],\"usage\":null}\r\n\r\ndata: [DONE]\r\n\r\n"
    )]
    public async Task Calls_without_index_id_usage_and_reason_are_told_apart(string body)
    {
        await using var talk = await Talk.StartAsync(WireProtocol.OpenAI, ScriptedAnswer.Stream(body));

        var answer = await talk.AnswerAsync(new TextBlock(Said.Text("Go.")));

        Assert.Equal(
            [("Read", "{\"a\":1}"), ("Read", "{\"a\":2}")],
            answer.Content.Cast<ToolCall>().Select(call => (call.Name, call.Arguments.Text))
        );
        Assert.Equal(2, answer.Content.Cast<ToolCall>().Select(call => call.Id).Distinct().Count());
        Assert.Equal((StopReason.ToolUse, Usage.None), (answer.Stop, answer.Usage));
    }

    [Fact]
    public async Task Unknown_events_blocks_and_deltas_are_passed_over()
    {
        const string stream = """
            : a comment
            event: message_start
            data: {"type":"message_start","message":{"model":"m-2","usage":{"input_tokens":4}}}

            data: {"type":"future_event","deep":[[[{}]]]}

            data: {"type":"content_block_start","index":0,"content_block":{"type":"future_block","data":1}}

            data: {"type":"content_block_delta","index":0,"delta":{"type":"future_delta"}}

            data: {"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}

            data: {"type":"content_block_delta",
            data: "index":1,"delta":{"type":"text_delta","text":"yes"}}

            data: 17

            data: {"type":"message_stop"}


            """;
        await using var talk = await Talk.StartAsync(WireProtocol.Anthropic, ScriptedAnswer.Stream(stream.ReplaceLineEndings("\r\n")));

        var answer = await talk.AnswerAsync(new TextBlock(Said.Text("Go.")));

        Assert.Equal([new TextBlock(Said.Text("yes"))], answer.Content);
        Assert.Equal((StopReason.EndTurn, new Usage(4, 0), "m-2"), (answer.Stop, answer.Usage, answer.Model));
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Broken_characters_are_replaced_and_halves_of_a_pair_find_together(WireProtocol protocol)
    {
        // The halves of 🚀 in two pieces, then a lone half and a NUL; in arguments the same as escapes inside the text.
        string[] pieces = ["\\ud83d", "\\ude80", "\\ud800x\\u0000"];
        const string arguments = """{\"t\":\"\\ud83d\\ude80 \\ud800 \\u0000 \\\\u0000\"}""";
        var stream =
            protocol is WireProtocol.OpenAI
                ? string.Concat(pieces.Select(piece => $$$"""data: {"choices":[{"delta":{"content":"{{{piece}}}"}}]}{{{"\n\n"}}}"""))
                    + $$$"""data: {"choices":[{"delta":{"tool_calls":[{"index":0,"id":"c","function":{"name":"W","arguments":"{{{arguments}}}"}}]},"finish_reason":"tool_calls"}]}{{{"\n\n"}}}"""
                : """data: {"type":"content_block_start","index":0,"content_block":{"type":"text"}}"""
                    + "\n\n"
                    + string.Concat(
                        pieces.Select(piece =>
                            $$$"""data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"{{{piece}}}"}}{{{"\n\n"}}}"""
                        )
                    )
                    + """data: {"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"c","name":"W","input":{}}}"""
                    + "\n\n"
                    + $$$"""data: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{{{arguments}}}"}}{{{"\n\n"}}}"""
                    + """data: {"type":"message_stop"}"""
                    + "\n\n";
        await using var talk = await Talk.StartAsync(protocol, ScriptedAnswer.Stream(stream));

        var answer = await talk.AnswerAsync(new TextBlock(Said.Text("Go.")));

        Assert.Equal(
            [
                new TextBlock(Said.Text("🚀\uFFFDx\uFFFD")),
                new ToolCall("c", "W", Said.Text("""{"t":"\ud83d\ude80 \ufffd \ufffd \\u0000"}""")),
            ],
            answer.Content
        );
        Assert.Equal("🚀 \uFFFD \uFFFD \\u0000", JsonElement.Parse(answer.Calls.Single().Arguments.Text).GetProperty("t").GetString());
    }

    [Fact]
    public async Task Bytes_that_are_no_UTF8_are_replaced()
    {
        byte[] stream = [.. "data: {\"choices\":[{\"delta\":{\"content\":\"a"u8, 0xFF, 0xC3, .. "b\"},\"finish_reason\":\"stop\"}]}\n\n"u8];
        await using var talk = await Talk.StartAsync(WireProtocol.OpenAI, ScriptedAnswer.Bytes(200, "text/event-stream", stream));

        Assert.Equal("a\uFFFD\uFFFDb", (await talk.AnswerAsync(new TextBlock(Said.Text("Go.")))).Text);
    }
}
