using Ashlar.Core.Gates;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Reports;

/// <summary>
/// Claimed test counts beside those that are allowed: the sum over the test gates, that run restricted to the task's own test files,
/// or a test run recorded in this task on the same tree.
/// </summary>
internal static class TestComparison
{
    /// <summary>The counts that differ from the gates' sum, where no allowed run has all of them.</summary>
    public static IReadOnlyList<Discrepancy> Check(Report report, Evidence evidence)
    {
        var gates = evidence.TestGates.ToList();
        if (report.Tests is not { } claim)
        {
            var owed =
                gates.Count > 0
                && report.Status != ReportStatus.Blocked
                && report.Layout is not (ReportLayout.Progress or ReportLayout.Feedback);
            return owed ? [new("tests", "nothing", Words(Sum(gates))) { Source = Source(gates) }] : [];
        }

        var text = report.Layout != ReportLayout.Tool;
        if (Allowed(gates, evidence).Any(run => Equal(claim, run, text)))
        {
            return [];
        }

        if (gates.Count == 0)
        {
            return claim.Total == 0 ? [] : [new("tests", Words(claim), Words(evidence.OtherRuns))];
        }

        return Differences(claim, Sum(gates), text, Source(gates));
    }

    private static IEnumerable<Counts> Allowed(List<GateResult> gates, Evidence evidence)
    {
        if (gates.Count > 0)
        {
            var own = evidence.TestFiles.ToHashSet(StringComparer.Ordinal);
            foreach (var flakyPass in new[] { false, true })
            {
                yield return Count(gates, flakyPass, test => true);
                if (own.Count > 0)
                {
                    yield return Count(gates, flakyPass, test => own.Contains(File(test)));
                }
            }
        }

        foreach (var run in evidence.OtherRuns)
        {
            yield return new Counts(run.Total, run.Passing, run.Failing, run.Skipped);
        }
    }

    private static Counts Sum(List<GateResult> gates) => Count(gates, flakyPass: false, test => true);

    // A flaky test failed once and then passed: a report may count it either way.
    private static Counts Count(List<GateResult> gates, bool flakyPass, Func<TestCase, bool> counts)
    {
        var sum = new Counts(0, 0, 0, 0);
        foreach (var gate in gates)
        {
            foreach (var test in gate.Tests!.Cases.Where(counts))
            {
                var flaky = gate.Flaky.Contains(test.Id, StringComparer.Ordinal);
                sum += test.Outcome switch
                {
                    TestOutcome.Skipped => new(1, 0, 0, 1),
                    TestOutcome.Passed => new(1, 1, 0, 0),
                    _ when flaky && flakyPass => new(1, 1, 0, 0),
                    _ => new(1, 0, 1, 0),
                };
            }
        }

        return sum;
    }

    private static string File(TestCase test)
    {
        var end = test.Id.IndexOf("::", StringComparison.Ordinal);
        return test.File ?? (end < 0 ? "" : test.Id[..end]);
    }

    private static bool Equal(ReportedTests claim, Counts run, bool text) =>
        (claim.Total == run.Total || (text && claim.Total == run.Total - run.Skipped))
        && claim.Passing == run.Passing
        && claim.Failing == run.Failing
        && (claim.Skipped ?? run.Skipped) == run.Skipped;

    private static List<Discrepancy> Differences(ReportedTests claim, Counts seen, bool text, string source)
    {
        var differences = new List<Discrepancy>();
        Compare("tests.total", text && claim.Total == seen.Total - seen.Skipped ? seen.Total : claim.Total, seen.Total);
        Compare("tests.passing", claim.Passing, seen.Passing);
        Compare("tests.failing", claim.Failing, seen.Failing);
        Compare("tests.skipped", claim.Skipped ?? seen.Skipped, seen.Skipped);
        return differences;

        void Compare(string what, int claimed, int observed)
        {
            if (claimed != observed)
            {
                differences.Add(new(what, $"{claimed}", $"{observed}") { Source = source });
            }
        }
    }

    private static string Source(List<GateResult> gates) =>
        string.Join(", ", gates.Select(gate => $"gate \"{gate.Name}\": {ShownText.Line(gate.Run)}"))
        + (
            gates.Any(gate => gate.Tests!.Cases.Any(test => test.Id.Contains('[', StringComparison.Ordinal)))
                ? "; parametrised cases count one each"
                : ""
        );

    private static string Words(Counts counts) =>
        $"{counts.Total} tests, {counts.Passing} passing, {counts.Failing} failing, {counts.Skipped} skipped";

    private static string Words(ReportedTests claim) => $"{claim.Total} tests, {claim.Passing} passing, {claim.Failing} failing";

    private static string Words(IReadOnlyList<TestRun> runs) =>
        runs.Count == 0
            ? "no test run whose counts could be read; leave tests out, and name the command in concerns"
            : Words(new Counts(runs[^1].Total, runs[^1].Passing, runs[^1].Failing, runs[^1].Skipped));

    private sealed record Counts(int Total, int Passing, int Failing, int Skipped)
    {
        public static Counts operator +(Counts left, Counts right) =>
            new(left.Total + right.Total, left.Passing + right.Passing, left.Failing + right.Failing, left.Skipped + right.Skipped);
    }
}
