using System.Globalization;
using Ashlar.Core;
using Ashlar.Core.Conversations;
using Ashlar.Core.Gates;
using Ashlar.Core.Journal;
using Ashlar.Core.Runs.Records;

namespace Ashlar.Cli;

/// <summary>A journal entry as a line for people.</summary>
internal static class EntryText
{
    /// <summary>The line: number, time, task, what happened.</summary>
    public static string Of(Entry entry)
    {
        var time = entry.At.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        var task = entry.Task is null ? "" : $"[{entry.Task}] ";
        return $"{entry.Seq, 5}  {time}  {task}{Happened(entry)}";
    }

    /// <summary>What happened, without number, time and task.</summary>
    public static string Happened(Entry entry) =>
        entry.Type switch
        {
            "run.started" => Started(entry.Read(RunJson.Default.RunStarted)),
            "task.started" => $"begins: {Begun(entry)}",
            "stage.completed" => $"{entry.Text("agent")} has done its part",
            "turn.received" => Received(entry),
            "conversation.compacted" => Compacted(entry.Read(RunJson.Default.ConversationCompacted)),
            "tool.started" => ShownText.Line(entry.Text("summary") ?? ""),
            "tool.finished" => $"{entry.Text("name")} {(Flag(entry, "is_error") ? "failed" : "done")}",
            "change.reverted" => Reverted(entry.Read(RunJson.Default.ChangeReverted)),
            "baseline.finished" => Baseline(entry.Read(RunJson.Default.BaselineFinished)),
            "gate.finished" => Gate(entry.Read(RunJson.Default.GateFinished).Result),
            "iteration.finished" => Iteration(entry.Read(RunJson.Default.IterationFinished)),
            "report.submitted" => "report handed in",
            "report.verified" => Flag(entry, "verified") ? "report agrees with the evidence" : "report differs from the evidence",
            "commit.created" => $"commit {RunText.Short(entry.Text("commit"))} {ShownText.Line(entry.Text("subject") ?? "")}",
            "effect.finished" when entry.Text("effect") == "rebase" => Rebased(entry.Read(RunJson.Default.Rebased)),
            "task.completed" => $"done, proof {entry.Text("proof")}",
            "task.failed" => $"failed: {entry.Read(RunJson.Default.TaskFailed).Problem.Message}",
            "task.skipped" => $"skipped: {entry.Text("reason")}",
            "escalation.raised" => $"asks {entry.Text("id")} ({entry.Text("kind")}): {ShownText.Line(entry.Text("summary") ?? "")}",
            "escalation.answered" => $"answered {entry.Text("id")}: {ShownText.Line(entry.Text("text") ?? "")}",
            "review.requested" => Requested(entry.Read(RunJson.Default.ReviewRequested)),
            "review.received" => ReviewHistory.Line(entry.Read(RunJson.Default.ReviewReceived)),
            "provider.waiting" => $"waits for the provider until {Until(entry)}: {ShownText.Line(entry.Text("reason") ?? "")}",
            "deviation.noted" => Deviated(entry.Read(RunJson.Default.DeviationNoted).Deviation),
            "command.started" => "a process started",
            "turn.requested" => "the model is asked",
            "effect.intended" => $"about to {entry.Text("effect")}",
            "effect.finished" when entry.Text("effect") == "unit" => Taken(entry),
            "effect.finished" when entry.Text("effect") is "push" or "pull-request" =>
                $"{entry.Text("effect")}: {ShownText.Line(entry.Text("outcome") ?? "")}",
            "effect.finished" => $"{entry.Text("effect")} recorded",
            "setup.finished" => $"set-up command ended with {entry.Read(RunJson.Default.SetupFinished).ExitCode}",
            "run.waiting" => "the run waits for a person",
            "run.resumed" => "the run resumes",
            "task.reopened" => "opened again",
            "provider.adjusted" => ShownText.Line(entry.Text("what") ?? ""),
            "limit.reached" => $"limit reached: {entry.Text("message")}",
            "run.finished" => Finished(entry.Read(RunJson.Default.RunFinished)),
            _ => entry.Type,
        };

    private static string Deviated(Ashlar.Core.Reports.Deviation deviation) =>
        $"did otherwise than written: {ShownText.Line(deviation.What)}, because {ShownText.Line(deviation.Why)}";

    private static string Taken(Entry entry)
    {
        var unit = ShownText.Line((entry.Text("key") ?? "").Split("/unit/", 2)[^1]);
        var found =
            entry.Body.TryGetProperty("found", out var value) && value.TryGetProperty("kind", out var kind) ? kind.GetString() : null;
        return found switch
        {
            "Noticed" => $"without {unit}: a test notices",
            "Unnoticed" => $"without {unit}: nothing notices",
            _ => $"without {unit}: not measured",
        };
    }

    private static string Started(RunStarted run) => $"run of {run.Title} by {run.Agent} with {run.Model}, branch {run.Branch}";

    private static string Finished(RunFinished run) =>
        run is { State: "failed" or "limit", Reason: { } reason } ? $"run {run.State}: {reason.Message}" : $"run {run.State}";

    private static string Until(Entry entry)
    {
        var until = entry.Read(RunJson.Default.ProviderWaiting).Until.UtcDateTime;
        var format = until.Date == entry.At.UtcDateTime.Date ? "HH:mm:ss" : "yyyy-MM-dd HH:mm:ss";
        return $"{until.ToString(format, CultureInfo.InvariantCulture)} UTC";
    }

    private static string Rebased(Rebased rebased) =>
        $"put on top of {RunText.Short(rebased.Onto)}, which landed meanwhile"
        + (rebased.Conflicts.Count == 0 ? "" : $"; conflicts in {string.Join(", ", rebased.Conflicts)}");

    /// <summary>A task's title, with the agent where several work on it.</summary>
    public static string Begun(Entry entry) =>
        ShownText.Line(entry.Text("title") ?? "") + (entry.Text("agent") is { } agent ? $" ({ShownText.Line(agent)})" : "");

    private static string Received(Entry entry)
    {
        var turn = entry.Read(RunJson.Default.TurnReceived);
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
        var paths = ShownText.Line(string.Join(", ", reverted.Paths));
        return reverted.Kept is { } kept
            ? $"put back, since Ashlar alone writes it: {paths}; what somebody wrote there is kept: git show {kept}:{ShownText.Line(reverted.Paths[0])}"
            : $"undone, outside the scope: {paths}";
    }

    private static string Baseline(BaselineFinished baseline) =>
        $"gates at the start: {string.Join("; ", baseline.Gates.Select(gate => $"{gate.Name} {GateLine.Word(gate)}, {GateLine.Told(gate)}"))}";

    private static string Gate(GateResult gate) =>
        $"gate {gate.Name}: {GateFindingsText.Outcome(gate)}"
        + (gate.Status == GateStatus.Known ? $"; known: {gate.Known.Count}, all there before the run" : "");

    private static string Iteration(IterationFinished iteration) =>
        iteration.Green ? $"iteration {iteration.Iteration}: green"
        : iteration.Findings.Count == 0 ? $"iteration {iteration.Iteration}: not green"
        : $"iteration {iteration.Iteration}: not green: {ShownText.Line(iteration.Findings[0].Message)}";

    private static bool Flag(Entry entry, string name) =>
        entry.Body.TryGetProperty(name, out var value) && value.ValueKind == System.Text.Json.JsonValueKind.True;
}
