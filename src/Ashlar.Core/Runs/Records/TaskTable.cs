namespace Ashlar.Core.Runs.Records;

/// <summary>Where the tasks of a run stand, by id.</summary>
internal sealed class TaskTable
{
    private readonly Dictionary<string, TaskProgress> tasks = new(StringComparer.Ordinal);

    /// <summary>The tasks of which anything is known.</summary>
    public IReadOnlyCollection<TaskProgress> Known => tasks.Values;

    /// <summary>Where a task stands; of one that nothing is known of, that it is pending.</summary>
    public TaskProgress Of(string id) => tasks.GetValueOrDefault(id) ?? new TaskProgress(id, "pending", 0, null, null);

    /// <summary>Changes one; without a task nothing.</summary>
    public void Update(string? id, Func<TaskProgress, TaskProgress> change)
    {
        if (id is not null)
        {
            tasks[id] = change(Of(id));
        }
    }

    /// <summary>Changes those of which something holds.</summary>
    public void Update(Func<TaskProgress, bool> which, Func<TaskProgress, TaskProgress> change)
    {
        foreach (var task in tasks.Values.Where(which).ToList())
        {
            tasks[task.Id] = change(task);
        }
    }

    /// <summary>An attempt began, or a later part of one.</summary>
    public void Begin(string id, TaskStarted started) =>
        Update(
            id,
            task =>
                started.Stage > 1 && task.Base is not null
                    ? task with
                    {
                        State = "running",
                        Attempt = started.Attempt,
                    }
                    : new TaskProgress(id, "running", 0, null, null)
                    {
                        Title = started.Title.Text,
                        Cost = task.Cost,
                        Attempt = started.Attempt,
                        Base = started.Base,
                    }
        );

    /// <summary>A task is done.</summary>
    public void Complete(string? id, TaskCompleted completed) =>
        Update(
            id,
            task =>
                task with
                {
                    State = "done",
                    Commit = completed.Commit,
                    Proof = completed.Proof,
                    Noticed = completed.Noticed,
                    Files = completed.Files,
                }
        );

    /// <summary>A task is skipped.</summary>
    public void Skip(string? id, TaskSkipped skipped) =>
        Update(id, task => task with { State = "skipped", SkippedBecause = skipped.Reason, Title = skipped.Title?.Text ?? task.Title });

    /// <summary>A task is to be done again; those that build on it are stale.</summary>
    public void Reopen(string id, TaskReopened reopened)
    {
        Update(id, task => new TaskProgress(id, "pending", 0, null, null) { Title = task.Title, Attempt = task.Attempt });
        foreach (var stale in reopened.Stale)
        {
            Update(stale, task => task with { Stale = true });
        }
    }

    /// <summary>The run was resumed.</summary>
    public void Resume(string? retry)
    {
        Update(
            task => task.State is "skipped" or "waiting",
            task => task with { State = task.State is "skipped" ? "pending" : "running", SkippedBecause = null }
        );
        Update(task => task.Id == retry, task => task with { State = "pending", Problem = null });
    }
}
