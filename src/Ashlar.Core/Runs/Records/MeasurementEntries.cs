using Ashlar.Core.Journal;
using Ashlar.Core.Judging.Expectations;
using Ashlar.Core.Judging.Measuring;
using Ashlar.Core.Judging.Proof;
using Ashlar.Core.Secrets;

namespace Ashlar.Core.Runs.Records;

/// <summary>Body of <c>effect.finished</c> for a tree that is judged.</summary>
public sealed record TreeWritten(
    [property: Structure] string Key,
    [property: Structure] string Effect,
    [property: Structure] string Tree,
    IReadOnlyList<string> Nested
) : IStep
{
    /// <summary>Its effect.</summary>
    public const string Name = "tree";

    static string IEvent.Type => EffectFinished.Finished;

    static string? IEvent.Effect => Name;

    /// <summary>Files whose names are no UTF-8.</summary>
    public IReadOnlyList<string> Unnamed { get; init; } = [];
}

/// <summary>Body of <c>effect.finished</c> for what the tests of a change are worth.</summary>
/// <param name="Key">The step.</param>
/// <param name="Effect"><c>proof</c>.</param>
/// <param name="Verdict">What was measured; null in an earlier part of a pipeline, since the last one is measured as a whole.</param>
public sealed record ProofFinished([property: Structure] string Key, [property: Structure] string Effect, ProofVerdict? Verdict) : IStep
{
    /// <summary>Its effect.</summary>
    public const string Name = "proof";

    static string IEvent.Type => EffectFinished.Finished;

    static string? IEvent.Effect => Name;
}

/// <summary>Body of an <c>effect.finished</c>: the base's tests were held against the task's code.</summary>
/// <param name="Key">The step.</param>
/// <param name="Effect"><c>earlier</c>.</param>
/// <param name="Expectations">What they promised and the code does not keep.</param>
public sealed record ExpectationsMeasured(
    [property: Structure] string Key,
    [property: Structure] string Effect,
    IReadOnlyList<ChangedExpectation> Expectations
) : IStep
{
    /// <summary>Its effect.</summary>
    public const string Name = "earlier";

    static string IEvent.Type => EffectFinished.Finished;

    static string? IEvent.Effect => Name;

    /// <summary>Why the tests could not be run, where that lies in the environment; null where they could.</summary>
    public string? Fault { get; init; }

    /// <summary>What was not compared and why, in words.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];
}

/// <summary>Body of <c>effect.finished</c> for a unit that was taken away.</summary>
/// <param name="Key">The step: that of the proof, then the unit.</param>
/// <param name="Effect"><c>unit</c>.</param>
/// <param name="Found">What was found.</param>
public sealed record UnitFinished([property: Structure] string Key, [property: Structure] string Effect, UnitFound Found) : IStep
{
    /// <summary>Its effect.</summary>
    public const string Name = "unit";

    static string IEvent.Type => EffectFinished.Finished;

    static string? IEvent.Effect => Name;
}
