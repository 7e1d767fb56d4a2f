using System.Text.Json.Serialization.Metadata;
using Ashlar.Core.Conversations;
using Ashlar.Core.Journal;
using Ashlar.Core.Runs.Records;

namespace Ashlar.Core.Runs.Replays;

/// <summary>How the steps of a recorded run and of its repetition are compared.</summary>
internal static class ComparedSteps
{
    /// <summary>What is compared of each kind of event that both have.</summary>
    internal static readonly EventTable<StepPair, Task> Table = new EventTable<StepPair, Task>(
        RunJson.Default,
        (_, _) => Task.CompletedTask
    )
        .On<ToolFinished>((pair, _, then) => pair.With(RunJson.Default.ToolFinished, (all, at, now) => all.CompareTools(at, then, now)))
        .On<GateFinished>(
            (pair, _, then) => pair.With(RunJson.Default.GateFinished, (all, at, now) => all.CompareGates(at, then.Result, now.Result))
        )
        .On<BaselineFinished>(
            (pair, _, then) => pair.With(RunJson.Default.BaselineFinished, (all, at, now) => all.CompareBaselines(at, then, now))
        )
        .On<TreeWritten>((pair, _, then) => pair.Owner.CompareJudgedTreesAsync(pair, then, pair.Other.Read(RunJson.Default.TreeWritten)))
        .On<ProofFinished>(
            (pair, _, then) =>
                pair.With(
                    RunJson.Default.ProofFinished,
                    (all, at, now) => all.Same(at, "proof", StepComparison.ProofOf(then), StepComparison.ProofOf(now))
                )
        )
        .On<ExpectationsMeasured>(
            (pair, _, then) =>
                pair.With(
                    RunJson.Default.ExpectationsMeasured,
                    (all, at, now) => all.Same(at, "changed expectations", StepComparison.LostOf(then), StepComparison.LostOf(now))
                )
        )
        .On<CommitCreated>((pair, _, then) => pair.Owner.CompareCommitsAsync(pair, then, pair.Other.Read(RunJson.Default.CommitCreated)))
        .On<TaskCompleted>(
            (pair, _, then) => pair.With(RunJson.Default.TaskCompleted, (all, at, now) => all.Same(at, "proof", then.Proof, now.Proof))
        )
        .On<TaskFailed>(
            (pair, _, then) =>
                pair.With(RunJson.Default.TaskFailed, (all, at, now) => all.Same(at, "failure", then.Problem.Code, now.Problem.Code))
        )
        .On<EscalationRaised>(
            (pair, _, then) =>
                pair.With(RunJson.Default.EscalationRaised, (all, at, now) => all.Same(at, $"question {then.Id}", then.Kind, now.Kind))
        )
        .On<ReviewReceived>(
            (pair, _, then) => pair.With(RunJson.Default.ReviewReceived, (all, at, now) => all.CompareReviews(at, then, now))
        )
        .On<ReportVerified>(
            (pair, _, then) =>
                pair.With(
                    RunJson.Default.ReportVerified,
                    (all, at, now) =>
                        all.Same(
                            at,
                            "report against evidence",
                            StepComparison.Verified(then.Verified),
                            StepComparison.Verified(now.Verified)
                        )
                )
        )
        .IgnoreUncompared();
}

/// <summary>An entry of the record and what is beside it: its place, and the entry of the repetition.</summary>
internal sealed record StepPair(
    StepComparison Owner,
    StepPlace Place,
    Entry Other,
    TreeComparison Trees,
    CancellationToken CancellationToken
)
{
    /// <summary>Compares with the body that the repetition has.</summary>
    public Task With<T>(JsonTypeInfo<T> form, Action<StepComparison, StepPlace, T> compare)
    {
        compare(Owner, Place, Other.Read(form));
        return Task.CompletedTask;
    }
}
