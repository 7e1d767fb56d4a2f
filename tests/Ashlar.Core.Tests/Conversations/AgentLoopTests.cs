using Ashlar.Core.Conversations;
using Ashlar.Core.Models;
using Ashlar.Core.Tools;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Conversations;

public sealed class AgentLoopTests
{
    private const string Append = """{"command":"echo line >> notes.txt"}""";

    [Fact]
    public async Task Calls_are_executed_and_their_results_told_until_a_call_is_handed_over()
    {
        using var room = new LoopRoom();
        var model = new ScriptedModel(
            ScriptedModel.Calls(("a", "Bash", Append), ("b", "Read", """{"file_path":"notes.txt"}""")),
            ScriptedModel.Calls(("c", "Report", "{}")),
            ScriptedModel.Says("Thanks.")
        );
        var loop = room.Loop(model);

        var handed = Assert.IsType<HandedOver>(await loop.RunAsync(LoopRoom.FirstWords, CancellationToken.None));
        Assert.Equal(("c", "Report"), (handed.Call.Id, handed.Call.Name));
        Assert.Equal("notes\nline\n", room.Text("notes.txt"));
        Assert.Equal(["a", "b"], Results(model.Requests[1][^1]).Select(result => result.CallId));

        var said = Assert.IsType<TurnWithoutCall>(await loop.RunAsync(ToolAnswer.Failed("Not green."), CancellationToken.None));
        Assert.Equal(("Thanks.", 1, false), (said.Text, said.InARow, said.CutOff));
        var answered = Assert.Single(Results(model.Requests[2][^1]));
        Assert.Equal(("c", true), (answered.CallId, answered.IsError));
        Assert.Equal(3, loop.Turns);
    }

    [Fact]
    public async Task A_report_among_other_calls_is_not_taken_and_the_others_are_run()
    {
        using var room = new LoopRoom();
        var model = new ScriptedModel(
            ScriptedModel.Calls(("a", "Report", "{}"), ("b", "Bash", Append)),
            ScriptedModel.Calls(("c", "Report", "{}"))
        );

        var handed = Assert.IsType<HandedOver>(await room.Loop(model).RunAsync(LoopRoom.FirstWords, CancellationToken.None));

        Assert.Equal("c", handed.Call.Id);
        Assert.Equal("notes\nline\n", room.Text("notes.txt"));
        var results = Results(model.Requests[1][^1]);
        Assert.Equal([("a", true), ("b", false)], results.Select(result => (result.CallId, result.IsError)));
        Assert.Contains("send Report alone", TextOf(results[0]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_is_taken_as_the_last_call_of_a_turn_and_nowhere_else()
    {
        using var room = new LoopRoom();
        var model = new ScriptedModel(
            ScriptedModel.Calls(("a", "Escalate", "{}"), ("b", "Bash", Append)),
            ScriptedModel.Calls(("c", "Bash", Append), ("d", "Escalate", "{}")),
            ScriptedModel.Says("Thanks.")
        );
        var loop = room.Loop(model);

        var handed = Assert.IsType<HandedOver>(await loop.RunAsync(LoopRoom.FirstWords, CancellationToken.None));
        await loop.RunAsync(ToolAnswer.Of("The answer."), CancellationToken.None);

        Assert.Equal("d", handed.Call.Id);
        Assert.Equal("notes\nline\nline\n", room.Text("notes.txt"));
        Assert.Contains("send Escalate alone", TextOf(Results(model.Requests[1][^1])[0]), StringComparison.Ordinal);
        Assert.Equal(["c", "d"], Results(model.Requests[2][^1]).Select(result => result.CallId));
        Assert.Equal("The answer.", TextOf(Results(model.Requests[2][^1])[1]));
    }

    [Fact]
    public async Task The_last_call_of_a_cut_off_answer_is_not_run()
    {
        using var room = new LoopRoom();
        var cut = ScriptedModel.Calls(("a", "Bash", Append), ("b", "Bash", Append)) with { Stop = StopReason.MaxTokens };
        var report = ScriptedModel.Calls(("c", "Report", "{}")) with { Stop = StopReason.MaxTokens };
        var model = new ScriptedModel(cut, report, ScriptedModel.Says("I am") with { Stop = StopReason.MaxTokens });

        var said = Assert.IsType<TurnWithoutCall>(await room.Loop(model).RunAsync(LoopRoom.FirstWords, CancellationToken.None));

        Assert.True(said.CutOff);
        Assert.Equal("notes\nline\n", room.Text("notes.txt"));
        Assert.Equal([false, true], Results(model.Requests[1][^1]).Select(result => result.IsError));
        Assert.Contains("cut off at the output limit", TextOf(Assert.Single(Results(model.Requests[2][^1]))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Turns_without_a_call_are_counted_until_there_is_one()
    {
        using var room = new LoopRoom();
        var loop = room.Loop(
            new ScriptedModel(
                ScriptedModel.Says("One."),
                ScriptedModel.Says("Two."),
                ScriptedModel.Calls(("a", "Read", """{"file_path":"notes.txt"}""")),
                ScriptedModel.Says("Three.")
            )
        );

        var counts = new List<int>();
        for (var turn = 0; turn < 3; turn++)
        {
            counts.Add(Assert.IsType<TurnWithoutCall>(await loop.RunAsync(LoopRoom.FirstWords, CancellationToken.None)).InARow);
        }

        Assert.Equal([1, 2, 1], counts);
    }

    [Fact]
    public async Task Three_empty_answers_in_a_row_mean_that_the_model_cannot_be_used()
    {
        using var room = new LoopRoom();
        var empty = new ModelAnswer([], StopReason.EndTurn, Usage.None, "scripted/model");
        var once = await room.Loop(new ScriptedModel(empty, ScriptedModel.Says(""), ScriptedModel.Says("At last.")))
            .RunAsync(LoopRoom.FirstWords, CancellationToken.None);
        Assert.Equal("At last.", Assert.IsType<TurnWithoutCall>(once).Text);

        using var other = new LoopRoom();
        var stopped = await other.Loop(new ScriptedModel(empty, empty, empty)).RunAsync(LoopRoom.FirstWords, CancellationToken.None);
        Assert.Equal(FailureKind.Malformed, Assert.IsType<ModelStop>(stopped).Failure.Kind);
    }

    [Fact]
    public async Task A_failure_of_the_model_stops_the_loop_and_the_turn_is_asked_for_again_later()
    {
        using var room = new LoopRoom();
        var failure = new ModelFailure(FailureKind.Authentication, Said.Text("no credit"));
        var stopped = await room.Loop(new ScriptedModel(failure)).RunAsync(LoopRoom.FirstWords, CancellationToken.None);
        Assert.Equal(failure, Assert.IsType<ModelStop>(stopped).Failure);

        var model = new ScriptedModel(ScriptedModel.Says("Here."));
        var said = await room.Loop(model).RunAsync(LoopRoom.FirstWords, CancellationToken.None);

        Assert.Equal("Here.", Assert.IsType<TurnWithoutCall>(said).Text);
        Assert.Equal("Do the task.", Assert.IsType<TextBlock>(Assert.Single(Assert.Single(model.Requests[0]).Content)).Text);
    }

    [Fact]
    public async Task A_server_that_counts_no_tokens_is_bounded_by_the_estimate()
    {
        using var room = new LoopRoom { MaxCost = 100m, MaxTurns = 500 };
        var model = new ScriptedModel(
            (_, number) => ScriptedModel.Calls(($"c-{number}", "Read", $$"""{"file_path":"{{number}}.txt"}""")) with { Usage = Usage.None }
        );

        var stopped = await room.Loop(model).RunAsync(LoopRoom.FirstWords, CancellationToken.None);

        Assert.Equal("cost", Assert.IsType<LimitStop>(stopped).Limit.Limit);
        Assert.True(room.Entries.Where(entry => entry.Is<TurnReceived>()).All(entry => entry.Body.GetProperty("cost").GetDecimal() > 0));
    }

    [Fact]
    public async Task No_request_is_made_beyond_the_turns_that_the_task_has()
    {
        using var room = new LoopRoom { MaxTurns = 2 };
        var model = new ScriptedModel((_, number) => Read($"call-{number}"));

        var stopped = await room.Loop(model).RunAsync(LoopRoom.FirstWords, CancellationToken.None);

        Assert.Equal("turns", Assert.IsType<LimitStop>(stopped).Limit.Limit);
        Assert.Equal(2, model.Requests.Count);
    }

    [Fact]
    public async Task The_model_is_told_once_when_few_turns_are_left()
    {
        using var room = new LoopRoom { MaxTurns = 45 };
        var model = new ScriptedModel((_, number) => Read($"call-{number}"));

        await room.Loop(model).RunAsync(LoopRoom.FirstWords, CancellationToken.None);

        var told = model
            .Requests[^1]
            .SelectMany(message => message.Content)
            .OfType<TextBlock>()
            .Count(block => block.Text == "20 turns left.");
        Assert.Equal(1, told);
        Assert.Contains(model.Requests[25][^1].Content, block => block is TextBlock { Text: "20 turns left." });
    }

    [Fact]
    [Trait("case", "MODEL-017")]
    public async Task No_request_is_made_whose_worst_case_costs_more_than_is_left_also_after_a_resumption()
    {
        using var room = new LoopRoom { MaxCost = 100m };
        var model = new ScriptedModel((_, number) => Read($"call-{number}") with { Usage = new Usage(500, 100) });

        Assert.Equal(
            "cost",
            Assert.IsType<LimitStop>(await room.Loop(model).RunAsync(LoopRoom.FirstWords, CancellationToken.None)).Limit.Limit
        );
        var made = model.Requests.Count;
        Assert.InRange(made, 2, 20);

        Assert.Equal(
            "cost",
            Assert.IsType<LimitStop>(await room.Loop(model).RunAsync(LoopRoom.FirstWords, CancellationToken.None)).Limit.Limit
        );
        Assert.Equal(made, model.Requests.Count);
    }

    [Fact]
    [Trait("case", "MODEL-017")]
    public async Task The_same_call_failing_five_times_in_a_row_is_a_circle_and_every_call_has_its_result()
    {
        using var room = new LoopRoom();
        const string Missing = """{"file_path":"missing"}""";
        var model = new ScriptedModel(
            ScriptedModel.Calls(("a", "Read", Missing), ("b", "Read", Missing), ("c", "Read", """{"file_path":"other"}""")),
            ScriptedModel.Calls(("d", "Read", Missing), ("e", "Read", Missing), ("f", "Read", Missing), ("g", "Read", Missing)),
            ScriptedModel.Calls(("h", "Read", Missing), ("i", "Bash", Append)),
            ScriptedModel.Calls(("j", "Read", Missing))
        );
        var loop = room.Loop(model);

        var circle = Assert.IsType<CircleStop>(await loop.RunAsync(LoopRoom.FirstWords, CancellationToken.None));
        Assert.Equal("circle.call", circle.Code);
        Assert.Equal("notes\nline\n", room.Text("notes.txt"));

        await loop.RunAsync(ToolAnswer.Of("Continue."), CancellationToken.None);
        Assert.Equal(["h", "i"], Results(model.Requests[3][^1]).Select(result => result.CallId));
        Assert.Equal("Continue.", model.Requests[3][^1].Content.OfType<TextBlock>().Single().Text);
    }

    private static ModelAnswer Read(string id) => ScriptedModel.Calls((id, "Read", """{"file_path":"notes.txt"}"""));

    private static IReadOnlyList<ToolResult> Results(Message message) => [.. message.Content.OfType<ToolResult>()];

    private static string TextOf(ToolResult result) => string.Concat(result.Content.OfType<TextBlock>().Select(block => block.Text));
}
