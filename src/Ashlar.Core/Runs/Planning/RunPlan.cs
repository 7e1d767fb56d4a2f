using Ashlar.Core.Gates;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Starts;
using Ashlar.Core.Secrets;
using Ashlar.Core.Stacks.Interpreters;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Planning;

/// <summary>A run that has been thought through and not begun: what <c>--dry-run</c> shows.</summary>
public sealed record RunPlan
{
    internal RunPlan(RunSpec spec) => Spec = spec;

    /// <summary>What the run is.</summary>
    internal RunSpec Spec { get; }

    /// <summary>What is to work on it.</summary>
    public required PreparedRun Parts { get; init; }

    /// <summary>The command line.</summary>
    public required RunOptions Options { get; init; }

    /// <summary>The secrets that were given as such, without what was found written out in documents.</summary>
    public required SecretMask GivenSecrets { get; init; }

    /// <summary>The run's folder.</summary>
    public required RunFolder Folder { get; init; }

    /// <summary>Keeps the folder for this process; whoever asked for the plan releases it at the end.</summary>
    public required RunLock Owned { get; init; }

    /// <summary>The commit that the run starts from, with its files.</summary>
    public required CommitFiles Start { get; init; }

    /// <summary>Whether the branch exists already and is continued.</summary>
    public required bool ContinuesBranch { get; init; }

    /// <summary>The branch.</summary>
    public required string Branch { get; init; }

    /// <summary>The bytes of the task list, or null without one.</summary>
    public required byte[]? ListContent { get; init; }

    /// <summary>Why this agent, for people.</summary>
    public required string AgentReason { get; init; }

    /// <summary>The bytes of the agent's definition.</summary>
    public required byte[] AgentContent { get; init; }

    /// <summary>The bytes of the other agents' definitions by path: reviewers and stages.</summary>
    public required IReadOnlyDictionary<string, byte[]> OtherContents { get; init; }

    /// <summary>The gates, checked.</summary>
    public required GatePreparation Gates { get; init; }

    /// <summary>Acceptance criteria that run as gates, checked.</summary>
    public required GatePreparation Criteria { get; init; }

    /// <summary>The Python in which the project's imports work, or null.</summary>
    public required Interpreter? Python { get; init; }

    /// <summary>Files of the work order that are not committed and are to be committed first.</summary>
    public required IReadOnlyList<string> Uncommitted { get; init; }

    /// <summary>How the checkout is, where the run works in it; else null.</summary>
    public required CheckoutStart? Checkout { get; init; }

    /// <summary>What the user should know before it starts.</summary>
    public required IReadOnlyList<Problem> Warnings { get; init; }

    /// <summary>What is worked on, for people.</summary>
    public string Title =>
        Parts.Order.Spec ?? ShownText.Line(Parts.Order.TaskText is null ? Parts.Order.List.Path : Parts.Order.List.Tasks[0].Title);
}
