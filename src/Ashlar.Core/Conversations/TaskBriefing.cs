using Ashlar.Core.Models;

namespace Ashlar.Core.Conversations;

/// <summary>All that a conversation about a task begins with.</summary>
public sealed record TaskBriefing
{
    /// <summary>The agent's prompt, secrets lifted out.</summary>
    public required string AgentPrompt { get; init; }

    /// <summary>The task base.</summary>
    public required string Base { get; init; }

    /// <summary>Whether files are hidden; git is then not advertised as a way to look at the past.</summary>
    public bool HidesFiles { get; init; }

    /// <summary>Tools that the definition names and nobody offers.</summary>
    public IReadOnlyList<string> Unavailable { get; init; } = [];

    /// <summary>What the agent must know of servers of tools, such as that one cannot be used; a sentence each.</summary>
    public IReadOnlyList<string> ServerNotes { get; init; } = [];

    /// <summary>The tools on offer.</summary>
    public required IReadOnlyList<ToolSpec> Tools { get; init; }

    /// <summary>Documents given whole, in order.</summary>
    public IReadOnlyList<BriefingDocument> Documents { get; init; } = [];

    /// <summary>Documents only named: path, size in bytes, and whether only the task names it.</summary>
    public IReadOnlyList<(string Path, long Size, bool OfTask)> FurtherDocuments { get; init; } = [];

    /// <summary>The repository's files where the run began, sorted: the same for all its tasks.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>The files that came since, at the task base.</summary>
    public IReadOnlyList<string> Added { get; init; } = [];

    /// <summary>The files that went since.</summary>
    public IReadOnlyList<string> Removed { get; init; } = [];

    /// <summary>Paths that the task names and that are not there.</summary>
    public IReadOnlyList<string> Absent { get; init; } = [];

    /// <summary>What an earlier attempt at the task left and why it ended; null for the first.</summary>
    public string? Before { get; init; }

    /// <summary>Facts of this task, a line each: scope, gates, network, review.</summary>
    public IReadOnlyList<string> Facts { get; init; } = [];

    /// <summary>Direct dependencies done before.</summary>
    public IReadOnlyList<EarlierTask> Earlier { get; init; } = [];

    /// <summary>Why the task, done before, was opened again, in a person's words; empty where nothing was said, null where it was not.</summary>
    public string? Reopened { get; init; }

    /// <summary>The task's id.</summary>
    public required string TaskId { get; init; }

    /// <summary>The task's title.</summary>
    public required string Title { get; init; }

    /// <summary>The task's text, verbatim.</summary>
    public required string Text { get; init; }

    /// <summary>The ticket, or null.</summary>
    public string? Ticket { get; init; }

    /// <summary>Its acceptance criteria.</summary>
    public IReadOnlyList<string> Acceptance { get; init; } = [];
}

/// <summary>A document in a briefing.</summary>
/// <param name="Path">Relative to the repository root.</param>
/// <param name="Text">Its text, cut to its budget; null for an image.</param>
/// <param name="Image">The image, or null.</param>
public sealed record BriefingDocument(string Path, string? Text, ImageBlock? Image)
{
    /// <summary>Whether only the task's words name it.</summary>
    public bool OfTask { get; init; }
}

/// <summary>A task that this one builds on.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Title">Its title.</param>
/// <param name="Files">The files it changed.</param>
public sealed record EarlierTask(string Id, string Title, IReadOnlyList<string> Files);
