using Ashlar.Core.Judging.Measuring;
using Ashlar.Core.Judging.Trees;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Judging.Expectations;

/// <summary>What a run of earlier tests showed.</summary>
/// <param name="Expectations">What fails there, or cannot be run.</param>
internal sealed record EarlierSight(IReadOnlyList<ChangedExpectation> Expectations)
{
    public bool IsWholeFailure { get; init; }

    public BenchRun? Run { get; init; }

    public string? Fault { get; init; }
}

/// <summary>Runs tests as they were on the task's code, once more what fails, and names what is lost.</summary>
internal sealed class EarlierRun(ITestBench bench, ExpectationSubject subject, PassedTests passed)
{
    private readonly HashSet<string> failingNow = subject
        .After.Cases.Where(test => test.Outcome is TestOutcome.Failed or TestOutcome.Error)
        .Select(test => test.Id)
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>Runs with files as they were.</summary>
    public async Task<EarlierSight> OfAsync(TreeOverlay tree, IReadOnlyList<ChangedContent> files, CancellationToken cancellationToken)
    {
        var paths = files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        var ids = passed
            .Tests.Values.SelectMany(cases => cases)
            .Where(test => test.File is { } file && paths.Contains(file))
            .Select(test => test.Id)
            .ToList();
        var selection =
            files.All(file => file.Role == FileRole.Test) && subject.Trees.Added.Count == 0
                ? new TestSelection(ids) { Files = [.. paths] }
                : TestSelection.All;
        var run = await bench.RunAsync(tree, selection, subject.Timeout, cancellationToken).ConfigureAwait(false);
        switch (run.Ending)
        {
            case BenchEnding.Fault when await IsAlikeAsync(selection, cancellationToken).ConfigureAwait(false):
                return new EarlierSight([]) { Fault = run.Words ?? "the tests could not be run" };
            case BenchEnding.Ran:
                break;
            default:
                return new EarlierSight([.. files.SelectMany(file => Unrunnable(file, run))]) { IsWholeFailure = true };
        }

        var failing = Failing(run, selection.IsAll, paths);
        if (failing.Count > 0)
        {
            var again = await bench.RunAsync(tree, selection, subject.Timeout, cancellationToken).ConfigureAwait(false);
            failing = again.Ending == BenchEnding.Ran ? [.. failing.Where(one => one.Tests.Any(id => !IsFine(again, id)))] : failing;
        }

        return new EarlierSight([.. failing, .. Absent(run, paths)]) { Run = run };
    }

    /// <summary>Whether the tests of now cannot be run either: what only the tests as they were meet is not the environment's fault.</summary>
    private async Task<bool> IsAlikeAsync(TestSelection selection, CancellationToken cancellationToken) =>
        (await bench.RunAsync(TreeOverlay.Task, selection, subject.Timeout, cancellationToken).ConfigureAwait(false)).Ending
        == BenchEnding.Fault;

    private static bool IsFine(BenchRun run, string id) =>
        run.Tests.GetValueOrDefault(id)?.Status is BenchStatus.Passed or BenchStatus.Skipped;

    /// <summary>The tests that ran and failed, one for each test, whatever the number of its cases.</summary>
    private List<ChangedExpectation> Failing(BenchRun run, bool all, HashSet<string> paths)
    {
        var lost = new List<ChangedExpectation>();
        var bad = run.Tests.Where(test => test.Value.IsBad && !failingNow.Contains(test.Key)).ToList();
        foreach (var group in bad.GroupBy(test => TestName.Plain(test.Key), StringComparer.Ordinal))
        {
            if (!passed.Tests.TryGetValue(group.Key, out var old) || !(all || IsIn(old[0], paths)))
            {
                continue;
            }

            var first = group.First();
            lost.Add(
                new ChangedExpectation(group.Count() == 1 ? first.Key : group.Key, ExpectationLoss.Fails)
                {
                    Tests = [.. group.Select(test => test.Key)],
                    Files = passed.FilesOf(old[0]),
                    Words = FailureText.Line(first.Value.Message ?? "it fails"),
                    Path = first.Value.File ?? old[0].File,
                    Line = first.Value.Line,
                }
            );
        }

        return lost;
    }

    /// <summary>What did not run at all although its file is there as it was: by file where that lost all its tests.</summary>
    private IEnumerable<ChangedExpectation> Absent(BenchRun run, HashSet<string> paths)
    {
        var there = run.Tests.Keys.Select(TestName.Plain).ToHashSet(StringComparer.Ordinal);
        var own = passed.Tests.Where(group => IsIn(group.Value[0], paths)).ToList();
        foreach (var file in own.GroupBy(group => passed.FilesOf(group.Value[0])[0], StringComparer.Ordinal))
        {
            var absent = file.Where(group => !there.Contains(group.Key)).ToList();
            if (absent.Count == file.Count() && absent.Count > 0)
            {
                yield return Whole(file.Key, [.. absent.SelectMany(group => group.Value)], WordsFor(run, file.Key));
                continue;
            }

            foreach (var (id, old) in absent)
            {
                yield return new ChangedExpectation(id, ExpectationLoss.CannotRun)
                {
                    Tests = [.. old.Select(test => test.Id)],
                    Files = passed.FilesOf(old[0]),
                    Path = old[0].File,
                };
            }
        }
    }

    private IEnumerable<ChangedExpectation> Unrunnable(ChangedContent file, BenchRun run)
    {
        var tests = passed.Tests.Values.Where(cases => IsIn(cases[0], [file.Path])).SelectMany(cases => cases).ToList();
        return tests.Count == 0 && file.Role == FileRole.Test ? [] : [Whole(file.Path, tests, WordsFor(run, file.Path))];
    }

    private static ChangedExpectation Whole(string path, IReadOnlyList<TestCase> tests, string? words) =>
        new(path, ExpectationLoss.CannotRun)
        {
            Tests = [.. tests.Select(test => test.Id)],
            Files = [path],
            Words = words,
            Path = path,
        };

    private static string? WordsFor(BenchRun run, string path)
    {
        var loading = run.Tests.FirstOrDefault(test => test.Value.Status == BenchStatus.NotCollected && test.Value.File == path).Value;
        return (loading?.Message ?? run.Words) is { } words ? FailureText.Line(words) : null;
    }

    private bool IsIn(TestCase test, HashSet<string> paths) => passed.IsTouched(test) && passed.FilesOf(test).Any(paths.Contains);
}
