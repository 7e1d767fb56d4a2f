namespace Ashlar.Core.Runs.Records;

/// <summary>Body of <c>stage.completed</c>: one agent of a pipeline has done its part of a task.</summary>
/// <param name="Key">The step.</param>
/// <param name="Stage">The number of the part, from 1.</param>
/// <param name="Agent">The agent's name.</param>
/// <param name="Base">The commit that it began on.</param>
/// <param name="Work">What it left.</param>
public sealed record StageCompleted(
    [property: Structure] string Key,
    int Stage,
    [property: Structure] string Agent,
    [property: Structure] string Base,
    TaskCompleted Work
);
