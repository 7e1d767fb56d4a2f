using System.Globalization;

namespace Ashlar.Core.Reports;

/// <summary>
/// A report for people, in the layouts that agents are asked for (contract section 6): what the model wrote first, then, under a heading
/// of its own, what Ashlar observed.
/// </summary>
public static class ReportDocument
{
    /// <summary>The report as <c>IMPLEMENTATION COMPLETE</c>, <c>FEEDBACK ADDRESSED</c> or <c>BLOCKED</c>, with what was seen.</summary>
    /// <param name="report">The report with its verification.</param>
    /// <param name="markdown">Whether it is to be Markdown; else plain text.</param>
    public static string Render(VerifiedReport report, bool markdown = false)
    {
        var document = new DocumentText(markdown);
        if (report.Report is { } claim)
        {
            document.Title(Headline(report, claim));
            document.Field("Task", Task(report));
            document.Part("Written by the model");
            ClaimText.Write(document, claim, report.Feedback, report.EarlierConcerns);
        }
        else
        {
            document.Title("NO REPORT");
            document.Field("Task", Task(report));
        }

        document.Part("Seen by Ashlar");
        ObservationText.Write(document, report);
        if (report.Cost is > 0 and var cost)
        {
            document.Field("Cost", string.Create(CultureInfo.InvariantCulture, $"{cost:0.00##} USD"));
        }

        return document.ToString();
    }

    /// <summary>The progress report after a task: completed, files, key implementations, issues, next task.</summary>
    /// <param name="report">The report with its verification.</param>
    /// <param name="next">The task that Ashlar does next, as <c>ID — TITLE</c>; null for none.</param>
    /// <param name="markdown">Whether it is to be Markdown; else plain text.</param>
    public static string Progress(VerifiedReport report, string? next, bool markdown = false)
    {
        var document = new DocumentText(markdown);
        var proof = report.Verification.Proof is { } level ? $" ({ProofLevelText.Words(level.Word(), report.Verification.Noticed)})" : "";
        document.Title("PROGRESS REPORT");
        document.Field("Task completed", Task(report) + proof);
        document.List("Files created/modified", report.Verification.Files.Select(ObservationText.File));
        document.Field("Tests", ObservationText.Tests(report.Verification.Tests));
        if (report.Verification.Noticed is { } noticed)
        {
            document.Field("Parts of the change that a test notices when they are taken away", noticed.ToString());
        }

        document.List("Key implementations (written by the model)", report.Report?.KeyChanges ?? []);
        var issues = (report.Report?.Concerns ?? []).Concat(report.Verification.Deviations.Select(ObservationText.Deviation)).ToList();
        document.List("Issues (written by the model)", issues.Count == 0 ? ["none"] : issues);
        if (report.Report?.Next is { } suggestion && !string.Equals(suggestion, next, StringComparison.Ordinal))
        {
            document.Field("Next task (suggested by the model)", suggestion);
        }

        document.Field("Next task", next ?? "none");
        return document.ToString();
    }

    private static string Headline(VerifiedReport report, Report claim) =>
        claim.Status == ReportStatus.Blocked ? "BLOCKED"
        : claim.Feedback.Count > 0 || report.Feedback.Any(row => row.State is not null) ? "FEEDBACK ADDRESSED"
        : "IMPLEMENTATION COMPLETE";

    private static string Task(VerifiedReport report) =>
        report.Title.Length == 0 ? report.Task : string.Create(CultureInfo.InvariantCulture, $"{report.Task} — {report.Title}");
}
