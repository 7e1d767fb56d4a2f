using Ashlar.Core.Journal;
using Ashlar.Core.Reports;
using Ashlar.Core.Runs.Places;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Tools;

namespace Ashlar.Core.Runs.People;

/// <summary>Puts the questions of one task to people; what an answer allows holds for that task.</summary>
/// <param name="artifacts">What people handed over.</param>
/// <param name="site">Where it is done.</param>
/// <param name="records">What was tried so far.</param>
/// <param name="questions">Asks people.</param>
/// <param name="handover">Brings what they handed over to the branch and into the worktree.</param>
internal sealed class TaskEscalations(
    ArtifactFolder artifacts,
    TaskSite site,
    TaskRecords records,
    RunEscalations questions,
    TaskHandover handover
)
{
    private readonly List<string> decided = [];
    private readonly List<QuoteSource> answers = [];
    private int asked;
    private int spoken;

    /// <summary>What people answered in this task so far, as the agent was told it.</summary>
    public IReadOnlyList<string> Decided => decided;

    /// <summary>Their own words, and the documents that they handed over with them.</summary>
    public IReadOnlyList<QuoteSource> Answers => answers;

    /// <summary>Has the worktree hold what people handed over with their answers, before anybody works there again.</summary>
    /// <exception cref="ProblemException">It cannot land; exit status 1.</exception>
    public Task BringAsync(CancellationToken cancellationToken) => handover.BringAsync(cancellationToken);

    /// <summary>Whether the author has changed nothing yet, when it speaks instead of acting; recorded, so that a resumed run decides the same.</summary>
    public async Task<bool> IsUntouchedAsync(CancellationToken cancellationToken)
    {
        var state = await site.StateAsync(cancellationToken).ConfigureAwait(false);
        var seen = records.Once(
            new TreeWritten($"{site.Prefix}spoken/{++spoken}/tree", TreeWritten.Name, state.Tree, state.NestedRepositories)
        );
        var changed = await site.Worktree.Diff.FilesAsync(site.Base, seen.Tree, cancellationToken).ConfigureAwait(false);
        return changed.Count == 0;
    }

    /// <summary>Asks; the task continues with the answer where there is one already, and else waits.</summary>
    /// <param name="question">The question; key, id and what was tried are filled in.</param>
    /// <param name="key">The step, for a question that does not count among those of the agent.</param>
    public TaskStep Ask(EscalationDraft question, string? key = null)
    {
        key ??= $"question/{++asked}";
        var body = new EscalationRaised(
            "",
            "",
            question.Kind,
            question.Summary,
            question.Details,
            question.Options,
            question.Paths,
            records.Tried(),
            question.Commit
        )
        {
            Gates = question.Gates,
        };
        var (raised, answer) = questions.Ask(site.Item.Id, site.Prefix + key, body);
        if (answer is null)
        {
            return TaskStep.Stop(new TaskWaits(raised));
        }

        site.Grants.Allow(answer.Text.Text);
        site.Handed.Add(answer);
        answers.Add(new QuoteSource($"answer to {raised.Id}", answer.Text.Text) { FirstLine = 0 });
        answers.AddRange(answer.With.Select(document => new QuoteSource(document.Path, artifacts.GetText(document.Content).ToString())));
        var granted = string.Equals(raised.Kind, "scope-extension", StringComparison.Ordinal) && AnswerText.Grants(answer.Text.Text);
        if (granted)
        {
            site.Grant(raised.Paths, $"answer to {raised.Id}");
        }

        if (NoChange.Asks(question) && AnswerText.Grants(answer.Text.Text))
        {
            site.Grants.AgreeToNoChange();
        }

        var words = AnswerText.Of(raised, answer, granted, artifacts);
        if (raised.Kind is not "review")
        {
            // The points of a review are in the ledger.
            decided.Add(words);
        }

        return TaskStep.Say(ToolAnswer.Of(words) with { Topic = $"answer {raised.Id}" }) with
        {
            Approved = AnswerText.Grants(answer.Text.Text),
            IsDone = AnswerText.IsDone(answer.Text.Text),
            Answer = answer.Text.Text,
        };
    }
}

/// <summary>A question to a person.</summary>
/// <param name="Kind">Its kind, as in the inbox.</param>
/// <param name="Summary">One line.</param>
/// <param name="Details">More, or null.</param>
internal sealed record EscalationDraft(string Kind, string Summary, string? Details = null)
{
    /// <summary>Answers to choose from; empty for a free answer.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>The paths that it is about.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>The gates that it is about.</summary>
    public IReadOnlyList<string> Gates { get; init; } = [];

    /// <summary>The commit that waits for the answer, or null.</summary>
    public string? Commit { get; init; }
}
