using Ashlar.Core.Journal;
using Ashlar.Core.Reports;
using Ashlar.Core.Secrets;

namespace Ashlar.Core.Runs.Records;

/// <summary>The reports of a run with their verification, read from its journal.</summary>
public static class RunReports
{
    /// <summary>The last report of each task, in the order of the tasks.</summary>
    public static IReadOnlyList<VerifiedReport> Of(IReadOnlyList<Entry> entries)
    {
        var state = RunState.Of(entries);
        var weak = state.Started?.Sandbox is { } sandbox and not "bubblewrap" ? sandbox : null;
        return state.Tasks.Select(task => Of(task, entries, weak)).OfType<VerifiedReport>().ToList();
    }

    private static VerifiedReport? Of(TaskProgress task, IReadOnlyList<Entry> entries, string? weakSandbox)
    {
        var own = entries.Where(entry => string.Equals(entry.Task, task.Id, StringComparison.Ordinal)).ToList();
        var submitted = own.LastOrDefault(entry => entry.Is<ReportSubmitted>());
        var isOver = submitted is not null && own.Exists(entry => entry.Is<TaskReopened>() && entry.Seq > submitted.Seq);
        if (submitted is null || (isOver && task.State is "done"))
        {
            return task.State is "done" ? WithoutReport(task, weakSandbox) : null;
        }

        var verified = own.LastOrDefault(entry => entry.Is<ReportVerified>() && entry.Seq > submitted.Seq);
        var verification = verified?.Read(RunJson.Default.ReportVerified).Verification ?? new Verification();
        var deviations = own.Where(entry => entry.Is<DeviationNoted>())
            .Select(entry => entry.Read(RunJson.Default.DeviationNoted).Deviation)
            .ToList();
        return new VerifiedReport(
            task.Id,
            task.Title,
            submitted.Read(RunJson.Default.ReportSubmitted).Report,
            verification with
            {
                Proof = ProofLevelText.Parse(task.Proof ?? "") ?? verification.Proof,
                Deviations = deviations,
                Sandbox = weakSandbox,
            }
        )
        {
            Cost = task.Cost,
            NotLookedAt =
                isOver ? "a person opened the task again after this report, and there is no newer one"
                : verified is null ? Refused(own, submitted)
                : null,
            Feedback = ReviewHistory.Ledger(own),
            Reviews = ReviewHistory.Lines(own),
            Questions = Questions(own),
            EarlierConcerns = EarlierConcerns(own),
            Refused = Refusals(own),
        };
    }

    private static List<string> EarlierConcerns(List<Entry> own)
    {
        var reports = own.Skip(own.FindLastIndex(entry => entry.Is<TaskStarted>()) + 1)
            .Select(entry => entry.As(RunJson.Default.ReportSubmitted)?.Report)
            .OfType<Report>()
            .ToList();
        return
        [
            .. reports
                .SelectMany(report => report.Concerns)
                .Distinct(StringComparer.Ordinal)
                .Except(reports.LastOrDefault()?.Concerns ?? [], StringComparer.Ordinal),
        ];
    }

    private static List<string> Questions(List<Entry> own)
    {
        var answers = own.Select(entry => entry.As(RunJson.Default.EscalationAnswered))
            .OfType<EscalationAnswered>()
            .ToLookup(answer => answer.Id, StringComparer.Ordinal);
        return
        [
            .. own.Select(entry => entry.As(RunJson.Default.EscalationRaised))
                .OfType<EscalationRaised>()
                .Select(raised =>
                    $"{raised.Id} ({raised.Kind}): {ShownText.Line(raised.Summary)}: {(answers[raised.Id].FirstOrDefault() is { } answer ? $"a person: {ShownText.Line(answer.Text.Text)}" : "no answer yet")}"
                ),
        ];
    }

    private static List<string> Refusals(List<Entry> own) =>
        [
            .. own.Select(entry => entry.As(RunJson.Default.ToolFinished)?.Refusal)
                .OfType<MaskedProblem>()
                .CountBy(refusal => ShownText.Line(refusal.Message.Text), StringComparer.Ordinal)
                .Select(group => group.Value == 1 ? group.Key : $"{group.Key} ({group.Value} times)"),
        ];

    /// <summary>Why a report was never held against the evidence.</summary>
    private static string Refused(List<Entry> own, Entry submitted)
    {
        var iteration = own.LastOrDefault(entry => entry.Is<IterationFinished>() && entry.Seq > submitted.Seq);
        return iteration?.Read(RunJson.Default.IterationFinished) is { Green: false } red
            ? red.Findings.Count > 0
                ? $"it was refused before: {red.Findings[0].Message}"
                : "the gates were not green"
            : "it was refused, or the run ended before";
    }

    /// <summary>A person finished the task, so the agent handed in no report.</summary>
    private static VerifiedReport WithoutReport(TaskProgress task, string? weakSandbox) =>
        new(
            task.Id,
            task.Title,
            null,
            new Verification
            {
                Proof = ProofLevelText.Parse(task.Proof ?? ""),
                Files = [.. task.Files.Select(path => new ReportedFile(path, null))],
                Sandbox = weakSandbox,
            }
        )
        {
            Cost = task.Cost,
        };
}
