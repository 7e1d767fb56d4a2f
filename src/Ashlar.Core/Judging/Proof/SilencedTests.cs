using System.Text;
using Ashlar.Core.Gates;
using Ashlar.Core.Judging.Measuring;
using Ashlar.Core.Judging.Syntax;
using Ashlar.Core.Judging.Trees;
using Ashlar.Core.Judging.Units;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Judging.Proof;

/// <summary>
/// Tests that the change did not touch and that no longer notice anything: something lies between them and what they test now, such as an
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
        var (thenTexts, nowTexts) = (Texts(before), Texts(after));
        var then = await ChangeUnits.FunctionsAsync(thenTexts, python, cancellationToken).ConfigureAwait(false);
        var now = await ChangeUnits.FunctionsAsync(nowTexts, python, cancellationToken).ConfigureAwait(false);
        foreach (var (isWanted, number) in Parts(units, before).Select((part, at) => (part, at)))
        {
            if (number > 0 && clock.GetElapsedTime(began) >= subject.Bounds.Time)
            {
                break;
            }

            if (Emptied(then.Where(isWanted), thenTexts) is { } old && Emptied(now.Where(isWanted), nowTexts) is { } mine)
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
        var time = BenchRun.Patience(green.Duration);
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

    private static Dictionary<string, string?> Texts(IReadOnlyList<ChangedFile> files) =>
        files.ToDictionary(file => file.Path, file => file.After, StringComparer.Ordinal);

    private static TreeOverlay? Emptied(IEnumerable<CodeUnit> units, Dictionary<string, string?> texts) =>
        UnitPlan.Emptied([.. units], texts, last: true) is { } variant ? variant.Tree : null;
}
