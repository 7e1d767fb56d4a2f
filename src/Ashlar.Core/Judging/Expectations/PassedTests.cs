using System.Text;
using Ashlar.Core.Judging.Trees;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Judging.Expectations;

/// <summary>The tests that passed at the start of a task, and which of them stand in files that it touched.</summary>
internal sealed class PassedTests
{
    private readonly HashSet<string> ran;
    private readonly IReadOnlyList<(string Path, FileRole Role, string Text)> touched;

    /// <summary>Reads a run on the base.</summary>
    public PassedTests(TestRun before, TaskTrees trees, IReadOnlySet<string> flaky)
    {
        touched = [.. trees.Touched.Select(file => (file.Path, file.Role, Encoding.UTF8.GetString(file.Before!)))];
        ran = Groups(before).Keys.ToHashSet(StringComparer.Ordinal);
        Unnamed = before.Cases.Count(test => test.IsUnnamed);
        Tests = Groups(before, test => test.Outcome == TestOutcome.Passed && !flaky.Contains(test.Id) && !test.IsWholeFile);
    }

    /// <summary>Cases that passed, by the test that they are cases of.</summary>
    public IReadOnlyDictionary<string, List<TestCase>> Tests { get; }

    /// <summary>How many tests its runner counted without naming them.</summary>
    public int Unnamed { get; }

    /// <summary>Whether a test was there at all.</summary>
    public bool Ran(string plain) => ran.Contains(plain);

    /// <summary>Whether a test is in a file that the task changed, moved or removed.</summary>
    public bool IsTouched(TestCase test) => Holding(test).Any();

    /// <summary>The files of the change that a test depends on: its own where it is changed, else what supports it.</summary>
    public IReadOnlyList<string> FilesOf(TestCase test)
    {
        var own = Holding(test).ToList();
        var support = touched.Where(file => file.Role == FileRole.Support).Select(file => file.Path);
        return own.Count > 0 ? [.. own, .. support]
            : touched.Any(file => file.Role == FileRole.Support) ? [.. support]
            : test.File is { } file ? [file]
            // A name that is put together while it runs is in no text.
            : [.. touched.Select(file => file.Path)];
    }

    /// <summary>Cases by test, without those that have no name.</summary>
    public static Dictionary<string, List<TestCase>> Groups(TestRun run, Func<TestCase, bool>? which = null) =>
        run
            .Cases.Where(test => !test.IsUnnamed && (which?.Invoke(test) ?? true))
            .GroupBy(test => TestName.Plain(test.Id), StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal);

    /// <summary>The touched files with a test; where a runner tells no file, those whose text has its name.</summary>
    private IEnumerable<string> Holding(TestCase test) =>
        test.File is { } known && touched.Any(file => file.Path == known)
            ? [known]
            : touched
                .Where(file =>
                    test.File is null && file.Role == FileRole.Test && file.Text.Contains(TestName.Short(test.Id), StringComparison.Ordinal)
                )
                .Select(file => file.Path);
}
