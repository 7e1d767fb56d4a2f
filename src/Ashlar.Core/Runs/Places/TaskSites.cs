using System.Collections.Concurrent;
using Ashlar.Core.Policies;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Work;

namespace Ashlar.Core.Runs.Places;

/// <summary>Prepares the places of tasks. Safe for several tasks at once.</summary>
/// <param name="facts">What the run is.</param>
/// <param name="recorder">Where the run keeps what it knows.</param>
/// <param name="committer">The repository, and who commits there.</param>
/// <param name="commands">Where commands run.</param>
/// <param name="talks">How agents are talked to.</param>
/// <param name="trees">The trees that were written of worktrees.</param>
internal sealed class TaskSites(
    RunFacts facts,
    Recorder recorder,
    Committer committer,
    CommandPlace commands,
    Talks talks,
    WrittenTrees trees
)
{
    private readonly ConcurrentDictionary<string, TaskCompleted> done = new(StringComparer.Ordinal);

    /// <summary>A task is done; those that build on it are told.</summary>
    public void Done(string task, TaskCompleted completed) => done[task] = completed;

    /// <summary>The path of the place where a part of a task is worked on.</summary>
    public string PathOf(TaskItem item, TaskPart part) =>
        facts.InPlace ? committer.Repository.Root
        : part.IsLast ? recorder.Folder.WorktreePath(item.Id)
        : recorder.Folder.WorktreePath(item.Id, part.Number);

    /// <summary>Prepares the place of an attempt: the worktree as it was left, or a new one at the base, and set-up in a new one.</summary>
    public async Task<TaskSite> OpenAsync(Attempt attempt, CancellationToken cancellationToken)
    {
        var source = Source(attempt.Crew);
        var environment = new TaskEnvironment(facts, recorder, commands, talks, attempt, ScopeOf(attempt))
        {
            Source = source,
            Briefings = new TaskBriefings(
                source with
                {
                    Stage = attempt.Part.Facts(),
                    Before = EarlierAttempt.Of(
                        recorder.Steps.Journal.Past,
                        attempt.Task,
                        attempt.Started.Attempt,
                        recorder.Folder.Artifacts
                    ),
                },
                done,
                Note(attempt)
            ),
        };
        try
        {
            var path = attempt.Started.Worktree;
            var worktree = new TaskWorktree(facts, recorder, committer, trees, attempt, environment, commands.ShownRoot(path), talks.Clock);
            var isNew = await worktree.EnsureAsync(cancellationToken).ConfigureAwait(false);
            commands.Share(path, recorder.Mask);
            if (isNew)
            {
                await worktree.SetUpAsync(cancellationToken).ConfigureAwait(false);
            }

            return new TaskSite(recorder, commands, talks, attempt, environment, worktree, facts.Configuration);
        }
        catch
        {
            await environment.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The scope of an attempt: in the user's checkout, what git ignores there is somebody else's.</summary>
    private Scope ScopeOf(Attempt attempt)
    {
        var scope = attempt.Crew.Author.Policy.Scope.ForTask($"{attempt.Item.Title}\n{attempt.Item.Text}");
        return facts.Started.Checkout is { } checkout
            ? scope.Beside([.. checkout.Ignored.Select(path => path.TrimEnd('/')).Where(path => !commands.Shared.ContainsKey(path))])
            : scope;
    }

    private string? Note(Attempt attempt) =>
        Attempts.Reopened(recorder.Steps, attempt.Task, attempt.Started.Attempt) is { } reopened ? reopened.Note?.Text.Trim() ?? "" : null;

    private BriefingSource Source(Crew crew) =>
        new()
        {
            Repository = committer.Repository,
            Order = facts.Order,
            Policy = crew.Author.Policy,
            Agent = crew.Author.Definition,
            Configuration = facts.Configuration,
            Mask = recorder.Mask,
            Gates = facts.Gates,
            RunBase = facts.Started.Base,
            Absent = facts.Started.Absent,
            Sections = facts.WantsPullRequest ? crew.Author.Policy.HandoffSections : [],
            Reviewer = crew.Reviewer,
        };
}
