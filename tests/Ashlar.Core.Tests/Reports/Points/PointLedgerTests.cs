using Ashlar.Core.Judging.Expectations;
using Ashlar.Core.Reports;
using Ashlar.Core.Stacks.Results;
using Xunit;

namespace Ashlar.Core.Tests.Reports.Points;

public sealed class PointLedgerTests
{
    private static readonly Quotations Task = new([
        new QuoteSource("the task", "Show amounts with\n**the currency** in front.") { FirstLine = 0 },
        new QuoteSource("docs/spec.md", "# Spec\n\n> Totals are rounded\n> half up.\n"),
    ]);

    private static readonly ChangedExpectation Lost = new("tests/test_a.py::TestSum::test_cents[1]", ExpectationLoss.Fails)
    {
        Tests = ["tests/test_a.py::TestSum::test_cents[1]"],
        Files = ["tests/test_a.py", "tests/golden/a.txt"],
    };

    [Theory]
    [InlineData("tests/test_a.py::TestSum::test_cents[1]")]
    [InlineData("tests/test_a.py::TestSum::test_cents")]
    [InlineData("`test_cents`")]
    [InlineData("TestSum::test_cents")]
    [InlineData("TestSum")]
    [InlineData("test_a.py::TestSum::test_cents")]
    [InlineData("./tests/test_a.py")]
    [InlineData("tests/test_a.py (all of it)")]
    [InlineData("tests/golden/a.txt")]
    [InlineData("test_a.py")]
    public void A_test_is_declared_by_its_id_its_name_its_class_or_a_file_behind_it(string declared) =>
        Assert.Single(Held(new ReportedChange(declared, "asked"), Lost).Declared);

    [Theory]
    [InlineData("test_cent")]
    [InlineData("tests/test_b.py::TestSum::test_cents")]
    [InlineData("tests/test_b.py")]
    [InlineData("tests")]
    [InlineData("a.py")]
    [InlineData("")]
    public void Another_test_is_not_declared_by_it(string declared) =>
        Assert.Single(Held(new ReportedChange(declared, "asked"), Lost).Undeclared);

    [Theory]
    [InlineData("Ledger.Tests.SumTests.Adds(a: 1, b: 2)", "Adds")]
    [InlineData("Ledger.Tests.SumTests.Adds(a: 1, b: 2)", "SumTests.Adds")]
    [InlineData("a.test.js > sum > adds two numbers", "adds two numbers")]
    [InlineData("a.test.js > sum > adds two numbers", "sum > adds two numbers")]
    [InlineData("ledger::tests::adds", "adds")]
    [InlineData("ledger::tests::adds", "tests::adds")]
    public void Names_of_other_runners_are_understood(string id, string declared)
    {
        var lost = new ChangedExpectation(id, ExpectationLoss.Gone) { Tests = [id] };

        Assert.Single(Held(new ReportedChange(declared, "asked"), lost).Declared);
    }

    [Theory]
    [InlineData("the currency in   front", "the task")]
    [InlineData("Show amounts … in front", "the task")]
    [InlineData("Totals are rounded half up", "docs/spec.md:3")]
    [InlineData("half UP.", "docs/spec.md:4")]
    [InlineData("rounded half down", null)]
    [InlineData("round", null)]
    [InlineData("**", null)]
    public void A_quote_is_found_whatever_its_spaces_and_marks_and_its_place_is_told(string quote, string? place)
    {
        var held = Held(new ReportedChange("test_cents", "asked") { AskedBy = quote }, Lost);

        Assert.Equal(place, Assert.Single(held.Declared).FoundAt);
    }

    [Fact]
    public void Numbers_are_the_same_in_the_whole_task_and_what_was_explained_once_stays_explained()
    {
        var ledger = new PointLedger();
        var first = Read("placeholder:a.py:x", "a.py", 3);
        var second = Read("placeholder:b.py:y", "b.py", 7);
        Assert.Equal(["N1", "N2"], ledger.Hold([first, second], [], Task).Unexplained.Select(ledger.Number));

        ledger.Take(Report([new ReportedExplanation("n2 b.py", "It is meant so.")]));
        ledger.Take(Report([]));
        var held = ledger.Hold([second, Read("placeholder:c.py:z", "c.py", 1)], [], Task);

        Assert.Equal(("N2", "It is meant so."), Assert.Single(held.Explained.Select(row => (row.Id, row.Why))));
        Assert.Equal("N3", ledger.Number(Assert.Single(held.Unexplained)));
        Assert.False(held.Explained[0].NeedsAgreement);
    }

    [Fact]
    public void A_finding_may_be_named_by_its_place_and_a_weaker_test_by_its_declaration()
    {
        var ledger = new PointLedger();
        ledger.Take(
            Report([new ReportedExplanation("a.py:3", "Meant so.")]) with
            {
                ChangedTests = [new ReportedChange("tests/test_a.py::test_x", "The task asks.")],
            }
        );

        var held = ledger.Hold(
            [Read("placeholder:a.py:x", "a.py", 3), Read("weakened:tests/test_a.py::test_x", "tests/test_a.py", 9)],
            [],
            Task
        );

        Assert.Equal(["Meant so.", "The task asks."], held.Explained.Select(row => row.Why));
    }

    [Fact]
    public void An_agreement_holds_for_the_state_of_the_files_that_it_was_given_for()
    {
        var ledger = new PointLedger();
        ledger.Take(Report([]) with { ChangedTests = [new ReportedChange("test_cents", "asked")] });
        var seen = ledger.Hold([], [Lost with { Version = "1" }], Task);
        Assert.False(seen.IsAgreed);

        ledger.Agree(seen.Declared.Select(row => row.Key), "tech-lead");

        Assert.Equal("tech-lead", ledger.Hold([], [Lost with { Version = "1" }], Task).Declared[0].AgreedBy);
        Assert.True(ledger.Hold([], [Lost with { Version = "1" }], Task).IsAgreed);
        Assert.False(ledger.Hold([], [Lost with { Version = "2" }], Task).IsAgreed);
    }

    [Fact]
    public void What_is_open_is_told_in_groups_each_with_its_way_out()
    {
        var ledger = new PointLedger();
        var held = ledger.Hold(
            [Read("placeholder:a.py:x", "a.py", 3), Read("suppression:a.py:noqa", "a.py", 4) with { Way = WayOut.Justify }],
            [Lost with { Words = "assert 1 == 2", Path = "tests/test_a.py", Line = 5 }],
            Task
        );

        Assert.Equal(
            """
            tests/test_a.py::TestSum::test_cents[1]  as it was at BASE fails on your code: assert 1 == 2 (tests/test_a.py:5).
            If the task asks for this, give it in Report.changed_tests: test (its id or its file), why, and in asked_by the words that ask for it; somebody else then has to agree. Else fix the code and put the test back.
            N2  a.py:4  found
            Fix it or take it back, or give N2 in Report.explained with why it must stand; somebody else then has to agree.
            N1  a.py:3  found
            This was only read. Fix it, or give N1 in Report.explained with why it may stand; then it is not an obstacle.

            """.ReplaceLineEndings("\n"),
            PointText.Open(held, ledger, "somebody else")
        );
        Assert.Contains("Nobody may agree to this here (agree: none)", PointText.Open(held, ledger, null), StringComparison.Ordinal);
        Assert.Empty(PointText.Open(new HeldPoints(), ledger, null));
    }

    private static HeldPoints Held(ReportedChange declared, ChangedExpectation lost)
    {
        var ledger = new PointLedger();
        ledger.Take(Report([]) with { ChangedTests = [declared] });
        return ledger.Hold([], [lost], Task);
    }

    private static Report Report(IReadOnlyList<ReportedExplanation> explained) =>
        new() { Status = ReportStatus.ReadyForReview, Explained = explained };

    private static Finding Read(string key, string path, int line) =>
        new(key, $"{path}:{line}  found")
        {
            Path = path,
            Line = line,
            Way = WayOut.Explain,
        };
}
