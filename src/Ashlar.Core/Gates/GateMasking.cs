using Ashlar.Core.Secrets;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Gates;

/// <summary>Masks what was read from result files; a command's text is masked before it arrives.</summary>
internal static class GateMasking
{
    /// <summary>The reading with every text masked.</summary>
    public static GateReading Masked(GateReading reading, SecretMask mask) =>
        new(
            [.. reading.Findings.Select(finding => finding with { Key = mask.Mask(finding.Key), Message = mask.Mask(finding.Message) })],
            reading.Tests is null ? null : new TestRun([.. reading.Tests.Cases.Select(test => Masked(test, mask))])
        )
        {
            Trouble = reading.Trouble is null ? null : mask.Mask(reading.Trouble),
        };

    private static TestCase Masked(TestCase test, SecretMask mask) =>
        test with
        {
            Id = mask.Mask(test.Id),
            Message = test.Message is null ? null : mask.Mask(test.Message),
            Details = test.Details is null ? null : mask.Mask(test.Details),
        };
}
