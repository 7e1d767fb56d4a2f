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
