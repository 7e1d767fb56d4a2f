using Ashlar.Core.Reports;
using Ashlar.Core.Reviews;
using Xunit;

namespace Ashlar.Core.Tests.Reviews;

public sealed class FeedbackLedgerTests
{
    [Fact]
    public void Ids_go_on_counting_and_only_the_reviewer_closes_a_point()
    {
        var ledger = new FeedbackLedger();
        Take(ledger, 1, new ReviewPoint("one"), new ReviewPoint("two"));
        ledger.Answer([new ReportedFix("F1", FixState.Fixed, "done"), new ReportedFix("F2", FixState.Rebutted, "no")]);
        Assert.Equal(["F1 open", "F2 open"], Stand(ledger));

        Take(ledger, 2, new ReviewPoint("why") { Earlier = "F2" }, new ReviewPoint("three"));
        Assert.Equal(["F1 closed", "F2 open", "F3 open"], Stand(ledger));
        Assert.Equal("two\nAgain: why", ledger.Rows[1].Item);
        Assert.Equal(["F2", "F3"], ledger.Unanswered.Select(row => row.Id));

        ledger.Take([]);
        Assert.Equal(["F1 closed", "F2 closed", "F3 closed"], Stand(ledger));
    }

    [Theory]
    [InlineData("F2")]
    [InlineData("f2: the second")]
    [InlineData("2")]
    [InlineData("[F2]")]
    [InlineData("The limit of uploads is missing")]
    public void An_answer_finds_its_point_by_id_or_by_words(string item)
    {
        var ledger = new FeedbackLedger();
        Take(ledger, 1, new ReviewPoint("Rounds down"), new ReviewPoint("The limit of uploads is missing"));

        ledger.Answer([new ReportedFix(item, FixState.Fixed, "done")]);

        Assert.Equal(["F1"], ledger.Unanswered.Select(row => row.Id));
    }

    [Fact]
    public void Numbers_of_a_text_layout_are_places_in_the_list_that_was_shown()
    {
        var ledger = new FeedbackLedger();
        Take(ledger, 1, new ReviewPoint("one"), new ReviewPoint("two"));
        ledger.Answer([new ReportedFix("F1", FixState.Fixed, ""), new ReportedFix("F2", FixState.Fixed, "")]);
        Take(ledger, 2, new ReviewPoint("three"), new ReviewPoint("four"));
        var report = ReportText.Parse(
            "FEEDBACK ADDRESSED\n\nOriginal feedback:\n1. Issue: three\n   Fixed: ✅ so\n\nStatus: READY_FOR_REVIEW"
        )!;

        ledger.Answer(report.Feedback);

        Assert.Equal(["F4"], ledger.Unanswered.Select(row => row.Id));
        Assert.Equal("so", ledger.Rows[2].How);
    }

    [Fact]
    public void An_answer_to_a_closed_or_unknown_point_changes_nothing()
    {
        var ledger = new FeedbackLedger();
        Take(ledger, 1, new ReviewPoint("one"));
        ledger.Answer([new ReportedFix("F1", FixState.Fixed, "")]);
        Take(ledger, 2, new ReviewPoint("two"));

        ledger.Answer([new ReportedFix("F1", FixState.Rebutted, "late"), new ReportedFix("F9", FixState.Fixed, "")]);

        Assert.Equal((FixState.Fixed, ""), (ledger.Rows[0].State, ledger.Rows[0].How));
        Assert.Equal(["F2"], ledger.Unanswered.Select(row => row.Id));
    }

    [Fact]
    public void An_answered_question_opens_its_point_again()
    {
        var ledger = new FeedbackLedger();
        Take(ledger, 1, new ReviewPoint("one"));
        ledger.Answer([new ReportedFix("F1", FixState.Asked, "which?")]);
        Assert.Empty(ledger.Unanswered);

        ledger.Reopen("F1");

        Assert.Equal(["F1"], ledger.Unanswered.Select(row => row.Id));
    }

    private static void Take(FeedbackLedger ledger, int round, params IReadOnlyList<ReviewPoint> points) =>
        ledger.Take(ledger.Raise(new ReviewVerdict(false, points), round, "tech-lead"));

    private static IEnumerable<string> Stand(FeedbackLedger ledger) =>
        ledger.Rows.Select(row => $"{row.Id} {(row.Closed ? "closed" : "open")}");
}
