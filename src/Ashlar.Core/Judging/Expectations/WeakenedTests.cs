using Ashlar.Core.Judging.Measuring;
using Ashlar.Core.Judging.Trees;

namespace Ashlar.Core.Judging.Expectations;

/// <summary>Changed tests that no longer notice what their old versions do, as changed expectations.</summary>
/// <param name="bench">Where tests run.</param>
/// <param name="clock">The time.</param>
internal sealed class WeakenedTests(ITestBench bench, TimeProvider clock)
{
    /// <summary>Measures; none where the subject does not say what the tests name.</summary>
    /// <param name="subject">The change.</param>
    /// <param name="earlier">The run of the tests as they were; null where there was none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task<ExpectationResult> MeasureAsync(ExpectationSubject subject, BenchRun? earlier, CancellationToken cancellationToken)
    {
        if (subject.Named is not { } named || subject.Trees.Touched.Count == 0)
        {
            return new ExpectationResult([]);
        }

        var result = await new WeakerTests(bench, clock)
            .RunAsync(
                new WeakerTestsSubject
                {
                    Trees = subject.Trees,
                    Named = await named(subject.Trees.Touched, cancellationToken).ConfigureAwait(false),
                    Green = BenchRun.Of(subject.After.Cases, subject.Timeout / 3),
                    Earlier = earlier,
                    Flaky = subject.Flaky,
                    Budget = subject.Budget,
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        return new ExpectationResult([.. result.Tests.Select(test => Expectation(test, subject.Trees))])
        {
            Missing = [.. result.Missing.Select(missing => missing.Words)],
        };
    }

    private static ChangedExpectation Expectation(WeakerTest test, TaskTrees trees) =>
        new(test.Test, ExpectationLoss.Weaker)
        {
            Tests = [test.Test],
            Files = trees.Touched.Any(file => file.Path == test.File)
                ? [test.File!]
                : [.. trees.Touched.Select(file => file.Path).Distinct(StringComparer.Ordinal)],
            Words = $"its old version fails when {test.Variant}, and it passes",
            Path = test.File,
        };
}
