using Ashlar.Core.Gates;
using Ashlar.Core.Reports;
using Ashlar.Core.Runs.People;
using Ashlar.Core.Runs.Places;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Reviewing;
using Ashlar.Core.Runs.Starts;
using Ashlar.Core.Runs.Verdicts;
using Ashlar.Core.Stacks.Results;
using Ashlar.Core.Tools;

namespace Ashlar.Core.Runs.Tasks;

/// <summary>The gate cycles of one task: judge, count, tell the agent what was found, stop where they go in circles.</summary>
/// <param name="facts">What the run is.</param>
/// <param name="recorder">Where the run keeps what it knows.</param>
/// <param name="site">Where it is done.</param>
/// <param name="judge">Who looks at trees.</param>
/// <param name="records">Where cycles are written.</param>
/// <param name="questions">Asks people.</param>
/// <param name="reviews">What was said of earlier changes.</param>
/// <param name="points">What the author may keep.</param>
internal sealed class GateCycles(
    RunFacts facts,
    Recorder recorder,
    TaskSite site,
    Judge judge,
    TaskRecords records,
    TaskEscalations questions,
    TaskReviews reviews,
    TaskPoints points
)
{
    private const string ReportTool = "Report";

    private readonly UnableGateQuestion unable = new(facts, site, questions);
    private readonly CircleDetector circles = new();
    private readonly HashSet<string> open = new(StringComparer.Ordinal);

    /// <summary>How many cycles there were; one more on a green tree that was judged before is none.</summary>
    public int Count { get; private set; }

    /// <summary>A gate cycle on the present tree.</summary>
    /// <param name="report">The report that asks for it, or null.</param>
    /// <param name="number">The number of the report, from 1.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<CycleEnd> RunAsync(Report? report, int number, CancellationToken cancellationToken)
    {
        var verdict = await judge.LookAsync(Count + 1, again: false, report is { Files.Count: 0 }, cancellationToken).ConfigureAwait(false);
        if (verdict.Faults.Count > 0)
        {
            return new CycleEnd(null, null, unable.Ask(verdict.Faults, judge.Looks));
        }

        Verification? verification = null;
        var held = await points.HoldAsync(verdict, cancellationToken).ConfigureAwait(false);
        if (report is not null && verdict.IsGreen)
        {
            verification = await reviews.VerifyAsync(judge.Verify(report, verdict), verdict, cancellationToken).ConfigureAwait(false);
            verification = verification with { Expectations = held.Declared, Explained = held.Explained };
            verdict = verdict with { Others = [.. verdict.Others, .. verification.Unmet.Select(unmet => unmet.ToFinding())] };
            verdict = points.With(verdict, held, isReported: true);
        }
        else
        {
            verdict = points.With(verdict, held, isReported: false);
        }

        verdict = Counted(verdict);
        if (verification is not null)
        {
            records.ReportVerified($"{number}", verdict, verification);
        }

        return End(verdict, verification, report is null ? CommitAndPushTool.Name : ReportTool) with
        {
            Held = held,
        };
    }

    /// <summary>A point to which somebody did not agree: an iteration.</summary>
    /// <param name="verdict">The verdict that was green without it.</param>
    /// <param name="open">What was refused.</param>
    /// <param name="told">It as the author is told it.</param>
    public TaskStep Disagree(Verdict verdict, IReadOnlyList<Finding> open, string told)
    {
        Count++;
        verdict = verdict with { Iteration = Count, Open = open, Told = told, IsReported = false };
        records.Iteration(verdict);
        this.open.Add(verdict.Tree);
        return Refuse(verdict);
    }

    /// <summary>A gate cycle on work that a person completes: it may be without a change, and no report comes with it.</summary>
    /// <param name="again">Whether the person has done their part since the gates ran last.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<CycleEnd> RunForOperatorAsync(bool again, CancellationToken cancellationToken)
    {
        var verdict = await judge.LookAsync(Count + 1, again, claimsNoChange: false, cancellationToken).ConfigureAwait(false);
        if (verdict.Faults.Count > 0)
        {
            return new CycleEnd(null, null, unable.Ask(verdict.Faults, judge.Looks));
        }

        if (verdict.Files.Count == 0)
        {
            return new CycleEnd(verdict with { Others = [], Proof = "attested" }, null, null);
        }

        var held = await points.HoldAsync(verdict, cancellationToken).ConfigureAwait(false);
        return End(Counted(points.With(verdict, held, isReported: false)), null) with { Held = held };
    }

    /// <summary>
    /// A look at green work that was put on top of what landed meanwhile. A green one is no cycle, since the agent did nothing; a red one
    /// goes back as any other.
    /// </summary>
    /// <param name="before">The verdict on the work as it was.</param>
    /// <param name="landed">What landed, for the agent.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<CycleEnd> RepeatAsync(Verdict before, string landed, CancellationToken cancellationToken)
    {
        var verdict = await judge
            .LookAsync(Count + 1, again: false, claimsNoChange: before.Files.Count == 0, cancellationToken)
            .ConfigureAwait(false);
        if (verdict.Faults.Count > 0)
        {
            return new CycleEnd(null, null, unable.Ask(verdict.Faults, judge.Looks));
        }

        if (before.Files.Count == 0 && verdict.Files.Count == 0)
        {
            // That there is nothing to change was accepted before.
            verdict = verdict with
            {
                Others = [.. verdict.Others.Where(finding => finding.Rule != "empty")],
                Proof = before.Proof,
            };
        }

        if (verdict.IsGreen && before.IsReported)
        {
            verdict = await points.AgainAsync(verdict, cancellationToken).ConfigureAwait(false);
        }

        if (verdict.IsGreen)
        {
            return new CycleEnd(verdict with { Iteration = Count }, null, null);
        }

        Count++;
        verdict = verdict with { Iteration = Count };
        records.Iteration(verdict);
        return new CycleEnd(null, null, Refuse(verdict, $"{landed} Together with it your work is not green.\n"));
    }

    /// <summary>The task fails. It is recorded once the iteration log is committed.</summary>
    public TaskStep Fail(Problem problem) => TaskStep.Stop(new TaskLost(records.Failure(problem, Count)));

    /// <summary>The verdict with the number of its cycle.</summary>
    private Verdict Counted(Verdict verdict)
    {
        Count += IsKnown(verdict) ? 0 : 1;
        return verdict with { Iteration = Count };
    }

    /// <summary>Whether the verdict is written already: green, and green before. A report may close what an earlier one on the same tree left open.</summary>
    private bool IsKnown(Verdict verdict) => verdict.Reused && verdict.IsGreen && !open.Contains(verdict.Tree);

    private CycleEnd End(Verdict verdict, Verification? verification, string again = ReportTool)
    {
        if (!IsKnown(verdict))
        {
            records.Iteration(verdict);
        }

        if (verdict.Open.Count > 0)
        {
            open.Add(verdict.Tree);
        }
        else
        {
            open.Remove(verdict.Tree);
        }

        return verdict.IsGreen ? new CycleEnd(verdict, verification, null) : new CycleEnd(null, null, Refuse(verdict, again: again));
    }

    private TaskStep Refuse(Verdict verdict, string preface = "", string again = ReportTool)
    {
        if (Count >= facts.Limits.Iterations)
        {
            return Fail(
                new Problem("task.not-green", $"the task was not green after {Count} iterations: {verdict.FirstFinding}")
                {
                    Remedy =
                        $"See `ashlar logs {recorder.Folder.Id}`; start it again with `ashlar resume {recorder.Folder.Id} --retry {site.Item.Id}`",
                }
            );
        }

        // Where only words are missing, the files may well stay as they are.
        return verdict.Open.Count == 0 && circles.Add(verdict.Tree, verdict.FailingTests) is { } pattern
            ? questions.Ask(new EscalationDraft("circle", pattern, verdict.FirstFinding))
            : TaskStep.Say(
                ToolAnswer.Failed(
                    preface
                        + GateFixes.Words(facts.Configuration, recorder.Steps, site.Item.Id, $"{site.Prefix}look/{judge.Looks}")
                        + GateFindingsText.NotGreen(verdict.ToCycle(Count, facts.Limits.Iterations, facts.WithholdsGateOutput, again))
                )
            );
    }
}

/// <summary>How a gate cycle ended: with a green verdict, or with a step to take instead.</summary>
/// <param name="Verdict">The green verdict, or null.</param>
/// <param name="Verification">The report held against it, where there was one.</param>
/// <param name="Stop">What happens when there is no green verdict.</param>
internal sealed record CycleEnd(Verdict? Verdict, Verification? Verification, TaskStep? Stop)
{
    /// <summary>What the author may keep, and what was said of it.</summary>
    public HeldPoints Held { get; init; } = new();
}
