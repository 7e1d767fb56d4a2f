using Ashlar.Core.Gates.Watching;
using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Gates;

/// <summary>What a gate found on one tree.</summary>
public sealed record GateResult
{
    /// <summary>The gate's name.</summary>
    [Structure]
    public required string Name { get; init; }

    /// <summary>The command as run.</summary>
    [Structure]
    public required string Run { get; init; }

    /// <summary>The verdict.</summary>
    public required GateStatus Status { get; init; }

    /// <summary>Exit code of the deciding command, or null where there was none.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Findings that the run base does not have.</summary>
    public IReadOnlyList<Finding> New { get; init; } = [];

    /// <summary>Findings that the run base has in the same way.</summary>
    public IReadOnlyList<Finding> Known { get; init; } = [];

    /// <summary>Packages that the new findings want and that are not installed, nor the repository's own.</summary>
    public IReadOnlyList<string> Absent { get; init; } = [];

    /// <summary>Ids of tests that failed and then passed on the same tree.</summary>
    public IReadOnlyList<string> Flaky { get; init; } = [];

    /// <summary>The tests that were run; null for a gate that is not a test gate.</summary>
    public TestRun? Tests { get; init; }

    /// <summary>Whether the tests' runner was examined inside its process; null for a gate that read no tests.</summary>
    public Examination? Examined { get; init; }

    /// <summary>Why it could not run, for <see cref="GateStatus.Env"/>.</summary>
    public string? Fault { get; init; }

    /// <summary>Why it could tell nothing of the tree; null where it did.</summary>
    public GateInability? Inability { get; init; }

    /// <summary>Whether a person said that it may stay red, so that it decides nothing.</summary>
    public bool DecidesNothing { get; init; }

    /// <summary>Whether only its exit code is read.</summary>
    public bool IsExitOnly { get; init; }

    /// <summary>Hash of the artifact with the whole output, or null.</summary>
    [Structure]
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
