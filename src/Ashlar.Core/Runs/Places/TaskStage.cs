using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Starts;
using Ashlar.Core.Work;

namespace Ashlar.Core.Runs.Places;

/// <summary>One agent's part of a task. Without a pipeline a task has one, which is its last.</summary>
/// <param name="World">What the run shares, with this part's agent, policy, model and reviewer.</param>
/// <param name="Number">The number of the part, from 1.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Before">What the parts before it came to, in order.</param>
internal sealed record TaskStage(RunWorld World, int Number, int Count, IReadOnlyList<StageCompleted> Before)
{
    /// <summary>Whether the task is done with it.</summary>
    public bool IsLast => Number == Count;

    /// <summary>The agent's name where several work on the task, else null.</summary>
    public string? Agent => Count == 1 ? null : World.Agent.Name;

    /// <summary>The key of an attempt's part; that of the last part is the attempt's own.</summary>
    public string Key(int attempt) => IsLast ? $"{attempt}" : $"{attempt}.{Number}";

    /// <summary>Where the part is worked on.</summary>
    public string Worktree(TaskItem item) =>
        World.InPlace ? World.Repository.Root
        : IsLast ? World.Folder.WorktreePath(item.Id)
        : World.Folder.WorktreePath(item.Id, Number);

    /// <summary>The part of a task with this number.</summary>
    public static TaskStage Of(RunWorld world, int number, IReadOnlyList<StageCompleted> before)
    {
        var count = world.Earlier.Count + 1;
        if (number == count)
        {
            return new TaskStage(world, number, count, before);
        }

        var (author, reviewer) = world.Earlier[number - 1];
        var own = world with
        {
            Agent = author.Definition,
            Policy = author.Policy,
            Model = author.Model,
            Reviewer = reviewer,
            Environment = PolicyParts.Environment(author.Policy, world.Configuration, world.Secrets),
            Lead = world,
        };
        return new TaskStage(own, number, count, before);
    }

    /// <summary>What the agent is told of the others; empty where it works alone.</summary>
    public IReadOnlyList<string> Facts()
    {
        if (Count == 1)
        {
            return [];
        }

        var facts = new List<string>
        {
            $"{Count} agents work on this task one after the other; you are the {(IsLast ? "last" : $"{Number}.")} of them, {World.Agent.Name}. Do your own part.",
        };
        facts.AddRange(Before.Select(part => $"Before you: {part.Agent} changed {string.Join(", ", part.Work.Files)}."));
        var red = Before.SelectMany(part => part.Work.Red).Except(Before.SelectMany(part => part.Work.TurnedGreen)).ToList();
        if (red.Count > 0)
        {
            facts.Add($"These tests fail on purpose until {(IsLast ? "your part" : "the task")} is done: {string.Join(", ", red)}");
        }

        if (!IsLast)
        {
            facts.Add("New tests of yours may fail as long as the part of those after you is missing.");
        }

        return facts;
    }
}
