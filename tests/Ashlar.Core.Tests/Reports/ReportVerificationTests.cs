using Ashlar.Core.Gates;
using Ashlar.Core.Reports;
using Ashlar.Core.Stacks.Results;
using Ashlar.Core.Workspaces;
using Xunit;

namespace Ashlar.Core.Tests.Reports;

public sealed class ReportVerificationTests
{
    private static readonly Evidence Seen = new()
    {
        Files =
        [
            new("src/sum.py", ChangeKind.Created),
            new("src/api.py", ChangeKind.Modified),
            new("tests/test_sum.py", ChangeKind.Created),
        ],
        Gates =
        [
            Gate(
                "tests",
                Case("tests/test_sum.py::test_a", TestOutcome.Passed),
                Case("tests/test_sum.py::test_b[1]", TestOutcome.Passed),
                Case("tests/test_api.py::test_c", TestOutcome.Failed),
                Case("tests/test_api.py::test_d", TestOutcome.Skipped)
            ),
            new GateResult
            {
                Name = "lint",
                Run = "flake8",
                Status = GateStatus.Green,
            },
        ],
        TestFiles = ["tests/test_sum.py"],
        Acceptance = ["`Sums` are right to the cent.", "The API answers 404"],
        Roots = ["/home/user/shop"],
    };

    private static readonly Report Honest = new()
    {
        Status = ReportStatus.ReadyForReview,
        Files =
        [
            new("./src/sum.py", ChangeKind.Created),
            new("/home/user/shop/src/api.py", ChangeKind.Modified),
            new("/tests/test_sum.py", ChangeKind.Created),
        ],
        Tests = new(4, 2, 1) { Skipped = 1 },
        Acceptance = [new("Sums are right to the cent", true, "test_a"), new("API answers 404 for an unknown id", true, "test_c")],
    };

    [Fact]
    public void An_honest_report_agrees()
    {
        var verification = ReportVerification.Check(Honest, Seen);
        Assert.Empty(verification.Discrepancies);
        Assert.Empty(verification.Unmet);
        Assert.True(verification.Verified);
        Assert.Equal(new TestEvidence(4, 2, 1, 1) { PassesOnBase = verification.Tests!.PassesOnBase }, verification.Tests);
    }

    [Fact]
    [Trait("case", "REPORT-004")]
    public void Files_compare_exactly()
    {
        var claim = Honest with
        {
            Files =
            [
                new("src/sum.py", ChangeKind.Modified),
                new("docs/rules.md", ChangeKind.Modified),
                new("tests/test_sum.py", ChangeKind.Created),
            ],
        };
        Assert.Equal(
            [
                new Discrepancy("files", "docs/rules.md modified", "unchanged"),
                new Discrepancy("files", "nothing", "src/api.py modified"),
                new Discrepancy("files", "src/sum.py modified", "src/sum.py created"),
            ],
            ReportVerification.Check(claim, Seen).Discrepancies
        );
    }

    [Fact]
    public void A_report_without_files_claims_that_nothing_changed() =>
        Assert.Equal(
            ["src/api.py modified", "src/sum.py created", "tests/test_sum.py created"],
            ReportVerification.Check(Honest with { Files = [] }, Seen).Discrepancies.Select(each => each.Observed)
        );

    [Fact]
    public void A_path_outside_the_root_is_no_path_of_the_repository() =>
        Assert.Equal(
            [new Discrepancy("files", "/etc/src/sum.py created", "unchanged"), new Discrepancy("files", "nothing", "src/sum.py created")],
            ReportVerification
                .Check(Honest with { Files = [new("/etc/src/sum.py", ChangeKind.Created), .. Honest.Files.Skip(1)] }, Seen)
                .Discrepancies
        );

    [Theory]
    [InlineData(4, 2, 1, 1, "the whole run")]
    [InlineData(2, 2, 0, 0, "the task's own test files")]
    [InlineData(4, 2, 1, null, "the whole run without a word on skipped")]
    [InlineData(7, 7, 0, 0, "a run of the agent's own")]
    public void Counts_of_any_allowed_run_agree(int total, int passing, int failing, int? skipped, string which)
    {
        var others = new TestRun(Enumerable.Range(0, 7).Select(index => Case($"t{index}", TestOutcome.Passed)).ToList());
        var claim = Honest with { Tests = new(total, passing, failing) { Skipped = skipped } };
        Assert.True(ReportVerification.Check(claim, Seen with { OtherRuns = [others] }).Verified, which);
    }

    [Fact]
    public void Counts_that_no_run_has_are_named_one_by_one()
    {
        const string Source = "gate \"tests\": pytest -q; parametrised cases count one each";
        Assert.Equal(
            [
                new Discrepancy("tests.passing", "3", "2") { Source = Source },
                new Discrepancy("tests.failing", "0", "1") { Source = Source },
            ],
            ReportVerification.Check(Honest with { Tests = new(4, 3, 0) { Skipped = 1 } }, Seen).Discrepancies
        );
    }

    [Fact]
    public void A_total_without_skipped_is_allowed_in_text_only()
    {
        var claim = Honest with { Tests = new(3, 2, 1) };
        Assert.False(ReportVerification.Check(claim, Seen).Verified);
        Assert.True(ReportVerification.Check(claim with { Layout = ReportLayout.Complete }, Seen).Verified);
    }

    [Fact]
    public void Leaving_tests_out_where_a_test_gate_ran_is_a_discrepancy()
    {
        var discrepancy = Assert.Single(ReportVerification.Check(Honest with { Tests = null }, Seen).Discrepancies);
        Assert.Equal(
            ("tests", "nothing", "4 tests, 2 passing, 1 failing, 1 skipped"),
            (discrepancy.What, discrepancy.Claimed, discrepancy.Observed)
        );
    }

    [Fact]
    public void Without_a_test_gate_tests_may_be_left_out_but_not_made_up()
    {
        var evidence = Seen with { Gates = [Seen.Gates[1]] };
        Assert.True(ReportVerification.Check(Honest with { Tests = null }, evidence).Verified);
        Assert.Equal(
            [
                new Discrepancy(
                    "tests",
                    "4 tests, 2 passing, 1 failing",
                    "no test run whose counts could be read; leave tests out, and name the command in concerns"
                ),
            ],
            ReportVerification.Check(Honest, evidence).Discrepancies
        );
    }

    [Fact]
    public void A_flaky_test_may_be_counted_either_way()
    {
        var evidence = Seen with { Gates = [Seen.Gates[0] with { Flaky = ["tests/test_api.py::test_c"] }] };
        Assert.True(ReportVerification.Check(Honest, evidence).Verified);
        Assert.True(ReportVerification.Check(Honest with { Tests = new(4, 3, 0) { Skipped = 1 } }, evidence).Verified);
    }

    [Fact]
    public void Criteria_are_open_until_met_with_what_shows_it()
    {
        var claim = Honest with { Acceptance = [new("Sums are right to the cent", true, ""), new("Something else entirely", true, "t")] };
        var verification = ReportVerification.Check(claim, Seen with { Acceptance = [.. Seen.Acceptance, "Logs are kept"] });
        Assert.Equal(
            [
                new UnmetCriterion("`Sums` are right to the cent.", "met, shown by nothing"),
                new UnmetCriterion("The API answers 404", "nothing"),
                new UnmetCriterion("Logs are kept", "nothing"),
            ],
            verification.Unmet
        );
        Assert.Empty(verification.Discrepancies);
        Assert.False(verification.Verified);
    }

    [Fact]
    public void A_criterion_said_not_to_be_met_is_open() =>
        Assert.Equal(
            [new UnmetCriterion("The API answers 404", "not met")],
            ReportVerification
                .Check(Honest with { Acceptance = [Honest.Acceptance[0], new("The API answers 404", false, "test_c")] }, Seen)
                .Unmet
        );

    [Fact]
    public void A_blocked_report_is_held_to_what_it_says_only()
    {
        var blocked = new Report { Status = ReportStatus.Blocked, Blocker = "no database" };
        Assert.True(ReportVerification.Check(blocked, Seen).Verified);
        Assert.False(ReportVerification.Check(blocked with { Tests = new(9, 9, 0) }, Seen).Verified);
    }

    [Fact]
    public void Feedback_as_text_has_no_place_for_files()
    {
        var claim = new Report
        {
            Status = ReportStatus.ReadyForReview,
            Layout = ReportLayout.Feedback,
            Tests = new(2, 2, 0),
        };
        Assert.Empty(ReportVerification.Check(claim, Seen with { Acceptance = [] }).Discrepancies);
        Assert.NotEmpty(ReportVerification.Check(claim with { Layout = ReportLayout.Tool }, Seen).Discrepancies);
    }

    [Fact]
    public void The_message_tells_a_wrong_report_from_wrong_work() =>
        Assert.Equal(
            """
            Your report does not match what Ashlar saw. The work itself is not refused: all gates are green.
              tests.total   you: 25   seen: 29   (gate "tests": pytest -q; parametrised cases count one each)
              files         you: docs/rules.md modified   seen: unchanged
            Send Report again with the true values. Change no file to make the report fit. If the next report differs too, the work is kept and a person decides.
            """,
            DiscrepancyText.Render([
                new("tests.total", "25", "29") { Source = "gate \"tests\": pytest -q; parametrised cases count one each" },
                new("files", "docs/rules.md modified", "unchanged"),
            ])
        );

    [Fact]
    public void A_turn_without_a_report_is_told_what_was_seen()
    {
        Assert.Equal(
            """
            Your turn ended without a report. Nobody reads plain text here.
            Seen: 2 files changed (a.py, b.py); your last `pytest -q` (turn 9): 29 passed, nothing changed since.
            Done: Report, READY_FOR_REVIEW. Stuck: Report with BLOCKED and what you tried. Decision needed: Escalate. Not finished: continue with the next tool call.
            """,
            MissingReportText.Render(
                new(["a.py", "b.py"])
                {
                    Command = "pytest -q",
                    Turn = 9,
                    Result = "29 passed",
                }
            )
        );
        Assert.Contains("Seen: no file changed; no test run yet.", MissingReportText.Render(new([])), StringComparison.Ordinal);
    }

    private static GateResult Gate(string name, params IReadOnlyList<TestCase> cases) =>
        new()
        {
            Name = name,
            Run = "pytest -q",
            Status = GateStatus.Green,
            Tests = new TestRun(cases),
        };

    private static TestCase Case(string id, TestOutcome outcome) => new(id, outcome);
}
