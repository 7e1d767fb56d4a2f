using Ashlar.Core.Journal;
using Ashlar.Core.Runs.People;
using Ashlar.Core.Runs.Places;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Verdicts;
using Ashlar.Core.Work;

namespace Ashlar.Core.Runs.Tasks;

/// <summary>What earlier executions of a run brought to an end.</summary>
/// <param name="assignment">The assigned tasks.</param>
/// <param name="steps">Recorded steps.</param>
/// <param name="earlier">The worktrees that they left.</param>
/// <param name="sites">Told what is done.</param>
/// <param name="runner">Told which tests ran.</param>
internal sealed class EndedTasks(Assignment assignment, StepLog steps, PreviousWorktree earlier, TaskSites sites, GateRunner runner)
{
    /// <summary>The tasks that ended, in the order in which they did.</summary>
    public async Task<IReadOnlyList<(TaskItem Item, TaskOutcome Outcome)>> AllAsync(CancellationToken cancellationToken)
    {
        var ended = new List<(TaskItem Item, TaskOutcome Outcome)>();
        foreach (var (item, attempt, _) in Ends().OrderBy(end => end.Seq))
        {
            ended.Add((item, await EndOfAsync(item, attempt, cancellationToken).ConfigureAwait(false)));
        }

        return ended;
    }

    /// <summary>The parts of a task that are complete, in order; a task that was done once begins with the first again.</summary>
    public List<PartCompleted> PartsOf(string task)
    {
        var parts = new List<PartCompleted>();
        foreach (var entry in steps.PastOf(task))
        {
            if (entry.Is<TaskCompleted>())
            {
                parts.Clear();
            }
            else if (entry.Is<PartCompleted>())
            {
                parts.Add(entry.Read(RunJson.Default.PartCompleted));
                runner.Recall(task, parts[^1].Work, entry.Seq);
            }
        }

        foreach (var part in parts)
        {
            earlier.Remove(task, part.Stage);
        }

        return parts;
    }

    private IEnumerable<(TaskItem Item, int Attempt, long Seq)> Ends()
    {
        foreach (var item in assignment.Units)
        {
            var attempt = Attempts.Of(steps, item.Id);
            var key = $"{attempt}/end";
            if ((steps.PastEntry<TaskCompleted>(item.Id, key) ?? steps.PastEntry<TaskFailed>(item.Id, key)) is { } end)
            {
                yield return (item, attempt, end.Seq);
            }
        }
    }

    private async Task<TaskOutcome> EndOfAsync(TaskItem item, int attempt, CancellationToken cancellationToken)
    {
        if (steps.Past<TaskCompleted>(item.Id, $"{attempt}/end") is { } completed)
        {
            earlier.Remove(item.Id);
            runner.Recall(item.Id, completed, long.MaxValue);
            sites.Done(item.Id, completed);
            return new TaskDone(completed);
        }

        await earlier.KeepAsync(item.Id, cancellationToken).ConfigureAwait(false);
        return new TaskLost(steps.Past<TaskFailed>(item.Id, $"{attempt}/end")!);
    }
}
