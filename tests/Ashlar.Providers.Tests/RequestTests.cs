using System.Text;
using System.Text.Json;
using Ashlar.Core.Models;
using Ashlar.Core.Secrets;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Providers.Tests;

public sealed class RequestTests
{
    private const string Tool = """{"type":"object","properties":{"file_path":{"type":"string"}}}""";
    private const string Breakpoint = "\"cache_control\":{\"type\":\"ephemeral\"}";

    [Fact]
    public async Task Whole_requests_of_the_Messages_protocol()
    {
        await using var talk = await Talk.StartAsync(
            WireProtocol.Anthropic,
            ScriptedAnswer.Text("I look.").ThenCall("Read", "{\"file_path\":\"a\"}", "c1").ThenCall("Read", "{\"file", "c2"),
            ScriptedAnswer.Text("Done."),
            ScriptedAnswer.Text("Bye.")
        );

        await talk.AskAsync(new TextBlock(Said.Text("Go.")), new ImageBlock("image/png", "aWs="));
        await talk.AskAsync(
            Talk.Result("c2", "no such file", isError: true),
            new TextBlock(Said.Text("Mind the gap.")),
            new ToolResult("c1", [new TextBlock(Said.Text("text")), new ImageBlock("image/png", "aWs=")], false)
        );
        await talk.AskAsync(new TextBlock(Said.Text("Thanks.")));

        var head =
            $$$"""{"model":"m-1","system":[{"type":"text","text":"You work.",{{{Breakpoint}}}}],"tools":[{"name":"Read","description":"Reads a file.","input_schema":{{{Tool}}}}],"messages":[""";
        const string tail = """],"max_tokens":1000,"stream":true}""";
        const string image = """{"type":"image","source":{"type":"base64","media_type":"image/png","data":"aWs="}}""";
        const string first = """{"role":"user","content":[{"type":"text","text":"Go."},""";
        const string answer =
            """{"role":"assistant","content":[{"type":"text","text":"I look."},{"type":"tool_use","id":"c1","name":"Read","input":{"file_path":"a"}},{"type":"tool_use","id":"c2","name":"Read","input":{}}]}""";
        const string results =
            $$"""{"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":[{"type":"text","text":"text"},{{image}}]},{"type":"tool_result","tool_use_id":"c2","content":[{"type":"text","text":"no such file"}],"is_error":true},{"type":"text","text":"Mind the gap.""";
        Assert.Equal(
            [
                $"{head}{first}{image[..^1]},{Breakpoint}}}]}}{tail}",
                $"{head}{first}{image[..^1]},{Breakpoint}}}]}},{answer},{results}\",{Breakpoint}}}]}}{tail}",
                $"{head}{first}{image}]}},{answer},{results}\",{Breakpoint}}}]}},"
                    + $$$"""{"role":"assistant","content":[{"type":"text","text":"Done."}]},{"role":"user","content":[{"type":"text","text":"Thanks.",{{{Breakpoint}}}}]}{{{tail}}}""",
            ],
            talk.Server.Requests.Select(request => Encoding.UTF8.GetString(request.Bytes))
        );
        var headers = talk.Server.Requests[0].Headers;
        Assert.Equal(
            (talk.Server.Key, "2023-06-01", "application/json", false),
            (headers["x-api-key"], headers["anthropic-version"], headers["Content-Type"], headers.ContainsKey("Authorization"))
        );
    }

    [Fact]
    public async Task Whole_requests_of_the_Chat_Completions_protocol()
    {
        await using var talk = await Talk.StartAsync(
            WireProtocol.OpenAI,
            ScriptedAnswer.Text("I look.").ThenCall("Read", "{\"file_path\":\"a\"}", "c1").ThenCall("Read", "{\"file", "c2"),
            ScriptedAnswer.Text("Done.")
        );

        await talk.AskAsync(new TextBlock(Said.Text("Go.")), new ImageBlock("image/png", "aWs="));
        await talk.AskAsync(
            Talk.Result("c2", "no such file", isError: true),
            new TextBlock(Said.Text("Mind the gap.")),
            new ToolResult("c1", [new TextBlock(Said.Text("text")), new ImageBlock("image/png", "aWs=")], false)
        );

        const string image = """{"type":"image_url","image_url":{"url":"data:image/png;base64,aWs="}}""";
        const string head =
            $$$"""{"model":"m-1","stream":true,"stream_options":{"include_usage":true},"tools":[{"type":"function","function":{"name":"Read","description":"Reads a file.","parameters":{{{Tool}}}}}],"messages":[{"role":"system","content":"You work."},{"role":"user","content":[{"type":"text","text":"Go."},{{{image}}}]}""";
        const string tail = """],"max_tokens":1000}""";
        Assert.Equal(
            [
                head + tail,
                head
                    + ""","""
                    + """{"role":"assistant","content":"I look.","tool_calls":[{"id":"c1","type":"function","function":{"name":"Read","arguments":"{\"file_path\":\"a\"}"}},{"id":"c2","type":"function","function":{"name":"Read","arguments":"{}"}}]},"""
                    + """{"role":"tool","tool_call_id":"c1","content":"text"},{"role":"tool","tool_call_id":"c2","content":"Error: no such file"},"""
                    + $$$"""{"role":"user","content":[{{{image}}},{"type":"text","text":"Mind the gap."}]}"""
                    + tail,
            ],
            talk.Server.Requests.Select(request => Encoding.UTF8.GetString(request.Bytes))
        );
        Assert.Equal("Bearer " + talk.Server.Key, talk.Server.Requests[0].Headers["Authorization"]);
    }

    public static TheoryData<WireProtocol> Both => [WireProtocol.Anthropic, WireProtocol.OpenAI];

    [Theory, MemberData(nameof(Both))]
    [Trait("case", "MODEL-021")]
    public async Task Every_call_gets_exactly_one_result_in_call_order_and_results_of_no_call_are_not_sent(WireProtocol protocol)
    {
        await using var talk = await Talk.StartAsync(
            protocol,
            ScriptedAnswer.Call("Read", new { }, "c1").ThenCall("Read", new { }, "c2"),
            ScriptedAnswer.Text("Done.")
        );

        await talk.AskAsync(new TextBlock(Said.Text("Go.")));
        await talk.AskAsync(Talk.Result("c2", "two"), Talk.Result("c9", "never called"), Talk.Result("c2", "twice"));

        Assert.Equal(
            [("c1", true), ("c2", false)],
            talk.Server.Requests[1].LastToolResults.Select(result => (result.CallId, result.IsError))
        );
        Assert.Equal("two", talk.Server.Requests[1].LastToolResults[1].Text);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Empty_texts_and_empty_answers_are_never_sent_and_neighbours_of_one_side_are_one_message(WireProtocol protocol)
    {
        await using var talk = await Talk.StartAsync(protocol, ScriptedAnswer.Text("Yes."), ScriptedAnswer.Text("Yes."));
        talk.Conversation.Add(new Message(Role.User, [new TextBlock(Said.Text("")), new TextBlock(Said.Text("One."))]));
        talk.Conversation.Add(new Message(Role.Assistant, [new TextBlock(Said.Text("  \n"))]));
        talk.Conversation.Add(
            new Message(Role.Assistant, [ThinkingBlock.Of(SecretMask.None, JsonElement.Parse("""{"type":"thinking","thinking":"x"}"""))!])
        );
        talk.Conversation.Add(Message.User(Said.Text("Two.")));

        await talk.AskAsync();
        talk.Conversation.Add(Message.User(Said.Text(" ")));
        await talk.AskAsync(new ToolResult("c", [], false), new TextBlock(Said.Text("Three.")));

        Assert.Equal(["One.\nTwo."], talk.Server.Requests[0].Messages.Where(IsUser).Select(_ => talk.Server.Requests[0].FirstUserText));
        Assert.Equal(["user", "assistant", "user"], talk.Server.Requests[1].Messages.Select(RoleOf).Where(role => role is not "system"));
        Assert.DoesNotContain("\"\"", Encoding.UTF8.GetString(talk.Server.Requests[1].Bytes), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_conversation_that_ends_with_the_model_is_made_valid(WireProtocol protocol)
    {
        await using var talk = await Talk.StartAsync(protocol, ScriptedAnswer.Text("Yes."));
        talk.Conversation.Add(Message.User(Said.Text("One.")));
        talk.Conversation.Add(new Message(Role.Assistant, [new ToolCall("c1", "not a tool!", Said.Text("[1]"))]));

        await talk.AskAsync();

        Assert.Equal(
            [new RecordedResult("c1", talk.Server.Requests[0].LastToolResults[0].Text, true)],
            talk.Server.Requests[0].LastToolResults
        );
        Assert.Equal("Continue.", talk.Server.Requests[0].LastUserText);
        Assert.Contains("\"not_a_tool_\"", Encoding.UTF8.GetString(talk.Server.Requests[0].Bytes), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_result_without_output_says_so(WireProtocol protocol)
    {
        await using var talk = await Talk.StartAsync(protocol, ScriptedAnswer.Call("Read", new { }, "c1"), ScriptedAnswer.Text("Yes."));

        await talk.AskAsync(new TextBlock(Said.Text("Go.")));
        await talk.AskAsync(Talk.Result("c1", ""));

        Assert.Equal([new RecordedResult("c1", "(no output)", false)], talk.Server.Requests[1].LastToolResults);
    }

    [Fact]
    public async Task An_image_in_an_error_result_follows_the_results_and_unknown_images_become_words()
    {
        await using var talk = await Talk.StartAsync(
            WireProtocol.Anthropic,
            ScriptedAnswer.Call("Read", new { }, "c1"),
            ScriptedAnswer.Text("Yes.")
        );

        await talk.AskAsync(new TextBlock(Said.Text("Go.")), new ImageBlock("image/tiff", "aWs="));
        await talk.AskAsync(new ToolResult("c1", [new TextBlock(Said.Text("bad")), new ImageBlock("image/png", "aWs=")], true));

        Assert.Contains("image/tiff", talk.Server.Requests[0].FirstUserText, StringComparison.Ordinal);
        Assert.Equal(
            ["tool_result", "image"],
            talk.Server.Requests[1]
                .Messages[2]
                .GetProperty("content")
                .EnumerateArray()
                .Select(block => block.GetProperty("type").GetString())
        );
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Lone_surrogates_in_what_is_sent_are_replaced(WireProtocol protocol)
    {
        await using var talk = await Talk.StartAsync(protocol, ScriptedAnswer.Text("Yes."));

        await talk.AskAsync(new TextBlock(Said.Text("a\ud800b 🚀 \0")));

        Assert.StartsWith("a\uFFFDb 🚀", talk.Server.Requests[0].LastUserText, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task What_was_sent_is_the_beginning_of_what_is_sent_next_apart_from_cache_breakpoints(WireProtocol protocol)
    {
        await using var talk = await Talk.StartAsync(
            protocol,
            [.. Enumerable.Range(0, 12).Select(turn => ScriptedAnswer.Call("Read", new { turn }, $"c{turn}"))]
        );

        await talk.AskAsync(new TextBlock(Said.Text("Go.")));
        for (var turn = 0; turn < 11; turn++)
        {
            await talk.AskAsync(Talk.Result($"c{turn}", $"result {turn}"));
        }

        var bodies = talk.Server.Requests.Select(request => Encoding.UTF8.GetString(request.Bytes)).ToList();
        Assert.All(bodies, body => Assert.InRange(body.Split("cache_control").Length - 1, 0, 4));
        var plain = bodies.Select(body => body.Replace("," + Breakpoint, "", StringComparison.Ordinal)).ToList();
        for (var turn = 1; turn < plain.Count; turn++)
        {
            var kept = plain[turn - 1][..plain[turn - 1].LastIndexOf(']')];
            Assert.StartsWith(kept, plain[turn], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Without_a_system_prompt_the_last_tool_holds_the_breakpoint_and_without_tools_none_are_sent()
    {
        await using var tools = await Talk.StartAsync(WireProtocol.Anthropic, ScriptedAnswer.Text("Yes."));
        await using var nothing = await Talk.StartAsync(WireProtocol.OpenAI, ScriptedAnswer.Text("Yes."));
        var conversation = new Conversation(Said.Text(""), [Talk.Read, Talk.Read with { Name = "Grep" }]);
        var bare = new Conversation(Said.Text(""), []);
        conversation.Add(Message.User(Said.Text("Go.")));
        bare.Add(Message.User(Said.Text("Go.")));

        await tools.Model.AskAsync(new ModelRequest(conversation, 10), null, CancellationToken.None);
        await nothing.Model.AskAsync(new ModelRequest(bare, 10), null, CancellationToken.None);

        var sent = tools.Server.Requests[0].Body.GetProperty("tools").EnumerateArray();
        Assert.Equal([false, true], sent.Select(tool => tool.TryGetProperty("cache_control", out _)));
        Assert.Equal(
            """{"model":"m-1","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"Go."}],"max_tokens":10}""",
            Encoding.UTF8.GetString(nothing.Server.Requests[0].Bytes)
        );
    }

    private static bool IsUser(JsonElement message) => RoleOf(message) is "user";

    private static string? RoleOf(JsonElement message) => message.GetProperty("role").GetString();
}
