using System.Text.Json.Serialization;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Reports;

/// <summary>What an agent claims about its work on one task (contract section 6). Nothing in it is believed; it is held against evidence.</summary>
public sealed record Report
{
    /// <summary>Whether the agent says that it is done or that it cannot continue.</summary>
    public required ReportStatus Status { get; init; }

    /// <summary>What the report was read from; text layouts cannot say everything that the tool can.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ReportLayout Layout { get; init; }

    /// <summary>One sentence; empty if none was given.</summary>
    public string Summary { get; init; } = "";

    /// <summary>Files changed against the task base; a rename is a deletion and a creation.</summary>
    public IReadOnlyList<ReportedFile> Files { get; init; } = [];

    /// <summary>The main changes in words.</summary>
    public IReadOnlyList<string> KeyChanges { get; init; } = [];

    /// <summary>The most important change as code, or null.</summary>
    public CodeSnippet? Snippet { get; init; }

    /// <summary>The test counts, or null where none were claimed.</summary>
    public ReportedTests? Tests { get; init; }

    /// <summary>The acceptance criteria, one row each.</summary>
    public IReadOnlyList<ReportedCriterion> Acceptance { get; init; } = [];

    /// <summary>Concerns and questions that do not stop the work.</summary>
    public IReadOnlyList<string> Concerns { get; init; } = [];

    /// <summary>The answer to each point of a review.</summary>
    public IReadOnlyList<ReportedFix> Feedback { get; init; } = [];

    /// <summary>Existing tests that the work had to change or remove.</summary>
    public IReadOnlyList<ReportedChange> ChangedTests { get; init; } = [];

    /// <summary>Why findings stand that were not fixed.</summary>
    public IReadOnlyList<ReportedExplanation> Explained { get; init; } = [];

    /// <summary>What blocks, or null.</summary>
    public string? Blocker { get; init; }

    /// <summary>What was tried against the blocker.</summary>
    public IReadOnlyList<ReportedAttempt> Tried { get; init; } = [];

    /// <summary>Error messages, verbatim, or null.</summary>
    public string? Errors { get; init; }

    /// <summary>What is there when it blocks, or null.</summary>
    public string? CurrentState { get; init; }

    /// <summary>The question to the tech lead or person, or null.</summary>
    public string? Question { get; init; }

    /// <summary>The task that the agent would do next, or null.</summary>
    public string? Next { get; init; }
}

/// <summary>What an agent says about where its task stands.</summary>
public enum ReportStatus
{
    /// <summary>Done, as far as the agent can tell.</summary>
    [JsonStringEnumMemberName("READY_FOR_REVIEW")]
    ReadyForReview,

    /// <summary>It cannot continue by itself.</summary>
    [JsonStringEnumMemberName("BLOCKED")]
    Blocked,
}

/// <summary>What a report was read from.</summary>
public enum ReportLayout
{
    /// <summary>The <c>Report</c> tool.</summary>
    [JsonStringEnumMemberName("tool")]
    Tool,

    /// <summary>Text: <c>IMPLEMENTATION COMPLETE</c>.</summary>
    [JsonStringEnumMemberName("complete")]
    Complete,

    /// <summary>Text: <c>FEEDBACK ADDRESSED</c>; it has no place for files.</summary>
    [JsonStringEnumMemberName("feedback")]
    Feedback,

    /// <summary>Text: <c>BLOCKED</c>; it has no place for files and tests.</summary>
    [JsonStringEnumMemberName("blocked")]
    Blocked,

    /// <summary>Text: completed, files, key implementations, issues, next task; it has no place for tests.</summary>
    [JsonStringEnumMemberName("progress")]
    Progress,
}

/// <summary>A file that the agent says it changed.</summary>
/// <param name="Path">The path as the agent wrote it, without decoration.</param>
/// <param name="Change">How, or null where it did not say (<c>created/modified</c> left unfilled).</param>
public sealed record ReportedFile(string Path, ChangeKind? Change)
{
    /// <summary>What it says about the change, or null.</summary>
    public string? Note { get; init; }
}

/// <summary>A piece of code shown in a report.</summary>
/// <param name="Path">The file, or what the layout says in its place; empty if nothing.</param>
/// <param name="Code">The code without its fence.</param>
public sealed record CodeSnippet(string Path, string Code);

/// <summary>Test counts as claimed. None is negative.</summary>
/// <param name="Total">All tests.</param>
/// <param name="Passing">Those that passed.</param>
/// <param name="Failing">Those that failed, known failures included.</param>
public sealed record ReportedTests(int Total, int Passing, int Failing)
{
    /// <summary>Those skipped, or null where not said.</summary>
    public int? Skipped { get; init; }

    /// <summary>What the tests cover, in words.</summary>
    public IReadOnlyList<string> CoverageOf { get; init; } = [];
}

/// <summary>One acceptance criterion as answered.</summary>
/// <param name="Criterion">The criterion, as the agent repeated it.</param>
/// <param name="Met">Whether it says that it is met.</param>
/// <param name="ShownBy">What shows it; empty if not said.</param>
public sealed record ReportedCriterion(string Criterion, bool Met, string ShownBy);

/// <summary>The answer to one point of a review.</summary>
/// <param name="Item">The point's id such as <c>F1</c>, or its words where no id was given.</param>
/// <param name="State">What was done with it.</param>
/// <param name="How">Where and how, or why not.</param>
public sealed record ReportedFix(string Item, FixState State, string How)
{
    /// <summary>The point in words where a text layout repeats it, else null.</summary>
    public string? Issue { get; init; }

    /// <summary>The number that a text layout gives it, where it names no id; else null.</summary>
    public int? Number { get; init; }
}

/// <summary>What was done with a point of a review.</summary>
public enum FixState
{
    /// <summary>It was fixed.</summary>
    [JsonStringEnumMemberName("fixed")]
    Fixed,

    /// <summary>It was not fixed, with a reason.</summary>
    [JsonStringEnumMemberName("rebutted")]
    Rebutted,

    /// <summary>It was answered by a question.</summary>
    [JsonStringEnumMemberName("asked")]
    Asked,
}

/// <summary>An existing test that the agent says it had to change or remove.</summary>
/// <param name="Test">The test's id or name, or the file that holds it.</param>
/// <param name="Why">Why its expectation no longer holds; empty if not said.</param>
public sealed record ReportedChange(string Test, string Why)
{
    /// <summary>The words of the task, of a document or of an answer that ask for it, as the agent quotes them; null if none.</summary>
    public string? AskedBy { get; init; }
}

/// <summary>Why a finding stands.</summary>
/// <param name="Finding">The finding's number such as <c>N1</c>, or its place or words.</param>
/// <param name="Why">The reason.</param>
public sealed record ReportedExplanation(string Finding, string Why);

/// <summary>Something that was tried against a blocker.</summary>
/// <param name="Approach">What was tried.</param>
/// <param name="Result">What came of it; empty if not said.</param>
public sealed record ReportedAttempt(string Approach, string Result);
