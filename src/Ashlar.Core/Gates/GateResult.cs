using System.Text.Json.Serialization;

namespace Ashlar.Core.Gates;

/// <summary>What a gate found on one tree.</summary>
public sealed record GateResult
{
    /// <summary>The gate's name.</summary>
    public required string Name { get; init; }

    /// <summary>The command as run.</summary>
    public required string Run { get; init; }

    /// <summary>The verdict.</summary>
    public required GateStatus Status { get; init; }

    /// <summary>Exit code of the deciding command, or null where there was none.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Findings that the run base does not have.</summary>
    public IReadOnlyList<Finding> New { get; init; } = [];

    /// <summary>Findings that the run base has in the same way.</summary>
    public IReadOnlyList<Finding> Known { get; init; } = [];

    /// <summary>Ids of tests that failed and then passed on the same tree.</summary>
    public IReadOnlyList<string> Flaky { get; init; } = [];

    /// <summary>The tests that were run; null for a gate that is no test gate.</summary>
    public TestRun? Tests { get; init; }

    /// <summary>Why it could not run, for <see cref="GateStatus.Env"/>.</summary>
    public string? Fault { get; init; }

    /// <summary>Hash of the artifact with the whole output, or null.</summary>
    public string? Output { get; init; }

    /// <summary>Wall-clock time.</summary>
    public TimeSpan Duration { get; init; }
}

/// <summary>Verdicts of a gate.</summary>
public enum GateStatus
{
    /// <summary>Nothing to say.</summary>
    Green,

    /// <summary>Something new is wrong.</summary>
    Red,

    /// <summary>Only what was wrong on the run base too; counts as green.</summary>
    Known,

    /// <summary>It could not run: the environment's fault, not the work's.</summary>
    Env,
}

/// <summary>One thing that a gate says is wrong.</summary>
/// <param name="Key">What makes two findings the same across runs: a test id, or rule and place without line numbers.</param>
/// <param name="Message">What is wrong: for a test the assertion in one line.</param>
public sealed record Finding(string Key, string Message)
{
    /// <summary>File relative to the repository root, or null.</summary>
    public string? Path { get; init; }

    /// <summary>Line from 1, or null.</summary>
    public int? Line { get; init; }

    /// <summary>The rule's id in the tool that found it, or null.</summary>
    public string? Rule { get; init; }
}

/// <summary>A run of tests.</summary>
/// <param name="Cases">Every test that was collected and reported.</param>
public sealed record TestRun(IReadOnlyList<TestCase> Cases)
{
    /// <summary>All tests.</summary>
    public int Total => Cases.Count;

    /// <summary>Tests that passed.</summary>
    public int Passing => Cases.Count(test => test.Outcome == TestOutcome.Passed);

    /// <summary>Tests that failed or had an error.</summary>
    public int Failing => Cases.Count(test => test.Outcome is TestOutcome.Failed or TestOutcome.Error);

    /// <summary>Tests that were skipped.</summary>
    public int Skipped => Cases.Count(test => test.Outcome == TestOutcome.Skipped);
}

/// <summary>One test of a run.</summary>
/// <param name="Id">The id as its runner's users write it: <c>tests/test_sum.py::test_cents[1]</c>.</param>
/// <param name="Outcome">How it went.</param>
public sealed record TestCase(string Id, TestOutcome Outcome)
{
    /// <summary>The test file relative to the repository root, where it can be told.</summary>
    public string? File { get; init; }

    /// <summary>Line of the failure, from 1.</summary>
    public int? Line { get; init; }

    /// <summary>The first line of the failure: the assertion or the error.</summary>
    public string? Message { get; init; }

    /// <summary>The failure's text as the runner gave it, bounded.</summary>
    public string? Details { get; init; }

    /// <summary>
    /// Whether it stands for a file that could not be collected: runners report that under the file's path, unittest under the module's name.
    /// </summary>
    [JsonIgnore]
    public bool IsWholeFile =>
        File is not null
        && (
            Id == File
            || (
                Outcome == TestOutcome.Error
                && !Id.Contains("::", StringComparison.Ordinal)
                && Id[(Id.LastIndexOf('.') + 1)..] == Path.GetFileNameWithoutExtension(File)
            )
        );
}

/// <summary>How a test went.</summary>
public enum TestOutcome
{
    /// <summary>It passed.</summary>
    Passed,

    /// <summary>It failed by an assertion or exception in the test.</summary>
    Failed,

    /// <summary>It could not be run: set-up, collection or tear-down failed.</summary>
    Error,

    /// <summary>It was skipped or is an expected failure.</summary>
    Skipped,
}
