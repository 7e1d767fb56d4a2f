using Ashlar.Core.Conversations;
using Ashlar.Core.Gates;
using Ashlar.Core.Models;
using Ashlar.Core.Reports;
using Ashlar.Core.Tools;
using Ashlar.Core.Work;

namespace Ashlar.Core.Runs;

/// <summary>
/// The life of one task: the agent works through tools until it hands in a report; the judge looks at the tree that would be
/// committed; findings go back to the agent, bounded; a report is held against the evidence; what is green and true lands.
/// </summary>
/// <param name="world">What the run shares.</param>
/// <param name="item">The task.</param>
/// <param name="site">Where it is done.</param>
/// <param name="judge">Who looks at trees.</param>
/// <param name="landing">The way to the branch.</param>
/// <param name="questions">The way to people.</param>
internal sealed class TaskRun(RunWorld world, TaskItem item, TaskSite site, Judge judge, Landing landing, Questions questions)
{
    private const int SilentTurns = 2;

    private readonly TaskRecords records = new(world, item.Id, site.Prefix);
    private readonly Circles circles = new();
    private int cycles;
    private int reports;
    private int mismatches;
    private int asked;
    private TaskOutcome? halted;

    /// <summary>Works on the task until it is done or something stops it.</summary>
    public async Task<TaskOutcome> RunAsync(CancellationToken cancellationToken)
    {
        var loop = await site.StartConversationAsync(CommitAsync, () => halted is not null, cancellationToken).ConfigureAwait(false);
        ToolAnswer words = site.FirstWords;
        while (true)
        {
            var step = await loop.RunAsync(words, cancellationToken).ConfigureAwait(false) switch
            {
                HandedOver { Call.Name: "Report" } handed => await OnReportCallAsync(handed.Call, cancellationToken).ConfigureAwait(false),
                HandedOver handed => OnEscalate(handed.Call),
                TurnWithoutCall turn => await OnTextAsync(turn, cancellationToken).ConfigureAwait(false),
                CircleStop circle => Ask("circle", circle.Pattern, null, [], []),
                LimitStop limit => Step.Stop(new TaskLimited(limit.Limit)),
                HaltStop => Step.Stop(halted!),
                ModelStop stop => Step.Stop(new TaskWithoutModel(stop.Failure)),
                var other => throw new InvalidOperationException($"unknown outcome {other.GetType().Name}"),
            };
            if (step.Outcome is { } outcome)
            {
                await LogFailureAsync(outcome).ConfigureAwait(false);
                return outcome;
            }

            words = step.Words!;
        }
    }

    /// <summary>After a failure the iteration log is committed all the same, with nothing else.</summary>
    private async Task LogFailureAsync(TaskOutcome outcome)
    {
        if (outcome is TaskLost && world.LogPath is not null && records.TakeLog() is { Count: > 0 } log)
        {
            var message = records.Message($"Log iterations of: {item.Title}", null, proof: null, []);
            var tree = $"{landing.Head}^{{tree}}";
            await landing
                .CommitAsync(
                    new LandingRequest(item.Id, $"{site.Prefix}log", tree, message, null, site.Index) { Log = log },
                    CancellationToken.None
                )
                .ConfigureAwait(false);
        }
    }

    private async Task<Step> OnReportCallAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var reading = Arguments.Read(call, ReportInput.Read);
        return reading.Value is { } report
            ? await OnReportAsync(report, cancellationToken).ConfigureAwait(false)
            : Step.Say(ToolAnswer.Failed($"The report was not understood: {string.Join(" ", reading.Problems)}"));
    }

    private async Task<Step> OnTextAsync(TurnWithoutCall turn, CancellationToken cancellationToken)
    {
        if (turn.CutOff)
        {
            return Step.Say(ToolAnswer.Of("Your answer was cut off at the output limit. Go on, in smaller steps."));
        }

        if (ReportText.Parse(turn.Text) is { } report)
        {
            return await OnReportAsync(report, cancellationToken).ConfigureAwait(false);
        }

        return turn.InARow >= SilentTurns
            ? Fail(
                new Problem("task.no-report", $"the agent ended {SilentTurns} turns in a row without a report")
                {
                    Remedy = $"Start it anew with `ashlar resume {world.Folder.Id} --retry {item.Id}`",
                }
            )
            : Step.Say(ToolAnswer.Of(await site.MissingReportAsync(cancellationToken).ConfigureAwait(false)));
    }

    private Step OnEscalate(ToolCall call)
    {
        var reading = Arguments.Read(call, EscalationInput.Read);
        return reading.Value is not { } escalation
            ? Step.Say(ToolAnswer.Failed(string.Join(" ", reading.Problems)))
            : Ask(EscalationWords.Of(escalation.Kind), escalation.Summary, escalation.Details, escalation.Options, escalation.Paths);
    }

    private async Task<Step> OnReportAsync(Report report, CancellationToken cancellationToken)
    {
        reports++;
        records.ReportSubmitted(reports, report);
        if (report.Status == ReportStatus.Blocked)
        {
            return Ask("blocker", report.Blocker ?? report.Summary, report.Question ?? report.CurrentState, [], []);
        }

        var (verdict, verification, stop) = await JudgeAsync(report, cancellationToken).ConfigureAwait(false);
        if (stop is not null)
        {
            return stop;
        }

        return verification!.Discrepancies.Count > 0
            ? await OnMismatchAsync(verdict!, report, verification, cancellationToken).ConfigureAwait(false)
            : await LandAsync(verdict!, report, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A gate cycle on the present tree. The step tells when the task cannot go on with a green verdict.</summary>
    private async Task<(Verdict? Verdict, Verification? Verification, Step? Stop)> JudgeAsync(
        Report? report,
        CancellationToken cancellationToken
    )
    {
        var verdict = await judge.LookAsync(site, item, cycles + 1, report, cancellationToken).ConfigureAwait(false);
        if (verdict.Faults.Count > 0)
        {
            var faults = string.Join("; ", verdict.Faults.Select(gate => $"{gate.Name}: {gate.Fault}"));
            // Once mended it is not asked again, so it does not count among the questions of the agent.
            var step = Ask(
                "environment",
                $"a gate cannot run: {faults}",
                "Mend the environment, then answer `done`.",
                [],
                [],
                key: $"environment/{judge.Looks}"
            );
            return (null, null, step);
        }

        Verification? verification = null;
        if (report is not null && verdict.IsGreen)
        {
            verification = judge.Verify(report, verdict, site, item);
            verdict = verdict with { Others = [.. verification.Unmet.Select(unmet => unmet.ToFinding())] };
        }

        cycles += verdict.Reused && verdict.IsGreen ? 0 : 1;
        verdict = verdict with { Iteration = cycles };
        if (verification is not null)
        {
            records.ReportVerified(reports, verdict, verification);
        }

        if (!verdict.Reused || !verdict.IsGreen)
        {
            records.Iteration(verdict);
        }

        return verdict.IsGreen ? (verdict, verification, null) : (null, null, Refuse(verdict));
    }

    private Step Refuse(Verdict verdict)
    {
        if (cycles >= world.Limits.Iterations)
        {
            return Fail(
                new Problem("task.not-green", $"the task was not green after {cycles} iterations: {verdict.FirstFinding}")
                {
                    Remedy = $"See `ashlar logs {world.Folder.Id}`; start it anew with `ashlar resume {world.Folder.Id} --retry {item.Id}`",
                }
            );
        }

        return circles.Add(verdict.Tree, verdict.FailingTests) is { } pattern
            ? Ask("circle", pattern, verdict.FirstFinding, [], [])
            : Step.Say(
                ToolAnswer.Failed(GateFindingsText.NotGreen(verdict.ToCycle(cycles, world.Limits.Iterations, world.WithholdsGateOutput)))
            );
    }

    private async Task<Step> OnMismatchAsync(Verdict verdict, Report report, Verification verification, CancellationToken cancellationToken)
    {
        mismatches++;
        if (mismatches == 1)
        {
            return Step.Say(ToolAnswer.Failed(DiscrepancyText.Render(verification.Discrepancies)));
        }

        var message = records.Message(item.Title, report.Summary, proof: null, []);
        var (commit, problem) = await landing
            .CommitAsync(
                new LandingRequest(item.Id, $"{site.Prefix}waiting/{mismatches}", verdict.Tree, message, null, site.Index)
                {
                    Log = records.TakeLog(),
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        if (problem is not null)
        {
            throw new ProblemException(problem, exitStatus: 1);
        }

        var lines = string.Join(
            "; ",
            verification.Discrepancies.Select(row => $"{row.What}: claimed {row.Claimed}, observed {row.Observed}")
        );
        var step = Ask("report", $"the report differs from what was observed: {lines}", null, ["approve"], [], commit!.Commit);
        return step.Outcome is null && step.Approved ? await LandAsync(verdict, report, cancellationToken).ConfigureAwait(false) : step;
    }

    private async Task<Step> LandAsync(Verdict verdict, Report report, CancellationToken cancellationToken)
    {
        var message = records.Message(item.Title, report.Summary, verdict.Proof, verdict.Red);
        var request = new LandingRequest(item.Id, $"{site.Prefix}land", verdict.Tree, message, item, site.Index)
        {
            Log = records.TakeLog(),
        };
        var (commit, problem) = await landing.CommitAsync(request, cancellationToken).ConfigureAwait(false);
        if (problem is not null)
        {
            // What hinders landing lies outside the task: mended, the resumed run lands the same commit.
            throw new ProblemException(problem, exitStatus: 1);
        }

        judge.Landed(item, commit!.Commit, verdict);
        return Step.Stop(new TaskDone(records.Completed(commit.Commit, verdict, cycles)));
    }

    /// <summary>What <c>commit_and_push</c> does: judge, and commit what is green, without a tick.</summary>
    private async Task<ToolAnswer> CommitAsync(string message, CancellationToken cancellationToken)
    {
        var (verdict, _, stop) = await JudgeAsync(null, cancellationToken).ConfigureAwait(false);
        if (stop is not null)
        {
            halted = stop.Outcome;
            return stop.Words ?? ToolAnswer.Failed("The task stops here.");
        }

        var key = $"{site.Prefix}commit/{judge.Looks}";
        var text = records.Message(message, null, proof: null, []);
        var (commit, problem) = await landing
            .CommitAsync(
                new LandingRequest(item.Id, key, verdict!.Tree, text, null, site.Index) { Log = records.TakeLog() },
                cancellationToken
            )
            .ConfigureAwait(false);
        return problem is null
            ? ToolAnswer.Of($"Committed {commit!.Commit[..12]}, gates green. The task is still open until Report.")
            : ToolAnswer.Failed(problem.ToString());
    }

    private Step Ask(
        string kind,
        string summary,
        string? details,
        IReadOnlyList<string> options,
        IReadOnlyList<string> paths,
        string? commit = null,
        string? key = null
    )
    {
        key ??= $"question/{++asked}";
        var question = new EscalationRaised("", "", kind, summary, details, options, paths, records.Tried(), commit);
        var (raised, answer) = questions.Ask(item.Id, site.Prefix + key, question);
        if (answer is null)
        {
            return Step.Stop(new TaskWaits(raised));
        }

        site.Allow(answer.Text);
        var granted = string.Equals(kind, "scope-extension", StringComparison.Ordinal) && AnswerText.Grants(answer.Text);
        if (granted)
        {
            site.Grant(raised.Paths, $"answer to {raised.Id}");
        }

        var words = AnswerText.Of(raised, answer, granted, world.Folder.Artifacts);
        return Step.Say(ToolAnswer.Of(words)) with { Approved = AnswerText.Grants(answer.Text) };
    }

    private Step Fail(Problem problem) => Step.Stop(new TaskLost(records.Failed(problem, cycles)));

    /// <summary>What happens next: words for the agent, or the end.</summary>
    private sealed record Step(ToolAnswer? Words, TaskOutcome? Outcome)
    {
        public bool Approved { get; init; }

        public static Step Say(ToolAnswer words) => new(words, null);

        public static Step Stop(TaskOutcome outcome) => new(null, outcome);
    }
}
