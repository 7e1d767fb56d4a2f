using Ashlar.Core.Conversations;
using Ashlar.Core.Journal;
using Ashlar.Core.Runs.Records;

namespace Ashlar.Core.Runs.Replays;

/// <summary>Steps in which a run and its repetition may differ, or that follow from others: they are neither compared nor missed.</summary>
internal static class UncomparedSteps
{
    /// <summary>Leaves them out.</summary>
    public static EventTable<TReader, TResult> IgnoreUncompared<TReader, TResult>(this EventTable<TReader, TResult> table) =>
        table
            .Ignore<TurnRequested>()
            .Ignore<TurnReceived>()
            .Ignore<ToolsListed>()
            .Ignore<ToolStarted>()
            .Ignore<CommandStarted>()
            .Ignore<ChangeReverted>()
            .Ignore<ProviderWaiting>()
            .Ignore<ProviderAdjusted>()
            .Ignore<ConversationCompacted>()
            .Ignore<LimitReached>()
            .Ignore<Rebased>()
            .Ignore<RebaseIntended>()
            .Ignore<FixFinished>()
            .Ignore<TestsSeen>()
            .Ignore<ReportSubmitted>()
            .Ignore<DeviationNoted>()
            .Ignore<ReviewRequested>()
            .Ignore<RunStarted>()
            .Ignore<SetupFinished>()
            .Ignore<TaskStarted>()
            .Ignore<IterationFinished>()
            .Ignore<CommitIntended>()
            .Ignore<EffectFinished>()
            .Ignore<TaskReopened>()
            .Ignore<TaskSkipped>()
            .Ignore<EscalationAnswered>()
            .Ignore<RunWaiting>()
            .Ignore<RunResumed>()
            .Ignore<RunFinished>()
            .Ignore<UnitFinished>()
            .Ignore<PartCompleted>();
}
