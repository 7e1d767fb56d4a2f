using Ashlar.Core.Runs.People;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Tasks;
using Ashlar.Core.Work;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Execution;

/// <summary>
/// Which task is worked on when: as many ready ones at once as the run allows, each from the moment that what it builds on has landed.
/// </summary>
/// <param name="facts">What the run is.</param>
/// <param name="recorder">Where the run keeps what it knows.</param>
/// <param name="sequence">The order in which tasks land that a repetition keeps to; null where they land as they come.</param>
/// <param name="ended">What earlier executions brought to an end.</param>
/// <param name="attempts">Works on one task.</param>
internal sealed class TaskBoard(RunFacts facts, Recorder recorder, RecordedSequence? sequence, EndedTasks ended, TaskAttempts attempts)
{
    private readonly Dictionary<string, TaskOutcome> outcomes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Task<TaskOutcome>> running = new(StringComparer.Ordinal);

    /// <summary>The outcomes of the tasks that this execution worked on or found ended.</summary>
    public IReadOnlyDictionary<string, TaskOutcome> Outcomes => outcomes;

    /// <summary>
    /// Works on tasks until nothing can continue. After a limit, without a model or where gates cannot work no further task begins; those that run come to their own
    /// end. When one breaks off, the others are stopped before its trouble reaches the caller.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var (item, outcome) in await ended.AllAsync(cancellationToken).ConfigureAwait(false))
        {
            outcomes[item.Id] = outcome;
        }

        using var together = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            while (Begin(together.Token))
            {
                await Task.WhenAny(running.Values).ConfigureAwait(false);
                foreach (var (id, task) in running.Where(one => one.Value.IsCompleted).ToList())
                {
                    sequence?.Ended(id);
                    outcomes[id] = await task.ConfigureAwait(false);
                    running.Remove(id);
                }
            }
        }
        catch
        {
            await StopAsync(together).ConfigureAwait(false);
            throw;
        }

        RecordSkipped();
    }

    /// <summary>Begins what is ready, as far as there is room; whether anything runs now.</summary>
    private bool Begin(CancellationToken cancellationToken)
    {
        var done = Ids(outcome => outcome is TaskDone);
        var stopped = Ids(outcome => outcome is not TaskDone);
        var mayBegin = !outcomes.Values.Any(outcome => outcome is TaskLimited or TaskWithoutModel || BaseStop.Is(outcome));
        while (mayBegin && running.Count < facts.Parallel && Next(done, stopped) is { } item)
        {
            sequence?.Begun(item.Id);
            running[item.Id] = attempts.RunAsync(item, cancellationToken);
        }

        sequence?.Settled();
        return running.Count > 0;
    }

    /// <summary>The first ready task; in the user's checkout, the one whose work it holds, which has no other place to continue.</summary>
    private TaskItem? Next(HashSet<string> done, HashSet<string> stopped)
    {
        var ready = facts.Assignment.ReadyNow(done, stopped, running.Keys.ToHashSet(StringComparer.Ordinal));
        var held = facts.InPlace ? InPlaceMark.Read(recorder.Folder.MarkPath)?.Split('\n')[0] : null;
        return held is null
            ? ready.FirstOrDefault()
            : ready.FirstOrDefault(item => string.Equals(item.Id, held, StringComparison.Ordinal)) ?? ready.FirstOrDefault();
    }

    private async Task StopAsync(CancellationTokenSource together)
    {
        await together.CancelAsync().ConfigureAwait(false);
        await ((Task)Task.WhenAll(running.Values)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void RecordSkipped()
    {
        var blocked = facts.Assignment.Blocked(Ids(outcome => outcome is not TaskDone));
        foreach (var unit in facts.Assignment.Units.Where(unit => !outcomes.ContainsKey(unit.Id)))
        {
            var reason = blocked.TryGetValue(unit.Id, out var cause)
                ? $"it builds on {cause}, which is not done"
                : "the run stopped before it";
            recorder.Steps.Record(
                unit.Id,
                new TaskSkipped($"skipped/{recorder.Steps.Journal.Past.Count}", reason) { Title = recorder.Masked(unit.Title) }
            );
        }
    }

    private HashSet<string> Ids(Func<TaskOutcome, bool> which) =>
        outcomes.Where(outcome => which(outcome.Value)).Select(outcome => outcome.Key).ToHashSet(StringComparer.Ordinal);
}
