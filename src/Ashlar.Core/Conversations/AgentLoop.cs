using Ashlar.Core.Models;
using Ashlar.Core.Secrets;
using Ashlar.Core.Tools;

namespace Ashlar.Core.Conversations;

/// <summary>
/// The tool loop of one conversation: ask, execute, ask again, until the agent hands over or something stops it. Every answer and
/// every result is a recorded step, so a resumed run walks through the same conversation without asking or doing anything twice.
/// </summary>
public sealed class AgentLoop : IAuthor
{
    /// <summary>The limit that a conversation of its own bound reaches (<see cref="LoopTerms.MostTurns"/>); it is not a limit of the task.</summary>
    public const string OwnBound = "conversation";

    private const int EmptyAnswers = 3;
    private const int TurnsLeftNotice = 20;

    private readonly LoopTerms seat;
    private readonly BlockStore store;
    private readonly TurnRequests requests;
    private readonly Compaction compaction;
    private readonly ConversationSize size = new();
    private readonly CarriedCalls carried;
    private readonly List<ContentBlock> pending = [];
    private ToolCall? handedOver;
    private int silent;

    /// <summary>Begins a conversation.</summary>
    /// <param name="seat">What the loop works with: model, tools, limits, record.</param>
    /// <param name="conversation">It, without a message.</param>
    public AgentLoop(LoopTerms seat, Conversation conversation)
    {
        this.seat = seat;
        Conversation = conversation;
        store = new BlockStore(seat.Tools.Context.Artifacts);
        requests = new TurnRequests(seat, store);
        compaction = new Compaction(seat, store);
        carried = new CarriedCalls(seat, compaction.Lasting);
    }

    /// <inheritdoc />
    public int Turns { get; private set; }

    /// <summary>The conversation, its middle left out where it grew too long.</summary>
    public Conversation Conversation { get; private set; }

    /// <inheritdoc />
    public async Task<LoopOutcome> RunAsync(ToolAnswer words, CancellationToken cancellationToken)
    {
        Take(words);
        while (true)
        {
            var (answer, stop) = await AskAsync(cancellationToken).ConfigureAwait(false);
            if (stop is not null)
            {
                return stop;
            }

            if (await ActAsync(answer!, cancellationToken).ConfigureAwait(false) is { } outcome)
            {
                return outcome;
            }
        }
    }

    /// <summary>What Ashlar says enters the conversation here, and is masked here.</summary>
    private void Take(ToolAnswer unmasked)
    {
        var words = MaskedAnswer.Of(seat.Tools.Context.Mask, unmasked);
        if ((words.Topic ?? handedOver?.Name) is { } topic)
        {
            compaction.Lasting.Said(topic, words);
        }

        if (handedOver is { } call)
        {
            pending.Add(CarriedCalls.Result(call, words));
            handedOver = null;
        }
        else
        {
            pending.AddRange(words.Content);
        }
    }

    private async Task<(ModelAnswer? Answer, LoopOutcome? Stop)> AskAsync(CancellationToken cancellationToken)
    {
        for (var empty = 0; empty < EmptyAnswers; empty++)
        {
            if (seat.MaxTurns - seat.OtherTurns() - Turns == TurnsLeftNotice && seat.MaxTurns > 2 * TurnsLeftNotice && pending.Count > 0)
            {
                pending.Add(new TextBlock(MaskedText.Compose($"{TurnsLeftNotice} turns left.")));
            }

            var outcome = await TurnAsync(cancellationToken).ConfigureAwait(false);
            if (outcome.Stop is not null || SaysSomething(outcome.Answer!.Content))
            {
                return outcome;
            }
        }

        return (
            null,
            new ModelStop(
                new ModelFailure(FailureKind.Malformed, MaskedText.Compose($"the model gave {EmptyAnswers} empty answers in a row"))
            )
        );
    }

    private async Task<(ModelAnswer? Answer, LoopOutcome? Stop)> TurnAsync(CancellationToken cancellationToken)
    {
        var key = $"{seat.Prefix}turn/{Turns + 1}";
        await MakeRoomAsync(key, cancellationToken).ConfigureAwait(false);
        AddPending(key);
        var received = seat.Steps.Past<TurnReceived>(seat.Task, key);
        if (received is null)
        {
            (received, var stop) = await RequestAsync(key, cancellationToken).ConfigureAwait(false);
            if (stop is not null)
            {
                return (null, stop);
            }
        }
        else
        {
            Take(compaction.Past($"{key}/overflow", Conversation));
        }

        Turns++;
        var whole = new ModelAnswer(store.Load(received!.Content), received.Stop, received.Usage, received.Model);
        if (SaysSomething(whole.Content))
        {
            Conversation.Add(new Message(Role.Assistant, whole.Content));
            size.Answered(Conversation, whole.Usage);
        }

        return (whole, null);
    }

    /// <summary>Leaves out the middle of the conversation before it is too long for the model.</summary>
    private async Task MakeRoomAsync(string key, CancellationToken cancellationToken)
    {
        var step = $"{key}/room";
        Take(compaction.Past(step, Conversation));
        var tokens = size.Of(Conversation, pending);
        if (compaction.IsNeeded(tokens) && seat.Steps.PastEntry<TurnRequested>(seat.Task, key) is null)
        {
            Take(await compaction.MakeAsync(step, "window", Conversation, tokens, cancellationToken).ConfigureAwait(false));
        }
    }

    /// <summary>
    /// Asks; where the provider says that it is too long all the same, its window is learned: what fits with a shorter answer is asked once
    /// more as it is, else the middle is left out and it is asked once more.
    /// </summary>
    private async Task<(TurnReceived? Answer, LoopOutcome? Stop)> RequestAsync(string key, CancellationToken cancellationToken)
    {
        var step = $"{key}/overflow";
        var shortened = Take(compaction.Past(step, Conversation));
        var lowered = false;
        while (true)
        {
            var tokens = size.Of(Conversation, []);
            var bound = seat.MaxOutputTokens;
            var (answer, stop) = await requests.AskAsync(Conversation, key, Turns + 1, tokens, cancellationToken).ConfigureAwait(false);
            if (stop is not ModelStop { Failure: { Kind: FailureKind.TooLong } failure })
            {
                return (answer, stop);
            }

            seat.Window.Learn(failure.Window ?? tokens);
            if (!lowered && failure.Window is not null && seat.MaxOutputTokens < bound && !compaction.IsNeeded(tokens))
            {
                lowered = true;
                continue;
            }

            if (shortened)
            {
                return (answer, stop);
            }

            shortened = true;
            if (!Take(await compaction.MakeAsync(step, "overflow", Conversation, tokens, cancellationToken).ConfigureAwait(false)))
            {
                return (answer, stop);
            }
        }
    }

    private bool Take(Conversation? shorter)
    {
        if (shorter is null)
        {
            return false;
        }

        Conversation = shorter;
        size.Forget();
        return true;
    }

    /// <summary>Adds what Ashlar says next to the conversation: as recorded where the turn was requested before.</summary>
    private void AddPending(string key)
    {
        var results = pending.Where(block => block is ToolResult).ToList();
        var own = pending.Where(block => block is not ToolResult).ToList();
        pending.Clear();
        if (seat.Steps.Past<TurnRequested>(seat.Task, key) is { } before)
        {
            own = before.Message is null ? [] : [.. store.LoadMessage(before.Message)];
        }
        else
        {
            var message = own.Count == 0 ? null : store.StoreMessage(own);
            seat.Steps.Record(seat.Task, new TurnRequested(key, Turns + 1, seat.Role, message));
        }

        if (results.Count + own.Count > 0)
        {
            Conversation.Add(new Message(Role.User, [.. results, .. own]));
        }
    }

    private async Task<LoopOutcome?> ActAsync(ModelAnswer answer, CancellationToken cancellationToken)
    {
        var calls = answer.Calls.ToList();
        if (calls.Count == 0)
        {
            silent++;
            return new TurnWithoutCall(answer.Text, silent, answer.Stop == StopReason.MaxTokens)
            {
                Written = WrittenCall.Find(answer.Text, Conversation.Tools),
            };
        }

        silent = 0;
        if (calls.Count == 1 && seat.HandsOver(calls[0].Name) && answer.Stop != StopReason.MaxTokens)
        {
            handedOver = calls[0];
            return new HandedOver(calls[0]);
        }

        var last = calls.Count > 1 && seat.EndsTurn(calls[^1].Name) && answer.Stop != StopReason.MaxTokens ? calls[^1] : null;
        if (last is not null)
        {
            calls.RemoveAt(calls.Count - 1);
        }

        var (circle, results) = await carried
            .OutAsync(calls, answer.Stop == StopReason.MaxTokens, Turns, cancellationToken)
            .ConfigureAwait(false);
        if (seat.Tools.Halted())
        {
            return new HaltStop();
        }

        pending.AddRange(results);
        if (last is null)
        {
            return circle;
        }

        if (circle is not null)
        {
            pending.Add(CarriedCalls.Result(last, carried.Own($"{last.Name} was not taken: the calls before it stopped the task.")));
            return circle;
        }

        handedOver = last;
        return new HandedOver(last);
    }

    private static bool SaysSomething(IReadOnlyList<ContentBlock> content) =>
        content.Any(block => block is ToolCall || (block is TextBlock text && !string.IsNullOrWhiteSpace(text.Text)));
}
