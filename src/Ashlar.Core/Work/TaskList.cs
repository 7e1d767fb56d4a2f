using Ashlar.Core.Secrets;

namespace Ashlar.Core.Work;

/// <summary>A parsed task list: what is to be done, in file order.</summary>
public sealed record TaskList
{
    /// <summary><c>agent-os</c>, <c>spec-kit</c>, <c>kiro</c>, <c>openspec</c>, <c>task-master</c>, <c>backlog</c> or <c>markdown</c>.</summary>
    public required string Dialect { get; init; }

    /// <summary>Why that dialect: the path or content that decided.</summary>
    public required string DialectReason { get; init; }

    /// <summary>Path as given to the reader.</summary>
    public required string Path { get; init; }

    /// <summary>All items, sub-items included, in file order.</summary>
    public required IReadOnlyList<TaskItem> Tasks { get; init; }

    /// <summary>The units of work in the order in which they would be done: ids.</summary>
    public required IReadOnlyList<string> Order { get; init; }

    /// <summary>The units of work that could be started now, by stated dependencies only: ids.</summary>
    public required IReadOnlyList<string> Ready { get; init; }

    /// <summary>What is wrong with the list; errors and warnings.</summary>
    public required IReadOnlyList<Problem> Problems { get; init; }

    /// <summary>Criteria of the list as a whole: they are judged with the task that completes it.</summary>
    public IReadOnlyList<string> Acceptance { get; init; } = [];

    /// <summary>The tag that is worked on, where the file holds several lists; null else.</summary>
    public string? Tag { get; init; }

    /// <summary>The same list with another tag to be worked on; tasks of the others are done only when named. An unknown tag changes nothing.</summary>
    public TaskList InTag(string? tag)
    {
        if (tag is null || tag == Tag || !Tasks.Any(task => task.Tag == tag))
        {
            return this;
        }

        var tasks = Tasks.Select(task => task with { Aside = task.Tag != tag }).ToList();
        var graph = TaskGraph.Of(tasks);
        return this with
        {
            Tag = tag,
            Tasks = tasks,
            Order = graph.Order().ConvertAll(item => item.Id),
            Ready = graph.Ready().ConvertAll(item => item.Id),
        };
    }

    /// <summary>Whether any dependency is stated. Where none is, the order itself binds.</summary>
    public required bool StatesDependencies { get; init; }
}

/// <summary>One item of a task list.</summary>
public sealed record TaskItem
{
    /// <summary>The id, as written or made from the position.</summary>
    public required string Id { get; init; }

    /// <summary>The text after the mark and id, without tags such as <c>[P]</c>.</summary>
    public required string Title { get; init; }

    /// <summary>Where it stands.</summary>
    public required TaskState State { get; init; }

    /// <summary>The id of the parent item, or null.</summary>
    public string? Parent { get; init; }

    /// <summary>The heading it is under (group, phase or section title), or null.</summary>
    public string? Group { get; init; }

    /// <summary>Ids of the tasks that must be done before it.</summary>
    public IReadOnlyList<string> DependsOn { get; init; } = [];

    /// <summary>Marked as independent of its siblings.</summary>
    public bool Parallel { get; init; }

    /// <summary>Done only when named.</summary>
    public bool Optional { get; init; }

    /// <summary>Its line, from 1.</summary>
    public required int Line { get; init; }

    /// <summary>Its acceptance criteria, verbatim without list marks.</summary>
    public IReadOnlyList<string> Acceptance { get; init; } = [];

    /// <summary>Whether it is a unit of work: the lowest box, or in Agent OS the group's parent item.</summary>
    public bool IsUnit { get; init; }

    /// <summary>
    /// The lines of the file that describe it, verbatim: the heading it is under with what that says before the first box,
    /// its own line, its children's and its notes.
    /// </summary>
    public string Text
    {
        get => TextSource.Value;
        init => TextSource = new TaskText(value);
    }

    /// <summary>What <see cref="Text"/> is cut from when it is first asked for.</summary>
    internal TaskText TextSource { get; init; } = TaskText.Empty;

    /// <summary>The item as its file has it, where this one was masked.</summary>
    internal TaskItem? Written { get; init; }

    /// <summary>The item with its words masked. Id, group and mark, by which it is found in its file, stay.</summary>
    internal TaskItem Masked(SecretMask mask) =>
        this with
        {
            Title = mask.Mask(Title),
            TextSource = new TaskText(() => mask.Mask(TextSource.Value)),
            Acceptance = [.. Acceptance.Select(mask.Mask)],
            Written = Written ?? this,
        };

    /// <summary>Whether <see cref="State"/> is <see cref="TaskState.Done"/>.</summary>
    public bool Done => State == TaskState.Done;

    /// <summary>The name of <see cref="State"/> in JSON documents: <c>todo</c>, <c>in_progress</c>, <c>done</c>, <c>cancelled</c>, <c>other</c>.</summary>
    public string StateName => TaskStateText.Name(State);

    /// <summary>Whether nobody needs to do it now: done, cancelled, or marked with a check mark of the list's own.</summary>
    internal bool Settled => State is TaskState.Done or TaskState.Cancelled || Mark is { Checked: true };

    /// <summary>The tag that it belongs to, where a file holds several lists.</summary>
    internal string? Tag { get; init; }

    /// <summary>Whether it belongs to another tag than the one that is worked on, so that it is done only when named.</summary>
    internal bool Aside { get; init; }

    /// <summary>Where its mark is in the file; null where nothing can be ticked.</summary>
    internal TaskMark? Mark { get; init; }

    /// <summary>The rank of its phase: all units of a lower rank come first. 0 is Setup, 1 Foundational, 2 all others.</summary>
    internal int Rank { get; init; } = 2;
}

/// <summary>Where an item of a list stands.</summary>
public enum TaskState
{
    /// <summary>Not begun.</summary>
    Todo,

    /// <summary>Begun by someone.</summary>
    InProgress,

    /// <summary>Ticked.</summary>
    Done,

    /// <summary>Given up.</summary>
    Cancelled,

    /// <summary>A mark of the list's own, kept as it is.</summary>
    Other,
}
