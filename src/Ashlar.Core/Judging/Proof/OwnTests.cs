using Ashlar.Core.Gates.Integrity;
using Ashlar.Core.Judging.Measuring;

namespace Ashlar.Core.Judging.Proof;

/// <summary>The task's own tests, and whether they could pass without its work.</summary>
/// <param name="bench">Where tests run.</param>
/// <param name="subject">The change.</param>
internal sealed class OwnTests(ITestBench bench, ProofSubject subject)
{
    private static readonly TimeSpan shortest = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan longest = TimeSpan.FromMinutes(10);

    /// <summary>Each own test that passed on the task's tree; those that need the work come first.</summary>
    public async Task<IReadOnlyList<OwnTest>> ReadAsync(BenchRun green, CancellationToken cancellationToken)
    {
        var paid = subject.Paid.ToHashSet(StringComparer.Ordinal);
        var own = Ids(green, paid);
        var asked = own.Where(id => !paid.Contains(id)).ToList();
        var without =
            asked.Count == 0
                ? null
                : await bench.RunAsync(subject.Trees.Without, green.Select(asked), Timeout(green), cancellationToken).ConfigureAwait(false);
        return
        [
            .. own.Select(id => paid.Contains(id) ? new OwnTest(id, WithoutWork.Fails, "it failed before the work") : Of(id, without!))
                .OrderBy(test =>
                    test.Without switch
                    {
                        WithoutWork.Fails => 0,
                        WithoutWork.NotLoaded => 1,
                        _ => 2,
                    }
                ),
        ];
    }

    /// <summary>What is new by id, or by its text, and passed: what was skipped, not run or is flaky is not a test of anything.</summary>
    private List<string> Ids(BenchRun green, HashSet<string> paid)
    {
        var before = subject.Before?.Cases.Select(test => test.Id).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. (subject.Green?.Cases ?? [])
                .Where(test => green.Passed(test.Id) && !subject.Flaky.Contains(test.Id))
                .Where(test => paid.Contains(test.Id) || subject.IsOwn(test) || (before is not null && !before.Contains(test.Id)))
                .Select(test => test.Id)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
    }

    private static OwnTest Of(string id, BenchRun run)
    {
        if (run.Ending is BenchEnding.Fault)
        {
            return new OwnTest(id, WithoutWork.NotKnown, run.Words);
        }

        return run.Tests.GetValueOrDefault(id) switch
        {
            { Status: BenchStatus.Passed } => new OwnTest(id, WithoutWork.Passes),
            { Status: BenchStatus.Failed or BenchStatus.Errored or BenchStatus.TimedOut } test => new OwnTest(
                id,
                WithoutWork.Fails,
                test.Message ?? "it fails"
            ),
            { Status: BenchStatus.Skipped } => new OwnTest(id, WithoutWork.NotKnown, "it is skipped"),
            _ when run.Ending is BenchEnding.TimedOut => new OwnTest(id, WithoutWork.Fails, run.Words),
            _ => new OwnTest(id, WithoutWork.NotLoaded, run.Words ?? FileOf(id, run)?.Message ?? "it cannot be loaded"),
        };
    }

    private static BenchTest? FileOf(string id, BenchRun run) =>
        run.Tests.Values.FirstOrDefault(test =>
            test.Status == BenchStatus.NotCollected && test.File is not null && test.File == TestSource.Parse(id)?.File
        );

    private static TimeSpan Timeout(BenchRun green) => BenchRun.Patience(green.Duration, shortest, longest);
}
