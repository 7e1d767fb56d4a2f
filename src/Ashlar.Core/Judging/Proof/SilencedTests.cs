using System.Text;
using Ashlar.Core.Gates;
using Ashlar.Core.Judging.Expectations;
using Ashlar.Core.Judging.Measuring;
using Ashlar.Core.Judging.Syntax;
using Ashlar.Core.Judging.Trees;
using Ashlar.Core.Judging.Units;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Judging.Proof;

/// <summary>
/// Tests that the change did not touch and that notice nothing any more: something lies between them and what they test now, such as an
/// assertion, a helper or a package that is found first. Functions of the changed files are emptied, on the base and in the task's tree: a
/// test that fails there and passes here has been silenced, by whatever means.
/// </summary>
/// <param name="bench">Where tests run.</param>
/// <param name="python">A Python, or null where there is none.</param>
/// <param name="clock">The time.</param>
internal sealed class SilencedTests(ITestBench bench, IPythonSyntax? python, TimeProvider clock)
{
    private const int MostFunctions = 3;
    private const int MostFiles = 4;
    private static readonly TimeSpan shortest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan longest = TimeSpan.FromSeconds(180);

    /// <summary>Their ids; none where the emptied trees cannot be run.</summary>
    /// <param name="subject">The change.</param>
    /// <param name="green">The whole run on the task's tree.</param>
    /// <param name="units">The units, and what notices each.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task<IReadOnlyList<string>> OfAsync(
        ProofSubject subject,
        BenchRun green,
        IReadOnlyList<UnitEvidence> units,
        CancellationToken cancellationToken
    )
    {
        var began = clock.GetTimestamp();
        var before = subject.Product.Where(file => file.Before is not null).Select(file => file with { After = file.Before }).ToList();
        var after = subject.Product.Where(file => file.After is not null).ToList();
        var then = await FunctionsAsync(before, cancellationToken).ConfigureAwait(false);
        var now = await FunctionsAsync(after, cancellationToken).ConfigureAwait(false);
        foreach (var (isWanted, number) in Parts(units, before).Select((part, at) => (part, at)))
        {
            if (number > 0 && clock.GetElapsedTime(began) >= subject.Bounds.Time)
            {
                break;
            }

            if (Emptied(then.Where(isWanted), before) is { } old && Emptied(now.Where(isWanted), after) is { } mine)
            {
                var silent = await ComparedAsync(subject, green, (old, mine), cancellationToken).ConfigureAwait(false);
                if (silent.Count > 0)
                {
                    return silent;
                }
            }
        }

        return [];
    }

    /// <summary>
    /// What is emptied together: everything; then what no test is known to notice, each by itself, and file by file, since a helper of tests
    /// that does nothing on either side hides what lies behind it.
    /// </summary>
    private static IEnumerable<Func<CodeUnit, bool>> Parts(IReadOnlyList<UnitEvidence> units, IReadOnlyList<ChangedFile> before)
    {
        yield return _ => true;
        var doubtful = units.Where(unit => unit.IsFunction && unit.Verdict is VerdictKind.Unnoticed or VerdictKind.NotMeasured);
        foreach (var unit in doubtful.Where(unit => before.Any(file => file.Path == unit.Path)).Take(MostFunctions))
        {
            yield return one => one.Path == unit.Path && one.Name == unit.Name;
        }

        foreach (var file in before.Count > 1 ? before.Take(MostFiles) : [])
        {
            yield return one => one.Path == file.Path;
        }
    }

    private async Task<IReadOnlyList<string>> ComparedAsync(
        ProofSubject subject,
        BenchRun green,
        (TreeOverlay Then, TreeOverlay Now) trees,
        CancellationToken cancellationToken
    )
    {
        var time = BenchRun.Patience(green.Duration, shortest, longest);
        var onBase = await bench
            .RunAsync(TreeOverlay.Base.With(trees.Then.Files), TestSelection.All, time, cancellationToken)
            .ConfigureAwait(false);
        var noticing = (subject.Before?.Cases ?? [])
            .Where(test => test.Outcome == TestOutcome.Passed)
            .Select(test => test.Id)
            .Distinct(StringComparer.Ordinal)
            .Where(id => onBase.Ending == BenchEnding.Ran && onBase.IsBad(id) && green.Passed(id))
            .Where(id => !subject.Flaky.Contains(id) && !IsTouched(id, onBase.Tests[id].File, subject.Trees))
            .ToList();
        if (noticing.Count == 0)
        {
            return [];
        }

        // All of them: what silences may lie in the file of another test.
        var here = await bench.RunAsync(trees.Now, TestSelection.All, time, cancellationToken).ConfigureAwait(false);
        var silent = here.Ending == BenchEnding.Ran ? noticing.Where(here.Passed).ToList() : [];
        if (silent.Count == 0)
        {
            return [];
        }

        // What fails by chance on the base has noticed nothing.
        var again = await bench.RunAsync(TreeOverlay.Base, green.Select(silent), time, cancellationToken).ConfigureAwait(false);
        return [.. silent.Where(again.Passed)];
    }

    /// <summary>Whether the change touched the test itself; that is measured by its old version.</summary>
    private static bool IsTouched(string id, string? file, TaskTrees trees) =>
        trees.Touched.Any(touched =>
            file is null
                ? Encoding.UTF8.GetString(touched.Before!).Contains(TestName.Short(id), StringComparison.Ordinal)
                : touched.Path == file
        );

    /// <summary>The functions of files, as if the change had added all of them.</summary>
    private async Task<IReadOnlyList<CodeUnit>> FunctionsAsync(IReadOnlyList<ChangedFile> files, CancellationToken cancellationToken) =>
        [
            .. (
                await ChangeUnits
                    .ReadAsync([.. files.Select(file => file with { Before = "" })], python, cancellationToken)
                    .ConfigureAwait(false)
            ).Where(unit => unit is { Kind: UnitKind.Added, Ways.Count: > 0 }),
        ];

    private static TreeOverlay? Emptied(IEnumerable<CodeUnit> units, IReadOnlyList<ChangedFile> files)
    {
        var all = units.ToList();
        var texts = files.ToDictionary(file => file.Path, file => file.After, StringComparer.Ordinal);
        var variant = all.Count == 1 ? all[0].Ways[0].Variants[^1] : new UnitPlan(all, []).Together(texts, 0, last: true);
        return variant is null ? null : TreeOverlay.Without(variant);
    }
}
