using Ashlar.Core.Journal;
using Ashlar.Core.Runs.Records;

namespace Ashlar.Core.Runs.Planning;

/// <summary>
/// The order in which tasks that were worked on concurrently began, landed and were put on top of each other. A repetition waits with each of
/// these steps until those before it are done, so that every task meets what it met at the time. Where the repetition goes another way,
/// steps that can no longer come are given up, and nothing waits for ever.
/// </summary>
internal sealed class RecordedSequence
{
    private readonly Lock gate = new();
    private readonly List<Step> left;
    private readonly HashSet<string> running = new(StringComparer.Ordinal);
    private readonly HashSet<string> waiting = new(StringComparer.Ordinal);
    private TaskCompletionSource changed = NewSignal();
    private bool settled;

    /// <summary>The order of a record.</summary>
    public RecordedSequence(IEnumerable<Entry> recorded) => left = [.. recorded.Select(Of).OfType<Step>().Distinct()];

    /// <summary>A task is worked on from now on.</summary>
    public void Begun(string task) => Change(() => running.Add(task));

    /// <summary>A task is no longer worked on.</summary>
    public void Ended(string task) =>
        Change(() =>
        {
            running.Remove(task);
            settled = false;
        });

    /// <summary>No task begins before another one ends.</summary>
    public void Settled() => Change(() => settled = true);

    /// <summary>A step was done.</summary>
    public void Done(Entry entry)
    {
        if (Of(entry) is { } step)
        {
            Change(() => left.Remove(step));
        }
    }

    /// <summary>Waits until the next step is one of the task's.</summary>
    public async Task AwaitAsync(string task, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task change;
            lock (gate)
            {
                if (left.Count == 0 || left[0].Task == task || !left.Exists(step => step.Task == task))
                {
                    waiting.Remove(task);
                    return;
                }

                waiting.Add(task);
                GiveUp();
                change = changed.Task;
            }

            await change.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Where all that run wait, and none will begin, the steps before the first that one of them waits for never come.</summary>
    private void GiveUp()
    {
        if (!settled || !running.IsSubsetOf(waiting) || left.FindIndex(step => waiting.Contains(step.Task)) is not (> 0 and var first))
        {
            return;
        }

        left.RemoveRange(0, first);
        Signal();
    }

    private void Change(Action change)
    {
        lock (gate)
        {
            change();
            GiveUp();
            Signal();
        }
    }

    private void Signal()
    {
        var before = changed;
        changed = NewSignal();
        before.SetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static Step? Of(Entry entry) =>
        (entry.Is<TaskStarted>() || entry.Is<CommitCreated>() || entry.Is<RebaseIntended>())
        && entry.Task is { } task
        && entry.Text("key") is { } key
        && !IsOfTheEnd(key)
            ? new Step(entry.Type, task, key)
            : null;

    /// <summary>Ticks are taken back when no task is worked on.</summary>
    private static bool IsOfTheEnd(string key) => key.StartsWith(CommitCreated.TakingBack, StringComparison.Ordinal);

    private sealed record Step(string Type, string Task, string Key);
}
