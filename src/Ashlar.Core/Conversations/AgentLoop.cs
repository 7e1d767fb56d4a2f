using Ashlar.Core.Models;
using Ashlar.Core.Tools;

namespace Ashlar.Core.Conversations;

/// <summary>
/// The tool loop of one conversation: ask, execute, ask again, until the agent hands over or something stops it. Every answer and
/// every result is a recorded step, so a resumed run walks through the same conversation without asking or doing anything twice.
/// </summary>
public sealed class AgentLoop(LoopSeat seat, Conversation conversation)
{
    private const int EmptyAnswers = 3;
    private const int SameFailures = 5;
    private const int ScopeStrikes = 3;
    private const int TurnsLeftNotice = 20;

    private readonly BlockStore store = new(seat.Tools.Context.Artifacts);
    private readonly List<ContentBlock> pending = [];
    private ToolCall? handedOver;
    private (string? Call, int Times) failing;
    private int silent;
    private int strikesSeen;

    /// <summary>Requests made so far in this conversation.</summary>
    public int Turns { get; private set; }

    /// <summary>The conversation.</summary>
    public Conversation Conversation { get; } = conversation;

    /// <summary>
    /// Goes on: <paramref name="words"/> answer the call that was handed over last, or are a message of their own, and the loop
    /// runs until it hands over again.
    /// </summary>
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

    private void Take(ToolAnswer words)
    {
        if (handedOver is { } call)
        {
            pending.Add(new ToolResult(call.Id, words.Content, words.IsError));
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
            if (seat.MaxTurns - Turns == TurnsLeftNotice && seat.MaxTurns > 2 * TurnsLeftNotice && pending.Count > 0)
            {
                pending.Add(new TextBlock($"{TurnsLeftNotice} turns left."));
            }

            var outcome = await TurnAsync(cancellationToken).ConfigureAwait(false);
            if (outcome.Stop is not null || outcome.Answer!.Content.Any(block => block is ToolCall or TextBlock { Text: not "" }))
            {
                return outcome;
            }
        }

        return (null, new ModelStop(new ModelFailure(FailureKind.Malformed, $"the model gave {EmptyAnswers} empty answers in a row")));
    }

    private async Task<(ModelAnswer? Answer, LoopOutcome? Stop)> TurnAsync(CancellationToken cancellationToken)
    {
        var key = $"{seat.Prefix}turn/{Turns + 1}";
        var received = seat.Steps.Past<TurnReceived>("turn.received", seat.Task, key);
        AddPending(key);
        if (received is null)
        {
            var (answer, stop) = await RequestAsync(key, cancellationToken).ConfigureAwait(false);
            if (stop is not null)
            {
                return (null, stop);
            }

            received = answer!;
        }

        Turns++;
        var whole = new ModelAnswer(store.Load(received.Content), received.Stop, received.Usage, received.Model);
        if (whole.Content.Any(block => block is ToolCall or TextBlock { Text: not "" }))
        {
            Conversation.Add(new Message(Role.Assistant, whole.Content));
        }

        return (whole, null);
    }

    private async Task<(TurnReceived? Answer, LoopOutcome? Stop)> RequestAsync(string key, CancellationToken cancellationToken)
    {
        if (Turns >= seat.MaxTurns)
        {
            return (null, new LimitStop(new LimitReached("turns", $"the task has used its {seat.MaxTurns} turns")));
        }

        if (seat.Budget.Refuse(seat.Model.Name, EstimatedTokens(), seat.MaxOutputTokens) is { } limit)
        {
            return (null, new LimitStop(limit));
        }

        seat.Steps.Journal.Sync();
        seat.Announce(new LoopActivity(seat.Task, Turns + 1, "asks the model"));
        var outcome = await seat
            .Model.AskAsync(new ModelRequest(Conversation, seat.MaxOutputTokens), Progress(key), cancellationToken)
            .ConfigureAwait(false);
        if (outcome is not ModelAnswer answer)
        {
            return (null, new ModelStop((ModelFailure)outcome));
        }

        var cost = seat.Budget.Count(answer.Model.Contains('/', StringComparison.Ordinal) ? answer.Model : seat.Model.Name, answer.Usage);
        var body = new TurnReceived(key, Turns + 1, seat.Role, store.Store(answer.Content), answer.Stop, answer.Usage, answer.Model, cost);
        seat.Steps.Record("turn.received", seat.Task, body);
        return (body, null);
    }

    /// <summary>Adds what Ashlar says next to the conversation: as recorded where the turn was requested before.</summary>
    private void AddPending(string key)
    {
        var results = pending.Where(block => block is ToolResult).ToList();
        var own = pending.Where(block => block is not ToolResult).ToList();
        pending.Clear();
        if (seat.Steps.Past<TurnRequested>("turn.requested", seat.Task, key) is { } before)
        {
            own = before.Message is null ? [] : [.. store.LoadMessage(before.Message)];
        }
        else
        {
            var message = own.Count == 0 ? null : store.StoreMessage(own);
            seat.Steps.Record("turn.requested", seat.Task, new TurnRequested(key, Turns + 1, seat.Role, message));
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
            return new TurnWithoutCall(answer.Text, silent, answer.Stop == StopReason.MaxTokens);
        }

        silent = 0;
        if (calls.Count == 1 && seat.HandsOver(calls[0].Name) && answer.Stop != StopReason.MaxTokens)
        {
            handedOver = calls[0];
            return new HandedOver(calls[0]);
        }

        CircleStop? circle = null;
        for (var index = 0; index < calls.Count; index++)
        {
            var cutOff = answer.Stop == StopReason.MaxTokens && index == calls.Count - 1;
            var result = await CallAsync(calls[index], index, cutOff, cancellationToken).ConfigureAwait(false);
            if (seat.Tools.Halted())
            {
                return new HaltStop();
            }

            pending.Add(new ToolResult(calls[index].Id, result.Content, result.IsError));
            circle ??= CountFailure(calls[index], result);
        }

        return circle ?? CountStrikes();
    }

    /// <summary>Every third strike stops the task; after a person let it go on, counting begins anew.</summary>
    private CircleStop? CountStrikes()
    {
        var strikes = seat.Tools.Context.Memory.ScopeStrikes;
        if (strikes - strikesSeen < ScopeStrikes)
        {
            return null;
        }

        strikesSeen = strikes;
        return new CircleStop($"{ScopeStrikes} changes outside the task's scope were refused or undone", "scope.strikes");
    }

    private async Task<ToolAnswer> CallAsync(ToolCall call, int index, bool cutOff, CancellationToken cancellationToken)
    {
        if (seat.HandsOver(call.Name))
        {
            return ToolAnswer.Failed(
                cutOff
                    ? $"{call.Name} was cut off at the output limit. Send it again, shorter."
                    : $"{call.Name} was not taken: it was sent together with other calls, so its numbers were written before their results. Look at the results, then send {call.Name} alone."
            );
        }

        if (cutOff)
        {
            return ToolAnswer.Failed("This call was cut off at the output limit and not run. Send it again in smaller pieces.");
        }

        return await seat.Tools.CallAsync(call, $"{seat.Prefix}call/{Turns}.{index}", cancellationToken).ConfigureAwait(false);
    }

    private CircleStop? CountFailure(ToolCall call, ToolAnswer result)
    {
        var same = $"{call.Name} {call.Arguments.Trim()}";
        failing =
            !result.IsError ? (null, 0)
            : string.Equals(failing.Call, same, StringComparison.Ordinal) ? (same, failing.Times + 1)
            : (same, 1);
        if (failing.Times < SameFailures)
        {
            return null;
        }

        failing = (null, 0);
        return new CircleStop($"the same call failed {SameFailures} times in a row: {CallSummary.Of(call)}", "circle.call");
    }

    private ImmediateProgress Progress(string key) => new(progress => OnProgress(key, progress));

    private void OnProgress(string key, ModelProgress progress)
    {
        if (progress.Waiting is { } wait)
        {
            seat.Steps.Record("provider.waiting", seat.Task, new ProviderWaiting(key, wait.Reason, wait.Until));
        }
        else
        {
            seat.Announce(new LoopActivity(seat.Task, Turns + 1, progress.ToolName is null ? "writes" : $"prepares {progress.ToolName}"));
        }
    }

    /// <summary>A rough upper estimate: three bytes a token, images at a flat rate.</summary>
    private long EstimatedTokens() =>
        (Conversation.System.Length + Conversation.Tools.Sum(tool => tool.Description.Length + 400)) / 3
        + Conversation.Messages.Sum(message => message.Content.Sum(Tokens));

    private static long Tokens(ContentBlock block) =>
        block switch
        {
            TextBlock text => text.Text.Length / 3,
            ToolCall call => call.Arguments.Length / 3,
            ToolResult result => result.Content.Sum(Tokens),
            ImageBlock => 1600,
            _ => 500,
        };

    /// <summary>Reports on the caller's thread: a wait must be in the journal before the waiting begins.</summary>
    private sealed class ImmediateProgress(Action<ModelProgress> report) : IProgress<ModelProgress>
    {
        public void Report(ModelProgress value) => report(value);
    }
}
