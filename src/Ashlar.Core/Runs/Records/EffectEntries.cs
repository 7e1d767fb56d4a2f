namespace Ashlar.Core.Runs.Records;

/// <summary>Body of <c>effect.intended</c> and <c>effect.finished</c> for a task's change that is put on top of what landed meanwhile.</summary>
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
);

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
);

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
);
