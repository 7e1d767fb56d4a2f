using Ashlar.Core.Judging.Units;

namespace Ashlar.Core.Judging.Measuring;

/// <summary>What the tests say to one unit that was taken away.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Found">What they say.</param>
public sealed record UnitVerdict(CodeUnit Unit, UnitFound Found)
{
    /// <summary>What they say, in a word.</summary>
    public VerdictKind Kind => Found.Kind;

    /// <summary>The test that noticed; null where none did, or where only the run as a whole hung.</summary>
    public string? Test => Found.Test;

    /// <summary>What had been done to the unit when it was noticed, or not.</summary>
    public string? Variant => Found.Variant;

    /// <summary>What could not be measured and why; for <see cref="VerdictKind.NotMeasured"/> never empty.</summary>
    public IReadOnlyList<NotMeasured> Missing => Found.Missing;

    /// <summary>A unit that could not be measured.</summary>
    public static UnitVerdict Not(CodeUnit unit, params IReadOnlyList<NotMeasured> missing) =>
        new(unit, new UnitFound(VerdictKind.NotMeasured) { Missing = missing });

    /// <summary>A unit that no test minds.</summary>
    public static UnitVerdict Unnoticed(CodeUnit unit, string variant) =>
        new(unit, new UnitFound(VerdictKind.Unnoticed) { Variant = variant });
}

/// <summary>What is found of one unit: what is kept of a <see cref="UnitVerdict"/>.</summary>
/// <param name="Kind">What the tests say.</param>
public sealed record UnitFound(VerdictKind Kind)
{
    /// <summary>The test that noticed, or null.</summary>
    public string? Test { get; init; }

    /// <summary>What had been done to the unit.</summary>
    public string? Variant { get; init; }

    /// <summary>The way in which it was taken away.</summary>
    public WayKind? Way { get; init; }

    /// <summary>What could not be measured and why.</summary>
    public IReadOnlyList<NotMeasured> Missing { get; init; } = [];
}

/// <summary>What tests say to a unit.</summary>
public enum VerdictKind
{
    /// <summary>One fails when it is gone, in every way that could be built, and passes when it is there.</summary>
    Noticed,

    /// <summary>One comes by: it fails because the body throws. Whether a test minds the result is not known.</summary>
    Executed,

    /// <summary>None fails when it is gone.</summary>
    Unnoticed,

    /// <summary>Nobody knows.</summary>
    NotMeasured,
}

/// <summary>All verdicts on a change.</summary>
/// <param name="Units">One for each unit.</param>
public sealed record MeasurementResult(IReadOnlyList<UnitVerdict> Units)
{
    /// <summary>How many runs it took.</summary>
    public int Runs { get; init; }

    /// <summary>How many units a test notices, of those measured.</summary>
    public NoticedCount Noticed => NoticedCount.Of(Units.Select(unit => unit.Kind));

    /// <summary>Whether something was measured and no test minds any of it.</summary>
    public bool IsUnnoticed => Noticed is { Measured: > 0, Noticed: 0 };
}
