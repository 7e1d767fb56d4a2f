using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Secrets;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Places;

/// <summary>The worktree that an earlier attempt, or an execution that was killed, left for a task.</summary>
/// <param name="facts">What the run is.</param>
/// <param name="recorder">Where the run keeps what it knows.</param>
/// <param name="committer">The repository, and who commits there.</param>
/// <param name="clock">The clock.</param>
internal sealed class PreviousWorktree(RunFacts facts, Recorder recorder, Committer committer, TimeProvider clock)
{
    /// <summary>Makes room for a new attempt: what is there is kept under a ref and removed.</summary>
    public async Task ClearAsync(string task, string path, CancellationToken cancellationToken)
    {
        if (Starts(task).LastOrDefault(start => string.Equals(start.Worktree, path, StringComparison.Ordinal)) is { } before)
        {
            await KeepAsync(task, before, cancellationToken).ConfigureAwait(false);
        }

        new Worktree(committer.Repository, path).Remove();
    }

    /// <summary>Keeps the work of the last attempt, which failed; where it was kept before, nothing happens.</summary>
    public async Task KeepAsync(string task, CancellationToken cancellationToken)
    {
        if (Starts(task).LastOrDefault() is { } last)
        {
            await KeepAsync(task, last, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Removes what is there of a task that is done; nothing is not a problem.</summary>
    public void Remove(string task) => Remove(task, _ => true);

    /// <summary>Removes what is there of a part of a task that is done.</summary>
    public void Remove(string task, int stage) => Remove(task, start => start.Stage == stage);

    private void Remove(string task, Func<TaskStarted, bool> which)
    {
        foreach (var start in Starts(task).Where(which))
        {
            new Worktree(committer.Repository, start.Worktree).Remove();
            TaskScratch.Remove(TaskScratch.Of(recorder.Folder, task, start));
        }
    }

    private IEnumerable<TaskStarted> Starts(string task) =>
        recorder.Steps.PastOf(task).Where(entry => entry.Is<TaskStarted>()).Select(entry => entry.Read(RunJson.Default.TaskStarted));

    private async Task KeepAsync(string task, TaskStarted started, CancellationToken cancellationToken)
    {
        var worktree = new Worktree(committer.Repository, started.Worktree);
        if (!worktree.Exists)
        {
            return;
        }

        var taskBase =
            recorder
                .Steps.PastOf(task)
                .LastOrDefault(entry =>
                    entry.Is<EffectFinished>()
                    && string.Equals(entry.Text("effect"), "rebase", StringComparison.Ordinal)
                    && entry.Text("key")!.StartsWith($"{started.Key}/", StringComparison.Ordinal)
                )
                ?.Text("base")
            ?? started.Base;
        var path = Path.Combine(
            Directory.CreateDirectory(recorder.Folder.ScratchPath).FullName,
            $"{RunFolder.FileName(task)}-earlier-index"
        );
        File.Delete(path);
        var state = await new WorkTreeIndex(worktree.Git, path)
            .WriteAsync(taskBase, facts.OwnPaths, cancellationToken)
            .ConfigureAwait(false);
        await committer
            .Keeping(recorder.Folder)
            .KeepAsync(task, taskBase, state.Tree, MaskedText.Compose($"attempt {started.Attempt}"), clock.GetUtcNow(), cancellationToken)
            .ConfigureAwait(false);
    }
}
