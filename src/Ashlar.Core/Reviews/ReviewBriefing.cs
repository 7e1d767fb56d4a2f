using Ashlar.Core.Conversations;
using Ashlar.Core.Reports;

namespace Ashlar.Core.Reviews;

/// <summary>All that a review of one change begins with. Of the author's report it holds the concerns and the answers to feedback, nothing else.</summary>
public sealed record ReviewBriefing
{
    /// <summary>Documents, files, task; with the reviewer's own definition and tools.</summary>
    public required TaskBriefing Task { get; init; }

    /// <summary>Which review it is, such as <c>1 of 3</c>.</summary>
    public required string Round { get; init; }

    /// <summary>The change against the task base.</summary>
    public required string Change { get; init; }

    /// <summary>The change since the last review; null in the first.</summary>
    public string? Since { get; init; }

    /// <summary>What Ashlar observed, a line each.</summary>
    public required IReadOnlyList<string> Evidence { get; init; }

    /// <summary>What people decided about the task.</summary>
    public IReadOnlyList<string> Decided { get; init; } = [];

    /// <summary>The points raised so far, with the author's answers.</summary>
    public IReadOnlyList<FeedbackRow> Earlier { get; init; } = [];

    /// <summary>The author's concerns.</summary>
    public IReadOnlyList<string> Concerns { get; init; } = [];

    /// <summary>What the author cannot decide alone: the reviewer's approval is the agreement to it.</summary>
    public IReadOnlyList<string> Agreeing { get; init; } = [];

    /// <summary>Findings that were only read, with the author's reasons.</summary>
    public IReadOnlyList<string> Explained { get; init; } = [];

    /// <summary>Rules of the project and of the author's definition that no machine checks.</summary>
    public IReadOnlyList<string> Questions { get; init; } = [];
}
