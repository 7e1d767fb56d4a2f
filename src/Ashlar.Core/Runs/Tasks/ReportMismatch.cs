using Ashlar.Core.Reports;
using Ashlar.Core.Runs.People;
using Ashlar.Core.Runs.Places;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Tools;

namespace Ashlar.Core.Runs.Tasks;

/// <summary>Reports that differ from what was observed: the first goes back to the author, the next is a person's to decide.</summary>
/// <param name="site">Where the task is done.</param>
/// <param name="records">Where it is written.</param>
/// <param name="questions">Asks people.</param>
/// <param name="between">The green cycles that are not the last.</param>
/// <param name="commits">The task's commits.</param>
/// <param name="finish">Ends the task.</param>
internal sealed class ReportMismatch(
    TaskSite site,
    TaskRecords records,
    TaskEscalations questions,
    IntermediateCommits between,
    TaskCommits commits,
    TaskFinish finish
)
{
    private int mismatches;

    /// <summary>What happens with such a report.</summary>
    public async Task<TaskStep> OnAsync(CheckedReport report, CancellationToken cancellationToken)
    {
        var differing = report.Verification.Discrepancies;
        mismatches++;
        if (mismatches == 1)
        {
            var hindered = await between
                .KeepAsync(report.Verdict, records.Masked(site.Item.Title), cancellationToken)
                .ConfigureAwait(false);
            return hindered ?? TaskStep.Say(ToolAnswer.Failed(DiscrepancyText.Render(differing)));
        }

        var waiting = await commits
            .WaitAsync($"waiting/{mismatches}", report.Verdict, records.Masked(report.Report.Summary), cancellationToken)
            .ConfigureAwait(false);
        if (waiting.Stop is { } late)
        {
            return late;
        }

        var lines = string.Join("; ", differing.Select(row => $"{row.What}: claimed {row.Claimed}, observed {row.Observed}"));
        var needing = TaskPoints.Needing(report.Held);
        var details = needing.Count == 0 ? null : $"To be agreed to as well:\n{string.Join('\n', needing.Select(point => point.Words))}";
        var step = questions.Ask(
            new EscalationDraft("report", $"the report differs from what was observed: {lines}", details)
            {
                Options = ["approve"],
                Commit = waiting.Commit!.Commit,
            }
        );
        return step is { Outcome: null, Approved: true }
            ? await finish.ReportedAsync(waiting.Verdict!, report, Reviewer.Person, cancellationToken).ConfigureAwait(false)
            : step;
    }
}
