using Ashlar.Core.Journal;
using Ashlar.Core.Runs.Landings;
using Ashlar.Core.Runs.Places;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Starts;
using Ashlar.Core.Secrets;
using Ashlar.Core.Work;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Execution;

/// <summary>
/// Opens a done task again: the tick is taken back by a commit, those that build on the task become stale, and the next resumption does the task
/// again. The journal keeps what was.
/// </summary>
/// <param name="services">What is given from outside.</param>
/// <param name="folder">The run.</param>
public sealed class Reopening(RunHostServices services, RunFolder folder)
{
    /// <summary>Opens the task.</summary>
    /// <param name="task">Its id.</param>
    /// <param name="note">What the agent is told, or null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The tasks that are stale now.</returns>
    /// <exception cref="ProblemException">The task is not done, somebody works on the run, or its branch was moved.</exception>
    public async Task<IReadOnlyList<string>> OpenAsync(string task, string? note, CancellationToken cancellationToken)
    {
        using var owned =
            await folder.Record.TryTakeAsync(services.Clock, cancellationToken).ConfigureAwait(false) ?? throw RunHost.Busy(folder);
        var past = folder.Record.ReadWhole().Entries;
        var state = RunState.Of(past);
        var progress = state.Tasks.First(one => string.Equals(one.Id, task, StringComparison.Ordinal));
        if (progress.State is not "done")
        {
            throw NotDone(state, progress);
        }

        var (spec, rules) = await new RunResumption(
            services,
            folder,
            ResumePoint.Of(past),
            null,
            ContainmentChoice.Trusting(unsafeNoSandbox: false)
        )
            .ReadAsync(cancellationToken)
            .ConfigureAwait(false);
        await CheckBranchAsync(spec.Repository, state, cancellationToken).ConfigureAwait(false);
        var checkout = await CheckoutAsync(spec.Repository, state.Started!, cancellationToken).ConfigureAwait(false);
        var stale = Stale(rules.Order.List, state, task);
        using (var journal = Open(folder, rules.Mask, services))
        {
            var attempt = Attempts.Of(past, task) + 1;
            journal.Append(
                task,
                journal.Masked(
                    new TaskReopened($"{attempt}", note is null ? null : MaskedText.Of(rules.Mask, note), progress.Commit, stale),
                    RunJson.Default.TaskReopened
                )
            );
            journal.Sync();
        }

        await FinishAsync(folder, spec, rules, services, cancellationToken).ConfigureAwait(false);
        if (checkout is not null)
        {
            await checkout.FollowAsync(RunState.Of(folder.Record.ReadWhole().Entries).Head, cancellationToken).ConfigureAwait(false);
        }

        return stale;
    }

    /// <summary>The checkout that comes along, or null; nobody else may have the branch checked out.</summary>
    private async Task<FollowingCheckout?> CheckoutAsync(Repository repository, RunStarted started, CancellationToken cancellationToken)
    {
        var comes = started.Checkout is not null;
        _ = await FreeBranch
            .OfAsync(repository, started.Branch, comes, "then open the task again", cancellationToken)
            .ConfigureAwait(false);
        if (!comes || InPlaceMark.Read(folder.MarkPath) is not null)
        {
            // With a mark it holds the work of a task, which the next resumption settles.
            return null;
        }

        var checkout = new FollowingCheckout(repository, started, services.Clock);
        await checkout.CheckAsync(cancellationToken).ConfigureAwait(false);
        return checkout;
    }

    /// <summary>Makes the commits that take ticks back, as far as they are not made yet.</summary>
    /// <exception cref="ProblemException">The branch was moved.</exception>
    internal static async Task FinishAsync(
        RunFolder folder,
        RunSpec spec,
        RunRules rules,
        RunHostServices services,
        CancellationToken cancellationToken
    )
    {
        using var journal = Open(folder, rules.Mask, services);
        var steps = new StepLog(journal, RunJson.Default);
        foreach (var entry in journal.Past.Where(entry => entry.Is<TaskReopened>()))
        {
            var reopened = entry.Read(RunJson.Default.TaskReopened);
            var key = $"{CommitCreated.TakingBack}{reopened.Key}";
            if (steps.PastEntry<CommitCreated>(entry.Task, key) is null)
            {
                var identity = await CommitSigning
                    .IdentityAsync(
                        spec.Repository,
                        spec.Identity,
                        spec.Start.Configuration.Commit.Sign && spec.Identity.Signing is null,
                        folder.ScratchPath,
                        cancellationToken
                    )
                    .ConfigureAwait(false);
                spec = spec with { Identity = identity };
                await CommitAsync(folder, spec, rules, steps, entry.Task!, key, reopened, services.Clock, cancellationToken)
                    .ConfigureAwait(false);
            }
        }
    }

    private static IJournal Open(RunFolder folder, SecretMask mask, RunHostServices services)
    {
        var journal = folder.Record.Open(services.Clock, mask);
        foreach (var observer in services.Observers)
        {
            journal.Observe(observer);
        }

        return journal;
    }

    private static async Task CommitAsync(
        RunFolder folder,
        RunSpec spec,
        RunRules rules,
        StepLog steps,
        string task,
        string key,
        TaskReopened reopened,
        TimeProvider clock,
        CancellationToken cancellationToken
    )
    {
        var state = RunState.Of(steps.Journal.Past);
        var started = state.Started!;
        if (started.Work.ListPath is not { } path)
        {
            return;
        }

        var git = spec.Repository.Git;
        var item = rules.Order.List.Tasks.First(one => string.Equals(one.Id, task, StringComparison.Ordinal));
        var bytes = await new TreeDiff(git).ContentAsync(state.Head, path, cancellationToken).ConfigureAwait(false);
        var edit = TaskListEdit.Untick(path, bytes ?? [], [item], rules.Order.List.Tasks);
        if (edit.Content is null)
        {
            throw new ProblemException(edit.Problems[0]);
        }

        var index = new WorkTreeIndex(
            spec.Repository.Checkout,
            Path.Combine(Directory.CreateDirectory(folder.ScratchPath).FullName, "reopening-index")
        );
        var files = new Dictionary<string, byte[]?>(StringComparer.Ordinal) { [path] = edit.Content };
        var tree = await index.ReplaceAsync(state.Head, files, cancellationToken).ConfigureAwait(false);
        var message = CommitText.Of(
            folder.Id,
            task,
            MaskedText.Of(rules.Mask, $"Open again: {item.Title}"),
            reopened.Note,
            proof: null,
            started.Work.Ticket,
            [],
            started.Sandbox is "bubblewrap" ? null : started.Sandbox
        );
        var writer = new BranchWriter(spec.Repository, spec.Identity, new TreeSecrets(git, rules.Mask), steps, started, clock);
        var intended =
            steps.Past<CommitIntended>(task, key)
            ?? writer.Intend(
                new CommitIntended(key, CommitIntended.Name, tree, state.Head, message, clock.GetUtcNow())
                {
                    Ticked = [.. edit.Changes.Select(change => change.Id)],
                },
                task
            );
        await writer.MakeAsync(intended, task).ConfigureAwait(false);
    }

    /// <summary>The done tasks that build on one; in a list that states no dependency, those after it.</summary>
    private static List<string> Stale(TaskList list, RunState state, string task)
    {
        var built = Assignment.Of(list, state.Started!.Options.Only).Blocked(new HashSet<string>(StringComparer.Ordinal) { task });
        return [.. state.Tasks.Where(one => one.State is "done" && built.ContainsKey(one.Id)).Select(one => one.Id)];
    }

    private static async Task CheckBranchAsync(Repository repository, RunState state, CancellationToken cancellationToken)
    {
        var branch = state.Started!.Branch;
        if (await repository.Git.HeadOfAsync(branch, cancellationToken).ConfigureAwait(false) != state.Head)
        {
            throw new ProblemException(await BranchWriter.AstrayAsync(repository.Git, state.Run, branch, state.Head).ConfigureAwait(false));
        }
    }

    private static ProblemException NotDone(RunState state, TaskProgress task) =>
        new(
            new Problem("task.not-done", $"the task {task.Id} is {task.State}, so there is no tick to take back")
            {
                Remedy = task.State is "failed" or "waiting"
                    ? $"Start it again with `ashlar resume {state.Run} --retry {task.Id}`"
                    : $"Resume with `ashlar resume {state.Run}`",
            }
        );
}
