using System.Globalization;
using Ashlar.Core;
using Ashlar.Core.Conversations;
using Ashlar.Core.Gates;
using Ashlar.Core.Journal;
using Ashlar.Core.Judging.Measuring;
using Ashlar.Core.Runs.Records;

namespace Ashlar.Cli.Rendering;

/// <summary>A journal entry as a line for people.</summary>
internal static class EntryText
{
    /// <summary>The words for each kind of event.</summary>
    internal static readonly EventTable<Entry, string> Words = new EventTable<Entry, string>(RunJson.Default, (_, entry) => entry.Type)
        .On<RunStarted>((_, _, run) => $"run of {run.Title} by {run.Agent} with {run.Model}, branch {run.Branch}")
        .On<RunWaiting>((_, _) => "the run waits for a person")
        .On<RunResumed>((_, _) => "the run resumes")
        .On<RunFinished>((_, _, run) => Finished(run))
        .On<SetupFinished>((_, _, setup) => $"set-up command ended with {setup.ExitCode}")
        .On<BaselineFinished>((_, _, baseline) => Baseline(baseline))
        .On<TaskStarted>((_, _, started) => $"begins: {Begun(started)}")
        .On<TaskCompleted>((_, _, completed) => $"done, proof {completed.Proof}")
        .On<TaskFailed>((_, _, failed) => $"failed: {failed.Problem.Message}")
        .On<TaskSkipped>((_, _, skipped) => $"skipped: {skipped.Reason}")
        .On<TaskReopened>((_, _) => "opened again")
        .On<PartCompleted>((_, _, stage) => $"{stage.Agent} has done its part")
        .On<TurnRequested>((_, _) => "the model is asked")
        .On<TurnReceived>((_, _, turn) => Received(turn))
        .On<ConversationCompacted>((_, _, compacted) => Compacted(compacted))
        .On<ProviderWaiting>(
            (_, entry, waiting) => $"waits for the provider until {Until(entry, waiting)}: {ShownText.Line(waiting.Reason.Text)}"
        )
        .On<ProviderAdjusted>((_, _, adjusted) => ShownText.Line(adjusted.What.Text))
        .On<LimitReached>((_, _, limit) => $"limit reached: {limit.Message}")
        .On<ToolsListed>((_, _, listed) => Listed(listed))
        .On<ToolStarted>((_, _, tool) => ShownText.Line(tool.Summary.Text))
        .On<CommandStarted>((_, _) => "a process started")
        .On<ToolFinished>((_, _, tool) => $"{tool.Name} {(tool.IsError ? "failed" : "done")}")
        .On<ChangeReverted>((_, _, reverted) => Reverted(reverted))
        .On<GateFinished>((_, _, gate) => Gate(gate.Result))
        .On<IterationFinished>((_, _, iteration) => Iteration(iteration))
        .On<ReportSubmitted>((_, _) => "report handed in")
        .On<ReportVerified>((_, _, report) => report.Verified ? "report agrees with the evidence" : "report differs from the evidence")
        .On<DeviationNoted>((_, _, noted) => Deviated(noted.Deviation))
        .On<ReviewRequested>((_, _, review) => Requested(review))
        .On<ReviewReceived>((_, _, review) => ReviewHistory.Line(review))
        .On<EscalationRaised>((_, _, question) => $"asks {question.Id} ({question.Kind}): {ShownText.Line(question.Summary)}")
        .On<EscalationAnswered>((_, _, answer) => $"answered {answer.Id}: {ShownText.Line(answer.Text.Text)}")
        .On<CommitIntended>((_, _, intended) => $"about to {intended.Effect}")
        .On<CommitCreated>((_, _, commit) => $"commit {RunText.Short(commit.Commit)} {ShownText.Line(commit.Subject.Text)}")
        .On<RebaseIntended>((_, _, intended) => $"about to {intended.Effect}")
        .On<Rebased>((_, _, rebased) => OnTop(rebased))
        .On<UnitFinished>((_, _, unit) => Taken(unit))
        .On<TreeWritten>((_, _) => Recorded(TreeWritten.Name))
        .On<ProofFinished>((_, _) => Recorded(ProofFinished.Name))
        .On<ExpectationsMeasured>((_, _) => Recorded(ExpectationsMeasured.Name))
        .On<FixFinished>((_, _) => Recorded(FixFinished.Name))
        .On<TestsSeen>((_, _) => Recorded(TestsSeen.Name))
        .On<EffectFinished>(
            (_, _, effect) => effect.IsHandoff ? $"{effect.Effect}: {ShownText.Line(effect.Outcome)}" : Recorded(effect.Effect)
        );

    /// <summary>The line: number, time, task, what happened.</summary>
    public static string Of(Entry entry)
    {
        var time = entry.At.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        var task = entry.Task is null ? "" : $"[{entry.Task}] ";
        return $"{entry.Seq, 5}  {time}  {task}{Happened(entry)}";
    }

    /// <summary>What happened, without number, time and task; the name of the type for one that this version does not know.</summary>
    public static string Happened(Entry entry) => Words.Of(entry, entry);

    private static string Listed(ToolsListed listed) =>
        listed.Problems.Count > 0
            ? string.Join("; ", listed.Problems.Select(problem => ShownText.Line(problem.Message)))
            : $"MCP server {listed.Server}: {listed.Count} tools{(listed.Package is { } package ? $" ({ShownText.Line(package)})" : "")}";

    private static string Recorded(string effect) => $"{effect} recorded";

    private static string Deviated(Ashlar.Core.Reports.Deviation deviation) =>
        $"did otherwise than written: {ShownText.Line(deviation.What)}, because {ShownText.Line(deviation.Why)}";

    private static string Taken(UnitFinished taken)
    {
        var unit = ShownText.Line(taken.Key.Split("/unit/", 2)[^1]);
        return taken.Found.Kind switch
        {
            VerdictKind.Noticed => $"without {unit}: a test notices",
            VerdictKind.Unnoticed => $"without {unit}: nothing notices",
            _ => $"without {unit}: not measured",
        };
    }

    private static string Finished(RunFinished run) =>
        run is { State: "failed" or "limit", Reason: { } reason } ? $"run {run.State}: {reason.Message}" : $"run {run.State}";

    private static string Until(Entry entry, ProviderWaiting waiting)
    {
        var until = waiting.Until.UtcDateTime;
        var format = until.Date == entry.At.UtcDateTime.Date ? "HH:mm:ss" : "yyyy-MM-dd HH:mm:ss";
        return $"{until.ToString(format, CultureInfo.InvariantCulture)} UTC";
    }

    private static string OnTop(Rebased rebased) =>
        $"put on top of {RunText.Short(rebased.Onto)}, which landed meanwhile"
        + (rebased.Conflicts.Count == 0 ? "" : $"; conflicts in {string.Join(", ", rebased.Conflicts)}");

    /// <summary>A task's title, with the agent where several work on it.</summary>
    public static string Begun(TaskStarted started) =>
        ShownText.Line(started.Title.Text) + (started.Agent is { } agent ? $" ({ShownText.Line(agent)})" : "");

    private static string Received(TurnReceived turn)
    {
        var role = turn.Role is null ? "" : $"{turn.Role} ";
        return $"{role}turn {turn.Turn}: {turn.Usage.Input + turn.Usage.Cached + turn.Usage.CacheWrite} tokens in, {turn.Usage.Output} out";
    }

    private static string Compacted(ConversationCompacted compacted) =>
        $"turns 1 to {compacted.Turns} left out of the conversation, which had grown to about {compacted.Tokens} tokens";

    private static string Requested(ReviewRequested review) =>
        review.Kind switch
        {
            "question" => $"asks {review.By}: {ShownText.Line(review.Question ?? "")}",
            "agreement" => $"asks {review.By} to agree to what the author wants to keep",
            _ => $"review {review.Round} by {review.By}",
        };

    private static string Reverted(ChangeReverted reverted)
    {
        const int Most = 5;
        var more = reverted.Paths.Count > Most ? $" and {reverted.Paths.Count - Most} more" : "";
        var paths = ShownText.Line(string.Join(", ", reverted.Paths.Take(Most))) + more;
        return reverted.Key.StartsWith(ChangeReverted.Left, StringComparison.Ordinal)
                ? $"taken out of the checkout, since it is not on the branch: {paths}; kept: git show {reverted.Kept}"
            : reverted.Kept is { } kept
                ? $"put back, since Ashlar alone writes it: {paths}; what somebody wrote there is kept: git show {kept}:{ShownText.Line(reverted.Paths[0])}"
            : $"undone, outside the scope: {paths}";
    }

    private static string Baseline(BaselineFinished baseline) =>
        $"gates at the start: {string.Join("; ", baseline.Gates.Select(gate => $"{gate.Name} {GateLine.Word(gate)}, {GateLine.Told(gate)}"))}";

    private static string Gate(GateResult gate) =>
        gate.Status switch
        {
            GateStatus.Env => $"gate {gate.Name}: {GateFindingsText.Outcome(gate)}",
            GateStatus.Known =>
                $"gate {gate.Name}: nothing new ({GateLine.Short(gate.Run)}, {GateFindingsText.Outcome(gate)}; known: {gate.Known.Count}, all there before the run)",
            var status =>
                $"gate {gate.Name}: {(status == GateStatus.Green ? "green" : "red")} ({GateLine.Short(gate.Run)}, {GateFindingsText.Outcome(gate)})",
        };

    private static string Iteration(IterationFinished iteration) =>
        iteration.Green ? $"iteration {iteration.Iteration}: green"
        : iteration.Findings.Count == 0 ? $"iteration {iteration.Iteration}: not green"
        : $"iteration {iteration.Iteration}: not green: {ShownText.Line(iteration.Findings[0].Message)}";
}
