namespace Ashlar.Core.Workspaces;

/// <summary>What happened to a path between two states of a worktree.</summary>
internal enum WorktreeChangeKind
{
    /// <summary>It was not there before.</summary>
    Added,

    /// <summary>Its content or type changed.</summary>
    Modified,

    /// <summary>It is gone.</summary>
    Deleted,

    /// <summary>Only its permission bits changed.</summary>
    Mode,
}

/// <summary>One change.</summary>
/// <param name="Path">Relative to the root with <c>/</c>.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Now">How it differs from the task base now; null when it no longer does.</param>
internal sealed record WorktreeChange(string Path, WorktreeChangeKind Kind, Difference? Now);
