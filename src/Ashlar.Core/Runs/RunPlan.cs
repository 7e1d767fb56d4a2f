using Ashlar.Core.Agents;
using Ashlar.Core.Gates;
using Ashlar.Core.Policies;
using Ashlar.Core.Sandboxes;
using Ashlar.Core.Secrets;
using Ashlar.Core.Settings;
using Ashlar.Core.Work;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs;

/// <summary>A run that has been thought through and not begun: what <c>--dry-run</c> shows.</summary>
public sealed record RunPlan
{
    /// <summary>The command line.</summary>
    public required RunOptions Options { get; init; }

    /// <summary>The repository.</summary>
    public required Repository Repository { get; init; }

    /// <summary>Who commits.</summary>
    public required GitIdentity Identity { get; init; }

    /// <summary>The run's folder.</summary>
    public required RunFolder Folder { get; init; }

    /// <summary>Keeps the folder for this process; whoever asked for the plan lets go of it at the end.</summary>
    public required RunLock Owned { get; init; }

    /// <summary>The commit that the run starts from, with its files.</summary>
    public required CommitFiles Start { get; init; }

    /// <summary>Whether the branch exists already and is continued.</summary>
    public required bool ContinuesBranch { get; init; }

    /// <summary>The branch.</summary>
    public required string Branch { get; init; }

    /// <summary>The configuration.</summary>
    public required Configuration Configuration { get; init; }

    /// <summary>The work order.</summary>
    public required WorkOrder Order { get; init; }

    /// <summary>The bytes of the task list, or null without one.</summary>
    public required byte[]? ListContent { get; init; }

    /// <summary>What is to be done.</summary>
    public required Assignment Assignment { get; init; }

    /// <summary>The agent, and why it.</summary>
    public required ChosenAgent Agent { get; init; }

    /// <summary>The bytes of its definition.</summary>
    public required byte[] AgentContent { get; init; }

    /// <summary>The policy.</summary>
    public required Policy Policy { get; init; }

    /// <summary>Who reviews, or null for nobody.</summary>
    public required Reviewer? Reviewer { get; init; }

    /// <summary>The stages of the pipeline before the run's agent; empty without one.</summary>
    public required IReadOnlyList<PipelineStage> Earlier { get; init; }

    /// <summary>The bytes of the other agents' definitions by path: reviewers and stages.</summary>
    public required IReadOnlyDictionary<string, byte[]> OtherContents { get; init; }

    /// <summary>The documents that may narrow the policy.</summary>
    public required IReadOnlyList<PolicyDocument> Documents { get; init; }

    /// <summary>The limits.</summary>
    public required RunLimits Limits { get; init; }

    /// <summary>The gates, checked.</summary>
    public required GatePreparation Gates { get; init; }

    /// <summary>The Python in which the project's imports work, or null.</summary>
    public required Interpreter? Python { get; init; }

    /// <summary>The model.</summary>
    public required ChosenModel Model { get; init; }

    /// <summary>Where commands run.</summary>
    public required ISandbox Sandbox { get; init; }

    /// <summary>What must not be seen.</summary>
    public required SecretMask Mask { get; init; }

    /// <summary>Secrets that commands get, by name.</summary>
    public required IReadOnlyDictionary<string, string> Secrets { get; init; }

    /// <summary>Folders of the checkout that commands see: absolute source by relative path.</summary>
    public required IReadOnlyDictionary<string, string> Shared { get; init; }

    /// <summary>Files of the work order that are not committed and are to be committed first.</summary>
    public required IReadOnlyList<string> Uncommitted { get; init; }

    /// <summary>How the checkout is, where the run works in it; else null.</summary>
    public required CheckoutStart? Checkout { get; init; }

    /// <summary>Where gates run.</summary>
    public required GateStage Stage { get; init; }

    /// <summary>What the user should know before it starts.</summary>
    public required IReadOnlyList<Problem> Warnings { get; init; }

    /// <summary>What is worked on, for people.</summary>
    public string Title => Order.Spec ?? ShownText.Line(Order.TaskText ?? Order.List.Path);
}
