using System.Globalization;
using Ashlar.Core.Judging.Measuring;
using Ashlar.Core.Judging.Proof;

namespace Ashlar.Core.Reports;

/// <summary>A part of a change that was taken away, in words.</summary>
internal static class UnitText
{
    /// <summary>The part and what came of it, in one line.</summary>
    public static string Line(UnitEvidence unit) =>
        $"{Place(unit)}: {Word(unit.Verdict)}"
        + unit.Verdict switch
        {
            VerdictKind.Noticed when unit.Test is { } test => $" by {test}",
            VerdictKind.Noticed => ", the run did not end",
            VerdictKind.Executed => ": a test comes by, whether one minds the result is not known",
            VerdictKind.NotMeasured => $": it {unit.Words}",
            _ => unit.Words is { } words ? $": {words}" : "",
        };

    /// <summary>Where it is and what it is called.</summary>
    public static string Place(UnitEvidence unit) => $"{unit.Path}:{unit.Line} {unit.Name}";

    /// <summary>The verdict's word.</summary>
    public static string Word(VerdictKind verdict) =>
        verdict switch
        {
            VerdictKind.Noticed => "noticed",
            VerdictKind.Executed => "executed",
            VerdictKind.Unnoticed => "unnoticed",
            _ => "not measured",
        };

    /// <summary>A time.</summary>
    public static string Seconds(long milliseconds) => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000.0:0.#} s");
}
