using Ashlar.Core.Gates;
using Ashlar.Core.Judging.Measuring;
using Ashlar.Core.Policies;
using Ashlar.Core.Reports;
using Ashlar.Core.Reviews;
using Ashlar.Core.Runs.People;
using Ashlar.Core.Runs.Places;
using Ashlar.Core.Runs.Records;

namespace Ashlar.Core.Runs.Reviewing;

/// <summary>A review by an agent in a fresh context: material, change and evidence, and of the author's report only its questions and answers.</summary>
/// <param name="readers">Who reads, and where.</param>
/// <param name="site">Where the author works.</param>
/// <param name="agent">Who reviews.</param>
internal sealed class ReviewByAgent(Readers readers, TaskSite site, Seat agent)
{
    private const int MostObjections = 2;
    private const int MostQuestions = 60;

    /// <summary>Asks for a verdict.</summary>
    /// <param name="work">What is judged.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<TalkEnd<ReviewVerdict>> AskAsync(ReviewedWork work, CancellationToken cancellationToken)
    {
        var reading = readers.Room(agent);
        var room = await reading.OpenAsync(work.Verdict.Tree, new ReviewTool(), cancellationToken).ConfigureAwait(false);
        var task = await reading.BriefAsync(room, work.Verdict.Files, cancellationToken).ConfigureAwait(false);
        var change = await readers.ChangeAsync(From, work.Verdict.Tree, cancellationToken).ConfigureAwait(false);
        var since = work.Before is { } before
            ? await readers.ChangeAsync(before, work.Verdict.Tree, cancellationToken).ConfigureAwait(false)
            : null;
        var briefing = new ReviewBriefing
        {
            Task = task,
            Round = work.Round,
            Change = change.Text,
            Since = since?.Text,
            Evidence = Evidence(work.Verdict),
            Decided = work.Decided,
            Earlier = work.Earlier,
            Concerns = work.Report.Concerns,
            Agreeing = [.. TaskPoints.Needing(work.Held).Select(point => point.Words)],
            Explained = [.. work.Held.Explained.Where(row => !row.NeedsAgreement).Select(row => row.ToString())],
            Questions = Questions(),
        };
        var request = new TalkRequest<ReviewVerdict>(work.Name, ReviewPrompt.System(task), ReviewTool.Name, ReviewInput.Read)
        {
            ReadText = ReviewText.Parse,
            Objection = (verdict, conversation) =>
                verdict.Contradiction
                ?? (verdict.Approves ? Unread(LookedAt.Missed(conversation, change.NotShown, [reading.ShownRoot, room.Folder])) : null),
            WithoutCall = _ =>
                "Your turn ended without a verdict. Nobody reads plain text here: give it with Review, approve or request_changes; or continue reading with the next tool call.",
            Objections = MostObjections,
        };
        return await readers.Talk(agent).RunAsync(request, room, ReviewPrompt.First(briefing), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Where the change begins that the last reviewer of a pipeline reads: with the first agent's part. Where other tasks land in between,
    /// it is the author's part alone.
    /// </summary>
    private string From => site.Part is { IsLast: true, Before: [var first, ..] } && readers.AreAlone ? first.Base : site.Base;

    /// <summary>Whether a rule that no machine checks is put to the reviewer.</summary>
    public static bool Asks(PolicyRule rule) => !rule.Enforced && rule.Kind is ("binding" or "checklist");

    private static string? Unread(IReadOnlyList<string> missed) =>
        missed.Count == 0
            ? null
            : $"You approved without having looked at {string.Join(", ", missed)}: the change there was not shown whole. Read it, then give your verdict again.";

    private List<string> Questions() =>
        site
            .Crew.Author.Policy.Rules.Concat(site.Crew.Author.Policy.Checklist)
            .Where(Asks)
            .DistinctBy(rule => rule.Value, StringComparer.Ordinal)
            .Take(MostQuestions)
            .Select(rule => $"{rule.Value} ({rule.Source})")
            .ToList();

    private static List<string> Evidence(Verdict verdict)
    {
        var lines = verdict
            .Results.Select(result =>
                $"gate {result.Name}: {(result.Status == GateStatus.Known ? "known failures only" : "green")}, `{result.Run}`: {GateFindingsText.Outcome(result)}"
            )
            .ToList();
        lines.AddRange(verdict.Results.SelectMany(result => result.Flaky.Select(test => $"flaky: {test}")));
        lines.AddRange(
            verdict.Results.SelectMany(result => result.Known.Select(finding => $"failed before the change too: {finding.Key}"))
        );
        lines.Add(
            verdict.Proof switch
            {
                "red-green" =>
                    $"proof red-green: {verdict.NewTests.FailingOnBase} of {verdict.NewTests.Count} new tests fail without the change",
                "regression-only" => "proof regression-only: no test of the change's own notices it, only older ones",
                "red-by-intent" => $"proof red-by-intent: left failing on purpose: {string.Join(", ", verdict.Red)}",
                "unnoticed" => "proof unnoticed: no test notices any part of the change when it is taken away",
                "not-examined" => "proof not-examined: no gate tests what was changed",
                _ => $"proof {verdict.Proof}: nothing that a test could prove was changed",
            }
        );
        lines.AddRange((verdict.Measured?.Units ?? []).Where(unit => unit.Verdict != VerdictKind.Noticed).Select(UnitText.Line));
        lines.AddRange(verdict.NewTests.PassingOnBase.Select(test => $"new test that passes without the change too: {test}"));
        if (verdict.Files.Count == 0)
        {
            lines.Add("The author says that the task needs no change. Approve only if that is so; nothing will be committed but the tick.");
        }

        return lines;
    }
}

/// <summary>What a review judges.</summary>
/// <param name="Name">The review's name, unique in the attempt.</param>
/// <param name="Round">Which review it is, in words.</param>
/// <param name="Verdict">The green verdict of the gates.</param>
/// <param name="Report">The author's report.</param>
/// <param name="Earlier">The points so far.</param>
/// <param name="Decided">What people answered in the task.</param>
/// <param name="Before">The tree of the last review, or null in the first.</param>
internal sealed record ReviewedWork(
    string Name,
    string Round,
    Verdict Verdict,
    Report Report,
    IReadOnlyList<FeedbackRow> Earlier,
    IReadOnlyList<string> Decided,
    string? Before
)
{
    /// <summary>What the author wants to keep.</summary>
    public HeldPoints Held { get; init; } = new();
}
