using System.Collections.Concurrent;
using Ashlar.Core.Gates;
using Ashlar.Core.Work;

namespace Ashlar.Core.Runs;

/// <summary>Tests that tasks of this run left failing on purpose, until a task turns them green (contract section 6, point 3). Safe for several tasks at once.</summary>
internal sealed class RedTests
{
    private readonly ConcurrentDictionary<string, string> owners = new(StringComparer.Ordinal);

    /// <summary>The ids that are still red.</summary>
    public IReadOnlyCollection<string> Ids => [.. owners.Keys.Order(StringComparer.Ordinal)];

    /// <summary>A task leaves its own tests red.</summary>
    public void Leave(string task, IEnumerable<string> tests)
    {
        foreach (var test in tests)
        {
            owners[test] = task;
        }
    }

    /// <summary>Whether a red test may stay red for a task: not when the task builds on the one that left it.</summary>
    public bool MayStay(string test, TaskItem item) =>
        owners.TryGetValue(test, out var owner) && !item.DependsOn.Contains(owner, StringComparer.Ordinal);

    /// <summary>The red tests that pass in a run.</summary>
    public IReadOnlyList<string> TurnedGreen(TestRun? run) =>
        run is null
            ? []
            : [.. run.Cases.Where(test => test.Outcome == TestOutcome.Passed && owners.ContainsKey(test.Id)).Select(test => test.Id)];

    /// <summary>Tests are red no more.</summary>
    public void Settle(IEnumerable<string> tests)
    {
        foreach (var test in tests)
        {
            owners.TryRemove(test, out _);
        }
    }
}
