using System.Text.Json;
using Ashlar.Core;
using Ashlar.Core.Models;
using Ashlar.Core.Secrets;
using Ashlar.Providers.Cassettes;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Providers.Tests;

public sealed class CassetteTests : IDisposable
{
    private const string Header = """{"ashlar_cassette":1,"model":"anthropic/m"}""";
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task An_answer_is_found_by_task_role_and_turn_taken_from_the_conversation()
    {
        var cassette = Cassette(
            Header,
            """{"task":"1.0","turn":1,"answer":{"content":[{"type":"text","text":"One."},{"type":"call","name":"Read","arguments":{"file_path": "a"}},{"type":"call","id":"x","name":"Read","arguments":"{\"half"}],"usage":{"input":3,"output":2,"cached":1}}}""",
            "",
            """{"task":"2.0","role":null,"turn":1,"answer":{"content":"Two."}}""",
            """{"task":"2.0","role":"tech-lead","turn":1,"answer":{"content":"Approved.","stop":"max_tokens"}}""",
            """{"task":null,"turn":2,"answer":{"content":[]}}"""
        );
        var none = Conversation("Do it.");
        none.Add(new Message(Role.Assistant, [new TextBlock(Said.Text("a"))]));
        none.Add(Message.User(Said.Text("b")));

        var one = await AnswerAsync(cassette, Conversation("Task: 1.0 — Do it"));

        Assert.Equal(
            [
                new TextBlock(Said.Text("One.")),
                new ToolCall("call_1_1", "Read", Said.Text("""{"file_path": "a"}""")),
                new ToolCall("x", "Read", Said.Text("{\"half")),
            ],
            one.Content
        );
        Assert.Equal((StopReason.ToolUse, new Usage(3, 2, 1), "anthropic/m"), (one.Stop, one.Usage, one.Model));
        Assert.Equal("Two.", (await AnswerAsync(cassette, Conversation("Material.\nTask: 2.0 — Do it\nMore."))).Text);
        var review = await AnswerAsync(cassette, Conversation("Task: 2.0 — Do it", "tech-lead"));
        Assert.Equal(("Approved.", StopReason.MaxTokens), (review.Text, review.Stop));
        Assert.Empty((await AnswerAsync(cassette, none)).Content);
    }

    [Fact]
    public async Task A_missing_answer_is_a_failure_that_names_task_and_turn()
    {
        var cassette = Cassette(Header, """{"task":"1.0","turn":1,"answer":{"content":"One."}}""");
        var conversation = Conversation("Task: 1.0 — Do it");
        conversation.Add(new Message(Role.Assistant, [new TextBlock(Said.Text("One."))]));
        conversation.Add(Message.User(Said.Text("Continue.")));

        var outcome = await cassette.AskAsync(new ModelRequest(conversation, 10), null, CancellationToken.None);

        Assert.Equal(new ModelFailure(FailureKind.Exhausted, Said.Text($"{cassette.Name} has no answer for task 1.0, turn 2")), outcome);
    }

    [Fact]
    public async Task Of_several_answers_for_one_place_a_condition_decides_else_how_often_the_question_was_put()
    {
        var cassette = Cassette(
            Header,
            """{"task":"1.0","turn":1,"answer":{"content":[]}}""",
            """{"task":"1.0","turn":1,"answer":{"content":"Second try."}}""",
            """{"task":"1.0","turn":1,"when":"round 2","answer":{"content":"Round two."}}"""
        );
        var conversation = Conversation("Task: 1.0 — Do it");

        Assert.Equal("", (await AnswerAsync(cassette, conversation)).Text);
        conversation.Add(Message.User(Said.Text("Say something.")));
        Assert.Equal("Second try.", (await AnswerAsync(cassette, conversation)).Text);
        Assert.Equal("Round two.", (await AnswerAsync(cassette, Conversation("Review round 2.\nTask: 1.0 — Do it"))).Text);
    }

    [Fact]
    public async Task What_was_recorded_plays_again_and_holds_no_secret()
    {
        var secret = "s3cr3t-" + Guid.NewGuid();
        var mask = SecretMask.Of([new("TOKEN", secret)]);
        var path = folder["run.jsonl"];
        var raw = JsonElement.Parse("""{"type":"thinking","thinking":"fine","signature":"abc"}""");
        var bad = JsonElement.Parse($$"""{"type":"thinking","thinking":"{{secret}}","signature":"abc"}""");
        ModelAnswer first = new(
            [
                .. new[] { raw, bad }.Select(block => ThinkingBlock.Of(mask, block)).OfType<ThinkingBlock>(),
                new TextBlock(MaskedText.Of(mask, $"It is {secret}")),
                new ToolCall("c1", "Read", Said.Text("""{"a": 1}""")),
            ],
            StopReason.ToolUse,
            new Usage(4, 3, 2, 1),
            "m"
        );
        var conversation = Conversation($"Task: 1.0 — Use {secret}");
        using (
            var recording = new RecordingModel(new ScriptedModel(first, ScriptedModel.Says("Done.")) { Name = "anthropic/m" }, path, mask)
        )
        {
            Assert.Same(first, await AnswerAsync(recording, conversation));
            conversation.Add(new Message(Role.Assistant, first.Content));
            conversation.Add(new Message(Role.User, [Talk.Result("c1", "x")]));
            await AnswerAsync(recording, conversation);
        }

        Assert.DoesNotContain(secret, await File.ReadAllTextAsync(path), StringComparison.Ordinal);
        var cassette = CassetteModel.Open(path, null, mask);
        var again = await AnswerAsync(cassette, Conversation($"Task: 1.0 — Use {secret}"));
        Assert.Equal((first.Stop, first.Usage, 3), (again.Stop, again.Usage, again.Content.Count));
        Assert.Equal(raw.GetRawText(), ((ThinkingBlock)again.Content[0]).Raw.GetRawText());
        Assert.Equal([new TextBlock(Said.Text("It is [secret TOKEN]")), first.Content[2]], again.Content.Skip(1));
        Assert.Equal("Done.", (await AnswerAsync(cassette, conversation)).Text);
    }

    [Fact]
    public async Task A_strict_cassette_names_the_first_message_that_differs()
    {
        var path = folder["run.jsonl"];
        var conversation = Conversation("Task: 1.0 — Do it");
        conversation.Add(new Message(Role.Assistant, [new TextBlock(Said.Text("One."))]));
        conversation.Add(Message.User(Said.Text("Two.")));
        using (var recording = new RecordingModel(new ScriptedModel(ScriptedModel.Says("Done.")), path, SecretMask.None))
        {
            await AnswerAsync(recording, conversation);
        }

        var recorded = await File.ReadAllTextAsync(path);
        var strict = CassetteModel.Open(path, "cassette:run.jsonl", SecretMask.None);
        var other = Conversation("Task: 1.0 — Do it");
        other.Add(new Message(Role.Assistant, [new TextBlock(Said.Text("One."))]));
        other.Add(Message.User(Said.Text("Three.")));

        Assert.Equal("Done.", (await AnswerAsync(strict, conversation)).Text);
        Assert.Equal(
            new ModelFailure(
                FailureKind.Exhausted,
                Said.Text(
                    "cassette:run.jsonl: the request for task 1.0, turn 2 is not the recorded one: new message 1, line 1: recorded `Two.`, now `Three.`"
                )
            ),
            await strict.AskAsync(new ModelRequest(other, 10), null, CancellationToken.None)
        );
        await File.WriteAllTextAsync(path, recorded.Replace("\"strict\":true", "\"strict\":false", StringComparison.Ordinal));
        Assert.Equal("Done.", (await AnswerAsync(CassetteModel.Open(path, null, SecretMask.None), other)).Text);
    }

    [Fact]
    public async Task A_recording_that_was_cut_off_is_continued_after_its_last_whole_line()
    {
        var path = folder.Write(
            "run.jsonl",
            Header + "\n" + """{"task":"1.0","turn":1,"answer":{"content":"One."}}""" + "\n{\"task\":\"1.0\",\"tu"
        );

        Assert.Equal("One.", (await AnswerAsync(CassetteModel.Open(path, null, SecretMask.None), Conversation("Task: 1.0 — Do it"))).Text);
        using (var recording = new RecordingModel(new ScriptedModel(ScriptedModel.Says("Two.")), path, SecretMask.None))
        {
            await AnswerAsync(recording, Conversation("Task: 2.0 — Do it"));
        }

        var cassette = CassetteModel.Open(path, null, SecretMask.None);
        Assert.Equal("One.", (await AnswerAsync(cassette, Conversation("Task: 1.0 — Do it"))).Text);
        Assert.Equal("Two.", (await AnswerAsync(cassette, Conversation("Task: 2.0 — Do it"))).Text);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("{}\n", 1)]
    [InlineData("{\"ashlar_cassette\":2,\"model\":\"m\"}\n", 1)]
    [InlineData(Header + "\nnonsense\n", 2)]
    [InlineData(Header + "\n{\"turn\":0,\"answer\":{\"content\":\"\"}}\n", 2)]
    [InlineData(Header + "\n{\"turn\":1}\n", 2)]
    [InlineData(Header + "\n\n{\"turn\":1,\"answer\":{\"content\":[{\"type\":\"tool_use\"}]}}\n", 3)]
    [InlineData(Header + "\n{\"turn\":1,\"turn\":2,\"answer\":{\"content\":\"\"}}\n", 2)]
    public void A_cassette_that_cannot_be_read_is_a_problem_with_its_line(string text, int line)
    {
        var path = folder.Write("bad.jsonl", text);

        var problem = Assert.Throws<ProblemException>(() => CassetteModel.Open(path, null, SecretMask.None)).Problems.Single();

        Assert.Equal(("model.cassette-invalid", path, line), (problem.Code, problem.Path, problem.Line));
    }

    private CassetteModel Cassette(params string[] lines) =>
        CassetteModel.Open(folder.Write("c.jsonl", string.Join('\n', lines) + "\n"), null, SecretMask.None);

    private static Conversation Conversation(string first, string? role = null)
    {
        var conversation = new Conversation(Said.Text("You work."), []) { Role = role };
        conversation.Add(Message.User(Said.Text(first)));
        return conversation;
    }

    private static async Task<ModelAnswer> AnswerAsync(IModel model, Conversation conversation) =>
        Assert.IsType<ModelAnswer>(await model.AskAsync(new ModelRequest(conversation, 10), null, CancellationToken.None));
}
