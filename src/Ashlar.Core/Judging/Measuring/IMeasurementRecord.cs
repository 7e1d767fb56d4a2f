using Ashlar.Core.Judging.Units;

namespace Ashlar.Core.Judging.Measuring;

/// <summary>Keeps what was found of each unit, so that nothing is measured twice, and hears what is being measured.</summary>
public interface IMeasurementRecord
{
    /// <summary>What was found of a unit before; null where it was not measured.</summary>
    UnitFound? Past(string unit);

    /// <summary>A unit is about to be taken away.</summary>
    void Begin(int number, int count, CodeUnit unit);

    /// <summary>Keeps what was found.</summary>
    void Keep(string unit, UnitFound found);
}

/// <summary>A <see cref="UnitVerdict"/> without its unit.</summary>
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

    /// <summary>What is to be kept of a verdict.</summary>
    public static UnitFound Of(UnitVerdict verdict) =>
        new(verdict.Kind)
        {
            Test = verdict.Test,
            Variant = verdict.Variant,
            Way = verdict.Way,
            Missing = verdict.Missing,
        };

    /// <summary>The verdict on the unit.</summary>
    public UnitVerdict On(CodeUnit unit) =>
        new(unit, Kind)
        {
            Test = Test,
            Variant = Variant,
            Way = Way,
            Missing = Missing,
        };
}
