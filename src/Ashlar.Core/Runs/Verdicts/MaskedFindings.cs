using Ashlar.Core.Judging.Expectations;
using Ashlar.Core.Secrets;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Runs.Verdicts;

/// <summary>Findings as they may be kept and told: names of files and targets of links are the agent's words too.</summary>
internal static class MaskedFindings
{
    /// <summary>A finding.</summary>
    public static Finding Masked(this SecretMask mask, Finding finding) =>
        finding with
        {
            Key = mask.Mask(finding.Key),
            Message = mask.Mask(finding.Message),
            Path = finding.Path is { } path ? mask.Mask(path) : null,
        };

    /// <summary>A changed expectation.</summary>
    public static ChangedExpectation Masked(this SecretMask mask, ChangedExpectation lost) =>
        lost with
        {
            Test = mask.Mask(lost.Test),
            Words = lost.Words is { } words ? mask.Mask(words) : null,
        };
}
