namespace Ashlar.Core.Reports;

/// <summary>What the model wrote, in the order of the layouts.</summary>
internal static class ClaimText
{
    /// <summary>Writes the sections that have something to say.</summary>
    /// <param name="document">Where they are written.</param>
    /// <param name="claim">The last report.</param>
    /// <param name="ledger">The points of the reviews.</param>
    /// <param name="earlier">Concerns of earlier reports that it does not repeat.</param>
    public static void Write(DocumentText document, Report claim, IReadOnlyList<FeedbackRow> ledger, IReadOnlyList<string> earlier)
    {
        Optional(document, "Summary", claim.Summary);
        Feedback(document, claim.Feedback, ledger);
        Optional(document, "Blocker", claim.Blocker);
        document.List(
            "What I tried",
            claim.Tried.Select(attempt => attempt.Result.Length == 0 ? attempt.Approach : $"{attempt.Approach} - Result: {attempt.Result}"),
            numbered: true
        );
        if (claim.Errors is { } errors)
        {
            document.Code("Error messages", errors);
        }

        Optional(document, "Current state", claim.CurrentState);
        document.List("Files Modified", claim.Files.Select(ObservationText.File));
        document.List("Key Changes", claim.KeyChanges);
        if (claim.Snippet is { } snippet)
        {
            document.Code(snippet.Path.Length == 0 ? "Code Snippet" : $"Code Snippet ({snippet.Path})", snippet.Code);
        }

        Tests(document, claim.Tests);
        document.List("Changed tests", claim.ChangedTests.Select(Change));
        document.List("Explained findings", claim.Explained.Select(explained => $"{explained.Finding}: {explained.Why}"));
        document.List("Acceptance Criteria", claim.Acceptance.Select(Row));
        document.List("Concerns/Questions", claim.Concerns.Concat(earlier.Select(concern => $"{concern} (in an earlier report)")));
        Optional(document, "Question for tech lead", claim.Question);
        Optional(document, "Next task", claim.Next);
        document.Field("Status", claim.Status == ReportStatus.Blocked ? "BLOCKED" : "READY_FOR_REVIEW");
    }

    /// <summary>Each point with its answer: from the ledger where there is one, since a report need not repeat what an earlier one said.</summary>
    private static void Feedback(DocumentText document, IReadOnlyList<ReportedFix> fixes, IReadOnlyList<FeedbackRow> ledger) =>
        document.List(
            "Original feedback",
            ledger.Count > 0
                ? ledger.Select(row =>
                    $"{row.Id} Issue: {(row.Place.Length == 0 ? "" : $"{row.Place} ")}{row.Item}\n{(row.State is { } state ? $"{State(state)}: {row.How}" : "Not answered")}"
                )
                : fixes.Select(fix =>
                    $"{(fix.Issue is null ? fix.Item : $"{fix.Item} Issue: {fix.Issue}")}\n{State(fix.State)}: {fix.How}"
                ),
            numbered: true
        );

    private static string State(FixState state) =>
        state switch
        {
            FixState.Fixed => "Fixed",
            FixState.Rebutted => "Rebutted",
            _ => "Asked",
        };

    private static void Tests(DocumentText document, ReportedTests? tests)
    {
        if (tests is null)
        {
            return;
        }

        var rows = new List<string> { $"Total tests: {tests.Total}", $"Passing: {tests.Passing}", $"Failing: {tests.Failing}" };
        if (tests.Skipped is { } skipped)
        {
            rows.Add($"Skipped: {skipped}");
        }

        document.List("Tests", rows);
        document.List("Test coverage", tests.CoverageOf);
    }

    private static string Change(ReportedChange change) =>
        $"{change.Test}: {change.Why}{(change.AskedBy is { } asked ? $" (asked by: \"{asked}\")" : "")}";

    private static string Row(ReportedCriterion row) =>
        $"{row.Criterion}: {(row.Met ? "met" : "not met")}{(row.ShownBy.Length == 0 ? "" : $", shown by {row.ShownBy}")}";

    private static void Optional(DocumentText document, string label, string? value)
    {
        if (!string.IsNullOrWhiteSpace(value))
        {
            document.Field(label, value);
        }
    }
}
