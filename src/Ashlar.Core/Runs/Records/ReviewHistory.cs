using Ashlar.Core.Journal;
using Ashlar.Core.Reports;
using Ashlar.Core.Reviews;

namespace Ashlar.Core.Runs.Records;

/// <summary>What the journal says of the reviews of one task.</summary>
public static class ReviewHistory
{
    /// <summary>The ledger of feedback of the last attempt.</summary>
    /// <param name="own">The entries of the task.</param>
    public static IReadOnlyList<FeedbackRow> Ledger(IEnumerable<Entry> own)
    {
        var ledger = new FeedbackLedger();
        foreach (var entry in LastAttempt(own))
        {
            if (entry.As(RunJson.Default.ReviewReceived) is { Kind: "review", Verdict: not "none" } review)
            {
                ledger.Take(review.Points);
            }
            else if (entry.As(RunJson.Default.ReportSubmitted)?.Report is { Status: ReportStatus.ReadyForReview } report)
            {
                ledger.Answer(report.Feedback);
            }
            else if (entry.As(RunJson.Default.ReportVerified) is { } verified)
            {
                ledger.Prove(verified.Verification.Feedback);
            }
        }

        return ledger.Rows;
    }

    /// <summary>The reviews of the last attempt and the questions that a reviewer answered, a line each.</summary>
    /// <param name="own">The entries of the task.</param>
    public static IReadOnlyList<string> Lines(IEnumerable<Entry> own) =>
        [.. LastAttempt(own).Where(entry => entry.Is<ReviewReceived>()).Select(entry => Line(entry.Read(RunJson.Default.ReviewReceived)))];

    /// <summary>One review or answer in a line.</summary>
    public static string Line(ReviewReceived review)
    {
        var what = review.Kind switch
        {
            "question" => $"question {review.Round} to {review.By}",
            "agreement" => $"agreement {review.Round} of {review.By}",
            _ => $"review {review.Round} by {review.By}",
        };
        return review.Verdict switch
        {
            "approve" => review.Remarks.Count == 0
                ? $"{what}: approved"
                : $"{what}: approved, with remarks: {string.Join("; ", review.Remarks.Select(ShownText.Line))}",
            "request_changes" => $"{what}: changes requested: {string.Join(", ", review.Points.Select(point => point.Id))}",
            "answer" => $"{what}: {ShownText.Line(review.Text ?? "")}",
            "passed_on" => $"{what}: passed on to a person",
            _ => $"{what}: no verdict: {ShownText.Line(review.Text ?? "")}",
        };
    }

    private static IEnumerable<Entry> LastAttempt(IEnumerable<Entry> own)
    {
        var entries = own.ToList();
        return entries.Skip(entries.FindLastIndex(entry => entry.Is<TaskStarted>()) + 1);
    }
}
