namespace Ashlar.Core.Work;

/// <summary>What a person asked for: where the work order is to be found.</summary>
public sealed record WorkRequest
{
    /// <summary>WORK: a spec folder, task file or design folder, relative to the root or absolute inside it; null where none was given.</summary>
    public string? Work { get; init; }

    /// <summary>The text of <c>--task</c>; null without one.</summary>
    public string? Task { get; init; }

    /// <summary>The path of <c>--task-file</c>, relative to the root or absolute; null without one.</summary>
    public string? TaskFile { get; init; }

    /// <summary>The path of <c>--ticket</c>, relative to the root or absolute; null without one.</summary>
    public string? TicketFile { get; init; }

    /// <summary>The paths that the agent's prompt names, tried in this order where neither WORK nor a task is given.</summary>
    public IReadOnlyList<string> PromptPaths { get; init; } = [];
}
