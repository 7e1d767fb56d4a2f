using Ashlar.Core.Runs.Landings;
using Ashlar.Core.Runs.People;
using Ashlar.Core.Runs.Places;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Secrets;
using Ashlar.Core.Work;

namespace Ashlar.Core.Runs.Tasks;

/// <summary>Works on single tasks: begins an attempt or resumes it, has one agent after the other work, and keeps what did not land.</summary>
/// <param name="recorder">Where the run keeps what it knows.</param>
/// <param name="team">Who works on each task, one after the other.</param>
/// <param name="sites">Where tasks are worked on.</param>
/// <param name="landing">The way to the branch.</param>
/// <param name="earlier">The worktrees that earlier attempts left.</param>
/// <param name="ended">What earlier executions brought to an end.</param>
/// <param name="handed">Commits what people hand over.</param>
/// <param name="assembly">Puts the work on a task together.</param>
internal sealed class TaskAttempts(
    Recorder recorder,
    IReadOnlyList<Crew> team,
    TaskSites sites,
    Landing landing,
    PreviousWorktree earlier,
    EndedTasks ended,
    HandedDocuments handed,
    TaskAssembly assembly
)
{
    /// <summary>Works on a task until it is done or something stops it.</summary>
    public async Task<TaskOutcome> RunAsync(TaskItem item, CancellationToken cancellationToken)
    {
        var before = ended.PartsOf(item.Id);
        while (true)
        {
            var part = TaskPart.After([.. before], team);
            var (outcome, taskBase) = await RunAsync(item, part, cancellationToken).ConfigureAwait(false);
            if (part.IsLast || outcome is not TaskDone done)
            {
                return outcome;
            }

            before.Add(new PartCompleted(done.Completed.Key, part.Number, part.Crew.Author.Definition.Name, taskBase, done.Completed));
        }
    }

    private async Task<(TaskOutcome Outcome, string Base)> RunAsync(TaskItem item, TaskPart part, CancellationToken cancellationToken)
    {
        var number = Attempts.Of(recorder.Steps, item.Id);
        var key = part.Key(number);
        var path = sites.PathOf(item, part);
        if (recorder.Steps.PastEntry<TaskStarted>(item.Id, key) is null)
        {
            await earlier.ClearAsync(item.Id, path, cancellationToken).ConfigureAwait(false);
        }

        await landing.AwaitTurnAsync(item.Id, cancellationToken).ConfigureAwait(false);
        await TakeOverAsync(item.Id, $"{key}/", cancellationToken).ConfigureAwait(false);
        var started = await recorder
            .Steps.OnceAsync(
                item.Id,
                key,
                () =>
                    Task.FromResult(
                        new TaskStarted(key, number, recorder.Masked(item.Title), landing.Head, path)
                        {
                            Agent = part.Agent,
                            Stage = part.Number,
                        }
                    )
            )
            .ConfigureAwait(false);
        var site = await sites.OpenAsync(new Attempt(item, started, part), cancellationToken).ConfigureAwait(false);
        await using (site.ConfigureAwait(false))
        {
            return (await WorkAsync(site, cancellationToken).ConfigureAwait(false), site.Base);
        }
    }

    /// <summary>Commits what came with answers that the attempt will not find by itself, such as those to questions of an earlier one.</summary>
    private async Task TakeOverAsync(string task, string prefix, CancellationToken cancellationToken)
    {
        if (handed.Left(task, prefix) is { Count: > 0 } left)
        {
            using var lease = await landing.LeaseAsync(task, cancellationToken).ConfigureAwait(false);
            _ = await handed.CommitAsync(lease, task, left, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<TaskOutcome> WorkAsync(TaskSite site, CancellationToken cancellationToken)
    {
        TaskOutcome outcome;
        try
        {
            outcome = await assembly.RunOf(site).RunAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await site.Worktree.KeepAsync(MaskedText.Literal("interrupted"), CancellationToken.None).ConfigureAwait(false);
            await site.LeaveAsync(landing.Head).ConfigureAwait(false);
            site.ForgetSecrets();
            throw;
        }

        if (outcome is TaskDone done)
        {
            if (site.Part.IsLast)
            {
                sites.Done(site.Item.Id, done.Completed);
            }

            await site.DisposeAsync().ConfigureAwait(false);
            await site.LeaveAsync(landing.Head).ConfigureAwait(false);
            site.Remove();
        }
        else
        {
            await site.Worktree.KeepAsync(recorder.Masked(Why(outcome)), CancellationToken.None).ConfigureAwait(false);
            await site.DisposeAsync().ConfigureAwait(false);
            await site.LeaveAsync(landing.Head).ConfigureAwait(false);
            if (outcome is TaskLost)
            {
                await site.FailAsync().ConfigureAwait(false);
            }
            else
            {
                site.ForgetSecrets();
            }
        }

        if (outcome is TaskLimited limited)
        {
            recorder.Steps.Record(site.Item.Id, limited.Limit);
        }

        return outcome;
    }

    private static string Why(TaskOutcome outcome) =>
        outcome switch
        {
            TaskLost lost => ShownText.Line(lost.Failed.Problem.Message),
            TaskWaits waits => $"waits for {waits.Escalation.Id}",
            TaskLimited limited => ShownText.Line(limited.Limit.Message),
            _ => "stopped",
        };
}
