using Ashlar.Core.Gates;
using Ashlar.Core.Stacks.Results;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Reports;

/// <summary>What Ashlar itself observed of a task, as far as a report speaks of it.</summary>
public sealed record Evidence
{
    /// <summary>Files changed against the task base, without Ashlar's own ticks, logs and fixes.</summary>
    public required IReadOnlyList<FileChange> Files { get; init; }

    /// <summary>Results of the deciding gate run.</summary>
    public required IReadOnlyList<GateResult> Gates { get; init; }

    /// <summary>Further test runs recorded in this task on the same tree, such as the agent's own last one.</summary>
    public IReadOnlyList<TestRun> OtherRuns { get; init; } = [];

    /// <summary>Test files that the task added or changed, relative to the repository root.</summary>
    public IReadOnlyList<string> TestFiles { get; init; } = [];

    /// <summary>The acceptance criteria listed with the task, verbatim.</summary>
    public IReadOnlyList<string> Acceptance { get; init; } = [];

    /// <summary>Absolute paths under which the agent saw the repository; a claim may use them.</summary>
    public IReadOnlyList<string> Roots { get; init; } = [];

    /// <summary>The gates that count tests and ran.</summary>
    internal IEnumerable<GateResult> TestGates => Gates.Where(gate => gate.Tests is not null && gate.Status != GateStatus.Env);
}
