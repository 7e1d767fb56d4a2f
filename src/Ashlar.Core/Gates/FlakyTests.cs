using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Gates;

/// <summary>Tests that went differently in two runs on the same tree.</summary>
internal static class FlakyTests
{
    /// <summary>Ids of tests that failed in one of the runs and passed in the other, in order.</summary>
    public static IReadOnlyList<string> Between(TestRun first, TestRun second)
    {
        var before = first.Cases.ToDictionary(test => test.Id, test => test.Outcome, StringComparer.Ordinal);
        return
        [
            .. second
                .Cases.Where(test => before.TryGetValue(test.Id, out var outcome) && Differ(outcome, test.Outcome))
                .Select(test => test.Id),
        ];
    }

    /// <summary>The run with the flaky tests counted as passed: that they fail is not shown.</summary>
    public static TestRun AsPassed(TestRun run, IReadOnlyList<string> flaky) =>
        flaky.Count == 0
            ? run
            : new TestRun([
                .. run.Cases.Select(test =>
                    flaky.Contains(test.Id, StringComparer.Ordinal) ? new TestCase(test.Id, TestOutcome.Passed) { File = test.File } : test
                ),
            ]);

    private static bool Differ(TestOutcome first, TestOutcome second) =>
        (IsBad(first) && second == TestOutcome.Passed) || (IsBad(second) && first == TestOutcome.Passed);

    private static bool IsBad(TestOutcome outcome) => outcome is TestOutcome.Failed or TestOutcome.Error;
}
