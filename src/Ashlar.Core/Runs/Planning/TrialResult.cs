using Ashlar.Core.Gates;
using Ashlar.Core.Secrets;
using Ashlar.Core.Settings;

namespace Ashlar.Core.Runs.Planning;

/// <summary>The results of a repository's gates.</summary>
/// <param name="Mask">What must not be seen.</param>
public sealed record TrialResult(SecretMask Mask)
{
    /// <summary>The gates, those that cannot start first.</summary>
    public required IReadOnlyList<TrialRow> Rows { get; init; }

    /// <summary>What was changed or left out, one sentence each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Packages with tests that no gate runs.</summary>
    public required IReadOnlyList<UncoveredPart> Uncovered { get; init; }

    /// <summary>Whether a test gate is there, or none is meant to be.</summary>
    public required bool HasTests { get; init; }

    /// <summary>Why no test is counted although every gate can judge, a sentence with what fixes it; null where tests are counted.</summary>
    public string? TestsRemark =>
        HasTests || Rows.Any(row => !row.IsAble && row.IsTest) ? null
        : Rows.Any(row => row.IsTest)
            ? "no gate counts tests: only the exit code is read of what runs them. Have its results read (`results:` in .ashlar/config.yaml)"
        : "no gate runs tests. Name the command that does under `gates` in .ashlar/config.yaml, as {name: tests, run: COMMAND}; `results` (junit, tap, …) has its tests counted";

    /// <summary>Whether every gate can judge.</summary>
    public bool IsWell => HasTests && Rows.All(row => row.IsAble);
}

/// <summary>One gate.</summary>
/// <param name="Gate">The gate.</param>
/// <param name="Result">Its result; null where it cannot start.</param>
/// <param name="IsCriterion">Whether it is an acceptance criterion, which may be red before the work.</param>
public sealed record TrialRow(GateSetting Gate, GateResult? Result, bool IsCriterion = false)
{
    /// <summary>Whether it is there to run tests, as far as its command or its name tells.</summary>
    public bool IsTest { get; init; }

    /// <summary>Why it cannot start, or null.</summary>
    public Problem? Problem { get; init; }

    /// <summary>Whether it can judge work.</summary>
    public bool IsAble =>
        Result is { } result
        && (
            result.Inability is null
            || Gate.Known
            || (IsCriterion && result.Inability.Kind is InabilityKind.ExitOnly or InabilityKind.Contradiction or InabilityKind.NoInput)
        );

    /// <summary>A gate that cannot start.</summary>
    public static TrialRow Missing(GateSetting gate, Problem problem) => new(gate, null) { Problem = problem };
}
