using System.Text;
using Ashlar.Core.Reports;
using Ashlar.Core.Work;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs;

/// <summary>
/// The only writer of the run's branch and of the task list. A commit is recorded whole before it is made, date included, so that
/// making it again after a crash makes the same one.
/// </summary>
public sealed class Landing(RunWorld world) : IDisposable
{
    private const int MostTries = 30;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly SemaphoreSlim turn = new(1, 1);

    /// <summary>The branch's newest commit.</summary>
    public string Head { get; private set; } = world.Started.Head;

    /// <summary>An earlier execution of the run landed this commit.</summary>
    public void Advance(string commit) => Head = commit;

    /// <summary>Commits a tree for a task, and ticks it when a proof is given.</summary>
    /// <returns>The commit, or the problem that keeps it from landing.</returns>
    public async Task<(CommitCreated? Commit, Problem? Problem)> CommitAsync(LandingRequest request, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (world.Steps.Past<CommitCreated>("commit.created", request.Task, request.Key) is { } made)
            {
                Head = made.Commit;
                return (made, null);
            }

            return await MakeAsync(request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task<(CommitCreated? Commit, Problem? Problem)> MakeAsync(LandingRequest request, CancellationToken cancellationToken)
    {
        var logged = await LogAsync(request, cancellationToken).ConfigureAwait(false);
        var (tree, ticked, problem) = await TickAsync(request with { Tree = logged }, cancellationToken).ConfigureAwait(false);
        if (problem is not null)
        {
            return (null, problem);
        }

        var intended =
            world.Steps.Past<CommitIntended>("effect.intended", request.Task, request.Key)
            ?? new CommitIntended(request.Key, "commit", tree, Head, request.Message, Seconds(world.Clock.GetUtcNow()));
        if (world.Steps.PastEntry("effect.intended", request.Task, request.Key) is null)
        {
            world.Steps.Record("effect.intended", request.Task, intended);
            world.Steps.Journal.Sync();
        }

        var commit = new TreeCommit(intended.Tree, intended.Parent, intended.Message, intended.At);
        var hash = await commit.WriteAsync(world.Repository.Git, world.Identity, cancellationToken).ConfigureAwait(false);
        if (await MoveAsync(commit, hash, request.Task).ConfigureAwait(false) is { } hindrance)
        {
            return (null, hindrance);
        }

        Head = hash;
        var created = new CommitCreated(request.Key, hash, intended.Message.Split('\n')[0], ticked);
        world.Steps.Record("commit.created", request.Task, created);
        return (created, null);
    }

    /// <summary>The tree with the iteration log of the branch, grown by the request's entries.</summary>
    private async Task<string> LogAsync(LandingRequest request, CancellationToken cancellationToken)
    {
        if (world.LogPath is not { } path)
        {
            return request.Tree;
        }

        var content = await new TreeDiff(world.Repository.Git).ContentAsync(Head, path, cancellationToken).ConfigureAwait(false);
        foreach (var entry in request.Log)
        {
            content = IterationLog.Append(content, entry, $"Iteration log: {world.Started.Title}");
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

    /// <summary>Moves the branch; what hinders it, or null. A lock that a killed git left on the branch goes after a while.</summary>
    private async Task<Problem?> MoveAsync(TreeCommit commit, string hash, string task)
    {
        var (git, branch) = (world.Repository.Git, world.Started.Branch);
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (await commit.MoveAsync(git, branch, hash, $"ashlar: {task}", CancellationToken.None).ConfigureAwait(false))
            {
                return null;
            }

            var present = await git.RunAsync(["rev-parse", "--verify", "-q", $"refs/heads/{branch}"], CancellationToken.None)
                .ConfigureAwait(false);
            if (!string.Equals(Encoding.UTF8.GetString(present.Output).Trim(), commit.Parent, StringComparison.Ordinal))
            {
                return BranchMoved();
            }

            LeftOvers.RemoveBranchLock(world.Repository, branch, world.Clock.GetUtcNow());
            await Task.Delay(Look, world.Clock).ConfigureAwait(false);
        }

        return new Problem("branch.locked", $"the branch {branch} is locked by another git process")
        {
            Path = LeftOvers.BranchLock(world.Repository, branch),
            Remedy = "Wait for that process, or remove the file if there is none, then run `ashlar resume`",
        };
    }

    private async Task<(string Tree, IReadOnlyList<string> Ticked, Problem? Problem)> TickAsync(
        LandingRequest request,
        CancellationToken cancellationToken
    )
    {
        if (request.Tick is not { } item || world.Work.ListPath is not { } list)
        {
            return (request.Tree, request.Tick is null ? [] : [request.Task], null);
        }

        var bytes = await new TreeDiff(world.Repository.Git).ContentAsync(Head, list, cancellationToken).ConfigureAwait(false);
        if (bytes is null)
        {
            return (
                request.Tree,
                [],
                new Problem("list.gone", "the task list is gone from the branch")
                {
                    Path = list,
                    Remedy = "Put it back on the branch, then resume",
                }
            );
        }

        var edit = TaskListEdit.Tick(list, bytes, [item]);
        if (edit.Content is null)
        {
            return (request.Tree, [], edit.Problems[0]);
        }

        var tree = await request
            .Index.ReplaceAsync(
                request.Tree,
                new Dictionary<string, byte[]?>(StringComparer.Ordinal) { [list] = edit.Content },
                cancellationToken
            )
            .ConfigureAwait(false);
        return (tree, [.. edit.Changes.Select(change => change.Id)], null);
    }

    /// <inheritdoc />
    public void Dispose() => turn.Dispose();

    private Problem BranchMoved() =>
        new("branch.moved", $"the branch {world.Started.Branch} was moved by someone else while the run worked on it")
        {
            Observed = "another commit",
            Expected = Head,
            Remedy =
                $"Look at it with `git log {world.Started.Branch}`; to go on, set it back with `git update-ref refs/heads/{world.Started.Branch} {Head}` and run `ashlar resume`",
        };

    private static DateTimeOffset Seconds(DateTimeOffset at) => DateTimeOffset.FromUnixTimeSeconds(at.ToUnixTimeSeconds());
}

/// <summary>A commit that is wanted.</summary>
/// <param name="Task">The task.</param>
/// <param name="Key">The step.</param>
/// <param name="Tree">The tree, without tick.</param>
/// <param name="Message">The whole message.</param>
/// <param name="Tick">The item to tick, or null for a commit without a tick.</param>
/// <param name="Index">Makes the tree with the tick.</param>
public sealed record LandingRequest(string Task, string Key, string Tree, string Message, TaskItem? Tick, WorkTreeIndex Index)
{
    /// <summary>Gate cycles that the iteration log does not have yet.</summary>
    public IReadOnlyList<IterationEntry> Log { get; init; } = [];
}
