using Ashlar.Core.Models;

namespace Ashlar.Core.Conversations;

/// <summary>Asks the model within the limits, and records what it answers.</summary>
/// <param name="seat">What the conversation stands on.</param>
/// <param name="store">The journal's form of messages.</param>
internal sealed class TurnRequests(LoopSeat seat, BlockStore store)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(2);

    /// <summary>Makes the request of a turn.</summary>
    /// <param name="conversation">The conversation; its last message is Ashlar's.</param>
    /// <param name="key">The step.</param>
    /// <param name="turn">The turn's number, from 1.</param>
    /// <param name="tokens">An upper estimate of the conversation's size.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<(TurnReceived? Answer, LoopOutcome? Stop)> AskAsync(
        Conversation conversation,
        string key,
        int turn,
        long tokens,
        CancellationToken cancellationToken
    )
    {
        if (turn + seat.OtherTurns() > seat.MaxTurns)
        {
            return (null, new LimitStop(new LimitReached("turns", $"the task has used its {seat.MaxTurns} turns")));
        }

        if (turn > seat.MostTurns)
        {
            var who = seat.Role ?? "the conversation";
            return (null, new LimitStop(new LimitReached(AgentLoop.OwnBound, $"{who} has used its {seat.MostTurns} turns")));
        }

        var allotment = await seat
            .Budget.ReserveAsync(seat.Spender, seat.Model.Name, tokens, seat.MaxOutputTokens, cancellationToken)
            .ConfigureAwait(false);
        if (allotment.Refusal is { } limit)
        {
            return (null, new LimitStop(limit));
        }

        try
        {
            await WaitOnAsync(key, turn, cancellationToken).ConfigureAwait(false);
            seat.Steps.Journal.Sync();
            seat.Announce(new LoopActivity(seat.Task, turn, "asks the model"));
            var request = new ModelRequest(conversation, allotment.OutputTokens) { Step = new TurnStep(seat.Task, key) };
            var outcome = await seat.Model.AskAsync(request, Progress(key, turn), cancellationToken).ConfigureAwait(false);
            return outcome is ModelAnswer answer ? (Recorded(answer, key, turn), null) : (null, new ModelStop((ModelFailure)outcome));
        }
        finally
        {
            seat.Budget.Release(allotment);
        }
    }

    /// <summary>The provider told an earlier execution when to come again: the same one is not asked before.</summary>
    private async Task WaitOnAsync(string key, int turn, CancellationToken cancellationToken)
    {
        if (
            seat.Steps.Past<ProviderWaiting>("provider.waiting", seat.Task, key) is { } wait
            && string.Equals(wait.Model, seat.Model.Name, StringComparison.Ordinal)
            && wait.Until - seat.Clock.GetUtcNow() is { Ticks: > 0 } left
            && left < LongestWait
        )
        {
            seat.Announce(new LoopActivity(seat.Task, turn, "waits for the provider"));
            await Task.Delay(left, seat.Clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private TurnReceived Recorded(ModelAnswer answer, string key, int turn)
    {
        var name = answer.Model.Contains('/', StringComparison.Ordinal) ? answer.Model : seat.Model.Name;
        var cost = seat.Budget.Count(seat.Spender, name, answer.Usage);
        var body = new TurnReceived(key, turn, seat.Role, store.Store(answer.Content), answer.Stop, answer.Usage, answer.Model, cost)
        {
            Agent = seat.Agent,
        };
        seat.Steps.Record("turn.received", seat.Task, body);
        return body;
    }

    private ImmediateProgress Progress(string key, int turn) =>
        new(progress =>
        {
            if (progress.Waiting is { } wait)
            {
                seat.Steps.Record("provider.waiting", seat.Task, new ProviderWaiting(key, wait.Reason, wait.Until, seat.Model.Name));
            }
            else
            {
                seat.Announce(new LoopActivity(seat.Task, turn, progress.ToolName is null ? "writes" : $"prepares {progress.ToolName}"));
            }
        });

    /// <summary>Reports on the caller's thread: a wait must be in the journal before the waiting begins.</summary>
    private sealed class ImmediateProgress(Action<ModelProgress> report) : IProgress<ModelProgress>
    {
        public void Report(ModelProgress value) => report(value);
    }
}
