using Ashlar.Core.Journal;
using Ashlar.Core.Reports;

namespace Ashlar.Core.Runs.Records;

/// <summary>Body of <c>report.submitted</c>.</summary>
/// <param name="Key">The step.</param>
/// <param name="Report">What the agent claims.</param>
public sealed record ReportSubmitted([property: Structure] string Key, Report Report) : IStep
{
    static string IEvent.Type => "report.submitted";
}

/// <summary>Body of <c>report.verified</c>: the claims held against the evidence.</summary>
/// <param name="Key">The step.</param>
/// <param name="Iteration">The gate cycle that the evidence comes from.</param>
/// <param name="Verification">What came of it.</param>
/// <param name="Verified">Whether the report agrees with the evidence.</param>
public sealed record ReportVerified([property: Structure] string Key, int Iteration, Verification Verification, bool Verified) : IStep
{
    static string IEvent.Type => "report.verified";
}

/// <summary>Body of <c>deviation.noted</c>.</summary>
/// <param name="Key">The call.</param>
/// <param name="Deviation">What was done differently and why.</param>
public sealed record DeviationNoted([property: Structure] string Key, Deviation Deviation) : IStep
{
    static string IEvent.Type => "deviation.noted";
}
