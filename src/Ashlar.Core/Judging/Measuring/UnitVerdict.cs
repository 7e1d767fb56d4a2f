using Ashlar.Core.Judging.Units;

namespace Ashlar.Core.Judging.Measuring;

/// <summary>What the tests say to one unit that was taken away.</summary>
/// <param name="Unit">The unit.</param>
/// <param name="Kind">What they say.</param>
public sealed record UnitVerdict(CodeUnit Unit, VerdictKind Kind)
{
    /// <summary>The test that noticed; null where none did, or where only the run as a whole hung.</summary>
    public string? Test { get; init; }

    /// <summary>What had been done to the unit when it was noticed, or not.</summary>
    public string? Variant { get; init; }

    /// <summary>The way in which it was taken away.</summary>
    public WayKind? Way { get; init; }

    /// <summary>What could not be measured and why; for <see cref="VerdictKind.NotMeasured"/> never empty.</summary>
    public IReadOnlyList<NotMeasured> Missing { get; init; } = [];

    /// <summary>A unit that could not be measured.</summary>
    public static UnitVerdict Not(CodeUnit unit, params IReadOnlyList<NotMeasured> missing) =>
        new(unit, VerdictKind.NotMeasured) { Missing = missing };
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

    /// <summary>Units of which something is known.</summary>
    public int Measured => Units.Count(unit => unit.Kind != VerdictKind.NotMeasured);

    /// <summary>Units that a test notices.</summary>
    public int Noticed => Units.Count(unit => unit.Kind == VerdictKind.Noticed);

    /// <summary>Units that tests only come by.</summary>
    public int Executed => Units.Count(unit => unit.Kind == VerdictKind.Executed);

    /// <summary>Whether something was measured and no test minds any of it.</summary>
    public bool IsUnnoticed => Measured > 0 && Noticed == 0;

    /// <summary>For reports: <c>5/6</c>, <c>5/6, 1 executed</c>, <c>0/0</c>.</summary>
    public override string ToString() => $"{Noticed}/{Measured}{(Executed > 0 ? $", {Executed} executed" : "")}";
}
