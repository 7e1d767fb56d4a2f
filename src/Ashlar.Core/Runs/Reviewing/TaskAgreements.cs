using System.Globalization;
using Ashlar.Core.Reports;
using Ashlar.Core.Reviews;
using Ashlar.Core.Runs.People;
using Ashlar.Core.Runs.Places;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Runs.Reviewing;

/// <summary>
/// Has somebody else agree to what the author of a change cannot decide alone, where nobody reviews the change: the built-in tech lead, asked once with
/// fresh eyes, or a person. The same points on the same files are not asked about twice.
/// </summary>
/// <param name="agreeing">Who may agree.</param>
/// <param name="recorder">Where the run keeps what it knows.</param>
/// <param name="readers">Who reads, and where.</param>
/// <param name="site">Where it is done.</param>
/// <param name="records">Where it is written.</param>
/// <param name="questions">Asks people.</param>
/// <param name="points">The points.</param>
internal sealed class TaskAgreements(
    Agreeing agreeing,
    Recorder recorder,
    Readers readers,
    TaskSite site,
    TaskRecords records,
    TaskEscalations questions,
    TaskPoints points
)
{
    private readonly Dictionary<string, ReviewReceived> refused = new(StringComparer.Ordinal);
    private int asked;

    /// <summary>Asks. Null where all is agreed to, or nothing needs it, or a reviewer is asked anyway.</summary>
    /// <param name="verdict">The green verdict.</param>
    /// <param name="held">The points.</param>
    /// <param name="disagree">What happens when somebody does not agree.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<TaskStep?> DecideAsync(
        Verdict verdict,
        HeldPoints held,
        Func<IReadOnlyList<Finding>, string, TaskStep> disagree,
        CancellationToken cancellationToken
    )
    {
        var needing = TaskPoints.Needing(held);
        if (site.Crew.Reviewer is not null || needing.Count == 0)
        {
            return null;
        }

        var same = $"{verdict.Tree} {string.Join(' ', needing.Select(point => point.Key))}";
        if (refused.TryGetValue(same, out var before))
        {
            return Refuse(before, again: true, disagree);
        }

        asked++;
        var name = string.Create(CultureInfo.InvariantCulture, $"agreement/{asked}");
        var isPerson = agreeing == Agreeing.Human;
        var by = isPerson ? Reviewer.Person : AgreementTalk.TechLead;
        records.Once(new ReviewRequested(site.Prefix + name, "agreement", asked, by, verdict.Tree));
        ReviewReceived received;
        if (isPerson)
        {
            var (said, step) = AskPerson(name, verdict, needing, null);
            if (said is null)
            {
                return step;
            }

            received = said;
        }
        else
        {
            var (said, stop) = await AskTechLeadAsync(name, verdict, held, needing, cancellationToken).ConfigureAwait(false);
            if (stop is not null)
            {
                return TaskStep.Stop(stop);
            }

            received = said!;
            if (received.Verdict is "none")
            {
                var (person, step) = AskPerson(name, verdict, needing, $"{by} gave no usable verdict: {received.Text}");
                if (person is null)
                {
                    return step;
                }

                received = person;
            }
        }

        if (received.Approves)
        {
            points.Agree(held, received.By);
            return null;
        }

        refused[same] = received;
        return Refuse(received, again: false, disagree);
    }

    private static TaskStep Refuse(ReviewReceived received, bool again, Func<IReadOnlyList<Finding>, string, TaskStep> disagree)
    {
        var open = received
            .Points.Select(point => new Finding(
                $"refused:{point.Id}:{point.Item}",
                $"{received.By} did not agree: {ShownText.Line(point.Item)}"
            )
            {
                Path = point.Path,
                Line = point.Line,
                Rule = "not-agreed",
            })
            .ToList();
        return disagree(open, AgreementPrompt.Refused(received.Points, received.By, again));
    }

    private async Task<(ReviewReceived? Received, TaskOutcome? Stop)> AskTechLeadAsync(
        string name,
        Verdict verdict,
        HeldPoints held,
        IReadOnlyList<(string Key, string Words)> needing,
        CancellationToken cancellationToken
    )
    {
        var received = recorder.Steps.Past<ReviewReceived>(site.Item.Id, site.Prefix + name);
        if (received is null)
        {
            var end = await new AgreementTalk(readers, site)
                .AskAsync(name, verdict, held, needing, cancellationToken)
                .ConfigureAwait(false);
            if (end.Stop is not null)
            {
                return (null, end.Stop);
            }

            received = Received(name, AgreementTalk.TechLead, end.Value) with
            {
                Text = end.Value is null ? end.Why : null,
                Objections = end.Objections,
                Turns = end.Turns,
            };
        }

        site.TurnsOfReaders += received.Turns;
        return (records.Once(received), null);
    }

    private (ReviewReceived? Received, TaskStep Step) AskPerson(
        string name,
        Verdict verdict,
        IReadOnlyList<(string Key, string Words)> needing,
        string? why
    )
    {
        var run = recorder.Folder.Id;
        var count = needing.Count == 1 ? "1 point" : $"{needing.Count} points";
        var step = questions.Ask(
            new EscalationDraft(
                "review",
                $"{site.Item.Id} — {site.Item.Title}: {(why is null ? "" : $"{why}; ")}{count} that the author may not decide alone",
                $"""
                {string.Join('\n', needing.Select(point => point.Words))}
                Look: ashlar diff {run} --task {site.Item.Id}
                Decide: ashlar review {run} approve --task {site.Item.Id} --resume; or request-changes --feedback-file FILE
                """
            )
            {
                Options = ["approve", "request-changes"],
                Paths = [.. verdict.Files.Select(file => file.Path)],
            },
            key: $"{name}/person"
        );
        return step.Outcome is not null
            ? (null, step)
            : (records.Once(Received($"{name}/person", Reviewer.Person, ReviewText.OfPerson(step.Answer!, AnswerText.Grants))), step);
    }

    private ReviewReceived Received(string name, string by, ReviewVerdict? verdict) =>
        new(
            site.Prefix + name,
            "agreement",
            asked,
            by,
            verdict is null ? "none"
                : verdict.Approves ? "approve"
                : "request_changes"
        )
        {
            Points = verdict is null or { Approves: true }
                ? []
                :
                [
                    .. verdict.Feedback.Select(
                        (point, index) =>
                            new FeedbackRow(string.Create(CultureInfo.InvariantCulture, $"A{asked}.{index + 1}"), point.Item)
                            {
                                Round = asked,
                                By = by,
                                Path = point.Path,
                                Line = point.Line,
                            }
                    ),
                ],
            Remarks = verdict is { Approves: true } ? [.. verdict.Feedback.Select(point => point.Item)] : [],
        };
}
