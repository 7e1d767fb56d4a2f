using System.Text;
using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>Servers that speak a protocol in their own way.</summary>
public sealed class OtherServers
{
    [Fact]
    public async Task What_a_server_refuses_is_sent_otherwise_said_once_and_known_to_the_next_run()
    {
        using var project = Project.TwoTasks();
        var script = Script.OfTwoTasks();
        await using var server = await ScriptedModelServer.StartAsync(request =>
            request.Body.TryGetProperty("stream_options", out _)
                ? Refuses("""{"detail":[{"loc":["body","stream_options"],"msg":"Extra inputs are not permitted"}]}""")
            : request.Body.TryGetProperty("max_tokens", out _)
                ? Refuses(
                    """{"error":{"message":"Use 'max_completion_tokens' instead.","param":"max_tokens","code":"unsupported_parameter"}}"""
                )
            : script.Answer(request)
        );

        var first = await project
            .Ashlar("run", "tasks.md", "--trust", "--branch", "work", "--only", "1")
            .Asking(server, WireProtocol.OpenAI)
            .EndsWithAsync(0);
        var asked = server.Requests.Count;
        var adjusted = project.Journal().Of("provider.adjusted");
        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server, WireProtocol.OpenAI).EndsWithAsync(0);

        Assert.Equal(4, asked);
        Assert.Equal(6, server.Requests.Count);
        Assert.Equal(2, adjusted.Count);
        Assert.Equal(1, Count(first.Out, "stream_options is left out"));
        Assert.Equal(1, Count(first.Out, "sent as max_completion_tokens"));
        Assert.Equal(["1", "2"], project.Trailers("work", "Ashlar-Task"));
    }

    [Theory]
    [InlineData(
        "This model's maximum context length is 8192 tokens. However, you requested 16900 tokens (900 in the messages, 16000 in the completion).",
        true
    )]
    [InlineData("the request exceeds the available context size", false)]
    public async Task A_refusal_for_length_teaches_the_window(string words, bool told)
    {
        using var project = Project.TwoTasks(
            ("big.txt", string.Concat(Enumerable.Repeat("what was written here is of no use to anybody but it is long\n", 500)))
        );
        var turns = 0;
        await using var server = await ScriptedModelServer.StartAsync(request =>
        {
            var bound = request.Body.GetProperty("max_tokens").GetInt32();
            var size = (request.Bytes.Length / 4) + bound;
            if (told ? size > 14_000 : request.Messages.Count > 4 && request.Bytes.Length > 70_000)
            {
                return ScriptedAnswer.Fails(400, "context_length_exceeded", words);
            }

            turns++;
            return turns <= 6 ? Say.Read("big.txt")
                : turns == 7 ? Say.Write("a.txt", "a\n")
                : Say.Done("a.txt");
        });

        await project
            .Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work")
            .Asking(server, WireProtocol.OpenAI)
            .EndsWithAsync(0);

        Assert.Equal(["1"], project.Trailers("work", "Ashlar-Task"));
        if (told)
        {
            Assert.Equal([16_000, 2048], server.Requests.Take(2).Select(request => request.Body.GetProperty("max_tokens").GetInt32()));
            Assert.Equal(server.Requests[0].Messages.Count, server.Requests[1].Messages.Count);
        }
        else
        {
            Assert.NotEmpty(project.Journal().Of("conversation.compacted"));
        }
    }

    [Theory]
    [InlineData("input is too long for this model", "windows: {openai/scripted:")]
    [InlineData("prompt is too long: 9000 tokens > 4000 maximum", "4000 tokens")]
    public async Task What_cannot_be_shortened_ends_the_run_with_the_window_in_the_remedy(string words, string expected)
    {
        using var project = Project.TwoTasks();
        await using var server = await ScriptedModelServer.StartAsync(_ => ScriptedAnswer.Fails(400, "invalid_request_error", words));

        var result = await project.Ashlar("run", "tasks.md", "--trust").Asking(server, WireProtocol.OpenAI).EndsWithAsync(1);

        Assert.Contains(expected, result.Error, StringComparison.Ordinal);
        Assert.Contains("windows", result.Error, StringComparison.Ordinal);
        Assert.InRange(server.Requests.Count, 1, 3);
    }

    [Theory]
    [InlineData("I write it.\n<tool_call>\n{\"name\": \"Write\", \"arguments\": {\"file_path\": \"a.txt\"}}\n</tool_call>")]
    [InlineData("<function=Write><parameter=file_path>a.txt</parameter></function>")]
    [InlineData("```json\n{\"name\": \"write_file\", \"parameters\": {\"path\": \"a.txt\"}}\n```")]
    [InlineData("[TOOL_CALLS][{\"name\": \"Write\", \"arguments\": {\"file_path\": \"a.txt\"}}]")]
    [InlineData("<Write>\n<file_path>a.txt</file_path>\n</Write>")]
    [InlineData("```tool_code\nprint(default_api.Write(file_path=\"a.txt\", content=\"a\"))\n```")]
    public async Task Calls_that_come_as_text_are_told_to_the_model_once_and_to_the_person_at_the_end(string written)
    {
        using var project = Project.TwoTasks();
        var turns = 0;
        await using var server = await ScriptedModelServer.StartAsync(_ =>
            ++turns <= 2 ? ScriptedAnswer.Text(written) : Say.Blocked("?", "?")
        );

        var result = await project.Ashlar("run", "tasks.md", "--trust", "--only", "1").Asking(server, WireProtocol.OpenAI).EndsWithAsync(1);

        Assert.Contains("plain text", server.Requests[1].LastUserText, StringComparison.Ordinal);
        Assert.Contains("writes its tool calls as plain text", result.Error, StringComparison.Ordinal);
        Assert.Contains("--tool-call-parser", result.Error, StringComparison.Ordinal);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_model_that_then_calls_as_it_should_goes_on()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of("1", ScriptedAnswer.Text("<tool_call>{\"name\": \"Write\"}</tool_call>"), Say.Write("a.txt", "a\n"), Say.Done("a.txt"))
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1").Asking(server, WireProtocol.OpenAI).EndsWithAsync(0);
    }

    [Theory]
    [InlineData(WireProtocol.Anthropic)]
    [InlineData(WireProtocol.OpenAI)]
    public async Task The_bound_of_an_answer_can_be_set_and_a_base_address_may_have_a_query(WireProtocol protocol)
    {
        using var project = Project.TwoTasks(
            (".ashlar/config.yaml", "gates:\n  - {name: check, run: test ! -e broken}\nlimits: {output: 900}\n")
        );
        await using var server = await Script.OfTwoTasks().ServeAsync();
        var (name, path) = protocol is WireProtocol.Anthropic ? ("ANTHROPIC_BASE_URL", "/v1") : ("OPENAI_BASE_URL", "/v1/");

        await project
            .Ashlar("run", "tasks.md", "--trust")
            .Asking(server, protocol)
            .With(name, $"{server.Address}{path}?api-version=2025-04-01")
            .EndsWithAsync(0);

        Assert.All(server.Requests, request => Assert.Equal(900, request.Body.GetProperty("max_tokens").GetInt32()));
        Assert.All(server.Requests, request => Assert.Equal("?api-version=2025-04-01", request.Query));
    }

    private static ScriptedAnswer Refuses(string body) => ScriptedAnswer.Bytes(400, "application/json", Encoding.UTF8.GetBytes(body));

    private static int Count(string text, string words) => text.Split(words).Length - 1;
}
