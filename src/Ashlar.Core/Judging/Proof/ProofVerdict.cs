using Ashlar.Core.Judging.Measuring;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Judging.Proof;

/// <summary>What a change's tests are worth.</summary>
/// <param name="Level">The proof level.</param>
/// <param name="Tests">The task's own tests.</param>
/// <param name="Units">The parts of the change, and what notices each.</param>
public sealed record ProofVerdict(TestProof Level, IReadOnlyList<OwnTest> Tests, IReadOnlyList<UnitEvidence> Units)
{
    /// <summary>What stands against the change; it can be explained and agreed to.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>How long it took.</summary>
    public long Milliseconds { get; init; }

    /// <summary>How many units a test notices, of those measured.</summary>
    public NoticedCount Noticed => NoticedCount.Of(Units.Select(unit => unit.Verdict));
}

/// <summary>What tests prove about a change.</summary>
public enum TestProof
{
    /// <summary>Its own tests fail without it, pass with it, and notice a part of it when that is taken away.</summary>
    RedGreen,

    /// <summary>Only older tests notice it.</summary>
    RegressionOnly,

    /// <summary>There is no code in it.</summary>
    NoCode,

    /// <summary>No test notices any of it.</summary>
    Unnoticed,

    /// <summary>No gate tests what was changed, or counts tests.</summary>
    NotExamined,
}

/// <summary>A new or changed test, or an owed one that was red, which passes on the task's tree.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Without">How it goes without the work.</param>
/// <param name="Words">How it fails there, in a line; null when it does not.</param>
public sealed record OwnTest(string Id, WithoutWork Without, string? Words = null)
{
    /// <summary>Whether it cannot pass without the work.</summary>
    public bool NeedsWork => Without is WithoutWork.Fails or WithoutWork.NotLoaded;
}

/// <summary>How a test ends on the base, with only the task's tests and their support laid over it.</summary>
public enum WithoutWork
{
    /// <summary>It passes: the work is not what it is about.</summary>
    Passes,

    /// <summary>It runs and fails.</summary>
    Fails,

    /// <summary>It cannot be built or loaded.</summary>
    NotLoaded,

    /// <summary>It is skipped there, or the run could not be made.</summary>
    NotKnown,
}

/// <summary>A unit of the change in the evidence.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Line">Its first line, from 1.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Verdict">What the tests say when it is gone.</param>
public sealed record UnitEvidence(string Path, int Line, string Name, VerdictKind Verdict)
{
    /// <summary>Whether it is a function.</summary>
    public bool IsFunction { get; init; }

    /// <summary>The test that noticed, or null.</summary>
    public string? Test { get; init; }

    /// <summary>What was done to it; for what is not measured, why. As a sentence's end that begins with its name, or whole.</summary>
    public string? Words { get; init; }
}
