using Ashlar.Core.Conversations;
using Ashlar.Core.Journal;
using Ashlar.Core.Runs.Records;

namespace Ashlar.Core.Runs.Replays;

/// <summary>What steps are called that a repetition did not reach.</summary>
internal static class MissedSteps
{
    /// <summary>What a step that was not reached is called; null for those that say nothing of the work.</summary>
    internal static readonly EventTable<RecordedRun, string?> Words = new EventTable<RecordedRun, string?>(RunJson.Default, (_, _) => null)
        .On<ToolFinished>((run, entry, tool) => run.SummaryOf(entry.Task, tool.Key) ?? tool.Name)
        .On<GateFinished>((_, _, gate) => $"gate {gate.Result.Name}")
        .On<CommitCreated>((_, _, commit) => $"commit {commit.Subject}")
        .On<TaskCompleted>((_, _) => "end of the task")
        .On<TaskFailed>((_, _) => "failure of the task")
        .On<EscalationRaised>((_, _, question) => question.Kind is "environment" ? null : $"question {question.Id}")
        .Ignore<ReportVerified>()
        .Ignore<ReviewReceived>()
        .Ignore<BaselineFinished>()
        .Ignore<TreeWritten>()
        .Ignore<ProofFinished>()
        .Ignore<ExpectationsMeasured>()
        .IgnoreUncompared();
}
