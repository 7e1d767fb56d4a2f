using Ashlar.Core.Judging.Measuring;
using Ashlar.Core.Judging.Trees;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Judging.Expectations;

/// <summary>
/// Names that a test has in one run only, since they are put together of a time, a random number or a folder. That they are missing says nothing: they are
/// missing in a second run on the base, too. That is measured there, and only where names are missing.
/// </summary>
/// <param name="bench">Where tests run.</param>
/// <param name="subject">What is measured.</param>
/// <param name="before">The tests that ran on the base.</param>
internal sealed class UnsteadyNames(ITestBench bench, ExpectationSubject subject, TestRun before)
{
    /// <summary>What is lost, without tests that the base itself names otherwise each time and for which as many others came.</summary>
    public async Task<IReadOnlyList<ChangedExpectation>> WithoutAsync(
        IReadOnlyList<ChangedExpectation> lost,
        CancellationToken cancellationToken
    )
    {
        var now = Ids(subject.After);
        var missing = lost.Where(one => Missing(one, now).Count > 0).ToList();
        // Whether names change from run to run can be seen by new names alone: without any there are none that took the place of others.
        var known = Ids(before);
        var fresh = now.Count(id => !known.Contains(id));
        if (missing.Count == 0 || fresh == 0)
        {
            return lost;
        }

        var again = await bench.RunAsync(TreeOverlay.Base, TestSelection.All, subject.Timeout, cancellationToken).ConfigureAwait(false);
        if (again.Ending != BenchEnding.Ran)
        {
            return lost;
        }

        var unsteady = missing.Where(one => Missing(one, now).All(id => !again.Tests.ContainsKey(id))).ToHashSet();
        var gone = unsteady.SelectMany(one => Missing(one, now)).Distinct(StringComparer.Ordinal).Count();
        return again.Tests.Keys.Count(id => !known.Contains(id)) >= gone && fresh >= gone
            ? [.. lost.Where(one => !unsteady.Contains(one))]
            : lost;
    }

    /// <summary>The tests of an expectation that are missing now; none where it is lost in another way.</summary>
    private static IReadOnlyList<string> Missing(ChangedExpectation one, HashSet<string> now) =>
        one.Loss is ExpectationLoss.Gone or ExpectationLoss.CannotRun or ExpectationLoss.Fewer
            ? [.. one.Tests.Where(id => !now.Contains(id))]
            : [];

    private static HashSet<string> Ids(TestRun run) => run.Cases.Select(test => test.Id).ToHashSet(StringComparer.Ordinal);
}
