using Ashlar.Core.Conversations;
using Ashlar.Core.Models;
using Ashlar.Core.Tools;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.Core.Tests.Conversations;

/// <summary>What becomes of a conversation that grows too long for its model.</summary>
public sealed class CompactionTests
{
    private const int Window = 40_000;

    [Fact]
    public async Task Before_the_window_is_full_the_middle_is_left_out_and_what_holds_is_kept()
    {
        using var room = new LoopRoom { Window = Window };
        var model = new ScriptedModel(
            ScriptedModel.Calls(("a", "Grep", """{"pattern":"cents, not euros"}""")),
            ScriptedModel.Calls(("b", "Escalate", "{}")),
            ScriptedModel.Calls(("c", "Report", "{}")),
            ScriptedModel.Calls(("d", "Report", "{}")) with
            {
                Usage = new Usage(500, 5, Cached: 38_000),
            },
            ScriptedModel.Says("Done.")
        );
        var loop = room.Loop(model);

        await loop.RunAsync(LoopRoom.FirstWords, CancellationToken.None);
        await loop.RunAsync(ToolAnswer.Of("Answer to E1: cents.") with { Topic = "answer E1" }, CancellationToken.None);
        await loop.RunAsync(ToolAnswer.Failed("Gates: not green (iteration 1)."), CancellationToken.None);
        await loop.RunAsync(ToolAnswer.Failed("Gates: not green (iteration 2)."), CancellationToken.None);

        var before = model.Requests[3];
        var after = model.Requests[4];
        Assert.Same(before[0], after[0]);
        Assert.Equal([Role.User, Role.User, Role.Assistant, Role.User], after.Select(message => message.Role));
        Assert.Equal("d", Assert.Single(after[2].Content.OfType<ToolCall>()).Id);
        Assert.Equal("d", Assert.Single(after[3].Content.OfType<ToolResult>()).CallId);
        var kept = TextOf(after[1]);
        Assert.Contains("Turns 1 to 3", kept, StringComparison.Ordinal);
        Assert.Contains("Answer to E1: cents.", kept, StringComparison.Ordinal);
        Assert.Contains("iteration 2", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("iteration 1", kept, StringComparison.Ordinal);
        Assert.Contains("cents, not euros", kept, StringComparison.Ordinal);
        Assert.Contains("modified notes.txt", kept, StringComparison.Ordinal);
        Assert.Equal(3, loop.Conversation.EarlierTurns);
        Assert.Equal(5, loop.Turns);
    }

    [Fact]
    public async Task A_conversation_that_fits_is_left_as_it_is()
    {
        using var room = new LoopRoom { Window = Window };
        var model = new ScriptedModel(
            (_, number) => number < 30 ? Read(number) with { Usage = new Usage(27_000, 5) } : ScriptedModel.Says("Done.")
        );

        await room.Loop(model).RunAsync(LoopRoom.FirstWords, CancellationToken.None);

        Assert.Equal(59, model.Requests[^1].Count);
        Assert.DoesNotContain(room.Entries, entry => entry.Type == "conversation.compacted");
    }

    [Fact]
    public async Task What_the_provider_refuses_as_too_long_is_shortened_and_asked_once_more()
    {
        using var room = new LoopRoom();
        var model = new ScriptedModel(
            (_, number) =>
                number is 9 ? TooLong
                : number is 10 ? ScriptedModel.Says("Done.")
                : Read(number)
        );

        Assert.IsType<TurnWithoutCall>(await room.Loop(model).RunAsync(LoopRoom.FirstWords, CancellationToken.None));

        Assert.Equal(17, model.Requests[8].Count);
        Assert.True(model.Requests[9].Count < 10, $"{model.Requests[9].Count} messages");
        Assert.Same(model.Requests[8][^1], model.Requests[9][^1]);
        Assert.Equal("overflow", Assert.Single(room.Entries, entry => entry.Type == "conversation.compacted").Text("reason"));

        var again = new ScriptedModel();
        var loop = room.Loop(again);
        Assert.IsType<TurnWithoutCall>(await loop.RunAsync(LoopRoom.FirstWords, CancellationToken.None));
        Assert.Empty(again.Requests);
        Assert.Equal(model.Requests[9].Count + 1, loop.Conversation.Messages.Count);
    }

    [Fact]
    public async Task What_is_still_too_long_stops_the_loop_and_is_not_asked_again()
    {
        using var room = new LoopRoom();
        var model = new ScriptedModel((_, number) => number >= 5 ? TooLong : Read(number));

        var stop = Assert.IsType<ModelStop>(await room.Loop(model).RunAsync(LoopRoom.FirstWords, CancellationToken.None));

        Assert.Equal(FailureKind.TooLong, stop.Failure.Kind);
        Assert.Equal(6, model.Requests.Count);
    }

    [Fact]
    public async Task A_first_request_that_is_too_long_stops_the_loop()
    {
        using var room = new LoopRoom { Window = 4000 };
        var model = new ScriptedModel(TooLong);

        Assert.IsType<ModelStop>(await room.Loop(model).RunAsync(LoopRoom.FirstWords, CancellationToken.None));

        Assert.Single(model.Requests);
    }

    private static ModelFailure TooLong { get; } = new(FailureKind.TooLong, Said.Text("prompt is too long"));

    private static ModelAnswer Read(int number) =>
        ScriptedModel.Calls(($"call-{number}", "Read", $$"""{"file_path":"notes.txt","limit":{{number + 1}}}"""));

    private static string TextOf(Message message) => string.Concat(message.Content.OfType<TextBlock>().Select(block => block.Text));
}
