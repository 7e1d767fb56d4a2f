using Ashlar.Core.Journal;
using Ashlar.Core.Secrets;

namespace Ashlar.Core.Runs.Records;

/// <summary>Body of <c>effect.finished</c>.</summary>
public sealed record EffectFinished([property: Structure] string Key, [property: Structure] string Effect, string Outcome) : IStep
{
    /// <summary>The type of all entries that tell how an effect ended.</summary>
    internal const string Finished = "effect.finished";

    /// <summary>The type of all entries that tell what is about to be done.</summary>
    internal const string Intended = "effect.intended";

    /// <summary>The branch was pushed.</summary>
    public const string Push = "push";

    /// <summary>A pull request was asked for.</summary>
    public const string PullRequest = "pull-request";

    /// <summary>Documents that a person handed over are on the branch already.</summary>
    public const string Documents = "documents";

    /// <summary>Whether something left this machine.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsHandoff => Effect is Push or PullRequest;

    static string IEvent.Type => EffectFinished.Finished;
}

/// <summary>Body of <c>effect.finished</c> for a task's change that is put on top of what landed meanwhile.</summary>
/// <param name="Key">The step.</param>
/// <param name="Effect">Always <c>rebase</c>.</param>
/// <param name="Onto">The branch's commit that it is put on.</param>
/// <param name="Base">The task base from now on.</param>
/// <param name="Tree">The worktree from now on.</param>
/// <param name="Conflicts">The paths in conflict, whose files hold both sides.</param>
/// <param name="Landed">What landed meanwhile, a line each.</param>
public sealed record Rebased(
    [property: Structure] string Key,
    [property: Structure] string Effect,
    [property: Structure] string Onto,
    [property: Structure] string Base,
    [property: Structure] string Tree,
    IReadOnlyList<string> Conflicts,
    IReadOnlyList<string> Landed
) : IStep
{
    /// <summary>Its effect.</summary>
    public const string Name = "rebase";

    static string IEvent.Type => EffectFinished.Finished;

    static string? IEvent.Effect => Name;
}

/// <summary>
/// Body of <c>effect.intended</c> for a task's change that is about to be put on top of what landed meanwhile. It holds all that <see cref="Rebased"/>
/// does, since a run that is killed in between completes the very same merge; yet it is another event: only the effect moves the task's base in what
/// is folded, and what is asked by type must not find the intention.
/// </summary>
/// <param name="Key">The step.</param>
/// <param name="Effect">Always <c>rebase</c>.</param>
/// <param name="Onto">The branch's commit that it is put on.</param>
/// <param name="Base">The task base from now on.</param>
/// <param name="Tree">The worktree from now on.</param>
/// <param name="Conflicts">The paths in conflict, whose files hold both sides.</param>
/// <param name="Landed">What landed meanwhile, a line each.</param>
public sealed record RebaseIntended(
    [property: Structure] string Key,
    [property: Structure] string Effect,
    [property: Structure] string Onto,
    [property: Structure] string Base,
    [property: Structure] string Tree,
    IReadOnlyList<string> Conflicts,
    IReadOnlyList<string> Landed
) : IStep
{
    /// <summary>Its effect.</summary>
    public const string Name = Rebased.Name;

    static string IEvent.Type => EffectFinished.Intended;

    static string? IEvent.Effect => Name;

    /// <summary>What is then recorded of it.</summary>
    public Rebased Done() => new(Key, Rebased.Name, Onto, Base, Tree, Conflicts, Landed);
}

/// <summary>Body of <c>effect.finished</c> for a fix.</summary>
/// <param name="Key">The step.</param>
/// <param name="Effect"><c>fix</c>.</param>
/// <param name="Run">The configured command.</param>
/// <param name="ExitCode">How it ended; the gate itself decides.</param>
/// <param name="Files">The files that it changed.</param>
public sealed record FixFinished(
    [property: Structure] string Key,
    [property: Structure] string Effect,
    [property: Structure] string Run,
    int ExitCode,
    IReadOnlyList<string> Files
) : IStep
{
    /// <summary>Its effect.</summary>
    public const string Name = "fix";

    static string IEvent.Type => EffectFinished.Finished;

    static string? IEvent.Effect => Name;
}

/// <summary>Body of <c>effect.finished</c> for tests that the agent ran.</summary>
/// <param name="Key">The call's step.</param>
/// <param name="Effect"><c>tests</c>.</param>
/// <param name="Tree">The tree that they ran on.</param>
/// <param name="Passing">How many passed.</param>
/// <param name="Failing">How many failed.</param>
/// <param name="Skipped">How many were skipped.</param>
public sealed record TestsSeen(
    [property: Structure] string Key,
    [property: Structure] string Effect,
    [property: Structure] string Tree,
    int Passing,
    int Failing,
    int Skipped
) : IStep
{
    /// <summary>Its effect.</summary>
    public const string Name = "tests";

    static string IEvent.Type => EffectFinished.Finished;

    static string? IEvent.Effect => Name;
}
