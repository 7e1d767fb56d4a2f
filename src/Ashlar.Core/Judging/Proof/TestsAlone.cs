using Ashlar.Core.Judging.Measuring;
using Ashlar.Core.Judging.Syntax;
using Ashlar.Core.Judging.Trees;
using Ashlar.Core.Judging.Units;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Judging.Proof;

/// <summary>
/// Asks what new tests are worth where the change has no product code: the functions that they name are emptied, all at once, and one of the tests
/// has to mind.
/// </summary>
/// <param name="bench">Where tests run.</param>
/// <param name="python">A Python, or null where there is none.</param>
/// <param name="subject">The change.</param>
internal sealed class TestsAlone(ITestBench bench, IPythonSyntax? python, ProofSubject subject)
{
    /// <summary>Measures.</summary>
    /// <param name="green">The run on the task's tree.</param>
    /// <param name="own">The task's own tests that passed there.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<TestsAloneResult> MeasureAsync(BenchRun green, IReadOnlyList<OwnTest> own, CancellationToken cancellationToken)
    {
        var files = subject.Trees.Change.Where(file => file is { Role: FileRole.Test, After: not null }).ToList();
        if (files.Count == 0 || subject.Named is not { } named || subject.Product.Any(ProductFiles.AreCode))
        {
            return TestsAloneResult.Nothing;
        }

        var fresh = own.Where(test => IsNew(test.Id)).Select(test => test.Id).ToList();
        if (fresh.Count == 0)
        {
            var asleep = (subject.Green?.Cases ?? []).Where(test => test.Outcome == TestOutcome.Skipped && IsNew(test.Id));
            return new TestsAloneResult([], [.. asleep.Select(test => test.Id).Distinct(StringComparer.Ordinal)], IsAsleep: true);
        }

        // Names are looked for in what is new, as if it had been there before.
        IReadOnlyList<ChangedContent> texts = [.. files.Select(file => file with { Before = file.After, After = null })];
        var functions = await named(texts, cancellationToken).ConfigureAwait(false);
        if (functions.Functions.Count == 0)
        {
            return TestsAloneResult.Nothing;
        }

        if (
            await MindAsync(functions.Functions, functions.Texts, green.Select(fresh), green, cancellationToken).ConfigureAwait(false)
            is not false
        )
        {
            return TestsAloneResult.Nothing;
        }

        // A test may reach what it is about without its name, as by a command line, and have another's by chance.
        var able = await ChangeUnits.FunctionsAsync(functions.Texts, python, cancellationToken).ConfigureAwait(false);
        return await MindAsync(able, functions.Texts, green.Select(fresh), green, cancellationToken).ConfigureAwait(false) is true
            ? TestsAloneResult.Nothing
            : new TestsAloneResult(functions.Functions, fresh, IsAsleep: false);
    }

    /// <summary>
    /// Whether one of the tests minds that functions return nothing; null where the run does not tell. That a test minds the empty value too is not
    /// asked: many look at exactly the case in which that is right.
    /// </summary>
    private async Task<bool?> MindAsync(
        IReadOnlyList<CodeUnit> functions,
        IReadOnlyDictionary<string, string?> texts,
        TestSelection tests,
        BenchRun green,
        CancellationToken cancellationToken
    )
    {
        if (UnitPlan.Emptied(functions, texts) is not { } emptied)
        {
            return null;
        }

        var time = BenchRun.Patience(green.Duration);
        var run = await bench.RunAsync(emptied.Tree, tests, time, cancellationToken).ConfigureAwait(false);
        return
            run.Ending != BenchEnding.Ran
            || tests.Ids.Any(id => run.Tests.GetValueOrDefault(id) is null or { Status: BenchStatus.NotCollected })
            ? null
            : tests.Ids.Any(run.IsBad);
    }

    private bool IsNew(string id) => subject.Before is { } before && before.Cases.All(test => test.Id != id);
}

/// <summary>What new tests without any work do not notice.</summary>
/// <param name="Functions">The functions that they name and that nobody misses.</param>
/// <param name="Tests">The tests that pass all the same, or that do not run.</param>
/// <param name="IsAsleep">Whether no new test runs.</param>
internal sealed record TestsAloneResult(IReadOnlyList<CodeUnit> Functions, IReadOnlyList<string> Tests, bool IsAsleep)
{
    /// <summary>There is nothing to say.</summary>
    public static TestsAloneResult Nothing { get; } = new([], [], IsAsleep: false);

    /// <summary>Whether the tests check nothing.</summary>
    public bool IsFinding => Tests.Count > 0;
}
