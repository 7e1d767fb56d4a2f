namespace Ashlar.Core.Work;

/// <summary>A task while its list is being read.</summary>
internal sealed class TaskDraft
{
    /// <summary>Its id; made from its position until <see cref="HasGivenId"/>.</summary>
    public string Id { get; set; } = "";

    /// <summary>What is before all ids of its tag, such as <c>feature:</c>.</summary>
    public string Stem { get; init; } = "";

    /// <summary>Whether the list gives the id.</summary>
    public bool HasGivenId { get; init; }

    /// <summary>The number that a numbered list gives it; null in a list of bullets, and in one that does not count upwards.</summary>
    public string? ListNumber { get; set; }

    /// <summary>Another id, by which fields of other tasks name it; null without one.</summary>
    public string? FieldId { get; init; }

    /// <summary>The text without id and tags.</summary>
    public required string Title { get; init; }

    /// <summary>Where it stands.</summary>
    public TaskState State { get; set; }

    /// <summary>Whether its words are struck through, or its heading or parent says that it was given up.</summary>
    public bool IsDropped { get; init; }

    /// <summary>Its line, from 0.</summary>
    public required int Line { get; init; }

    /// <summary>The last line of its block, from 0.</summary>
    public int EndLine { get; set; }

    /// <summary>The indent of its box in columns.</summary>
    public int Indent { get; init; }

    /// <summary>The item it is under.</summary>
    public TaskDraft? Parent { get; set; }

    /// <summary>The section it stands in.</summary>
    public TaskSection? Section { get; init; }

    /// <summary>The heading or tag it is shown under, where that is no section.</summary>
    public string? Group { get; init; }

    /// <summary>The tag of the file that it stands in, where there are several lists in one file.</summary>
    public string? Tag { get; init; }

    /// <summary>Marked as independent of its siblings.</summary>
    public bool Parallel { get; init; }

    /// <summary>Done only when named.</summary>
    public bool Optional { get; set; }

    /// <summary>Whether it is a unit of work; decided when the list is put together.</summary>
    public bool IsUnit { get; set; }

    /// <summary>Where its mark stands.</summary>
    public TaskMark? Mark { get; set; }

    /// <summary>The items under it.</summary>
    public List<TaskDraft> Children { get; } = [];

    /// <summary>What it says about dependencies.</summary>
    public List<DependencyStatement> Dependencies { get; } = [];

    /// <summary>The ids it depends on, in the order stated.</summary>
    public List<string> DependsOn { get; } = [];

    /// <summary>Its acceptance criteria.</summary>
    public List<string> Acceptance { get; } = [];

    /// <summary>Its text where that is not cut from lines.</summary>
    public string? Text { get; init; }
}

/// <summary>A dependency statement and the line it is on.</summary>
/// <param name="Value">Its value without label.</param>
/// <param name="Line">Its line, from 0.</param>
/// <param name="Exact">Whether the value is one id as it stands, not prose.</param>
/// <param name="Precedence">Which comes first.</param>
internal sealed record DependencyStatement(string Value, int Line, bool Exact = false, TaskPrecedence Precedence = TaskPrecedence.Waits);

/// <summary>A heading with what is under it.</summary>
internal sealed class TaskSection(HeadingLine heading, int line, TaskSection? parent)
{
    private HeadingLine? _bare;

    /// <summary>The heading.</summary>
    public HeadingLine Heading { get; } = heading;

    /// <summary>The heading's line, from 0.</summary>
    public int Line { get; } = line;

    /// <summary>The section that it is part of.</summary>
    public TaskSection? Parent { get; } = parent;

    /// <summary>Its last line, from 0.</summary>
    public int EndLine { get; set; } = line;

    /// <summary>The line of its first own box, from 0; -1 without one.</summary>
    public int FirstBox { get; set; } = -1;

    /// <summary>The heading without what its tasks wait for.</summary>
    public HeadingLine BareHeading =>
        _bare ??= HeadingLine.Of(DependencyPhrase.Without(Heading.Title, System.Collections.Frozen.FrozenSet<string>.Empty), Heading.Level);

    /// <summary>Whether its tasks were given up.</summary>
    public bool IsDropped { get; init; }

    /// <summary>Whether its boxes are criteria.</summary>
    public bool IsCriteria { get; init; }

    /// <summary>Whether its title announces acceptance criteria.</summary>
    public bool IsAcceptance { get; init; }

    /// <summary>The task that the heading itself is.</summary>
    public TaskDraft? HeadingTask { get; set; }

    /// <summary>The items directly under it that have no parent item.</summary>
    public List<TaskDraft> Items { get; } = [];

    /// <summary>The sections under it.</summary>
    public List<TaskSection> Sections { get; } = [];

    /// <summary>What it says about dependencies for all its tasks.</summary>
    public List<DependencyStatement> Dependencies { get; } = [];

    /// <summary>The acceptance criteria of its tasks; of a section of criteria what it holds, until its owner is known.</summary>
    public List<string> Acceptance { get; } = [];

    /// <summary>The boxes of its criteria, as steps of the task that its heading may be.</summary>
    public List<TaskDraft> CriteriaBoxes { get; } = [];

    /// <summary>Whether it holds what was noted on the way.</summary>
    public bool IsRecord { get; init; }

    /// <summary>For a section of criteria the group that stood above it.</summary>
    public TaskSection? GroupAbove { get; init; }

    /// <summary>All top-level items in it and in the sections under it, in file order.</summary>
    public IEnumerable<TaskDraft> AllItems() =>
        HeadingTask is { } own ? [own] : Items.Concat(Sections.SelectMany(section => section.AllItems()));
}
