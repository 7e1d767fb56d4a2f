using Ashlar.Core.Journal;
using Ashlar.Core.Reports;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Secrets;
using Ashlar.Core.Work;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Landings;

/// <summary>
/// The only writer of the run's branch and of the task list. A commit is recorded whole before it is made, date included, so that
/// making it again after a crash makes the same one.
/// </summary>
internal sealed class Landing(RunFacts facts, StepLog steps, Committer committer, TimeProvider clock, RecordedSequence? sequence)
    : IDisposable
{
    private readonly SemaphoreSlim held = new(1, 1);
    private readonly BranchWriter writer = new(committer.Repository, committer.Identity, committer.Secrets, steps, facts.Started, clock);
    private CommitCreated? recovered;
    private string? recoveredOf;

    /// <summary>The branch's newest commit.</summary>
    public string Head { get; private set; } = LastOf(facts, steps, _ => true);

    /// <summary>The newest commit that brought work: not one that only takes ticks back.</summary>
    public string Content { get; private set; } =
        LastOf(facts, steps, key => !key.StartsWith(CommitCreated.TakingBack, StringComparison.Ordinal));

    /// <summary>Waits until nothing else lands; then the branch stays where it is until the lease is given back.</summary>
    /// <param name="task">The task that is to land; null at the end, when no task is worked on.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<BranchLease> LeaseAsync(string? task, CancellationToken cancellationToken)
    {
        if (task is not null)
        {
            await AwaitTurnAsync(task, cancellationToken).ConfigureAwait(false);
        }

        await held.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new BranchLease(this, held);
    }

    /// <summary>Waits, in a repetition, until the next recorded step is one of the task's.</summary>
    public Task AwaitTurnAsync(string task, CancellationToken cancellationToken) =>
        sequence?.AwaitAsync(task, cancellationToken) ?? Task.CompletedTask;

    /// <summary>
    /// Finishes what an execution that was killed had recorded and perhaps not done: the branch may be at its commit already, and nothing
    /// else could land before that is known.
    /// </summary>
    /// <exception cref="ProblemException">The branch was moved by someone else; exit status 1.</exception>
    public async Task RecoverAsync()
    {
        var entry = steps.PastOf<CommitIntended>().LastOrDefault();
        if (
            entry?.Read(RunJson.Default.CommitIntended) is not { } intended
            || steps.PastEntry<CommitCreated>(entry.Task, intended.Key) is not null
            || !string.Equals(intended.Parent, Head, StringComparison.Ordinal)
        )
        {
            if (!IsOnlyHandedOver())
            {
                await writer.CheckAsync(Head).ConfigureAwait(false);
            }

            return;
        }

        recovered = await FinishAsync(intended, entry.Task!).ConfigureAwait(false);
        recoveredOf = entry.Task;
    }

    /// <summary>
    /// Whether all tasks are done, so that nothing is left but to hand the branch over: what was asked for then (merge what the remote has, push
    /// yourself) moves the branch.
    /// </summary>
    private bool IsOnlyHandedOver() =>
        !facts.InPlace && RunState.Of(steps.Journal.Past) is { Tasks: { Count: > 0 } tasks } && tasks.All(task => task.State is "done");

    /// <summary>The commit of a step, where it was made before.</summary>
    internal CommitCreated? Made(string task, string key) =>
        string.Equals(recovered?.Key, key, StringComparison.Ordinal) && string.Equals(recoveredOf, task, StringComparison.Ordinal)
            ? recovered
            : steps.Past<CommitCreated>(task, key);

    /// <summary>Commits a tree for a task, and ticks it when a proof is given; what was committed before is found.</summary>
    /// <exception cref="ProblemException">It cannot land; exit status 1.</exception>
    internal async Task<CommitCreated> CommitAsync(LandingRequest request, CancellationToken cancellationToken)
    {
        if (Made(request.Task, request.Key) is { } made)
        {
            return made;
        }

        var logged = await LogAsync(request, cancellationToken).ConfigureAwait(false);
        var (tree, ticked) = await TickAsync(request with { Tree = logged }, cancellationToken).ConfigureAwait(false);
        var intended = steps.Past<CommitIntended>(request.Task, request.Key);
        if (intended is null || !string.Equals(intended.Parent, Head, StringComparison.Ordinal))
        {
            var wanted = new CommitIntended(request.Key, CommitIntended.Name, tree, Head, request.Message, clock.GetUtcNow())
            {
                Ticked = ticked,
            };
            intended = writer.Intend(wanted, request.Task);
        }

        return await FinishAsync(intended, request.Task).ConfigureAwait(false);
    }

    private async Task<CommitCreated> FinishAsync(CommitIntended intended, string task)
    {
        var created = await writer.MakeAsync(intended, task).ConfigureAwait(false);
        Head = created.Commit;
        Content = intended.Key.StartsWith(CommitCreated.TakingBack, StringComparison.Ordinal) ? Content : created.Commit;
        return created;
    }

    /// <summary>The tree with the iteration log of the branch, grown by the request's entries.</summary>
    private async Task<string> LogAsync(LandingRequest request, CancellationToken cancellationToken)
    {
        if (facts.LogPath is not { } path)
        {
            return request.Tree;
        }

        var content = await new TreeDiff(committer.Repository.Git).ContentAsync(Head, path, cancellationToken).ConfigureAwait(false);
        foreach (var entry in request.Log)
        {
            content = IterationLog.Append(content, entry, $"Iteration log: {facts.Started.Title.Text}");
        }

        return content is null
            ? request.Tree
            : await request
                .Index.ReplaceAsync(
                    request.Tree,
                    new Dictionary<string, byte[]?>(StringComparer.Ordinal) { [path] = content },
                    cancellationToken
                )
                .ConfigureAwait(false);
    }

    private async Task<(string Tree, IReadOnlyList<string> Ticked)> TickAsync(LandingRequest request, CancellationToken cancellationToken)
    {
        if (request.Tick is not { } item || facts.Work.ListPath is not { } list)
        {
            return (request.Tree, request.Tick is null ? [] : [request.Task]);
        }

        var bytes = await new TreeDiff(committer.Repository.Git).ContentAsync(Head, list, cancellationToken).ConfigureAwait(false);
        if (bytes is null)
        {
            throw new ProblemException(
                new Problem("list.gone", "the task list is gone from the branch")
                {
                    Path = list,
                    Remedy = $"Give the run up with `ashlar undo {steps.Journal.Run}`, and start another with `ashlar run`",
                },
                exitStatus: 1
            );
        }

        var edit = request.TakesBack
            ? TaskListEdit.Untick(list, bytes, [item], facts.Order.List.Tasks)
            : TaskListEdit.Tick(list, bytes, [item]);
        if (edit.Content is null)
        {
            throw new ProblemException(edit.Problems[0], exitStatus: 1);
        }

        var tree = await request
            .Index.ReplaceAsync(
                request.Tree,
                new Dictionary<string, byte[]?>(StringComparer.Ordinal) { [list] = edit.Content },
                cancellationToken
            )
            .ConfigureAwait(false);
        return (tree, [.. edit.Changes.Select(change => change.Id)]);
    }

    /// <inheritdoc />
    public void Dispose() => held.Dispose();

    /// <summary>The last commit of earlier executions, of whatever task.</summary>
    private static string LastOf(RunFacts facts, StepLog steps, Func<string, bool> which) =>
        steps
            .PastOf<CommitCreated>()
            .Select(entry => entry.Read(RunJson.Default.CommitCreated))
            .LastOrDefault(commit => which(commit.Key))
            ?.Commit
        ?? facts.Started.Head;
}

/// <summary>The right to land: whoever holds it finds the branch where it was until it is given back.</summary>
internal sealed class BranchLease : IDisposable
{
    private readonly Landing landing;
    private readonly SemaphoreSlim held;

    internal BranchLease(Landing landing, SemaphoreSlim held)
    {
        this.landing = landing;
        this.held = held;
    }

    /// <summary>The branch's newest commit.</summary>
    public string Head => landing.Head;

    /// <summary>The commit of a step, where it was made before.</summary>
    public CommitCreated? Made(string task, string key) => landing.Made(task, key);

    /// <summary>Commits; what was committed before is found.</summary>
    /// <exception cref="ProblemException">It cannot land; exit status 1.</exception>
    public Task<CommitCreated> CommitAsync(LandingRequest request, CancellationToken cancellationToken) =>
        landing.CommitAsync(request, cancellationToken);

    /// <summary>Gives the lease back.</summary>
    public void Dispose() => held.Release();
}

/// <summary>A commit that is wanted.</summary>
/// <param name="Task">The task.</param>
/// <param name="Key">The step.</param>
/// <param name="Tree">The tree, without tick.</param>
/// <param name="Message">The whole message.</param>
/// <param name="Tick">The item to tick, or null for a commit without a tick.</param>
/// <param name="Index">Makes the tree with the tick.</param>
internal sealed record LandingRequest(string Task, string Key, string Tree, MaskedText Message, TaskItem? Tick, WorkTreeIndex Index)
{
    /// <summary>Whether the tick is taken back rather than set.</summary>
    public bool TakesBack { get; init; }

    /// <summary>Gate cycles that the iteration log does not have yet.</summary>
    public IReadOnlyList<IterationEntry> Log { get; init; } = [];
}
