using System.Collections.Concurrent;
using Ashlar.Core.Gates.Integrity;
using Ashlar.Core.Stacks.Results;
using Ashlar.Core.Work;

namespace Ashlar.Core.Runs.Verdicts;

/// <summary>
/// Tests that tasks left failing on purpose, of this run and of earlier ones, until a task turns them green (contract section 6, point 3). Safe
/// for several tasks at once.
/// </summary>
internal sealed class RedTests
{
    private readonly ConcurrentDictionary<string, string> owners = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, bool> inherited = new(StringComparer.Ordinal);

    /// <summary>The ids that are still red.</summary>
    public IReadOnlyCollection<string> Ids => [.. owners.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Those of them that this run left.</summary>
    public IReadOnlyList<string> Own => [.. Ids.Where(test => !inherited.ContainsKey(test))];

    /// <summary>A task of an earlier run left a test red.</summary>
    /// <param name="test">The test.</param>
    /// <param name="task">The task's id where it is one of this run's list, else null.</param>
    public void Inherit(string test, string? task)
    {
        owners[test] = task ?? "";
        inherited[test] = true;
    }

    /// <summary>A task leaves its own tests red.</summary>
    public void Leave(string task, IEnumerable<string> tests)
    {
        foreach (var test in tests)
        {
            owners[test] = task;
        }
    }

    /// <summary>
    /// Whether a failing test may stay red for a task: not when the task builds on the one that left it, nor in the last part of a task
    /// that left it itself.
    /// </summary>
    public bool MayStay(TestCase test, TaskItem item, bool isLast) =>
        owners.Any(owner =>
            Means(owner.Key, test)
            && !item.DependsOn.Contains(owner.Value, StringComparer.Ordinal)
            && !(isLast && string.Equals(owner.Value, item.Id, StringComparison.Ordinal))
        );

    /// <summary>The red tests that pass in a run.</summary>
    public IReadOnlyList<string> TurnedGreen(TestRun? run) =>
        run is null
            ? []
            :
            [
                .. owners
                    .Keys.Where(red => run.Cases.Any(test => test.Outcome == TestOutcome.Passed && IsSame(red, test)))
                    .Order(StringComparer.Ordinal),
            ];

    /// <summary>The ids that a runner gives to red tests.</summary>
    public static IEnumerable<string> IdsOf(IReadOnlyList<string> red, TestRun? run) =>
        (run?.Cases ?? []).Where(test => red.Any(one => IsSame(one, test))).Select(test => test.Id);

    /// <summary>Whether a red test is what a runner's failure tells of: it, or its file that cannot be collected yet.</summary>
    public static bool Means(string red, TestCase test) => IsSame(red, test) || IsItsFile(red, test);

    private static bool IsSame(string red, TestCase test) =>
        string.Equals(red, test.Id, StringComparison.Ordinal) || TestSource.Parse(red)?.IsCase(test) == true;

    /// <summary>A file that cannot be collected yet fails as a whole.</summary>
    private static bool IsItsFile(string red, TestCase test) =>
        TestSource.Parse(red) is { } source && string.Equals(source.File, test.File, StringComparison.Ordinal) && test.IsWholeFile;

    /// <summary>Tests are red no more.</summary>
    public void Settle(IEnumerable<string> tests)
    {
        foreach (var test in tests)
        {
            owners.TryRemove(test, out _);
            inherited.TryRemove(test, out _);
        }
    }
}
