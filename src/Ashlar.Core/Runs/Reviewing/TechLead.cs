using Ashlar.Core.Journal;
using Ashlar.Core.Reviews;
using Ashlar.Core.Runs.People;
using Ashlar.Core.Runs.Places;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Tools;

namespace Ashlar.Core.Runs.Reviewing;

/// <summary>
/// The way of an author's questions: one that the reviewing agent may be able to answer goes to it once first, everything else, and what
/// it passes on, to a person. It grants nothing: a wider scope and deviations are asked of people alone.
/// </summary>
/// <param name="steps">Recorded steps.</param>
/// <param name="readers">Who reads, and where.</param>
/// <param name="site">Where the author works.</param>
/// <param name="records">What was tried, and where answers are written.</param>
/// <param name="questions">Asks people.</param>
internal sealed class TechLead(StepLog steps, Readers readers, TaskSite site, TaskRecords records, TaskEscalations questions)
{
    private readonly HashSet<string> heard = new(StringComparer.OrdinalIgnoreCase);
    private int asked;

    /// <summary>Asks.</summary>
    public async Task<TaskStep> AskAsync(EscalationDraft question, CancellationToken cancellationToken)
    {
        if (
            site.Crew.Reviewer?.Agent is not { } agent
            || question.Kind is not ("question" or "blocker")
            || !heard.Add(ShownText.Line(question.Summary))
        )
        {
            return questions.Ask(question);
        }

        asked++;
        var (received, stop) = await AskAsync(agent, question, $"question/{asked}", cancellationToken).ConfigureAwait(false);
        if (stop is not null)
        {
            return TaskStep.Stop(stop);
        }

        site.TurnsOfReaders += received!.Turns;
        if (received.Verdict is "answer")
        {
            return TaskStep.Say(
                ToolAnswer.Of(
                    $"Answer of {received.By} (your question: {ShownText.Line(question.Summary)}): {received.Text}\nIt allows no further files, interfaces or contracts; for these, Escalate."
                ) with
                {
                    Topic = $"answer {asked}",
                }
            );
        }

        var details = string.Join('\n', new[] { question.Details, $"{received.By} passed it on: {received.Text}" }.OfType<string>());
        return questions.Ask(question with { Details = details });
    }

    private async Task<(ReviewReceived? Received, TaskOutcome? Stop)> AskAsync(
        Seat agent,
        EscalationDraft question,
        string name,
        CancellationToken cancellationToken
    )
    {
        var key = site.Prefix + name;
        if (steps.Past<ReviewReceived>(site.Item.Id, key) is { } known)
        {
            return (known, null);
        }

        var tree = await TreeAsync(key, cancellationToken).ConfigureAwait(false);
        records.Once(new ReviewRequested(key, "question", asked, agent.Definition.Name, tree, question.Summary));
        var end = await TalkAsync(agent, question, name, tree, cancellationToken).ConfigureAwait(false);
        if (end.Stop is not null)
        {
            return (null, end.Stop);
        }

        var received = new ReviewReceived(key, "question", asked, agent.Definition.Name, end.Value is null ? "passed_on" : "answer")
        {
            Text = end.Value ?? end.Why,
            Objections = end.Objections,
            Turns = end.Turns,
        };
        return (records.Once(received), null);
    }

    private async Task<TalkEnd<string>> TalkAsync(
        Seat agent,
        EscalationDraft question,
        string name,
        string tree,
        CancellationToken cancellationToken
    )
    {
        var reading = readers.Room(agent);
        var room = await reading.OpenAsync(tree, new AnswerTool(), cancellationToken).ConfigureAwait(false);
        var files = await readers.Diff.FilesAsync(site.Base, tree, cancellationToken).ConfigureAwait(false);
        var task = await reading.BriefAsync(room, files, cancellationToken).ConfigureAwait(false);
        var change = await readers.ChangeAsync(site.Base, tree, cancellationToken).ConfigureAwait(false);
        var advice = new AdviceBriefing
        {
            Task = task,
            Change = change.Text,
            Kind = question.Kind,
            Summary = question.Summary,
            Details = question.Details,
            Options = question.Options,
            Tried = records.Tried(),
        };
        var request = new TalkRequest<string>(name, AdvicePrompt.System(task), AnswerTool.Name, AnswerTool.Read)
        {
            WithoutCall = text => ShownText.Clean(text).Trim(),
            Objections = 0,
        };
        return await readers.Talk(agent).RunAsync(request, room, AdvicePrompt.First(advice), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The author's present files as a tree, recorded so that a resumed run shows the same.</summary>
    private async Task<string> TreeAsync(string key, CancellationToken cancellationToken)
    {
        if (steps.Past<TreeWritten>(site.Item.Id, $"{key}/tree") is { } known)
        {
            return known.Tree;
        }

        var state = await site.StateAsync(cancellationToken).ConfigureAwait(false);
        return records.Once(new TreeWritten($"{key}/tree", TreeWritten.Name, state.Tree, state.NestedRepositories)).Tree;
    }
}
