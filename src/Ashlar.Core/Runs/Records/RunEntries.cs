using Ashlar.Core.Gates;
using Ashlar.Core.Journal;
using Ashlar.Core.Secrets;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Interpreters;
using Ashlar.Core.Work;

namespace Ashlar.Core.Runs.Records;

/// <summary>Body of <c>run.started</c>: all that a resumed run needs to be the same run.</summary>
/// <param name="Version">The form of this journal's entries.</param>
/// <param name="Repository">The user's checkout, absolute.</param>
/// <param name="Branch">The branch that the run commits to.</param>
/// <param name="Base">The commit that the branch starts from.</param>
/// <param name="Head">The branch's commit when the run began: the base, or a later one when the branch is continued.</param>
/// <param name="Title">What is worked on, for people: the spec's name or the task.</param>
/// <param name="Order">The assigned tasks in the order of the list.</param>
/// <param name="Agent">The agent's name.</param>
/// <param name="AgentPath">The agent's file.</param>
/// <param name="AgentContent">The artifact with the agent's file.</param>
/// <param name="Model">The model's full name.</param>
/// <param name="Sandbox">The sandbox's name.</param>
/// <param name="Work">The work order.</param>
/// <param name="Documents">The documents that may narrow the policy: path and artifact.</param>
/// <param name="Gates">The gates.</param>
/// <param name="Python">The project's Python, or null.</param>
/// <param name="Options">The command line.</param>
public sealed record RunStarted(
    int Version,
    [property: Structure] string Repository,
    [property: Structure] string Branch,
    [property: Structure] string Base,
    [property: Structure] string Head,
    MaskedText Title,
    [property: Structure] IReadOnlyList<string> Order,
    [property: Structure] string Agent,
    [property: Structure] string AgentPath,
    [property: Structure] string AgentContent,
    [property: Structure] string Model,
    [property: Structure] string Sandbox,
    RecordedWork Work,
    IReadOnlyList<RecordedDocument> Documents,
    IReadOnlyList<GateSetting> Gates,
    Interpreter? Python,
    RunOptions Options
) : IEvent
{
    static string IEvent.Type => "run.started";

    /// <summary>The form that this version writes.</summary>
    public const int Present = 1;

    /// <summary>The checkout's own git directory, absolute; null in the records of earlier builds.</summary>
    [Structure]
    public string? GitDirectory { get; init; }

    /// <summary>The git directory that all checkouts of the repository share, absolute; null in the records of earlier builds.</summary>
    [Structure]
    public string? CommonDirectory { get; init; }

    /// <summary>Documents of the repository that held secrets when the run began; these are masked wherever they stand.</summary>
    [Structure]
    public IReadOnlyList<string> LiftedFrom { get; init; } = [];

    /// <summary>Whether the branch was there before the run and is continued by it.</summary>
    public bool ContinuesBranch { get; init; }

    /// <summary>How the user's checkout was, where the run works in it; else null.</summary>
    public CheckoutStart? Checkout { get; init; }

    /// <summary>Acceptance criteria that run as gates: <c>TASK/criterion-N</c>.</summary>
    public IReadOnlyList<GateSetting> Criteria { get; init; } = [];

    /// <summary>The gates of which only the exit code is read.</summary>
    public IReadOnlyList<string> ExitOnly { get; init; } = [];

    /// <summary>Programs of gates that are not installed, each with what follows from it.</summary>
    [Structure]
    public IReadOnlyList<string> Absent { get; init; } = [];

    /// <summary>Packages with tests that no gate runs.</summary>
    public IReadOnlyList<UncoveredPart> Uncovered { get; init; } = [];

    /// <summary>The servers of which an agent may have tools, by name.</summary>
    [Structure]
    public IReadOnlyList<string> Servers { get; init; } = [];

    /// <summary>Who reviews, or null for nobody.</summary>
    public RecordedReviewer? Review { get; init; }

    /// <summary>The stages of the pipeline before the agent; empty without one.</summary>
    public IReadOnlyList<RecordedPart> Pipeline { get; init; } = [];
}

/// <summary>The work order as recorded.</summary>
/// <param name="Kind">What kind of work order it is.</param>
/// <param name="Spec">The spec's name, or null.</param>
/// <param name="Folder">The spec's or design's folder, or null.</param>
/// <param name="ListPath">The task list's path, or null without one.</param>
/// <param name="ListContent">The artifact with the task list, or null.</param>
/// <param name="Ticket">The ticket, or null.</param>
/// <param name="TicketPath">The ticket's file, or null.</param>
/// <param name="Paths">The files that belong to the work order.</param>
/// <param name="TaskText">The words of a task given as text, or null.</param>
public sealed record RecordedWork(
    WorkOrderKind Kind,
    [property: Structure] string? Spec,
    [property: Structure] string? Folder,
    [property: Structure] string? ListPath,
    [property: Structure] string? ListContent,
    MaskedText? Ticket,
    [property: Structure] string? TicketPath,
    [property: Structure] IReadOnlyList<string> Paths,
    MaskedText? TaskText
)
{
    /// <summary>The tag that is worked on, where the list's file holds several lists; null else.</summary>
    [Structure]
    public string? Tag { get; init; }
}

/// <summary>A document as recorded: its path and the artifact with its content.</summary>
public sealed record RecordedDocument([property: Structure] string Path, [property: Structure] string Content);

/// <summary>Body of <c>run.resumed</c>.</summary>
/// <param name="Options">New limits, or null.</param>
/// <param name="Retry">The task that is started again, or null.</param>
public sealed record RunResumed(RunOptions? Options, [property: Structure] string? Retry) : IEvent
{
    static string IEvent.Type => "run.resumed";
}

/// <summary>Body of <c>run.waiting</c>.</summary>
public sealed record RunWaiting([property: Structure] IReadOnlyList<string> Escalations) : IEvent
{
    static string IEvent.Type => "run.waiting";
}

/// <summary>Body of <c>run.finished</c>.</summary>
/// <param name="State">The run's state.</param>
/// <param name="ExitStatus">The exit status.</param>
/// <param name="Reason">Why, when it is not done.</param>
/// <param name="WorkedMilliseconds">How long this execution of the run worked.</param>
public sealed record RunFinished([property: Structure] string State, int ExitStatus, Problem? Reason, long WorkedMilliseconds) : IEvent
{
    static string IEvent.Type => "run.finished";

    /// <summary>The task of the list that could be done next, as <c>ID — TITLE</c>; null when the run is not done, or none is left.</summary>
    public string? Next { get; init; }
}
