using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Landings;

/// <summary>
/// Puts a task's change on top of what landed since the task began: among git's objects first, recorded, and then in the worktree, so
/// that doing it again after a crash gives the same result.
/// </summary>
/// <param name="facts">What the run is.</param>
/// <param name="recorder">Where the run keeps what it knows.</param>
/// <param name="committer">The repository, and who commits there.</param>
/// <param name="task">The task's id.</param>
/// <param name="worktree">Its worktree.</param>
/// <param name="indexPath">The private index that follows the worktree's files.</param>
internal sealed class Rebase(RunFacts facts, Recorder recorder, Committer committer, string task, Worktree worktree, string indexPath)
{
    private readonly Git git = committer.Repository.Git;

    /// <summary>Does it, or takes over what was recorded of it.</summary>
    /// <param name="key">The step.</param>
    /// <param name="ground">What the task builds on now.</param>
    /// <param name="head">The branch's newest commit.</param>
    /// <param name="tree">The task's tree.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<Rebased> OntoAsync(string key, TaskBase ground, string head, string tree, CancellationToken cancellationToken)
    {
        if (recorder.Steps.Past<Rebased>(task, key) is { } known)
        {
            return known;
        }

        var intended = await recorder
            .Steps.OnceAsync(task, key, () => MergeAsync(key, ground, head, tree, cancellationToken))
            .ConfigureAwait(false);
        var rebased = intended.Done();
        await ApplyAsync(rebased, cancellationToken).ConfigureAwait(false);
        recorder.Steps.Record(task, rebased);
        return rebased;
    }

    private async Task<RebaseIntended> MergeAsync(
        string key,
        TaskBase ground,
        string head,
        string tree,
        CancellationToken cancellationToken
    )
    {
        var merge = new TreeMerge(git, committer.Identity);
        var index = new WorkTreeIndex(worktree.Git, indexPath);
        var own = await OwnFilesAsync(ground.Synced, cancellationToken).ConfigureAwait(false);
        var work = await index.ReplaceAsync(tree, own, cancellationToken).ConfigureAwait(false);
        var merged = await merge.MergeAsync(ground.Synced, head, work, cancellationToken).ConfigureAwait(false);
        return new RebaseIntended(
            key,
            RebaseIntended.Name,
            head,
            await BaseAsync(merge, index, own, ground, head, cancellationToken).ConfigureAwait(false),
            merged.Tree,
            merged.Conflicts,
            await LandedAsync(ground.Synced, head, cancellationToken).ConfigureAwait(false)
        );
    }

    /// <summary>
    /// What the task's change is measured against from now on: the branch without what the task itself committed before. Where that cannot
    /// be taken out, because others changed the same lines since, it is the branch as it is.
    /// </summary>
    private async Task<string> BaseAsync(
        TreeMerge merge,
        WorkTreeIndex index,
        Dictionary<string, byte[]?> own,
        TaskBase ground,
        string head,
        CancellationToken cancellationToken
    )
    {
        if (string.Equals(ground.Base, ground.Synced, StringComparison.Ordinal))
        {
            return head;
        }

        var before = await index.ReplaceAsync(ground.Base, own, cancellationToken).ConfigureAwait(false);
        var merged = await merge.MergeAsync(ground.Synced, head, before, cancellationToken).ConfigureAwait(false);
        var there = await CommitTree.OfAsync(git, head, cancellationToken).ConfigureAwait(false);
        return merged.Conflicts.Count > 0 || string.Equals(merged.Tree, there, StringComparison.Ordinal)
            ? head
            : await merge
                .PassingAsync(merged.Tree, head, recorder.Masked($"The branch without task {task}\n"), cancellationToken)
                .ConfigureAwait(false);
    }

    /// <summary>Ashlar's own files as at a commit: only Ashlar changes them, so they never differ by the task's work.</summary>
    private async Task<Dictionary<string, byte[]?>> OwnFilesAsync(string commit, CancellationToken cancellationToken)
    {
        var files = new Dictionary<string, byte[]?>(StringComparer.Ordinal);
        foreach (var path in facts.OwnPaths)
        {
            files[path] = await new TreeDiff(git).ContentAsync(commit, path, cancellationToken).ConfigureAwait(false);
        }

        return files;
    }

    /// <summary>What landed, for the agent: subject, task and files of each commit.</summary>
    private async Task<IReadOnlyList<string>> LandedAsync(string from, string head, CancellationToken cancellationToken)
    {
        var landed = new List<string>();
        var commits = await git.LinesAsync(["rev-list", "--reverse", $"{from}..{head}"], cancellationToken).ConfigureAwait(false);
        foreach (var commit in commits)
        {
            var words = await git.TextAsync(
                    ["log", "-1", "--no-show-signature", "--format=%s (task %(trailers:key=Ashlar-Task,valueonly,separator=%x2C))", commit],
                    cancellationToken
                )
                .ConfigureAwait(false);
            var files = await new TreeDiff(git).FilesAsync($"{commit}^", commit, cancellationToken).ConfigureAwait(false);
            var paths = files.Select(file => file.Path).Where(path => !facts.OwnPaths.Contains(path)).ToList();
            landed.Add(paths.Count == 0 ? words : $"{words}: {string.Join(", ", paths)}");
        }

        return landed;
    }

    /// <summary>Brings the worktree to the merged tree; a second time it finds nothing to do.</summary>
    private async Task ApplyAsync(Rebased rebased, CancellationToken cancellationToken)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["GIT_INDEX_FILE"] = indexPath };
        File.Delete(indexPath + ".lock");
        await worktree
            .Git.TextAsync(["read-tree", "-u", "--reset", rebased.Tree], cancellationToken, new GitInput(null, environment))
            .ConfigureAwait(false);
        await worktree.StandOnAsync(rebased.Base, cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>What a task builds on.</summary>
/// <param name="Base">The task base: its change is measured against it.</param>
/// <param name="Synced">The commit of the branch whose work the worktree holds: the base, or a later one that the task made itself.</param>
internal sealed record TaskBase(string Base, string Synced);
