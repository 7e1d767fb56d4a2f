using Ashlar.Core.Gates;
using Ashlar.Core.Judging.Expectations;
using Ashlar.Core.Judging.Measuring;
using Ashlar.Core.Judging.Proof;
using Ashlar.Core.Secrets;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Python;
using Ashlar.Core.Work;
using Ashlar.Core.Workspaces;

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
)
{
    /// <summary>The form that this version writes.</summary>
    public const int Present = 1;

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

    /// <summary>Packages with tests that no gate runs.</summary>
    public IReadOnlyList<UncoveredPart> Uncovered { get; init; } = [];

    /// <summary>Who reviews, or null for nobody.</summary>
    public RecordedReviewer? Review { get; init; }

    /// <summary>The stages of the pipeline before the agent; empty without one.</summary>
    public IReadOnlyList<RecordedStage> Pipeline { get; init; } = [];
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

/// <summary>Body of <c>setup.finished</c>.</summary>
public sealed record SetupFinished([property: Structure] string Key, [property: Structure] string Run, int ExitCode, string? Output);

/// <summary>Body of <c>baseline.finished</c>: the gates on the run base.</summary>
public sealed record BaselineFinished([property: Structure] string Key, [property: Structure] string Tree, IReadOnlyList<GateResult> Gates);

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
)
{
    /// <summary>The agent that begins, where several work on the task one after the other; else null.</summary>
    [Structure]
    public string? Agent { get; init; }

    /// <summary>The number of the agent's part, from 1.</summary>
    public int Stage { get; init; } = 1;
}

/// <summary>Body of <c>gate.finished</c>.</summary>
public sealed record GateFinished([property: Structure] string Key, [property: Structure] string Tree, GateResult Result);

/// <summary>Body of <c>iteration.finished</c>: one gate cycle.</summary>
/// <param name="Key">The cycle.</param>
/// <param name="Iteration">Its number in the task, from 1.</param>
/// <param name="Tree">The tree that was judged.</param>
/// <param name="Green">Whether nothing was found.</param>
/// <param name="Files">The files that differ from the task base.</param>
/// <param name="Findings">What was found besides the gates' findings.</param>
public sealed record IterationFinished(
    [property: Structure] string Key,
    int Iteration,
    [property: Structure] string Tree,
    bool Green,
    IReadOnlyList<string> Files,
    IReadOnlyList<Problem> Findings
);

/// <summary>Body of <c>effect.intended</c>: a commit that is about to be made.</summary>
public sealed record CommitIntended(
    [property: Structure] string Key,
    [property: Structure] string Effect,
    [property: Structure] string Tree,
    [property: Structure] string Parent,
    MaskedText Message,
    DateTimeOffset At
)
{
    /// <summary>The ids it ticks.</summary>
    [Structure]
    public IReadOnlyList<string> Ticked { get; init; } = [];

    /// <summary>Who commits; null in older records.</summary>
    public GitIdentity? By { get; init; }
}

/// <summary>Body of <c>effect.finished</c>.</summary>
public sealed record EffectFinished([property: Structure] string Key, [property: Structure] string Effect, string Outcome);

/// <summary>Body of <c>commit.created</c>.</summary>
/// <param name="Key">The commit's step.</param>
/// <param name="Commit">Its hash.</param>
/// <param name="Subject">Its first line.</param>
/// <param name="Ticked">The ids it ticks.</param>
public sealed record CommitCreated(
    [property: Structure] string Key,
    [property: Structure] string Commit,
    MaskedText Subject,
    [property: Structure] IReadOnlyList<string> Ticked
)
{
    /// <summary>What the keys of commits that only take ticks back begin with.</summary>
    public const string TakingBack = "back/";
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
)
{
    /// <summary>How many parts of the change a test notices when they are taken away; null where none was.</summary>
    public NoticedCount? Noticed { get; init; }

    /// <summary>The tests that the tick rests on: those that prove the change. They run again at the end of the run.</summary>
    public IReadOnlyList<string> Rests { get; init; } = [];
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
);

/// <summary>Body of <c>task.failed</c>.</summary>
public sealed record TaskFailed([property: Structure] string Key, Problem Problem, int Iterations, [property: Structure] string? Kept);

/// <summary>Body of <c>task.skipped</c>.</summary>
public sealed record TaskSkipped([property: Structure] string Key, string Reason);

/// <summary>Body of <c>escalation.raised</c>.</summary>
/// <param name="Key">The step.</param>
/// <param name="Id">The escalation's id in the run: <c>E1</c>, <c>E2</c> …</param>
/// <param name="Kind">The kind, as in the tool <c>Escalate</c>; <c>report</c> for a discrepancy, <c>environment</c> for a gate that cannot run.</param>
/// <param name="Summary">The question.</param>
/// <param name="Details">More of it, or null.</param>
/// <param name="Options">Suggested answers.</param>
/// <param name="Paths">The files it is about.</param>
/// <param name="Tried">What was tried, from the journal.</param>
/// <param name="Commit">The green commit that waits, or null.</param>
public sealed record EscalationRaised(
    [property: Structure] string Key,
    [property: Structure] string Id,
    [property: Structure] string Kind,
    string Summary,
    string? Details,
    IReadOnlyList<string> Options,
    IReadOnlyList<string> Paths,
    IReadOnlyList<string> Tried,
    [property: Structure] string? Commit = null
)
{
    /// <summary>The gates that it is about, by name.</summary>
    [Structure]
    public IReadOnlyList<string> Gates { get; init; } = [];
}

/// <summary>Body of <c>escalation.answered</c>.</summary>
/// <param name="Key">The escalation's id.</param>
/// <param name="Id">The escalation's id.</param>
/// <param name="Text">The answer.</param>
/// <param name="With">Documents that the person changed: path and artifact.</param>
public sealed record EscalationAnswered(
    [property: Structure] string Key,
    [property: Structure] string Id,
    MaskedText Text,
    IReadOnlyList<RecordedDocument> With
);

/// <summary>A document as recorded: its path and the artifact with its content.</summary>
public sealed record RecordedDocument([property: Structure] string Path, [property: Structure] string Content);

/// <summary>Body of <c>run.waiting</c>.</summary>
public sealed record RunWaiting([property: Structure] IReadOnlyList<string> Escalations);

/// <summary>Body of <c>run.resumed</c>.</summary>
/// <param name="Options">New limits, or null.</param>
/// <param name="Retry">The task that is started again, or null.</param>
public sealed record RunResumed(RunOptions? Options, [property: Structure] string? Retry);

/// <summary>Body of <c>run.finished</c>.</summary>
/// <param name="State">The run's state.</param>
/// <param name="ExitStatus">The exit status.</param>
/// <param name="Reason">Why, when it is not done.</param>
/// <param name="WorkedMilliseconds">How long this execution of the run worked.</param>
public sealed record RunFinished([property: Structure] string State, int ExitStatus, Problem? Reason, long WorkedMilliseconds)
{
    /// <summary>The task of the list that could be done next, as <c>ID — TITLE</c>; null when the run is not done, or none is left.</summary>
    public string? Next { get; init; }
}

/// <summary>Body of <c>effect.finished</c> for a tree that is judged.</summary>
public sealed record TreeWritten(
    [property: Structure] string Key,
    [property: Structure] string Effect,
    [property: Structure] string Tree,
    IReadOnlyList<string> Nested
)
{
    /// <summary>Files whose names are no UTF-8.</summary>
    public IReadOnlyList<string> Unnamed { get; init; } = [];
}

/// <summary>Body of <c>effect.finished</c> for what the tests of a change are worth.</summary>
/// <param name="Key">The step.</param>
/// <param name="Effect"><c>proof</c>.</param>
/// <param name="Verdict">What was measured; null in an earlier part of a pipeline, since the last one is measured as a whole.</param>
public sealed record ProofFinished([property: Structure] string Key, [property: Structure] string Effect, ProofVerdict? Verdict);

/// <summary>Body of an <c>effect.finished</c>: the base's tests were held against the task's code.</summary>
/// <param name="Key">The step.</param>
/// <param name="Effect"><c>earlier</c>.</param>
/// <param name="Expectations">What they promised and the code does not keep.</param>
public sealed record ExpectationsMeasured(
    [property: Structure] string Key,
    [property: Structure] string Effect,
    IReadOnlyList<ChangedExpectation> Expectations
)
{
    /// <summary>Why the tests could not be run, where that lies in the environment; null where they could.</summary>
    public string? Fault { get; init; }

    /// <summary>What was not compared and why, in words.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];
}

/// <summary>Body of <c>effect.finished</c> for a unit that was taken away.</summary>
/// <param name="Key">The step: that of the proof, then the unit.</param>
/// <param name="Effect"><c>unit</c>.</param>
/// <param name="Found">What was found.</param>
public sealed record UnitFinished([property: Structure] string Key, [property: Structure] string Effect, UnitFound Found);
