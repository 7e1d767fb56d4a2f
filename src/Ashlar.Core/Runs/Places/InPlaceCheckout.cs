using Ashlar.Core.Conversations;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Starts;
using Ashlar.Core.Secrets;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Places;

/// <summary>
/// The user's checkout as the place of a run (<c>--in-place</c>). While a task is worked on it holds the task's work; between tasks and
/// executions it stands clean on the run's branch. Files that git ignores are the user's and stay as they are.
/// </summary>
/// <param name="facts">What the run is.</param>
/// <param name="recorder">Where the run keeps what it knows.</param>
/// <param name="committer">The repository, and who commits there.</param>
/// <param name="clock">The clock.</param>
internal sealed class InPlaceCheckout(RunFacts facts, Recorder recorder, Committer committer, TimeProvider clock)
{
    private readonly Repository repository = committer.Repository;

    private Git Git => repository.Checkout;

    private CheckoutIndex Index => new(repository, clock);

    private CheckoutMove Move => new(repository, clock);

    private string Branch => $"refs/heads/{facts.Started.Branch}";

    /// <summary>
    /// Brings the checkout to the run's branch. What an execution that was killed left there is resumed where its attempt is still
    /// open; else it is kept under a ref, unless it landed, and taken away.
    /// </summary>
    /// <param name="head">The branch's newest commit.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ProblemException">The checkout has changes of its own, or is elsewhere; exit status 2.</exception>
    public async Task EnterAsync(string head, CancellationToken cancellationToken)
    {
        if (await UserCheckout.HiddenAsync(repository, cancellationToken).ConfigureAwait(false) is { } hidden)
        {
            throw new ProblemException(hidden with { Remedy = $"{hidden.Remedy}, then run `ashlar resume {recorder.Folder.Id}`" });
        }

        if (InPlaceMark.Read(recorder.Folder.MarkPath) is not { } mark)
        {
            await FollowAsync(head, cancellationToken).ConfigureAwait(false);
            await SwitchAsync(head, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (!await UserCheckout.StandsOnAsync(repository, facts.Started.Branch, cancellationToken).ConfigureAwait(false))
        {
            throw Elsewhere();
        }

        var (task, attempt) = (mark[..mark.LastIndexOf('\n')], mark[(mark.LastIndexOf('\n') + 1)..]);
        var landed =
            (
                recorder.Steps.PastEntry<TaskCompleted>(task, $"{attempt}/end")
                ?? recorder.Steps.PastEntry<PartCompleted>(task, $"{attempt}/end")
            )
            is not null;
        var isOpen = !landed && $"{Attempts.Of(recorder.Steps, task)}" == attempt.Split('.')[0];
        if (isOpen && recorder.Steps.PastEntry<TaskFailed>(task, $"{attempt}/end") is null)
        {
            return;
        }

        var index = new WorkTreeIndex(Git, Path.Combine(Directory.CreateDirectory(recorder.Folder.ScratchPath).FullName, "left-index"));
        File.Delete(index.Path);
        var taskBase = recorder.Steps.Past<TaskStarted>(task, attempt)?.Base ?? head;
        var state = await index.WriteAsync(taskBase, facts.OwnPaths, cancellationToken).ConfigureAwait(false);
        if (!landed)
        {
            var kept = await committer
                .Keeping(recorder.Folder)
                .KeepAsync(task, taskBase, state.Tree, recorder.Masked($"attempt {attempt}"), clock.GetUtcNow(), cancellationToken)
                .ConfigureAwait(false);
            await TellKeptAsync(task, kept, taskBase, state.Tree, cancellationToken).ConfigureAwait(false);
        }

        await SettleAsync(index, task, taskBase, head).ConfigureAwait(false);
    }

    /// <summary>Says what is taken out of the checkout without having landed: files that a person wrote meanwhile may be among it.</summary>
    /// <param name="task">The task whose work the checkout held.</param>
    /// <param name="kept">The ref under which it is kept; null where there is nothing.</param>
    /// <param name="taskBase">The commit that the task builds on.</param>
    /// <param name="tree">The files of the checkout.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task TellKeptAsync(string task, string? kept, string taskBase, string tree, CancellationToken cancellationToken)
    {
        var key = $"{ChangeReverted.Left}{kept}";
        if (kept is null || recorder.Steps.PastEntry<ChangeReverted>(task, key) is not null)
        {
            return;
        }

        var changed = await new TreeDiff(committer.Git).FilesAsync(taskBase, tree, cancellationToken).ConfigureAwait(false);
        recorder.Steps.Record(task, new ChangeReverted(key, [.. changed.Select(file => file.Path)], "checkout.edited") { Kept = kept });
    }

    /// <summary>Leaves the checkout clean on the branch; the work that it held has landed or is kept.</summary>
    /// <param name="index">The index that follows the files, written just now.</param>
    /// <param name="task">The task whose work it held.</param>
    /// <param name="taskBase">The commit that the task builds on.</param>
    /// <param name="head">The branch's newest commit.</param>
    public async Task SettleAsync(WorkTreeIndex index, string task, string taskBase, string head)
    {
        await KeepEditsAsync(index, task, taskBase, head).ConfigureAwait(false);
        await Move.BringAsync(index, head).ConfigureAwait(false);
        await RemoveCachesAsync(index).ConfigureAwait(false);
        await Move.IndexAsync(head, CancellationToken.None).ConfigureAwait(false);
        File.Delete(recorder.Folder.MarkPath);
    }

    /// <summary>
    /// What somebody wrote meanwhile into files that are Ashlar's own, such as the task list, is no work of the task, and it would be put back
    /// with the rest: it is kept under a ref first, and said.
    /// </summary>
    private async Task KeepEditsAsync(WorkTreeIndex index, string task, string taskBase, string head)
    {
        var edits = new Dictionary<string, byte[]?>(StringComparer.Ordinal);
        using var files = new SafeFiles(new Workspace(repository.Root, repository.Root));
        foreach (var path in facts.OwnPaths)
        {
            if (files.Read(path, int.MaxValue) is not { Ok: true, Value.Bytes: var content })
            {
                continue;
            }

            var present = await Git.TextAsync(["hash-object", "--stdin", "--path", path], CancellationToken.None, new GitInput(content))
                .ConfigureAwait(false);
            var known = new[] { await BlobAsync(taskBase, path).ConfigureAwait(false), await BlobAsync(head, path).ConfigureAwait(false) };
            if (!known.Contains(present, StringComparer.Ordinal))
            {
                edits[path] = content;
            }
        }

        if (edits.Count == 0)
        {
            return;
        }

        var tree = await index.ReplaceAsync(taskBase, edits, CancellationToken.None).ConfigureAwait(false);
        var kept = await committer
            .Keeping(recorder.Folder)
            .KeepAsync(task, taskBase, tree, MaskedText.Literal("edits of somebody else"), clock.GetUtcNow(), CancellationToken.None)
            .ConfigureAwait(false);
        var key = $"edits/{kept}";
        if (recorder.Steps.PastEntry<ChangeReverted>(task, key) is null)
        {
            recorder.Steps.Record(task, new ChangeReverted(key, [.. edits.Keys], "checkout.edited") { Kept = kept });
        }
    }

    private async Task<string> BlobAsync(string commit, string path)
    {
        var found = await Git.RunAsync(["rev-parse", "-q", "--verify", $"{commit}:{path}"], CancellationToken.None).ConfigureAwait(false);
        return System.Text.Encoding.UTF8.GetString(found.Output).Trim();
    }

    /// <summary>Follows commits that Ashlar made on the branch without a task, where the checkout stands clean on it.</summary>
    public Task FollowAsync(string head, CancellationToken cancellationToken) =>
        new FollowingCheckout(repository, facts.Started, clock).FollowAsync(head, cancellationToken);

    /// <summary>Puts the checkout on the branch at a commit. Nothing that is not committed is overwritten.</summary>
    private async Task SwitchAsync(string head, CancellationToken cancellationToken)
    {
        var dirty = await UserCheckout.UncommittedAsync(repository, cancellationToken).ConfigureAwait(false);
        if (dirty.Count > 0 && await Move.IsHalfDoneAsync("HEAD", head, cancellationToken).ConfigureAwait(false))
        {
            await Move.FinishAsync(head, cancellationToken).ConfigureAwait(false);
            dirty = [];
        }

        var others = dirty.Except(facts.Started.Checkout!.Included, StringComparer.Ordinal).Where(path => !IsHanded(path)).ToList();
        if (others.Count > 0)
        {
            throw UserCheckout.Dirty(others);
        }

        // Files of the work order are committed to the branch as they are, and documents that came with an answer are kept with it:
        // nothing is lost.
        string[] read = dirty.Count > 0 ? ["read-tree", "--reset", head] : ["read-tree", "-m", "-u", "HEAD", head];
        await Index.ChangeAsync(input => Git.TextAsync(read, cancellationToken, input), cancellationToken).ConfigureAwait(false);
        await Index.PointAsync(Branch, $"ashlar: {recorder.Folder.Id}", committer.Identity, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether a file is there as a person handed it over with an answer.</summary>
    private bool IsHanded(string path)
    {
        using var files = new SafeFiles(new Workspace(repository.Root, repository.Root));
        return files.Read(path, int.MaxValue) is { Ok: true, Value.Bytes: var content }
            && recorder
                .Steps.PastOf<EscalationAnswered>()
                .SelectMany(entry => entry.Read(RunJson.Default.EscalationAnswered).With)
                .Any(document =>
                    string.Equals(document.Path, path, StringComparison.Ordinal)
                    && recorder.Folder.Artifacts.Get(document.Content).AsSpan().SequenceEqual(content)
                );
    }

    /// <summary>The caches of interpreters and tools that commands left, which are not part of anything.</summary>
    private async Task RemoveCachesAsync(WorkTreeIndex index)
    {
        var followed = new Dictionary<string, string>(StringComparer.Ordinal) { ["GIT_INDEX_FILE"] = index.Path };
        var others = await Git.FieldsAsync(
                ["ls-files", "-z", "--others", "--exclude-standard"],
                CancellationToken.None,
                new GitInput(null, followed)
            )
            .ConfigureAwait(false);
        using var files = new SafeFiles(new Workspace(repository.Root, repository.Root));
        foreach (var path in others.Where(IgnoreRules.IsCache))
        {
            _ = files.Delete(path);
        }
    }

    private ProblemException Elsewhere() =>
        new(
            new Problem("checkout.elsewhere", $"the checkout left the branch {facts.Started.Branch} while a task was worked on in it")
            {
                Path = repository.Root,
                Remedy = $"Go back to it: `git checkout {facts.Started.Branch}`, then run `ashlar resume {recorder.Folder.Id}`",
            }
        );
}
