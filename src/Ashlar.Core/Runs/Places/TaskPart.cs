using Ashlar.Core.Runs.Records;

namespace Ashlar.Core.Runs.Places;

/// <summary>One agent's part of a task. Without a pipeline a task has one, which is its last.</summary>
/// <param name="Crew">Who works, and who reviews it.</param>
/// <param name="Number">The number of the part, from 1.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Before">The results of the parts before it, in order.</param>
internal sealed record TaskPart(Crew Crew, int Number, int Count, IReadOnlyList<PartCompleted> Before)
{
    /// <summary>The part that comes after those that are complete.</summary>
    public static TaskPart After(IReadOnlyList<PartCompleted> before, IReadOnlyList<Crew> team) =>
        new(team[before.Count], before.Count + 1, team.Count, before);

    /// <summary>Whether the task is done with it.</summary>
    public bool IsLast => Number == Count;

    /// <summary>The agent's name where several work on the task, else null.</summary>
    public string? Agent => Count == 1 ? null : Crew.Author.Definition.Name;

    /// <summary>The key of an attempt's part; that of the last part is the attempt's own.</summary>
    public string Key(int attempt) => IsLast ? $"{attempt}" : $"{attempt}.{Number}";

    /// <summary>What the agent is told of the others; empty where it works alone.</summary>
    public IReadOnlyList<string> Facts()
    {
        if (Count == 1)
        {
            return [];
        }

        var facts = new List<string>
        {
            $"{Count} agents work on this task one after the other; you are the {(IsLast ? "last" : $"{Number}.")} of them, {Crew.Author.Definition.Name}. Do your own part.",
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
