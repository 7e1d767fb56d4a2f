using System.Text.Json.Serialization;
using Ashlar.Core.Journal;
using Ashlar.Core.Judging.Measuring;
using Ashlar.Core.Secrets;

namespace Ashlar.Core.Runs.Records;

/// <summary>Body of <c>task.started</c>.</summary>
/// <param name="Key">The attempt.</param>
/// <param name="Attempt">Its number, from 1.</param>
/// <param name="Title">The task's title.</param>
/// <param name="Base">The task base.</param>
/// <param name="Worktree">The worktree's directory.</param>
public sealed record TaskStarted(
    [property: Structure] string Key,
    int Attempt,
    MaskedText Title,
    [property: Structure] string Base,
    [property: Structure] string Worktree
) : IStep
{
    static string IEvent.Type => "task.started";

    /// <summary>The agent that begins, where several work on the task one after the other; else null.</summary>
    [Structure]
    public string? Agent { get; init; }

    /// <summary>The number of the agent's part, from 1.</summary>
    public int Stage { get; init; } = 1;
}

/// <summary>Body of <c>task.completed</c>.</summary>
/// <param name="Key">The attempt's end.</param>
/// <param name="Commit">The commit that ticks it.</param>
/// <param name="Proof">The proof level.</param>
/// <param name="Iterations">Gate cycles.</param>
/// <param name="Files">The files it changed.</param>
/// <param name="Red">Tests that it leaves failing on purpose.</param>
/// <param name="TurnedGreen">Tests that earlier tasks left failing and that pass now.</param>
public sealed record TaskCompleted(
    [property: Structure] string Key,
    [property: Structure] string Commit,
    [property: Structure] string Proof,
    int Iterations,
    IReadOnlyList<string> Files,
    IReadOnlyList<string> Red,
    IReadOnlyList<string> TurnedGreen
) : IStep
{
    static string IEvent.Type => "task.completed";

    /// <summary>How many parts of the change a test notices when they are taken away; null where none was.</summary>
    public NoticedCount? Noticed { get; init; }

    /// <summary>The tests that the tick rests on: those that prove the change. They run again at the end of the run.</summary>
    [JsonPropertyName("rests")]
    public IReadOnlyList<string> ProvingTests { get; init; } = [];
}

/// <summary>Body of <c>task.reopened</c>: a person opened a done task again.</summary>
/// <param name="Key">The attempt that is then to be made.</param>
/// <param name="Note">What the person says to it, or null.</param>
/// <param name="Commit">The commit that it was done with.</param>
/// <param name="Stale">Done tasks that build on it; their ticks stay until the end of the run, when what they rest on runs again.</param>
public sealed record TaskReopened(
    [property: Structure] string Key,
    MaskedText? Note,
    [property: Structure] string? Commit,
    [property: Structure] IReadOnlyList<string> Stale
) : IStep
{
    static string IEvent.Type => "task.reopened";
}

/// <summary>Body of <c>task.failed</c>.</summary>
public sealed record TaskFailed([property: Structure] string Key, Problem Problem, int Iterations, [property: Structure] string? Kept)
    : IStep
{
    static string IEvent.Type => "task.failed";
}

/// <summary>Body of <c>task.skipped</c>.</summary>
public sealed record TaskSkipped([property: Structure] string Key, string Reason) : IStep
{
    /// <summary>The task's title, which no other entry tells where it was never begun.</summary>
    public MaskedText? Title { get; init; }

    static string IEvent.Type => "task.skipped";
}

/// <summary>Body of <c>stage.completed</c>: one agent of a pipeline has done its part of a task.</summary>
/// <param name="Key">The step.</param>
/// <param name="Stage">The number of the part, from 1.</param>
/// <param name="Agent">The agent's name.</param>
/// <param name="Base">The commit that it began on.</param>
/// <param name="Work">What it left.</param>
public sealed record PartCompleted(
    [property: Structure] string Key,
    int Stage,
    [property: Structure] string Agent,
    [property: Structure] string Base,
    TaskCompleted Work
) : IStep
{
    static string IEvent.Type => "stage.completed";
}
