using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>Conversations that grow too long for their model.</summary>
public sealed class LongConversations
{
    private const int Reads = 12;

    public static TheoryData<WireProtocol> Protocols => [WireProtocol.Anthropic, WireProtocol.OpenAI];

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task The_middle_is_left_out_before_the_window_is_full_and_what_holds_is_kept_to_the_end(WireProtocol protocol)
    {
        using var project = Create(window: 30_000);
        await using var server = await ScriptedModelServer.StartAsync(Script());

        var run = await project
            .Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work")
            .Asking(server, protocol)
            .EndsWithAsync(3);
        await project.Ashlar("answer", project.Runs[0], "E1", "Whole cents, rounded half up.").EndsWithAsync(0);
        await project.Ashlar("resume").Knowing(server, protocol).EndsWithAsync(0);

        Assert.Contains("E1", run.Error, StringComparison.Ordinal);
        var first = server.Requests[0];
        var last = server.Requests[^1];
        Assert.Equal(first.System, last.System);
        Assert.StartsWith(first.FirstUserText, last.FirstUserText, StringComparison.Ordinal);
        var kept = last.FirstUserText[first.FirstUserText.Length..];
        Assert.Contains("Answer to E1", kept, StringComparison.Ordinal);
        Assert.Contains("Whole cents, rounded half up.", kept, StringComparison.Ordinal);
        Assert.Contains("Gates: not green (iteration 1 of 8)", kept, StringComparison.Ordinal);
        Assert.Contains("sums are kept as integers", kept, StringComparison.Ordinal);
        Assert.Contains("created a.txt", kept, StringComparison.Ordinal);
        Assert.Contains(project.Git("rev-parse", "main"), kept, StringComparison.Ordinal);
        Assert.Contains("Read big-1.txt", kept, StringComparison.Ordinal);
        Assert.Contains("last line of big-12", last.LastResultText, StringComparison.Ordinal);
        Assert.All(server.Requests, request => Assert.InRange(request.Bytes.Length, 1, 110_000));
        var journal = project.Journal();
        Assert.NotEmpty(journal.Of("conversation.compacted"));
        Assert.Equal(Reads + 7, journal.Of("turn.received").Count);
        Assert.Equal(["1"], project.Trailers("work", "Ashlar-Task"));
        Assert.Contains("left out of the conversation", (await project.Ashlar("logs").EndsWithAsync(0)).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_is_killed_around_it_goes_on_with_the_same_conversation()
    {
        using var project = Create(window: 30_000);
        await using var server = await ScriptedModelServer.StartAsync(Script());
        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work").Asking(server).EndsWithAsync(3);
        await project.Ashlar("answer", project.Runs[0], "E1", "Whole cents.").EndsWithAsync(0);
        await project.Ashlar("resume").Knowing(server).EndsWithAsync(0);
        var lines = project.Journal().Entries;
        var at = lines.ToList().FindIndex(entry => entry.GetProperty("type").GetString() is "conversation.compacted") + 1;
        var expected = Told(server.Requests[^1], project);

        foreach (var line in new[] { at - 1, at, at + 1, at + 2, at + 6 })
        {
            using var other = Create(window: 30_000);
            await using var again = await ScriptedModelServer.StartAsync(Script());
            await other.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work").Asking(again).EndsWithAsync(3);
            await other.Ashlar("answer", other.Runs[0], "E1", "Whole cents.").EndsWithAsync(0);
            await other.Ashlar("resume").Knowing(again).With("ASHLAR_FAILPOINT", $"{line}").EndsWithAsync(137);
            await other.Ashlar("resume").Knowing(again).EndsWithAsync(0);

            Assert.Equal(expected, Told(again.Requests[^1], other));
            Assert.Equal(server.Requests.Count, again.Requests.Count);
        }
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task What_the_provider_refuses_as_too_long_is_shortened_and_asked_once_more(WireProtocol protocol)
    {
        using var project = Create(window: null);
        var refusals = 0;
        await using var server = await ScriptedModelServer.StartAsync(request =>
        {
            if (request.Number <= 6)
            {
                return Read(request.Number);
            }

            if (request.Number is 7)
            {
                refusals++;
                return TooLong(protocol);
            }

            return request.Number is 8 ? Say.Write("a.txt", "a\n") : Say.Done("a.txt");
        });

        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work").Asking(server, protocol).EndsWithAsync(0);

        Assert.Equal(1, refusals);
        Assert.True(server.Requests[7].Bytes.Length < server.Requests[6].Bytes.Length * 2 / 3, "the second request is not shorter");
        Assert.Contains("last line of big-6", server.Requests[7].LastResultText, StringComparison.Ordinal);
        Assert.Equal("overflow", project.Journal().Last("conversation.compacted").GetProperty("reason").GetString());
        Assert.Equal(8, project.Journal().Of("turn.received").Count);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task What_stays_too_long_ends_the_run_with_a_sentence_and_goes_on_with_a_larger_model(WireProtocol protocol)
    {
        using var project = Create(window: null);
        var small = true;
        await using var server = await ScriptedModelServer.StartAsync(request =>
            request.Number <= 4 ? Read(request.Number)
            : small ? TooLong(protocol)
            : request.LastResultText.Contains("last line", StringComparison.Ordinal) ? Say.Write("a.txt", "a\n")
            : Say.Done("a.txt")
        );

        var first = await project
            .Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work")
            .Asking(server, protocol)
            .EndsWithAsync(1);
        small = false;
        await project.Ashlar("resume").Knowing(server, protocol).EndsWithAsync(0);

        Assert.Contains("too long", first.Error, StringComparison.Ordinal);
        Assert.Contains("--model", first.Error, StringComparison.Ordinal);
        Assert.Equal(server.Requests[5].Bytes, server.Requests[6].Bytes);
        Assert.Single(project.Journal().Of("conversation.compacted"));
    }

    private static Project Create(int? window) =>
        Project.TwoTasks([
            (
                ".ashlar/config.yaml",
                "gates:\n  - {name: check, run: test ! -e broken}\n"
                    + (window is null ? "" : $"windows: {{anthropic/scripted: {window}, openai/scripted: {window}}}\n")
            ),
            .. Enumerable
                .Range(1, Reads)
                .Select(number =>
                    (
                        $"big-{number}.txt",
                        string.Concat(Enumerable.Range(1, 80).Select(line => $"{line} of {number}: {new string('x', 90)}\n"))
                            + $"last line of big-{number}\n"
                    )
                ),
        ]);

    private static Func<RecordedRequest, ScriptedAnswer> Script()
    {
        ScriptedAnswer[] answers =
        [
            ScriptedAnswer.Call("NoteDeviation", new { what = "sums are kept as integers", why = "no rounding" }),
            Say.Escalate("question", "Cents or euros?"),
            Say.Write("a.txt", "a\n").ThenCall("Write", new { file_path = "broken", content = "x" }),
            Say.Done("a.txt", "broken"),
            Say.Bash("rm broken"),
            .. Enumerable.Range(1, Reads).Select(Read),
            Say.Read("tasks.md"),
            Say.Done("a.txt"),
        ];
        answers[^2] = Read(Reads);
        return request => request.Number <= answers.Length ? answers[request.Number - 1] : ScriptedAnswer.Fails(400, "over", "no more");
    }

    private static ScriptedAnswer Read(int number) => Say.Read($"big-{number}.txt") with { Usage = null };

    private static ScriptedAnswer TooLong(WireProtocol protocol) =>
        protocol is WireProtocol.Anthropic
            ? ScriptedAnswer.Fails(400, "invalid_request_error", "prompt is too long: 210000 tokens > 200000 maximum")
            : ScriptedAnswer.Fails(400, "context_length_exceeded", "This model's maximum context length is 128000 tokens.");

    private static string Told(RecordedRequest request, Project project) =>
        System.Text.RegularExpressions.Regex.Replace(
            request.Body.GetProperty("messages").GetRawText().Replace(project.Root, "ROOT", StringComparison.Ordinal),
            "[0-9a-f]{40}|[0-9]+[.][0-9] s",
            "X"
        );
}
