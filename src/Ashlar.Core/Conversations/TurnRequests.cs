using Ashlar.Core.Models;
using Ashlar.Core.Secrets;

namespace Ashlar.Core.Conversations;

/// <summary>Asks the model within the limits, and records what it answers.</summary>
/// <param name="seat">What the conversation needs.</param>
/// <param name="store">The journal's form of messages.</param>
internal sealed class TurnRequests(LoopTerms seat, BlockStore store)
{
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

        if (seat.Steps.Journal.IsPressed)
        {
            return (null, new LimitStop(LimitReached.Disk));
        }

        if (turn > seat.MostTurns)
        {
            var who = seat.Role ?? "the conversation";
            return (null, new LimitStop(new LimitReached(AgentLoop.OwnBound, $"{who} has used its {seat.MostTurns} turns")));
        }

        if (!await seat.MayAsk(cancellationToken).ConfigureAwait(false))
        {
            return (null, new HaltStop());
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
            if (await WaitOnAsync(key, turn, cancellationToken).ConfigureAwait(false) is { } beyond)
            {
                return (null, new LimitStop(beyond));
            }

            seat.Steps.Journal.Sync();
            seat.Announce(new LoopActivity(seat.Task, turn, MaskedText.Literal("asks the model")));
            var request = new ModelRequest(conversation, allotment.OutputTokens)
            {
                Step = new TurnStep(seat.Task, key),
                Deadline = seat.Budget.Deadline,
            };
            var outcome = await seat.Model.AskAsync(request, Progress(key, turn), cancellationToken).ConfigureAwait(false);
            return outcome is ModelAnswer answer ? (Recorded(answer, key, turn, tokens), null) : (null, Stop((ModelFailure)outcome, key));
        }
        finally
        {
            seat.Budget.Release(allotment);
        }
    }

    /// <summary>A reset that is too far away is a limit, not a failure: the provider said when it answers again.</summary>
    private LoopOutcome Stop(ModelFailure failure, string key)
    {
        if (failure is not { Kind: FailureKind.Overloaded or FailureKind.RateLimited, RetryAfter: { Ticks: > 0 } told })
        {
            return new ModelStop(failure);
        }

        var until = seat.Clock.GetUtcNow() + told;
        Waits(key, failure.Message, until);
        return new LimitStop(seat.Budget.WaitLimit(until, failure.Message));
    }

    /// <summary>
    /// The provider told an earlier execution when to come again: the same one is not asked before, unless a person named the model again.
    /// Returns the limit that the wait would break, or null.
    /// </summary>
    private async Task<LimitReached?> WaitOnAsync(string key, int turn, CancellationToken cancellationToken)
    {
        if (
            seat.Steps.PastEntry<ProviderWaiting>(seat.Task, key) is not { } entry
            || seat.Steps.Past<ProviderWaiting>(seat.Task, key) is not { } wait
            || !string.Equals(wait.Model, seat.Model.Name, StringComparison.Ordinal)
            || entry.Seq < seat.ModelNamedAt
        )
        {
            return null;
        }

        // Never longer than it was told: the clock may have been set meanwhile.
        var now = seat.Clock.GetUtcNow();
        var left = TimeSpan.FromTicks(Math.Min((wait.Until - now).Ticks, (wait.Until - entry.At).Ticks));
        if (left > ModelWait.Longest || now + left > seat.Budget.Deadline)
        {
            return seat.Budget.WaitLimit(now + left, wait.Reason);
        }

        if (left > TimeSpan.Zero)
        {
            seat.Announce(new LoopActivity(seat.Task, turn, MaskedText.Literal("waits for the provider")));
            await Task.Delay(left, seat.Clock, cancellationToken).ConfigureAwait(false);
        }

        return null;
    }

    private TurnReceived Recorded(ModelAnswer answer, string key, int turn, long tokens)
    {
        var name = answer.StoodIn ?? seat.Model.Name;
        // No answer is free of tokens: where the server counts none, a limit of cost goes by the estimate.
        var usage = answer.Usage == Usage.None ? new Usage(tokens, ConversationSize.Of(answer.Content)) : answer.Usage;
        var cost = seat.Budget.Count(seat.Spender, name, usage);
        var body = new TurnReceived(key, turn, seat.Role, store.Store(answer.Content), answer.Stop, answer.Usage, answer.Model, cost)
        {
            Agent = seat.Agent,
        };
        return seat.Steps.Keep(seat.Task, body);
    }

    private ImmediateProgress Progress(string key, int turn) =>
        new(progress =>
        {
            if (progress.Waiting is { } wait)
            {
                Waits(key, wait.Reason, wait.Until);
            }
            else if (progress.Adjusted is { } what)
            {
                seat.Steps.Record(seat.Task, new ProviderAdjusted(key, what, seat.Model.Name));
            }
            else
            {
                seat.Announce(
                    new LoopActivity(
                        seat.Task,
                        turn,
                        progress.ToolName is null
                            ? MaskedText.Literal("writes")
                            : MaskedText.Of(seat.Tools.Context.Mask, $"prepares {progress.ToolName}")
                    )
                );
            }
        });

    private void Waits(string key, MaskedText reason, DateTimeOffset until) =>
        seat.Steps.Record(seat.Task, new ProviderWaiting(key, reason, until, seat.Model.Name));

    /// <summary>Reports on the caller's thread: a wait must be in the journal before the waiting begins.</summary>
    private sealed class ImmediateProgress(Action<ModelProgress> report) : IProgress<ModelProgress>
    {
        public void Report(ModelProgress value) => report(value);
    }
}
