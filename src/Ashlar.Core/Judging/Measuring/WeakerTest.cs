using Ashlar.Core.Judging.Trees;
using Ashlar.Core.Judging.Units;

namespace Ashlar.Core.Judging.Measuring;

/// <summary>A test that the task changed and that no longer notices what it noticed before: a changed expectation.</summary>
/// <param name="Test">Its id in the task's tree.</param>
/// <param name="Variant">What its old version notices and it does not: <c>total returns nothing</c>.</param>
public sealed record WeakerTest(string Test, string Variant)
{
    /// <summary>Its file, or null.</summary>
    public string? File { get; init; }

    /// <summary>The function, with file and line; null where several were emptied at once.</summary>
    public CodeUnit? Function { get; init; }
}

/// <summary>What came out of comparing the changed tests with their old versions.</summary>
/// <param name="Tests">Each weaker test once.</param>
public sealed record WeakerTestsResult(IReadOnlyList<WeakerTest> Tests)
{
    /// <summary>How many runs it took.</summary>
    public int Runs { get; init; }

    /// <summary>What could not be measured and why; empty where all was.</summary>
    public IReadOnlyList<NotMeasured> Missing { get; init; } = [];
}

/// <summary>What is known before changed tests are compared with their old versions.</summary>
public sealed record WeakerTestsSubject
{
    /// <summary>The change.</summary>
    public required TaskTrees Trees { get; init; }

    /// <summary>The functions that the old versions name.</summary>
    public required NamedFunctionsFound Named { get; init; }

    /// <summary>The whole run on the task's tree.</summary>
    public required BenchRun Green { get; init; }

    /// <summary>The run on the task's tree with the tests as they were; null where there was none yet.</summary>
    public BenchRun? Earlier { get; init; }

    /// <summary>Ids of tests that are flaky.</summary>
    public IReadOnlySet<string> Flaky { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>When nothing further is begun.</summary>
    public TimeSpan Budget { get; init; } = TimeSpan.FromSeconds(120);
}
