using Ashlar.Core.Gates;
using Ashlar.Core.Judging.Trees;
using Ashlar.Core.Judging.Units;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Judging.Proof;

/// <summary>A change whose tests are asked what they are worth.</summary>
public sealed record ProofSubject
{
    /// <summary>The files of tests and their support that differ from the base.</summary>
    public required TaskTrees Trees { get; init; }

    /// <summary>The changed files of the product.</summary>
    public required IReadOnlyList<ChangedFile> Product { get; init; }

    /// <summary>The tests that ran on the task's tree, over all gates that count tests; null where none does.</summary>
    public TestRun? Green { get; init; }

    /// <summary>How long they took.</summary>
    public TimeSpan GreenDuration { get; init; }

    /// <summary>The tests that ran on the base; null where that is not known.</summary>
    public TestRun? Before { get; init; }

    /// <summary>Whether the text of a test is new or another one.</summary>
    public required Func<TestCase, bool> IsOwn { get; init; }

    /// <summary>Tests that were red on the base, that the task owed, and that pass now.</summary>
    public IReadOnlyList<string> Paid { get; init; } = [];

    /// <summary>Tests that are flaky: no evidence.</summary>
    public IReadOnlySet<string> Flaky { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Whether no gate runs the tests of what was changed.</summary>
    public bool IsUncovered { get; init; }

    /// <summary>Finds the functions of the product that tests name; null where that is not asked.</summary>
    public Func<IReadOnlyList<ChangedContent>, CancellationToken, Task<NamedFunctionsFound>>? Named { get; init; }

    /// <summary>How much is measured.</summary>
    public ProofBounds Bounds { get; init; } = new();
}

/// <summary>How much is measured of one change.</summary>
public sealed record ProofBounds
{
    /// <summary>When nothing further is begun.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>How many units are taken away at most.</summary>
    public int Units { get; init; } = UnitPlan.Most;
}
