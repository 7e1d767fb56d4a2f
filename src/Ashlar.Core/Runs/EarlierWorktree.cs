using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs;

/// <summary>The worktree that an earlier attempt, or an execution that was killed, left for a task.</summary>
/// <param name="world">What the run shares.</param>
internal sealed class EarlierWorktree(RunWorld world)
{
    /// <summary>Makes room for a new attempt: what is there is kept under a ref and removed.</summary>
    public async Task ClearAsync(string task, int attempt, CancellationToken cancellationToken)
    {
        await KeepAsync(task, attempt - 1, cancellationToken).ConfigureAwait(false);
        Remove(task);
    }

    /// <summary>Keeps the work of an attempt that failed; where it was kept before, nothing happens.</summary>
    public async Task KeepAsync(string task, int attempt, CancellationToken cancellationToken)
    {
        if (
            world.Steps.Past<TaskStarted>("task.started", task, $"{attempt}") is not { } started
            || Of(task) is not { Exists: true } worktree
        )
        {
            return;
        }

        var taskBase =
            world
                .Steps.Journal.Past.LastOrDefault(entry =>
                    entry.Type == "effect.finished"
                    && string.Equals(entry.Task, task, StringComparison.Ordinal)
                    && string.Equals(entry.Text("effect"), "rebase", StringComparison.Ordinal)
                    && entry.Text("key")!.StartsWith($"{attempt}/", StringComparison.Ordinal)
                )
                ?.Text("base")
            ?? started.Base;
        var path = Path.Combine(Directory.CreateDirectory(world.Folder.ScratchPath).FullName, $"{RunFolder.FileName(task)}-earlier-index");
        File.Delete(path);
        var state = await new WorkTreeIndex(worktree.Git, path)
            .WriteAsync(taskBase, world.OwnPaths, cancellationToken)
            .ConfigureAwait(false);
        await new KeptWork(world.Repository.Git, world.Identity, world.Folder.Id)
            .KeepAsync(task, taskBase, state.Tree, $"attempt {attempt}", world.Clock.GetUtcNow(), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Removes what is there; nothing is no trouble.</summary>
    public void Remove(string task) => Of(task).Remove();

    private Worktree Of(string task) => new(world.Repository, world.Folder.WorktreePath(task));
}
