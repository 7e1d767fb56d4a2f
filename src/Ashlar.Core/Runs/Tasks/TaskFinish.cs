using Ashlar.Core.Reports;
using Ashlar.Core.Runs.People;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Verdicts;
using Ashlar.Core.Secrets;

namespace Ashlar.Core.Runs.Tasks;

/// <summary>How a task ends: green work lands with what was found about its report, a failure is written down.</summary>
/// <param name="judge">Who looks at trees.</param>
/// <param name="records">Where it is written.</param>
/// <param name="points">What the author may keep.</param>
/// <param name="cycles">The gate cycles.</param>
/// <param name="commits">The task's commits.</param>
internal sealed class TaskFinish(Judge judge, TaskRecords records, TaskPoints points, GateCycles cycles, TaskCommits commits)
{
    /// <summary>Lands green work with a report to which everybody agreed who had to.</summary>
    /// <param name="verdict">The verdict that lands.</param>
    /// <param name="checked">The report, held against the verdict for which it was handed in.</param>
    /// <param name="by">Who approved, or null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<TaskStep> ReportedAsync(Verdict verdict, CheckedReport @checked, string? by, CancellationToken cancellationToken)
    {
        var agreed = await AgreedAsync(@checked, by, cancellationToken).ConfigureAwait(false);
        return await LandAsync(verdict, records.Masked(agreed.Report.Summary), agreed, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lands green work with a report, or without one where a person completed it.</summary>
    public async Task<TaskStep> LandAsync(Verdict verdict, MaskedText summary, CheckedReport? report, CancellationToken cancellationToken)
    {
        var landed = await commits.FinishAsync(verdict, summary, cancellationToken).ConfigureAwait(false);
        if (landed.Stop is { } late)
        {
            return late;
        }

        var there = landed.Verdict!;
        if (report is not null && !ReferenceEquals(there, verdict))
        {
            // The claims were about the work as the agent knew it; the evidence that is shown is that of what landed.
            var before = report.Verification;
            var verification = judge.Verify(report.Report, there) with
            {
                Discrepancies = before.Discrepancies,
                Feedback = before.Feedback,
                Expectations = before.Expectations,
                Explained = before.Explained,
            };
            records.ReportVerified($"{report.Number}/landed", there, verification);
        }

        judge.Landed(landed.Commit!.Commit, there);
        return TaskStep.Stop(new TaskDone(records.Completed(landed.Commit.Commit, there, cycles.Count)));
    }

    /// <summary>The task is lost; its iteration log is committed all the same.</summary>
    public async Task FailAsync(TaskLost lost)
    {
        await commits.LogAsync().ConfigureAwait(false);
        records.Failed(lost.Failed);
    }

    /// <summary>The evidence with who agreed to what; it is written where that is something.</summary>
    private async Task<CheckedReport> AgreedAsync(CheckedReport report, string? by, CancellationToken cancellationToken)
    {
        var held = report.Held;
        if (held.Declared.Count == 0 && !held.Explained.Exists(row => row.NeedsAgreement))
        {
            return report;
        }

        if (by is not null)
        {
            points.Agree(held, by);
        }

        held = await points.HoldAsync(report.Verdict, cancellationToken).ConfigureAwait(false);
        var verification = report.Verification with { Expectations = held.Declared, Explained = held.Explained };
        records.ReportVerified($"{report.Number}/agreed", report.Verdict, verification);
        return report with { Verification = verification };
    }
}

/// <summary>A report that was held against the evidence of a green verdict.</summary>
/// <param name="Number">The report's number, from 1.</param>
/// <param name="Report">The report.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="Verification">What was found about it.</param>
/// <param name="Held">What the author wants to keep.</param>
internal sealed record CheckedReport(int Number, Report Report, Verdict Verdict, Verification Verification, HeldPoints Held);
