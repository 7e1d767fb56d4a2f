using System.Text.Json.Serialization;

namespace Ashlar.Core.Stacks.Results;

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

    /// <summary>Whether the runner only counted it: a quiet one names nothing but what fails.</summary>
    [JsonIgnore]
    public bool IsUnnamed => Id.StartsWith("(unnamed", StringComparison.Ordinal);

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
