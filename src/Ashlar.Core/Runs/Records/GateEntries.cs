using Ashlar.Core.Gates;
using Ashlar.Core.Journal;
using Ashlar.Core.Secrets;

namespace Ashlar.Core.Runs.Records;

/// <summary>Body of <c>setup.finished</c>.</summary>
public sealed record SetupFinished([property: Structure] string Key, [property: Structure] string Run, int ExitCode, string? Output) : IStep
{
    static string IEvent.Type => "setup.finished";
}

/// <summary>Body of <c>baseline.finished</c>: the gates on the run base.</summary>
public sealed record BaselineFinished([property: Structure] string Key, [property: Structure] string Tree, IReadOnlyList<GateResult> Gates)
    : IStep
{
    static string IEvent.Type => "baseline.finished";
}

/// <summary>Body of <c>gate.finished</c>.</summary>
public sealed record GateFinished([property: Structure] string Key, [property: Structure] string Tree, GateResult Result) : IStep
{
    static string IEvent.Type => "gate.finished";
}

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
) : IStep
{
    static string IEvent.Type => "iteration.finished";
}
