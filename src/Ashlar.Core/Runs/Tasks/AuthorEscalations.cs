using Ashlar.Core.Reports;
using Ashlar.Core.Runs.People;
using Ashlar.Core.Runs.Reviewing;
using Ashlar.Core.Runs.Verdicts;

namespace Ashlar.Core.Runs.Tasks;

/// <summary>What an author cannot do alone: a question goes to whoever can answer it, the rest of a task to a person who does it.</summary>
/// <param name="judge">Who looks at trees.</param>
/// <param name="records">Where it is written.</param>
/// <param name="questions">Asks people.</param>
/// <param name="lead">The way of questions.</param>
/// <param name="reviews">Who reviews.</param>
/// <param name="cycles">The gate cycles.</param>
/// <param name="commits">The task's commits.</param>
/// <param name="finish">Ends the task.</param>
internal sealed class AuthorEscalations(
    Judge judge,
    TaskRecords records,
    TaskEscalations questions,
    TechLead lead,
    TaskReviews reviews,
    GateCycles cycles,
    TaskCommits commits,
    TaskFinish finish
)
{
    /// <summary>A report says that the author is blocked.</summary>
    public Task<TaskStep> BlockedAsync(Report report, CancellationToken cancellationToken) =>
        lead.AskAsync(
            new EscalationDraft("blocker", report.Blocker ?? report.Summary, report.Question ?? report.CurrentState),
            cancellationToken
        );

    /// <summary>The author asks in its words.</summary>
    public Task<TaskStep> SpokenAsync(SpokenQuestion question, CancellationToken cancellationToken) =>
        lead.AskAsync(
            new EscalationDraft(EscalationWords.Of(EscalationKind.Question), question.Summary, question.Details)
            {
                Options = question.Options,
            },
            cancellationToken
        );

    /// <summary>The author escalates.</summary>
    public Task<TaskStep> OnAsync(Escalation escalation, CancellationToken cancellationToken)
    {
        var question = new EscalationDraft(EscalationWords.Of(escalation.Kind), escalation.Summary, escalation.Details)
        {
            Options = escalation.Options,
            Paths = escalation.Paths,
        };
        return escalation.Kind == EscalationKind.OperatorAction
            ? OnOperatorActionAsync(question, cancellationToken)
            : lead.AskAsync(question, cancellationToken);
    }

    /// <summary>The rest is for a person: what is done is judged and committed, the box stays empty until they say <c>done</c>.</summary>
    private async Task<TaskStep> OnOperatorActionAsync(EscalationDraft question, CancellationToken cancellationToken)
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
                .WaitAsync($"operator/{judge.Looks}", verdict, records.Masked(question.Summary), cancellationToken)
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

        await questions.BringAsync(cancellationToken).ConfigureAwait(false);
        var second = await cycles.RunForOperatorAsync(again: true, cancellationToken).ConfigureAwait(false);
        verdict = second.Verdict;
        return second.Stop
            ?? await reviews.DecideAsync(verdict!, question.Summary, cancellationToken).ConfigureAwait(false)
            ?? await finish.LandAsync(verdict!, records.Masked(question.Summary), null, cancellationToken).ConfigureAwait(false);
    }
}
