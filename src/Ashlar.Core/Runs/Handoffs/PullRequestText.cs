using System.Text;
using System.Text.RegularExpressions;
using Ashlar.Core.Judging.Measuring;
using Ashlar.Core.Reports;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Secrets;

namespace Ashlar.Core.Runs.Handoffs;

/// <summary>What a pull request is written from.</summary>
internal sealed record PullRequestContent
{
    /// <summary>The run.</summary>
    public required string Run { get; init; }

    /// <summary>What was worked on.</summary>
    public required string Title { get; init; }

    /// <summary>The work order's folder or list, or null.</summary>
    public string? Work { get; init; }

    /// <summary>The linked issue or ticket, or null.</summary>
    public string? Ticket { get; init; }

    /// <summary>Where the run stands.</summary>
    public required RunState State { get; init; }

    /// <summary>The reports with their verification.</summary>
    public required IReadOnlyList<VerifiedReport> Reports { get; init; }

    /// <summary>Sections that the agent's definition asks for.</summary>
    public required IReadOnlyList<string> Sections { get; init; }

    /// <summary>The task that could be done next, or null.</summary>
    public string? Next { get; init; }
}

/// <summary>
/// The body of a pull request in Markdown: what was done, what proves it, weakest proof first, what needs a look, and the reports.
/// </summary>
internal static partial class PullRequestText
{
    /// <summary>The body.</summary>
    /// <param name="content">What it is written from.</param>
    /// <param name="mask">Receives it: what it is written from may be of a record that knew fewer secrets.</param>
    public static MaskedText Of(PullRequestContent content, SecretMask mask)
    {
        var text = new StringBuilder();
        if (content.Ticket is { } ticket)
        {
            text.Append(IssueNumber().OrNone().IsIn(ticket) ? $"Closes {ticket}\n\n" : $"Ticket: {ShownText.Line(ticket)}\n\n");
        }

        text.Append(content.Work is null ? $"Run `{content.Run}`.\n\n" : $"Implements `{content.Work}` (run `{content.Run}`).\n\n");
        foreach (var report in content.Reports.Where(report => !string.IsNullOrWhiteSpace(report.Report?.Summary)))
        {
            text.Append($"- {ShownText.Line(report.Report!.Summary)}\n");
        }

        Proofs(text, content);
        Part(text, "Needs a look", Concerns(content));
        foreach (var section in content.Sections)
        {
            Part(text, section, Given(content.Reports, section), "not given");
        }

        if (content.Next is { } next)
        {
            text.Append($"\nNext task: {ShownText.Line(next)}\n");
        }

        foreach (var report in content.Reports)
        {
            text.Append($"\n<details><summary>Report of {Cell(report.Task)}</summary>\n\n");
            text.Append(ReportDocument.Render(report, markdown: true).Trim()).Append("\n\n</details>\n");
        }

        return MaskedText.Of(mask, text.ToString());
    }

    private static void Proofs(StringBuilder text, PullRequestContent content)
    {
        var reports = content.Reports.ToDictionary(report => report.Task, StringComparer.Ordinal);
        text.Append("\n## Evidence, weakest first\n\n| task | proof | gates | tests | commit |\n| --- | --- | --- | --- | --- |\n");
        foreach (var task in content.State.Tasks.OrderBy(task => ProofLevelText.Strength(task.Proof)))
        {
            var seen = reports.GetValueOrDefault(task.Id)?.Verification;
            var gates = seen is null ? "" : string.Join(", ", seen.Gates.Select(gate => $"{gate.Result.Name} {gate.Result.Status.Word()}"));
            var tests = seen?.Tests is { } counts ? $"{counts.Passing} of {counts.Total} pass" : "none";
            text.Append(
                $"| {Cell($"{task.Id} {task.Title}")} | {(task.Proof is null ? task.State : task.ProofWords)} | {Cell(gates)} | {tests} | {task.Commit?[..12]} |\n"
            );
        }
    }

    private static IReadOnlyList<string> Concerns(PullRequestContent content) =>
        [
            .. content.Reports.SelectMany(report =>
                (report.Report?.Concerns ?? []).Select(concern => $"{report.Task}: {ShownText.Line(concern)} (written by the model)")
            ),
            .. content.Reports.SelectMany(report =>
                report.Verification.Deviations.Select(deviation => $"{report.Task}: deviation: {ObservationText.Deviation(deviation)}")
            ),
            .. content.Reports.SelectMany(report =>
                report
                    .Verification.Units.Where(unit => unit.Verdict is VerdictKind.Unnoticed or VerdictKind.Executed)
                    .Select(unit => $"{report.Task}: {UnitText.Line(unit)}")
            ),
            .. content.Reports.SelectMany(report =>
                report.Verification.Expectations.Select(row => $"{report.Task}: changed expectation: {ShownText.Line(row.Line)}")
            ),
            .. content.Reports.SelectMany(report =>
                report.Verification.Explained.Select(row => $"{report.Task}: explained: {ShownText.Line(row.Said)}")
            ),
            .. content.Reports.SelectMany(report =>
                (report.Verification.Tests?.PassesOnBase ?? []).Select(test => $"{report.Task}: {test} passes without the change too")
            ),
            .. content
                .Reports.Where(report => report.Verification.Sandbox is not null)
                .Take(1)
                .Select(report => $"commands ran outside Ashlar's sandbox ({report.Verification.Sandbox})"),
        ];

    /// <summary>Lines of the reports that begin with a section's name.</summary>
    private static IReadOnlyList<string> Given(IReadOnlyList<VerifiedReport> reports, string section) =>
        [
            .. reports
                .SelectMany(report => (report.Report?.KeyChanges ?? []).Concat(report.Report?.Concerns ?? []))
                .Where(line => line.StartsWith(section + ":", StringComparison.OrdinalIgnoreCase))
                .Select(line => ShownText.Line(line[(section.Length + 1)..].Trim())),
        ];

    private static void Part(StringBuilder text, string title, IReadOnlyList<string> lines, string? otherwise = null)
    {
        if (lines.Count == 0 && otherwise is null)
        {
            return;
        }

        text.Append($"\n## {title}\n\n");
        foreach (var line in lines.Count == 0 ? [otherwise!] : lines)
        {
            text.Append($"- {line}\n");
        }
    }

    private static string Cell(string text) => ShownText.Line(text).Replace("|", "\\|", StringComparison.Ordinal);

    [GeneratedRegex(@"^(?:[\w.-]+/[\w.-]+)?#\d+$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IssueNumber();
}
