using System.Collections.Concurrent;
using Ashlar.Core.Work;

namespace Ashlar.Core.Runs;

/// <summary>Makes the surroundings of tasks. Safe for several tasks at once.</summary>
/// <param name="world">What the run shares.</param>
internal sealed class TaskEnvironments(RunWorld world)
{
    private readonly ConcurrentDictionary<string, TaskCompleted> done = new(StringComparer.Ordinal);

    /// <summary>A task is done; those that build on it are told.</summary>
    public void Done(string task, TaskCompleted completed) => done[task] = completed;

    private string? Note(TaskItem item, TaskStarted started) =>
        Attempts.Reopened(world.Steps.Journal.Past, item.Id, started.Attempt) is { } reopened ? reopened.Note?.Trim() ?? "" : null;

    /// <summary>The surroundings of one attempt.</summary>
    public TaskEnvironment For(TaskItem item, TaskStarted started) =>
        new(world, started, world.Policy.Scope.ForTask($"{item.Title}\n{item.Text}"))
        {
            Id = item.Id,
            Briefings = new TaskBriefings(world.Briefing, done, Note(item, started)),
        };
}
