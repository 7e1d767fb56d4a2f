using System.Text.Json;
using Ashlar.Core.Reports;
using Ashlar.Core.Workspaces;
using Xunit;

namespace Ashlar.Core.Tests.Reports;

public sealed class ReportTextTests
{
    private const string Complete = """
        IMPLEMENTATION COMPLETE

        Summary: Added invoices with rounding

        Files Modified:
        - src/invoice.py (created)
        - src/api.py (modified - new route)

        Key Changes:
        - Sums are rounded
          half up
        - A route for invoices

        Code Snippet (rounding):
        ```python
        def total(lines):
            # Summary: not a label
            return sum(lines)
        ```

        Tests:
        - Total tests: 12
        - Passing: 11
        - Failing: 1 (the printer is offline)

        Test coverage:
        - Rounding
        - An unknown invoice

        Concerns/Questions:
        - Is half up right?

        Status: READY_FOR_REVIEW
        """;

    [Fact]
    public void A_complete_report_is_read()
    {
        var report = ReportText.Parse(Complete)!;
        Assert.Equal((ReportStatus.ReadyForReview, ReportLayout.Complete), (report.Status, report.Layout));
        Assert.Equal("Added invoices with rounding", report.Summary);
        Assert.Equal(
            [
                new ReportedFile("src/invoice.py", ChangeKind.Created),
                new ReportedFile("src/api.py", ChangeKind.Modified) { Note = "new route" },
            ],
            report.Files
        );
        Assert.Equal(["Sums are rounded half up", "A route for invoices"], report.KeyChanges);
        Assert.Equal(new CodeSnippet("rounding", "def total(lines):\n    # Summary: not a label\n    return sum(lines)"), report.Snippet);
        Assert.Equal((12, 11, 1), (report.Tests!.Total, report.Tests.Passing, report.Tests.Failing));
        Assert.Equal(["Rounding", "An unknown invoice"], report.Tests.CoverageOf);
        Assert.Equal(["Is half up right?"], report.Concerns);
    }

    [Fact]
    public void Small_deviations_change_nothing()
    {
        var plain = Stored(ReportText.Parse(Complete)!);
        Assert.Equal(plain, Stored(ReportText.Parse($"All done!\n\n```\n{Complete}\n```\n\nSummary: shall I continue?")!));
        Assert.Equal(plain, Stored(ReportText.Parse(Complete.Replace("\n\n", "\n", StringComparison.Ordinal))!));
        Assert.Equal(plain, Stored(ReportText.Parse(Complete.Replace("\n", "\r\n", StringComparison.Ordinal))!));
        Assert.Equal(
            plain,
            Stored(
                ReportText.Parse(
                    Complete.Replace("- ", "* ", StringComparison.Ordinal).Replace("modified * ", "modified - ", StringComparison.Ordinal)
                )!
            )
        );
        Assert.Equal(plain, Stored(ReportText.Parse(Complete.Replace("\nStatus: READY_FOR_REVIEW", "", StringComparison.Ordinal))!));
        Assert.Equal(
            plain,
            Stored(
                ReportText.Parse(Complete.Replace("Status: READY_FOR_REVIEW", "**Status**: ✅ Ready for review", StringComparison.Ordinal))!
            )
        );
        Assert.Equal(
            plain,
            Stored(
                ReportText.Parse(
                    Complete
                        .Replace("IMPLEMENTATION COMPLETE", "## ✅ Implementation Complete", StringComparison.Ordinal)
                        .Replace("Summary: Added", "**Summary:** Added", StringComparison.Ordinal)
                        .Replace("Files Modified:", "### Files Modified", StringComparison.Ordinal)
                        .Replace("Key Changes:", "**Key Changes**:", StringComparison.Ordinal)
                        .Replace("- src/invoice.py (created)", "• `src/invoice.py` — created", StringComparison.Ordinal)
                )!
            )
        );
    }

    [Theory]
    [InlineData("Tests: 12/12 passing", 12, 12, 0, null)]
    [InlineData("**Tests:** 12 passed, 0 failed, 2 skipped", 14, 12, 0, 2)]
    [InlineData("All tests passing: 11/11", 11, 11, 0, null)]
    [InlineData("Tests (3/4 passing):\n- one is red", 4, 3, 1, null)]
    [InlineData("Tests:\n- **Total**: 5\n- **Passed**: 5\n- **Failed**: none", 5, 5, 0, null)]
    [InlineData("Tests: all 7 tests pass, 7 passing", 7, 7, 0, null)]
    public void Test_counts_are_read_in_many_forms(string tests, int total, int passing, int failing, int? skipped)
    {
        var report = ReportText.Parse($"IMPLEMENTATION COMPLETE\nSummary: s\n{tests}\nStatus: READY_FOR_REVIEW")!;
        Assert.Equal(
            (total, passing, failing, skipped),
            (report.Tests!.Total, report.Tests.Passing, report.Tests.Failing, report.Tests.Skipped)
        );
    }

    [Fact]
    public void Answers_to_feedback_are_read()
    {
        var report = ReportText.Parse(
            """
            FEEDBACK ADDRESSED

            Original feedback:
            1. Issue: Query built from text on line 45
               Fixed: ✅ Bound parameters

            2. Issue: No limit
               **Rebutted:** the proxy limits already
            3. Which time-out? — Asked: 10 or 30 seconds?

            All tests passing: 11/11

            Status: READY_FOR_REVIEW
            """
        )!;
        Assert.Equal(
            [
                new ReportedFix("F1", FixState.Fixed, "Bound parameters") { Issue = "Query built from text on line 45", Number = 1 },
                new ReportedFix("F2", FixState.Rebutted, "the proxy limits already") { Issue = "No limit", Number = 2 },
                new ReportedFix("F3", FixState.Asked, "10 or 30 seconds?") { Issue = "Which time-out?", Number = 3 },
            ],
            report.Feedback
        );
        Assert.Equal((ReportLayout.Feedback, 11), (report.Layout, report.Tests!.Total));
    }

    [Fact]
    public void A_blocked_report_is_read()
    {
        var report = ReportText.Parse(
            """
            I could not finish this.

            ```
            BLOCKED

            Blocker: The migration fails

            What I tried:
            1. Dropped the table - Result: the same
            2. Ran it with --fake
               Result: a column is missing

            Error message:
            ```
            no such column: Status: x
            ```

            Current state:
            - Code is written
            - Tests cannot run

            Question for tech lead:
            Should I:
            1. Check first?
            2. Alter it?

            Status: BLOCKED
            ```
            """
        )!;
        Assert.Equal((ReportStatus.Blocked, ReportLayout.Blocked), (report.Status, report.Layout));
        Assert.Equal("The migration fails", report.Blocker);
        Assert.Equal(
            [new ReportedAttempt("Dropped the table", "the same"), new ReportedAttempt("Ran it with --fake", "a column is missing")],
            report.Tried
        );
        Assert.Equal("no such column: Status: x", report.Errors);
        Assert.Equal("- Code is written\n- Tests cannot run", report.CurrentState);
        Assert.Equal("Should I:\n1. Check first?\n2. Alter it?", report.Question);
    }

    [Fact]
    public void A_progress_report_is_read_with_and_without_a_headline()
    {
        const string Body = """
            1. **Task completed**: T-003 Add the model
            2. **Files created/modified**:
               - app/models/task.py (created)
            3. **Key implementations**:
               - Timestamps
            4. **Any issues encountered**: None
            5. **Next recommended task**: T-004
            """;
        foreach (var text in new[] { $"## Progress Report\n\n{Body}", Body })
        {
            var report = ReportText.Parse(text)!;
            Assert.Equal((ReportStatus.ReadyForReview, ReportLayout.Progress), (report.Status, report.Layout));
            Assert.Equal("T-003 Add the model", report.Summary);
            Assert.Equal([new ReportedFile("app/models/task.py", ChangeKind.Created)], report.Files);
            Assert.Equal(["Timestamps"], report.KeyChanges);
            Assert.Empty(report.Concerns);
            Assert.Equal("T-004", report.Next);
        }
    }

    [Fact]
    public void Acceptance_rows_are_read()
    {
        var report = ReportText.Parse(
            """
            IMPLEMENTATION COMPLETE
            Summary: s
            Acceptance Criteria:
            - [x] Sums are right — shown by test_sum
            - Errors are shown: not met
            - ✅ The page opens (verified by test_page)
            Status: READY_FOR_REVIEW
            """
        )!;
        Assert.Equal(
            [
                new ReportedCriterion("Sums are right", true, "test_sum"),
                new ReportedCriterion("Errors are shown", false, ""),
                new ReportedCriterion("The page opens", true, "test_page"),
            ],
            report.Acceptance
        );
    }

    [Theory]
    [InlineData("")]
    [InlineData("I have finished the implementation. All 12 tests pass.")]
    [InlineData("The implementation complete state is near.\nTests: running")]
    [InlineData("BLOCKED is a status that I could use.")]
    [InlineData("IMPLEMENTATION COMPLETE")]
    [InlineData("# Plan\n\nSummary: I will add a model.\nFiles: models.py")]
    [InlineData("Next: run the tests")]
    public void Other_text_is_no_report(string text) => Assert.Null(ReportText.Parse(text));

    [Fact]
    public void An_unfilled_status_follows_the_headline() =>
        Assert.Equal(
            ReportStatus.ReadyForReview,
            ReportText.Parse(Complete.Replace("READY_FOR_REVIEW", "READY_FOR_REVIEW / BLOCKED", StringComparison.Ordinal))!.Status
        );

    [Fact]
    public void A_long_text_without_structure_is_read_in_no_time() =>
        Assert.Null(ReportText.Parse(string.Concat(Enumerable.Repeat("- a (b: c - d [ ", 20_000))));

    private static string Stored(Report report) => JsonSerializer.Serialize(report, ReportJsonContext.Default.Report);
}
