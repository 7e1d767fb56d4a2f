using Ashlar.Core.Reports;
using Ashlar.Core.Reviews;
using Ashlar.Core.Runs.People;
using Ashlar.Core.Runs.Places;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Tools;

namespace Ashlar.Core.Runs.Reviewing;

/// <summary>The reviews of one task: who is asked, what became of each point, when a person has to decide.</summary>
/// <param name="recorder">Where the run keeps what it knows.</param>
/// <param name="readers">Who reads, and where.</param>
/// <param name="site">Where the author works.</param>
/// <param name="records">Where they are written.</param>
/// <param name="questions">Asks people.</param>
/// <param name="advice">The way of the author's questions about points.</param>
internal sealed class TaskReviews(
    Recorder recorder,
    Readers readers,
    TaskSite site,
    TaskRecords records,
    TaskEscalations questions,
    TechLead advice
)
{
    private const int MostRefusals = 5;

    private readonly FeedbackLedger ledger = new();
    private int number;
    private int rounds;
    private int refusals;
    private string? reviewed;

    /// <summary>
    /// What stands against a report before anything is judged: points of the review that it leaves open, or a question about one, which
    /// is put to whoever can answer it. Null where nothing does.
    /// </summary>
    public async Task<TaskStep?> AdmitAsync(Report report, CancellationToken cancellationToken)
    {
        ledger.Answer(report.Feedback);
        var missing = ledger.Unanswered;
        if (missing.Count > 0)
        {
            refusals++;
            return refusals % MostRefusals == 0
                ? questions.Ask(
                    new EscalationDraft("circle", $"{MostRefusals} reports left points of the review open: {FeedbackWords.Ids(missing)}")
                )
                : TaskStep.Say(ToolAnswer.Failed(FeedbackWords.Missing(missing)) with { Topic = "open points" });
        }

        var asked = ledger.Open.Where(row => row.State == FixState.Asked).ToList();
        if (asked.Count == 0)
        {
            return null;
        }

        var summary = string.Join("; ", asked.Select(row => $"{row.Id}: {row.How}"));
        var details = string.Join('\n', asked.Select(row => $"{row.Id} {row.Place} {row.Item}"));
        var step = await advice.AskAsync(new EscalationDraft("question", summary, details), cancellationToken).ConfigureAwait(false);
        if (step.Outcome is null)
        {
            foreach (var row in asked)
            {
                ledger.Reopen(row.Id);
            }
        }

        return step;
    }

    /// <summary>Adds to a verification what became of the points: what shows each fix, and each that nothing shows.</summary>
    public async Task<Verification> VerifyAsync(Verification verification, Verdict verdict, CancellationToken cancellationToken)
    {
        var fixes = ledger.Open.Where(row => row.State == FixState.Fixed).ToList();
        if (reviewed is null || fixes.Count == 0)
        {
            return verification;
        }

        var evidence = new FixEvidence(readers.Diff, reviewed, verdict.Tree);
        var proofs = new List<FeedbackProof>();
        var unproven = new List<Discrepancy>();
        foreach (var row in fixes)
        {
            if (await evidence.FindAsync(row, cancellationToken).ConfigureAwait(false) is { } proof)
            {
                proofs.Add(new FeedbackProof(row.Id, proof));
            }
            else
            {
                var place = row.Path is null || string.Equals(reviewed, verdict.Tree, StringComparison.Ordinal) ? "" : $" at {row.Path}";
                unproven.Add(new Discrepancy($"feedback {row.Id}", "fixed", $"nothing changed{place} since the review"));
            }
        }

        ledger.Prove(proofs);
        return verification with { Feedback = proofs, Discrepancies = [.. verification.Discrepancies, .. unproven] };
    }

    /// <summary>Has work reviewed that a person completed: by an agent, since that person has seen it. Null where it may land.</summary>
    public async Task<TaskStep?> DecideAsync(Verdict verdict, string summary, CancellationToken cancellationToken) =>
        site.Crew.Reviewer?.Agent is null
            ? null
            : await DecideAsync(
                    verdict,
                    new Report { Status = ReportStatus.ReadyForReview, Summary = summary },
                    new HeldPoints(),
                    cancellationToken
                )
                .ConfigureAwait(false);

    /// <summary>Who approved last; null while nobody has.</summary>
    public string? LastBy { get; private set; }

    /// <summary>Has green work with a true report reviewed. Null where it may land.</summary>
    public async Task<TaskStep?> DecideAsync(Verdict verdict, Report report, HeldPoints held, CancellationToken cancellationToken)
    {
        if (site.Crew.Reviewer is not { } reviewer)
        {
            return null;
        }

        number++;
        rounds++;
        var name = $"review/{number}";
        var by = reviewer.Name;
        records.Once(new ReviewRequested(site.Prefix + name, "review", number, by, verdict.Tree));
        if (reviewer.Agent is not { } agent)
        {
            return AskPerson(name, $"review {number} of the change", verdict, report, held);
        }

        var heading = $"round {rounds} of {reviewer.Rounds}";
        var work = new ReviewedWork(name, heading, verdict, report, [.. ledger.Rows], [.. questions.Decided], reviewed) { Held = held };
        var (received, stop) = await AskAgentAsync(agent, work, by, cancellationToken).ConfigureAwait(false);
        if (stop is not null)
        {
            return TaskStep.Stop(stop);
        }

        reviewed = verdict.Tree;
        return received!.Verdict switch
        {
            "approve" => null,
            "none" => AskPerson(name, $"{by} gave no usable verdict: {received.Text}", verdict, report, held),
            _ when rounds >= reviewer.Rounds => AskPerson(
                name,
                $"{Rounds(reviewer.Rounds)} by {by} without approval; open: {FeedbackWords.Ids(received.Points)}",
                verdict,
                report,
                held
            ),
            _ => Tell(received.Points, $"Review {heading} by {by}"),
        };
    }

    private async Task<(ReviewReceived? Received, TaskOutcome? Stop)> AskAgentAsync(
        Seat agent,
        ReviewedWork work,
        string by,
        CancellationToken cancellationToken
    )
    {
        var received = recorder.Steps.Past<ReviewReceived>(site.Item.Id, site.Prefix + work.Name);
        if (received is null)
        {
            var end = await new ReviewByAgent(readers, site, agent).AskAsync(work, cancellationToken).ConfigureAwait(false);
            if (end.Stop is not null)
            {
                return (null, end.Stop);
            }

            received = Received(work.Name, by, end.Value) with
            {
                Text = end.Value is null ? end.Why : null,
                Objections = end.Objections,
                Turns = end.Turns,
            };
        }

        site.TurnsOfReaders += received.Turns;
        return (Take(received), null);
    }

    /// <summary>A person decides: the verdict of this review, or one that an agent did not reach.</summary>
    private TaskStep? AskPerson(string name, string summary, Verdict verdict, Report report, HeldPoints held)
    {
        var step = questions.Ask(
            new EscalationDraft(
                "review",
                $"{site.Item.Id} — {site.Item.Title}: {summary}",
                PersonText.Details(recorder.Folder.Id, site.Item, verdict, report, ledger.Rows, held)
            )
            {
                Options = ["approve", "request-changes"],
                Paths = [.. verdict.Files.Select(file => file.Path)],
            },
            key: $"{name}/person"
        );
        reviewed = verdict.Tree;
        if (step.Outcome is not null)
        {
            return step;
        }

        rounds = 0;
        var said = ReviewText.OfPerson(step.Answer!, AnswerText.Grants);
        var received = Take(Received($"{name}/person", Reviewer.Person, said));
        return received.Approves ? null : Tell(received.Points, $"Review {number} by a person");
    }

    private ReviewReceived Received(string name, string by, ReviewVerdict? verdict)
    {
        var word =
            verdict is null ? "none"
            : verdict.Approves ? "approve"
            : "request_changes";
        return new ReviewReceived(site.Prefix + name, "review", number, by, word)
        {
            Points = verdict is null ? [] : ledger.Raise(verdict, number, by),
            Remarks = verdict is { Approves: true } ? [.. verdict.Feedback.Select(point => point.Item)] : [],
        };
    }

    private ReviewReceived Take(ReviewReceived received)
    {
        var known = records.Once(received);
        if (known.Verdict is not "none")
        {
            ledger.Take(known.Points);
            LastBy = known.Approves ? known.By : null;
        }

        return known;
    }

    /// <summary>The points of a review as the author keeps them, however long the conversation grows.</summary>
    private static TaskStep Tell(IReadOnlyList<FeedbackRow> points, string heading) =>
        TaskStep.Say(ToolAnswer.Of(FeedbackWords.Requested(points, heading)) with { Topic = "review" });

    private static string Rounds(int count) => count == 1 ? "1 review" : $"{count} reviews";
}
