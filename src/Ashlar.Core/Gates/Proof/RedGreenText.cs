using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Gates.Proof;

/// <summary>Tells a model why its tests prove nothing.</summary>
internal static class RedGreenText
{
    private const int Shown = 5;

    /// <summary>The finding for one test file without proof.</summary>
    public static Finding Finding(IGrouping<string, BaseProof> file)
    {
        var tests = file.ToList();
        var reasons = string.Join("; ", tests.Take(Shown).Select(Reason));
        var more = tests.Count > Shown ? $"; and {tests.Count - Shown} more" : "";
        var lead =
            tests.Count == 1 ? $"Your new test in {file.Key} does not fail" : $"None of your {tests.Count} new tests in {file.Key} fails";
        var which = tests.Count == 1 ? "it" : "one";
        return new Finding(
            $"no-proof:{file.Key}",
            $"{lead} on the code before your change: {reasons}{more}. Sharpen {which} so that it fails without the change by its assertion. Do not change the product code for this."
        )
        {
            Path = file.Key,
            Rule = "red-green",
        };
    }

    private static string Reason(BaseProof proof)
    {
        var name = proof.Id[(proof.Id.LastIndexOfAny([':', '>']) + 1)..].Trim();
        return proof.Failure switch
        {
            BaseFailure.Passed => $"{name} passes there",
            BaseFailure.None => $"{name}: {proof.Reason}",
            BaseFailure.Flaky => $"{name}: {proof.Reason}, which proves nothing",
            _ => $"{name} fails there, but by {FailureText.Line(proof.Reason ?? "another error")}",
        };
    }
}
