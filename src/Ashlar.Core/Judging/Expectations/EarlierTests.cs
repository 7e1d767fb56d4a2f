using Ashlar.Core.Judging.Measuring;
using Ashlar.Core.Judging.Trees;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Judging.Expectations;

/// <summary>
/// Runs the tests that a task changed, moved or removed, and what supports them, as they were, on the task's code: what they expected still holds, or
/// it is a changed expectation. No word of any text decides.
/// </summary>
/// <param name="bench">Where tests run.</param>
public sealed class EarlierTests(ITestBench bench)
{
    private const int MostFiles = 8;

    /// <summary>Measures.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task<ExpectationResult> MeasureAsync(ExpectationSubject subject, CancellationToken cancellationToken)
    {
        var before =
            subject.Before
            ?? Run(await bench.RunAsync(TreeOverlay.Base, TestSelection.All, subject.Timeout, cancellationToken).ConfigureAwait(false));
        var passed = new PassedTests(before, subject.Trees, subject.Flaky);
        var unsteady = new UnsteadyNames(bench, subject, before);
        var lost = new LostTests(subject, passed).All().ToList();
        if (subject.Trees.Earlier is not { } earlier || !subject.Trees.Change.Any(file => file.Role == FileRole.Product))
        {
            return new ExpectationResult(await unsteady.WithoutAsync(lost, cancellationToken).ConfigureAwait(false));
        }

        var run = new EarlierRun(bench, subject, passed);
        var whole = await run.OfAsync(earlier, subject.Trees.Touched, cancellationToken).ConfigureAwait(false);
        if (whole.IsWholeFailure && subject.Trees.Added.Count > 0)
        {
            // What was added may be more than tests' own.
            whole = await run.OfAsync(subject.Trees.EarlierBesideNew, subject.Trees.Touched, cancellationToken).ConfigureAwait(false);
        }

        if (whole.IsWholeFailure && subject.Trees.Touched.Count > 1)
        {
            // One file that cannot be loaded must not stand for all.
            var each = new List<ChangedExpectation>();
            foreach (var file in subject.Trees.Touched.Take(MostFiles))
            {
                var alone = TreeOverlay.Task.With([KeyValuePair.Create(file.Path, file.Before)]);
                var own = await run.OfAsync(alone, [file], cancellationToken).ConfigureAwait(false);
                each.AddRange(own.Expectations);
                whole = whole with { Fault = whole.Fault ?? own.Fault };
            }

            whole = each.Count > 0 ? whole with { Expectations = each } : whole;
        }

        var failing = whole.Expectations.DistinctBy(one => one.Key, StringComparer.Ordinal).ToList();
        var covered = failing.SelectMany(one => one.Tests).ToHashSet(StringComparer.Ordinal);
        var all = (ChangedExpectation[])[.. failing, .. lost.Where(one => !one.Tests.All(covered.Contains))];
        return new ExpectationResult(await unsteady.WithoutAsync(all, cancellationToken).ConfigureAwait(false))
        {
            Run = whole.Run,
            Fault = whole.Fault,
        };
    }

    private static TestRun Run(BenchRun run) =>
        new([
            .. run.Tests.Select(test => new TestCase(
                test.Key,
                test.Value.Status switch
                {
                    BenchStatus.Passed => TestOutcome.Passed,
                    BenchStatus.Skipped => TestOutcome.Skipped,
                    BenchStatus.Failed => TestOutcome.Failed,
                    _ => TestOutcome.Error,
                }
            )
            {
                File = test.Value.File,
                Message = test.Value.Message,
            }),
        ]);
}
