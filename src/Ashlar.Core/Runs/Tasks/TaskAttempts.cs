using Ashlar.Core.Runs.Landings;
using Ashlar.Core.Runs.People;
using Ashlar.Core.Runs.Places;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Verdicts;
using Ashlar.Core.Secrets;
using Ashlar.Core.Work;

namespace Ashlar.Core.Runs.Tasks;

/// <summary>Works on single tasks: finds what became of one before, begins it or resumes it, and keeps what did not land.</summary>
/// <param name="world">What the run shares.</param>
/// <param name="environments">Makes the surroundings of a task.</param>
/// <param name="hall">Where gates run.</param>
/// <param name="landing">The way to the branch.</param>
internal sealed class TaskAttempts(RunWorld world, TaskEnvironments environments, GateHall hall, Landing landing)
{
    private readonly EarlierWorktree earlier = new(world);
    private readonly Questions questions = new(world.Steps);

    /// <summary>The tasks that ended in earlier executions of the run, in the order in which they did.</summary>
    public async Task<IReadOnlyList<(TaskItem Item, TaskOutcome Outcome)>> EndedAsync(CancellationToken cancellationToken)
    {
        var ended = new List<(TaskItem Item, TaskOutcome Outcome)>();
        foreach (var (item, attempt, _) in Ends().OrderBy(end => end.Seq))
        {
            ended.Add((item, await EndOfAsync(item, attempt, cancellationToken).ConfigureAwait(false)));
        }

        return ended;
    }

    /// <summary>Works on a task until it is done or something stops it.</summary>
    public async Task<TaskOutcome> RunAsync(TaskItem item, CancellationToken cancellationToken)
    {
        var before = new List<StageCompleted>(Completed(item.Id));
        foreach (var part in before)
        {
            earlier.Remove(item.Id, part.Stage);
        }

        while (before.Count < world.Earlier.Count)
        {
            var stage = TaskStage.Of(world, before.Count + 1, [.. before]);
            var (outcome, taskBase) = await RunAsync(item, stage, cancellationToken).ConfigureAwait(false);
            if (outcome is not TaskDone done)
            {
                return outcome;
            }

            before.Add(new StageCompleted(done.Completed.Key, stage.Number, stage.World.Agent.Name, taskBase, done.Completed));
        }

        return (await RunAsync(item, TaskStage.Of(world, before.Count + 1, before), cancellationToken).ConfigureAwait(false)).Outcome;
    }

    private async Task<(TaskOutcome Outcome, string Base)> RunAsync(TaskItem item, TaskStage stage, CancellationToken cancellationToken)
    {
        var attempt = Attempts.Of(world.Steps, item.Id);
        var key = stage.Key(attempt);
        var path = stage.Worktree(item);
        if (world.Steps.PastEntry<TaskStarted>(item.Id, key) is null)
        {
            await earlier.ClearAsync(item.Id, path, cancellationToken).ConfigureAwait(false);
        }

        if (world.Sequence is { } sequence)
        {
            await sequence.TakeTurnAsync(item.Id, cancellationToken).ConfigureAwait(false);
        }

        var started = await world
            .Steps.OnceAsync(
                item.Id,
                key,
                () =>
                    Task.FromResult(
                        new TaskStarted(key, attempt, world.Masked(item.Title), landing.Head, path)
                        {
                            Agent = stage.Agent,
                            Stage = stage.Number,
                        }
                    )
            )
            .ConfigureAwait(false);
        var environment = environments.For(item, started, stage);
        TaskSite site;
        try
        {
            site = await TaskSite.PrepareAsync(stage, item, started, environment, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await environment.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        await using (site.ConfigureAwait(false))
        {
            return (await WorkAsync(item, site, cancellationToken).ConfigureAwait(false), site.Base);
        }
    }

    /// <summary>The parts of a task that earlier executions completed, in order; a task that was done once begins with the first again.</summary>
    private List<StageCompleted> Completed(string task)
    {
        var parts = new List<StageCompleted>();
        foreach (var entry in world.Steps.PastOf(task))
        {
            if (entry.Is<TaskCompleted>())
            {
                parts.Clear();
            }
            else if (entry.Is<StageCompleted>())
            {
                parts.Add(entry.Read(RunJson.Default.StageCompleted));
                hall.Recall(task, parts[^1].Work, entry.Seq);
            }
        }

        return parts;
    }

    private async Task<TaskOutcome> WorkAsync(TaskItem item, TaskSite site, CancellationToken cancellationToken)
    {
        var kept = new KeptWork(world.Repository.Git, world.Identity, world.TreeSecrets, world.Folder);
        TaskOutcome outcome;
        try
        {
            outcome = await new TaskRun(site.Stage.World, item, site, new Judge(site.Stage.World, hall), landing, questions, hall)
                .RunAsync(cancellationToken)
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await site.KeepAsync(kept, MaskedText.Literal("interrupted"), CancellationToken.None).ConfigureAwait(false);
            await site.LeaveAsync(landing.Head).ConfigureAwait(false);
            site.ForgetSecrets();
            throw;
        }

        if (outcome is TaskDone done)
        {
            if (site.Stage.IsLast)
            {
                environments.Done(item.Id, done.Completed);
            }

            await site.DisposeAsync().ConfigureAwait(false);
            await site.LeaveAsync(landing.Head).ConfigureAwait(false);
            site.Remove();
        }
        else
        {
            await site.KeepAsync(kept, world.Masked(Why(outcome)), CancellationToken.None).ConfigureAwait(false);
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
            world.Steps.Record(item.Id, limited.Limit);
        }

        return outcome;
    }

    private IEnumerable<(TaskItem Item, int Attempt, long Seq)> Ends()
    {
        foreach (var item in world.Assignment.Units)
        {
            var attempt = Attempts.Of(world.Steps, item.Id);
            var end =
                world.Steps.PastEntry<TaskCompleted>(item.Id, $"{attempt}/end")
                ?? world.Steps.PastEntry<TaskFailed>(item.Id, $"{attempt}/end");
            if (end is not null)
            {
                yield return (item, attempt, end.Seq);
            }
        }
    }

    private async Task<TaskOutcome> EndOfAsync(TaskItem item, int attempt, CancellationToken cancellationToken)
    {
        if (world.Steps.Past<TaskCompleted>(item.Id, $"{attempt}/end") is { } completed)
        {
            earlier.Remove(item.Id);
            hall.Recall(item.Id, completed, long.MaxValue);
            environments.Done(item.Id, completed);
            return new TaskDone(completed);
        }

        await earlier.KeepAsync(item.Id, cancellationToken).ConfigureAwait(false);
        return new TaskLost(world.Steps.Past<TaskFailed>(item.Id, $"{attempt}/end")!);
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
