using System.Collections.Concurrent;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Work;

namespace Ashlar.Core.Runs.Places;

/// <summary>Makes the surroundings of tasks. Safe for several tasks at once.</summary>
internal sealed class TaskEnvironments
{
    private readonly ConcurrentDictionary<string, TaskCompleted> done = new(StringComparer.Ordinal);

    /// <summary>A task is done; those that build on it are told.</summary>
    public void Done(string task, TaskCompleted completed) => done[task] = completed;

    private static string? Note(TaskItem item, TaskStarted started, RunWorld world) =>
        Attempts.Reopened(world.Steps, item.Id, started.Attempt) is { } reopened ? reopened.Note?.Text.Trim() ?? "" : null;

    /// <summary>The surroundings of one attempt.</summary>
    public TaskEnvironment For(TaskItem item, TaskStarted started, TaskStage stage) =>
        new(stage.World, item.Id, started, stage.World.ScopeOf(item))
        {
            Briefings = new TaskBriefings(
                stage.World.Briefing with
                {
                    Stage = stage.Facts(),
                    Before = EarlierAttempt.Of(stage.World.Steps.Journal.Past, item.Id, started.Attempt, stage.World.Folder.Artifacts),
                },
                done,
                Note(item, started, stage.World)
            ),
        };
}
