using Ashlar.Core.Reports;
using Ashlar.Core.Runs.People;
using Ashlar.Core.Runs.Places;
using Ashlar.Core.Runs.Reviewing;

namespace Ashlar.Core.Runs.Tasks;

/// <summary>The reports of one task: admitted, judged with the work, held against the evidence, reviewed; what stands, lands.</summary>
/// <param name="site">Where the task is done.</param>
/// <param name="records">Where it is written.</param>
/// <param name="points">What the author may keep.</param>
/// <param name="reviews">Who reviews.</param>
/// <param name="agreements">Who agrees where nobody reviews.</param>
/// <param name="cycles">The gate cycles.</param>
/// <param name="mismatch">What happens with a report that differs.</param>
/// <param name="finish">Ends the task.</param>
internal sealed class TaskReports(
    TaskSite site,
    TaskRecords records,
    TaskPoints points,
    TaskReviews reviews,
    TaskAgreements agreements,
    GateCycles cycles,
    ReportMismatch mismatch,
    TaskFinish finish
)
{
    private int count;

    /// <summary>A report was handed in.</summary>
    public void Submitted(Report report)
    {
        count++;
        records.ReportSubmitted(count, report);
        site.Seen.Reported(count);
    }

    /// <summary>Judges the work with the report that was handed in last.</summary>
    public async Task<TaskStep> JudgeAsync(Report report, CancellationToken cancellationToken)
    {
        points.Take(report);
        if (await reviews.AdmitAsync(report, cancellationToken).ConfigureAwait(false) is { } open)
        {
            return open;
        }

        var end = await cycles.RunAsync(report, count, cancellationToken).ConfigureAwait(false);
        if (end.Stop is not null)
        {
            return end.Stop;
        }

        var verdict = end.Verdict!;
        var known = new CheckedReport(count, report, verdict, end.Verification!, end.Held);
        if (known.Verification.Discrepancies.Count > 0)
        {
            return await mismatch.OnAsync(known, cancellationToken).ConfigureAwait(false);
        }

        return await agreements
                .DecideAsync(verdict, end.Held, (open, told) => cycles.Disagree(verdict, open, told), cancellationToken)
                .ConfigureAwait(false)
            ?? await reviews.DecideAsync(verdict, report, end.Held, cancellationToken).ConfigureAwait(false)
            ?? await finish.ReportedAsync(verdict, known, reviews.LastBy, cancellationToken).ConfigureAwait(false);
    }
}
