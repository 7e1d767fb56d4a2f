using Ashlar.Core.Conversations;
using Ashlar.Core.Models;
using Ashlar.Core.Reports;
using Ashlar.Core.Runs.People;
using Ashlar.Core.Runs.Places;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Tools;

namespace Ashlar.Core.Runs.Tasks;

/// <summary>
/// The life of one task: the agent works through tools until it hands in a report; the judge looks at the tree that would be
/// committed; findings go back to the agent, bounded; a report is held against the evidence; what is green and true lands.
/// </summary>
/// <param name="site">Where it is done.</param>
/// <param name="questions">Asks people.</param>
/// <param name="ground">Stops it where no work could be judged.</param>
/// <param name="cycles">The gate cycles.</param>
/// <param name="between">The green cycles that are not the last.</param>
/// <param name="reports">What happens with reports.</param>
/// <param name="escalations">What happens with escalations.</param>
/// <param name="finish">Ends the task.</param>
internal sealed class TaskRun(
    TaskSite site,
    TaskEscalations questions,
    BaseStop ground,
    GateCycles cycles,
    IntermediateCommits between,
    TaskReports reports,
    AuthorEscalations escalations,
    TaskFinish finish
)
{
    private const int SilentTurns = 2;

    private string Model => site.Crew.Author.Model.Name;

    /// <summary>Works on the task until it is done or something stops it.</summary>
    public async Task<TaskOutcome> RunAsync(CancellationToken cancellationToken)
    {
        var author = await site.StartConversationAsync(
                between.CommitAsync,
                () => between.Halted is not null,
                ground.MayAskAsync,
                cancellationToken
            )
            .ConfigureAwait(false);
        ToolAnswer words = site.FirstWords;
        while (true)
        {
            await questions.BringAsync(cancellationToken).ConfigureAwait(false);
            var step = await author.RunAsync(words, cancellationToken).ConfigureAwait(false) switch
            {
                HandedOver { Call.Name: "Report" } handed => await OnReportCallAsync(handed.Call, cancellationToken).ConfigureAwait(false),
                HandedOver handed => await OnEscalateAsync(handed.Call, cancellationToken).ConfigureAwait(false),
                TurnWithoutCall turn => await OnTextAsync(turn, cancellationToken).ConfigureAwait(false),
                CircleStop circle => questions.Ask(new EscalationDraft("circle", circle.Pattern)),
                LimitStop limit => TaskStep.Stop(new TaskLimited(limit.Limit)),
                HaltStop => TaskStep.Stop(between.Halted ?? ground.Halted!),
                ModelStop stop => TaskStep.Stop(new TaskWithoutModel(Model, stop.Failure)),
                var other => throw new InvalidOperationException($"unknown outcome {other.GetType().Name}"),
            };
            if (step.Outcome is { } outcome)
            {
                if (outcome is TaskLost lost)
                {
                    await finish.FailAsync(lost).ConfigureAwait(false);
                }

                return outcome;
            }

            words = step.Words!;
        }
    }

    private async Task<TaskStep> OnReportCallAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var reading = CallReading.Of(call, ReportInput.Read);
        return reading.Value is { } report
            ? await OnReportAsync(report, cancellationToken).ConfigureAwait(false)
            : TaskStep.Say(ToolAnswer.Failed($"The report was not understood: {string.Join(" ", reading.Problems)}"));
    }

    private async Task<TaskStep> OnTextAsync(TurnWithoutCall turn, CancellationToken cancellationToken)
    {
        if (turn.CutOff)
        {
            return TaskStep.Say(ToolAnswer.Of("Your answer was cut off at the output limit. Continue, in smaller steps."));
        }

        if (ReportText.Parse(turn.Text) is { } report)
        {
            return await OnReportAsync(report, cancellationToken).ConfigureAwait(false);
        }

        if (turn.Written is { } written)
        {
            return turn.InARow >= SilentTurns
                ? cycles.Fail(WrittenCallText.Problem(written, Model, site.RetryCommand))
                : TaskStep.Say(ToolAnswer.Of(WrittenCallText.ForModel(written)));
        }

        if (SpokenQuestion.In(turn.Text) is { } question && await questions.IsUntouchedAsync(cancellationToken).ConfigureAwait(false))
        {
            // "Shall I begin?" would wait for a person all night; what nobody but a person can decide is asked again.
            return turn.InARow < SilentTurns
                ? TaskStep.Say(ToolAnswer.Of(MissingReportText.GoAhead))
                : await escalations.SpokenAsync(question, cancellationToken).ConfigureAwait(false);
        }

        return turn.InARow >= SilentTurns
            ? cycles.Fail(
                new Problem("task.no-report", $"the agent ended {SilentTurns} turns in a row without a report")
                {
                    Remedy = $"Start it again with `{site.RetryCommand}`",
                }
            )
            : TaskStep.Say(ToolAnswer.Of(await site.MissingReportAsync(cancellationToken).ConfigureAwait(false)));
    }

    private async Task<TaskStep> OnEscalateAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var reading = CallReading.Of(call, EscalationInput.Read);
        return reading.Value is { } escalation
            ? await escalations.OnAsync(escalation, cancellationToken).ConfigureAwait(false)
            : TaskStep.Say(ToolAnswer.Failed(string.Join(" ", reading.Problems)));
    }

    private async Task<TaskStep> OnReportAsync(Report report, CancellationToken cancellationToken)
    {
        reports.Submitted(report);
        return report.Status == ReportStatus.Blocked
            ? await escalations.BlockedAsync(report, cancellationToken).ConfigureAwait(false)
            : await reports.JudgeAsync(report, cancellationToken).ConfigureAwait(false);
    }
}
