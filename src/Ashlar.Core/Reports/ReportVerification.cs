namespace Ashlar.Core.Reports;

/// <summary>
/// Holds a report against the evidence (contract section 6, points 5 and 6). Only facts are compared: files, test counts, acceptance
/// rows; wording is never judged.
/// </summary>
public static class ReportVerification
{
    /// <summary>
    /// Compares. The result carries the discrepancies, the unmet criteria, and what was seen of files and tests; proof, gates' sources
    /// and rules are the caller's to add.
    /// </summary>
    /// <remarks>
    /// A report that leaves files out claims that nothing was changed, and one that leaves <c>tests</c> out though a test gate ran claims
    /// nothing where something was seen: both are discrepancies. Text layouts without a place for files or tests, and <c>BLOCKED</c>, are
    /// held to what they do say only; a blocked report owes no acceptance rows.
    /// </remarks>
    public static Verification Check(Report report, Evidence evidence)
    {
        var gates = evidence.TestGates.ToList();
        return new Verification
        {
            Discrepancies = [.. FileComparison.Check(report, evidence), .. TestComparison.Check(report, evidence)],
            Unmet = report.Status == ReportStatus.Blocked ? [] : AcceptanceComparison.Check(report.Acceptance, evidence.Acceptance),
            Gates = evidence.Gates.Select(gate => new GateEvidence(gate)).ToList(),
            Tests =
                gates.Count == 0
                    ? null
                    : new TestEvidence(
                        gates.Sum(gate => gate.Tests!.Total),
                        gates.Sum(gate => gate.Tests!.Passing),
                        gates.Sum(gate => gate.Tests!.Failing),
                        gates.Sum(gate => gate.Tests!.Skipped)
                    ),
            Files = evidence.Files.Select(file => new ReportedFile(file.Path, file.Kind)).ToList(),
        };
    }
}
