using Ashlar.Core.Gates.Integrity;
using Ashlar.Core.Judging.Measuring;
using Ashlar.Core.Judging.Trees;
using Ashlar.Core.Judging.Units;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Judging.Expectations;

/// <summary>What is known before earlier tests are run on the task's code.</summary>
public sealed record ExpectationSubject
{
    /// <summary>The trees.</summary>
    public required TaskTrees Trees { get; init; }

    /// <summary>The tests that ran on the task base, or null where none are known.</summary>
    public required TestRun? Before { get; init; }

    /// <summary>The tests that ran on the task's tree.</summary>
    public required TestRun After { get; init; }

    /// <summary>The tests of the changed test files as their texts show them, to tell which have moved.</summary>
    public required (TestInventory Before, TestInventory After) Sources { get; init; }

    /// <summary>Finds the functions of the product that touched tests name; null where that is not asked.</summary>
    public Func<IReadOnlyList<ChangedContent>, CancellationToken, Task<NamedFunctionsFound>>? Named { get; init; }

    /// <summary>Ids of tests that are flaky.</summary>
    public IReadOnlySet<string> Flaky { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Whether gates did not run because the change does not concern them: that their tests did not run says nothing.</summary>
    public bool SomeGatesRested { get; init; }

    /// <summary>When no further function is emptied to compare what changed tests notice.</summary>
    public TimeSpan Budget { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>How long a run may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(3);
}

/// <summary>The result of the measurement.</summary>
/// <param name="Expectations">What is no longer promised.</param>
public sealed record ExpectationResult(IReadOnlyList<ChangedExpectation> Expectations)
{
    /// <summary>The tests as they were on the task's code; null where they were not run together.</summary>
    public BenchRun? Run { get; init; }

    /// <summary>Why earlier tests could not be run, where that lies in the environment; null where they could.</summary>
    public string? Fault { get; init; }

    /// <summary>What was not compared and why, in words; empty where all was.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];
}
