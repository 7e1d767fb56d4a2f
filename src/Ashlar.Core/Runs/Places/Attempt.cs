using Ashlar.Core.Runs.Records;
using Ashlar.Core.Work;

namespace Ashlar.Core.Runs.Places;

/// <summary>One attempt at a task, or one agent's part of it.</summary>
/// <param name="Item">The task.</param>
/// <param name="Started">The attempt as recorded.</param>
/// <param name="Part">Whose part it is.</param>
internal sealed record Attempt(TaskItem Item, TaskStarted Started, TaskPart Part)
{
    /// <summary>The task's id.</summary>
    public string Task => Item.Id;

    /// <summary>Who works, and who reviews it.</summary>
    public Crew Crew => Part.Crew;

    /// <summary>What the keys of its steps begin with.</summary>
    public string Prefix => $"{Started.Key}/";

    /// <summary>The key of its end.</summary>
    public string End => $"{Started.Attempt}/end";
}
