using Ashlar.Core.Judging.Trees;
using Ashlar.Core.Judging.Units;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Judging.Measuring;

/// <summary>
/// Empties functions of the product and holds what a changed test says to that against what its old version says: a test that failed then and
/// passes now checks less. Files that only gained lines are asked about all functions at once, which shows whether their tests were put to sleep.
/// </summary>
/// <param name="bench">Where tests run.</param>
/// <param name="clock">The time.</param>
public sealed class WeakerTests(ITestBench bench, TimeProvider clock)
{
    private int runs;

    /// <summary>Compares.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task<WeakerTestsResult> RunAsync(WeakerTestsSubject subject, CancellationToken cancellationToken)
    {
        runs = 0;
        if (subject.Trees.Earlier is not { } earlier || subject.Named.Functions.Count == 0)
        {
            return new WeakerTestsResult([]);
        }

        var began = clock.GetTimestamp();
        var then = subject.Earlier ?? await OnceAsync(earlier, TestSelection.All, subject, cancellationToken).ConfigureAwait(false);
        var selection = Selection(subject, then);
        if (selection.Ids.Count == 0)
        {
            return new WeakerTestsResult([]) { Runs = runs };
        }

        var found = new Dictionary<string, WeakerTest>(StringComparer.Ordinal);
        var missing = new List<NotMeasured>();
        var looks = new LinkedList<Look>(Looks(subject));
        for (; looks.First is { Value: { Function: var function, Variant: var variant } look }; looks.RemoveFirst())
        {
            if (clock.GetElapsedTime(began) >= subject.Budget)
            {
                missing.Add(
                    new NotMeasured(
                        NotMeasuredReason.NoTime,
                        $"whether changed tests still notice that {variant.Name} was left out: the time for the proof is used up"
                    )
                );
                break;
            }

            if (await ComparedAsync(subject, earlier, selection, variant, cancellationToken).ConfigureAwait(false) is not { } weaker)
            {
                foreach (var one in look.Instead.Reverse())
                {
                    looks.AddAfter(looks.First, one);
                }

                continue;
            }

            foreach (var test in weaker)
            {
                found.TryAdd(test.Test, test with { Function = function });
            }
        }

        return new WeakerTestsResult([.. found.Values]) { Runs = runs, Missing = missing };
    }

    /// <summary>The tests that were sharper; null where nothing could be run so.</summary>
    private async Task<IReadOnlyList<WeakerTest>?> ComparedAsync(
        WeakerTestsSubject subject,
        TreeOverlay earlier,
        TestSelection selection,
        Variant variant,
        CancellationToken cancellationToken
    )
    {
        var files = variant.Tree.Files;
        var then = earlier.With(files.Select(file => KeyValuePair.Create(file.Key, Earlier(subject, file.Key, file.Value))));
        var before = await OnceAsync(then, selection, subject, cancellationToken).ConfigureAwait(false);
        if (before.Ending is BenchEnding.BuildFailed or BenchEnding.CollectionFailed)
        {
            return null;
        }

        var noticing = Noticing(before, selection);
        if (noticing.Count == 0)
        {
            return [];
        }

        var now = await OnceAsync(TreeOverlay.Task.With(files), Now(subject, noticing), subject, cancellationToken).ConfigureAwait(false);
        var silent = noticing.Select(TestName.Plain).Distinct(StringComparer.Ordinal).Select(Silent).OfType<WeakerTest>().ToList();
        if (silent.Count == 0)
        {
            return [];
        }

        // What the old version notices by chance shows nothing.
        var again = Noticing(await OnceAsync(then, selection, subject, cancellationToken).ConfigureAwait(false), selection);
        return [.. silent.Where(test => again.Exists(id => id == test.Test || TestName.Plain(id) == test.Test))];

        WeakerTest? Silent(string plain)
        {
            var cases = Cases(now, plain);
            var bad = cases.Count(test => test.Value.IsBad);
            // Where other rows still notice it, one that has its name and does not: marked as failing, or made to say nothing.
            var row =
                bad > 0 && bad < noticing.Count(id => TestName.Plain(id) == plain)
                    ? cases.FirstOrDefault(test => noticing.Contains(test.Key) && IsGreen(test))
                    : default;
            return row.Key is not null ? new WeakerTest(row.Key, variant.Name) { File = row.Value.File }
                : bad == 0 && cases.Exists(IsGreen) ? new WeakerTest(plain, variant.Name) { File = cases[0].Value.File }
                : null;
        }

        // A row's name may hold what the product gives, so that it is another one here. Who skips does not mind either.
        bool IsGreen(KeyValuePair<string, BenchTest> test) =>
            test.Value.Status is BenchStatus.Passed or BenchStatus.Skipped
            && !subject.Flaky.Contains(test.Key)
            && Cases(subject.Green, TestName.Plain(test.Key)).Count > 0;
    }

    /// <summary>A file with tests inside keeps those of the base.</summary>
    private static byte[]? Earlier(WeakerTestsSubject subject, string path, byte[]? content) =>
        content is not null && subject.Trees.Touched.FirstOrDefault(file => file.IsInline && file.Path == path) is { Source: { } source }
            ? System.Text.Encoding.UTF8.GetBytes(InlineTests.With(path, System.Text.Encoding.UTF8.GetString(content), source))
            : content;

    private async Task<BenchRun> OnceAsync(
        TreeOverlay tree,
        TestSelection tests,
        WeakerTestsSubject subject,
        CancellationToken cancellationToken
    )
    {
        runs++;
        var time = BenchRun.Patience(subject.Green.Duration);
        return await bench.RunAsync(tree, tests, time, cancellationToken).ConfigureAwait(false);
    }

    private static IEnumerable<Look> Looks(WeakerTestsSubject subject)
    {
        var named = subject.Named;
        if (!subject.Trees.Touched.All(file => file.OnlyGains()))
        {
            return Altered(named)
                .Concat(named.Functions.SelectMany(unit => unit.Ways[0].Variants.Select(variant => new Look(unit, variant))));
        }

        var plan = new UnitPlan(named.Functions, []);
        return named.Functions.Count == 1 ? [new Look(named.Functions[0], named.Functions[0].Ways[0].Variants[^1])]
            : plan.Together(named.Texts, 0, last: true) is { } together
                ? [new Look(null, together with { Name = "all functions that it names are emptied" })]
            : [];
    }

    /// <summary>
    /// All functions with slightly altered results, together: a test is looked at as a whole, and one run says whether it still looks closely. Where
    /// one of them does not build, each by itself.
    /// </summary>
    private static IEnumerable<Look> Altered(NamedFunctionsFound named)
    {
        var each = named.Functions.Where(unit => unit.Altered is not null).Select(unit => new Look(unit, unit.Altered!)).ToList();
        return each.Count < 2
            ? each
            :
            [
                new Look(
                    null,
                    UnitPlan.Together(named.Texts, [.. each.Select(look => look.Variant)]) with
                    {
                        Name = "the functions that it names return a little else",
                    }
                )
                {
                    Instead = each,
                },
            ];
    }

    /// <summary>The tests whose old versions pass on the task's tree: those of touched files, or all where what supports tests was touched.</summary>
    private static TestSelection Selection(WeakerTestsSubject subject, BenchRun then)
    {
        var touched = subject.Trees.Touched;
        var paths = touched.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        var all = touched.Any(file => file.Role != FileRole.Test || file.IsInline);
        var tests = then
            .Tests.Where(test => test.Value.Status == BenchStatus.Passed && !subject.Flaky.Contains(test.Key))
            .Where(test => all || test.Value.File is not { } file || paths.Contains(file))
            .OrderBy(test => test.Key, StringComparer.Ordinal)
            .ToList();
        return new TestSelection([.. tests.Select(test => test.Key)])
        {
            Files = [.. tests.Select(test => test.Value.File).OfType<string>().Distinct(StringComparer.Ordinal)],
        };
    }

    private static TestSelection Now(WeakerTestsSubject subject, IReadOnlyList<string> noticing)
    {
        var cases = noticing.SelectMany(id => Cases(subject.Green, TestName.Plain(id))).ToList();
        return new TestSelection([.. cases.Select(test => test.Key).Distinct(StringComparer.Ordinal)])
        {
            Files = [.. cases.Select(test => test.Value.File).OfType<string>().Distinct(StringComparer.Ordinal)],
        };
    }

    private static List<string> Noticing(BenchRun run, TestSelection selection) =>
        run.Ending == BenchEnding.Ran ? [.. selection.Ids.Where(run.IsBad)] : [];

    private static List<KeyValuePair<string, BenchTest>> Cases(BenchRun run, string id) =>
        [.. run.Tests.Where(test => TestName.Plain(test.Key) == id).OrderBy(test => test.Key, StringComparer.Ordinal)];

    /// <summary>One thing that is done to the product while old and new tests look.</summary>
    private sealed record Look(CodeUnit? Function, Variant Variant)
    {
        /// <summary>What is done where this cannot be run.</summary>
        public IReadOnlyList<Look> Instead { get; init; } = [];
    }
}
