using Ashlar.Core.Conversations;
using Ashlar.Core.Models;
using Ashlar.Core.Reports;
using Ashlar.Core.Reports.Points;
using Ashlar.Core.Runs.Landings;
using Ashlar.Core.Runs.People;
using Ashlar.Core.Runs.Places;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Reviewing;
using Ashlar.Core.Runs.Verdicts;
using Ashlar.Core.Secrets;
using Ashlar.Core.Tools;
using Ashlar.Core.Work;

namespace Ashlar.Core.Runs.Tasks;

/// <summary>
/// The life of one task: the agent works through tools until it hands in a report; the judge looks at the tree that would be
/// committed; findings go back to the agent, bounded; a report is held against the evidence; what is green and true lands.
/// </summary>
internal sealed class TaskRun
{
    private const int SilentTurns = 2;

    private readonly RunWorld world;
    private readonly TaskItem item;
    private readonly TaskSite site;
    private readonly Judge judge;
    private readonly TaskRecords records;
    private readonly TaskQuestions questions;
    private readonly TechLead lead;
    private readonly TaskReviews reviews;
    private readonly TaskPoints points;
    private readonly TaskAgreements agreements;
    private readonly GateCycles cycles;
    private readonly TaskCommits commits;
    private readonly CyclesBetween between;
    private readonly BaseStop ground;
    private int reports;
    private int mismatches;

    /// <summary>Puts the parts of one task together.</summary>
    /// <param name="world">What the run shares.</param>
    /// <param name="item">The task.</param>
    /// <param name="site">Where it is done.</param>
    /// <param name="judge">Who looks at trees.</param>
    /// <param name="landing">The way to the branch.</param>
    /// <param name="people">The way to people.</param>
    /// <param name="hall">Where gates run.</param>
    public TaskRun(RunWorld world, TaskItem item, TaskSite site, Judge judge, Landing landing, Questions people, GateHall hall)
    {
        this.world = world;
        this.item = item;
        this.site = site;
        this.judge = judge;
        records = new TaskRecords(world, item.Id, site);
        questions = new TaskQuestions(world, item, site, records, people);
        lead = new TechLead(world, item, site, records, questions);
        reviews = new TaskReviews(world, item, site, records, questions, lead);
        points = new TaskPoints(world, item, questions);
        agreements = new TaskAgreements(world, item, site, records, questions, points);
        cycles = new GateCycles(world, item, site, judge, records, questions, reviews, points);
        commits = new TaskCommits(world, item, site, records, landing, new TaskFollowing(item, site, cycles, questions));
        between = new CyclesBetween(world, judge, cycles, commits);
        ground = new BaseStop(world, hall, item, people);
    }

    /// <summary>Works on the task until it is done or something stops it.</summary>
    public async Task<TaskOutcome> RunAsync(CancellationToken cancellationToken)
    {
        var loop = await site.StartConversationAsync(
                between.CommitAsync,
                () => between.Halted is not null,
                ground.MayAskAsync,
                cancellationToken
            )
            .ConfigureAwait(false);
        ToolAnswer words = site.FirstWords;
        while (true)
        {
            var step = await loop.RunAsync(words, cancellationToken).ConfigureAwait(false) switch
            {
                HandedOver { Call.Name: "Report" } handed => await OnReportCallAsync(handed.Call, cancellationToken).ConfigureAwait(false),
                HandedOver handed => await OnEscalateAsync(handed.Call, cancellationToken).ConfigureAwait(false),
                TurnWithoutCall turn => await OnTextAsync(turn, cancellationToken).ConfigureAwait(false),
                CircleStop circle => questions.Ask(new Question("circle", circle.Pattern)),
                LimitStop limit => TaskStep.Stop(new TaskLimited(limit.Limit)),
                HaltStop => TaskStep.Stop(between.Halted ?? ground.Halted!),
                ModelStop stop => TaskStep.Stop(new TaskWithoutModel(site.Stage.World.Model.Name, stop.Failure)),
                var other => throw new InvalidOperationException($"unknown outcome {other.GetType().Name}"),
            };
            if (step.Outcome is { } outcome)
            {
                if (outcome is TaskLost lost)
                {
                    await commits.LogAsync().ConfigureAwait(false);
                    records.Failed(lost.Failed);
                }

                return outcome;
            }

            words = step.Words!;
        }
    }

    private async Task<TaskStep> OnReportCallAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var reading = Arguments.Read(call, ReportInput.Read);
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
                ? cycles.Fail(WrittenCallText.Problem(written, world.Model.Name, $"ashlar resume {world.Folder.Id} --retry {item.Id}"))
                : TaskStep.Say(ToolAnswer.Of(WrittenCallText.ForModel(written)));
        }

        return turn.InARow >= SilentTurns
            ? cycles.Fail(
                new Problem("task.no-report", $"the agent ended {SilentTurns} turns in a row without a report")
                {
                    Remedy = $"Start it again with `ashlar resume {world.Folder.Id} --retry {item.Id}`",
                }
            )
            : TaskStep.Say(ToolAnswer.Of(await site.MissingReportAsync(cancellationToken).ConfigureAwait(false)));
    }

    private async Task<TaskStep> OnEscalateAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var reading = Arguments.Read(call, EscalationInput.Read);
        if (reading.Value is not { } escalation)
        {
            return TaskStep.Say(ToolAnswer.Failed(string.Join(" ", reading.Problems)));
        }

        var question = new Question(EscalationWords.Of(escalation.Kind), escalation.Summary, escalation.Details)
        {
            Options = escalation.Options,
            Paths = escalation.Paths,
        };
        return escalation.Kind == EscalationKind.OperatorAction
            ? await OnOperatorActionAsync(question, cancellationToken).ConfigureAwait(false)
            : await lead.AskAsync(question, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The rest is for a person: what is done is judged and committed, the box stays empty until they say <c>done</c>.</summary>
    private async Task<TaskStep> OnOperatorActionAsync(Question question, CancellationToken cancellationToken)
    {
        var first = await cycles.RunForOperatorAsync(again: false, cancellationToken).ConfigureAwait(false);
        if (first.Stop is not null)
        {
            return first.Stop;
        }

        var verdict = first.Verdict;
        if (verdict!.Told.Length > 0)
        {
            // Who does the rest sees what was found, since no report says it.
            question = question with
            {
                Details = $"{question.Details}\nOpen points:\n{verdict.Told.TrimEnd()}".TrimStart('\n'),
            };
        }

        if (verdict.Files.Count > 0)
        {
            var waiting = await commits
                .WaitAsync($"operator/{judge.Looks}", verdict, world.Masked(question.Summary), cancellationToken)
                .ConfigureAwait(false);
            if (waiting.Stop is { } late)
            {
                return late;
            }

            question = question with { Commit = waiting.Commit!.Commit };
        }

        var step = questions.Ask(question with { Options = ["done"] });
        if (step is not { Outcome: null, IsDone: true })
        {
            return step;
        }

        var second = await cycles.RunForOperatorAsync(again: true, cancellationToken).ConfigureAwait(false);
        verdict = second.Verdict;
        return second.Stop
            ?? await reviews.DecideAsync(verdict!, question.Summary, cancellationToken).ConfigureAwait(false)
            ?? await FinishAsync(verdict!, world.Masked(question.Summary), null, cancellationToken).ConfigureAwait(false);
    }

    private async Task<TaskStep> OnReportAsync(Report report, CancellationToken cancellationToken)
    {
        reports++;
        records.ReportSubmitted(reports, report);
        site.Seen.Reported(reports);
        if (report.Status == ReportStatus.Blocked)
        {
            var blocker = new Question("blocker", report.Blocker ?? report.Summary, report.Question ?? report.CurrentState);
            return await lead.AskAsync(blocker, cancellationToken).ConfigureAwait(false);
        }

        points.Take(report);
        if (await reviews.AdmitAsync(report, cancellationToken).ConfigureAwait(false) is { } open)
        {
            return open;
        }

        var end = await cycles.RunAsync(report, reports, cancellationToken).ConfigureAwait(false);
        if (end.Stop is not null)
        {
            return end.Stop;
        }

        var (verdict, verification) = (end.Verdict!, end.Verification!);
        if (verification.Discrepancies.Count > 0)
        {
            return await OnMismatchAsync(verdict, report, verification, end.Held, cancellationToken).ConfigureAwait(false);
        }

        var step =
            await agreements
                .DecideAsync(verdict, end.Held, (open, told) => cycles.Disagree(verdict, open, told), cancellationToken)
                .ConfigureAwait(false)
            ?? await reviews.DecideAsync(verdict, report, end.Held, cancellationToken).ConfigureAwait(false);
        if (step is not null)
        {
            return step;
        }

        verification = await AgreedAsync(verdict, verification, end.Held, reviews.LastBy, cancellationToken).ConfigureAwait(false);
        return await FinishAsync(verdict, world.Masked(report.Summary), (report, verification), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The evidence with who agreed to what; it is written where that is something.</summary>
    private async Task<Verification> AgreedAsync(
        Verdict verdict,
        Verification verification,
        HeldPoints held,
        string? by,
        CancellationToken cancellationToken
    )
    {
        if (held.Declared.Count == 0 && !held.Explained.Exists(row => row.NeedsAgreement))
        {
            return verification;
        }

        if (by is not null)
        {
            points.Agree(held, by);
        }

        held = await points.HoldAsync(verdict, cancellationToken).ConfigureAwait(false);
        verification = verification with { Expectations = held.Declared, Explained = held.Explained };
        records.ReportVerified($"{reports}/agreed", verdict, verification);
        return verification;
    }

    private async Task<TaskStep> OnMismatchAsync(
        Verdict verdict,
        Report report,
        Verification verification,
        HeldPoints held,
        CancellationToken cancellationToken
    )
    {
        mismatches++;
        if (mismatches == 1)
        {
            var hindered = await between.KeepAsync(verdict, world.Masked(item.Title), cancellationToken).ConfigureAwait(false);
            return hindered ?? TaskStep.Say(ToolAnswer.Failed(DiscrepancyText.Render(verification.Discrepancies)));
        }

        var waiting = await commits
            .WaitAsync($"waiting/{mismatches}", verdict, world.Masked(report.Summary), cancellationToken)
            .ConfigureAwait(false);
        if (waiting.Stop is { } late)
        {
            return late;
        }

        var lines = string.Join(
            "; ",
            verification.Discrepancies.Select(row => $"{row.What}: claimed {row.Claimed}, observed {row.Observed}")
        );
        var needing = TaskPoints.Needing(held);
        var details = needing.Count == 0 ? null : $"To be agreed to as well:\n{string.Join('\n', needing.Select(point => point.Words))}";
        var step = questions.Ask(
            new Question("report", $"the report differs from what was observed: {lines}", details)
            {
                Options = ["approve"],
                Commit = waiting.Commit!.Commit,
            }
        );
        if (step is not { Outcome: null, Approved: true })
        {
            return step;
        }

        verification = await AgreedAsync(verdict, verification, held, Reviewer.Person, cancellationToken).ConfigureAwait(false);
        return await FinishAsync(waiting.Verdict!, world.Masked(report.Summary), (report, verification), cancellationToken)
            .ConfigureAwait(false);
    }

    private async Task<TaskStep> FinishAsync(
        Verdict verdict,
        MaskedText summary,
        (Report Claims, Verification Verification)? report,
        CancellationToken cancellationToken
    )
    {
        var landed = await commits.FinishAsync(verdict, summary, cancellationToken).ConfigureAwait(false);
        if (landed.Stop is { } late)
        {
            return late;
        }

        if (report is { } handed && !ReferenceEquals(landed.Verdict, verdict))
        {
            // The claims were about the work as the agent knew it; the evidence that is shown is that of what landed.
            var there = judge.Verify(handed.Claims, landed.Verdict!, site, item);
            records.ReportVerified(
                $"{reports}/landed",
                landed.Verdict!,
                there with
                {
                    Discrepancies = handed.Verification.Discrepancies,
                    Feedback = handed.Verification.Feedback,
                    Expectations = handed.Verification.Expectations,
                    Explained = handed.Verification.Explained,
                }
            );
        }

        judge.Landed(item, landed.Commit!.Commit, landed.Verdict!);
        return TaskStep.Stop(new TaskDone(records.Completed(landed.Commit.Commit, landed.Verdict!, cycles.Count)));
    }
}
