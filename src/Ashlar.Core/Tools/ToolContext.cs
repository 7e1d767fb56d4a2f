using Ashlar.Core.Journal;
using Ashlar.Core.Policies;
using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Sandboxes.Kernel;
using Ashlar.Core.Secrets;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Tools;

/// <summary>What a tool works with: one for each task.</summary>
public sealed record ToolContext
{
    /// <summary>The worktree.</summary>
    public required Workspace Workspace { get; init; }

    /// <summary>Which files may be read and written.</summary>
    public required IScope Scope { get; init; }

    /// <summary>Where commands run.</summary>
    public required ISandbox Sandbox { get; init; }

    /// <summary>The mounts of commands in this task.</summary>
    public required SandboxMounts Mounts { get; init; }

    /// <summary>What the tools remember.</summary>
    public required ToolMemory Memory { get; init; }

    /// <summary>Where large output goes.</summary>
    public required ArtifactFolder Artifacts { get; init; }

    /// <summary>Secret values to mask in all that is returned.</summary>
    public required SecretMask Mask { get; init; }

    /// <summary>Environment of commands.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Network reach of commands.</summary>
    public NetworkAccess Network { get; init; } = NetworkAccess.None;

    /// <summary>What the run may still ask of the web.</summary>
    public FetchBudget Fetches { get; init; } = new();

    /// <summary>The network that the commands of the task share, made when the first one needs it; null gives each its own.</summary>
    public Lazy<TaskNetwork?>? TaskNetwork { get; init; }

    /// <summary>The HOME that set-up left, of which each command gets a copy; null for an empty one.</summary>
    public string? HomeSeed { get; init; }

    /// <summary>Whether commands get secrets; each has a private folder of its own then.</summary>
    public bool GivesSecrets { get; init; }

    /// <summary>Bounds of one command.</summary>
    public CommandLimits Limits { get; init; } = new();

    /// <summary>Commands that run in the background.</summary>
    public required BackgroundCommands Background { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>When the run's time is up, for tools that compute; null for no limit.</summary>
    public Func<DateTimeOffset?> Deadline { get; init; } = () => null;

    /// <summary>The id of the call that is being answered.</summary>
    public string CallId { get; init; } = "";

    /// <summary>Told of a process before it does anything, so that it can be journalled.</summary>
    public Action<ProcessIdentity>? CommandStarted { get; init; }

    /// <summary>Whether the agent has a tool, by name: no answer names another.</summary>
    public Func<string, bool> Offers { get; init; } = _ => true;

    /// <summary>Knows what changes in the worktree. Without it nothing that writes is done.</summary>
    internal WorktreeScan? Tree { get; init; }

    /// <summary>Files that Ashlar writes itself and that were not put in a rule: the task list and the iteration log, relative to the root.</summary>
    public IReadOnlySet<string> KeptByAshlar { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>Whether a file exists in the run base, for frozen files; null takes the task base.</summary>
    public Func<string, bool>? ExistsAtRunBase { get; init; }

    /// <summary>The commit of the task base, for hints; null leaves them out.</summary>
    public string? TaskBase { get; init; }

    /// <summary>Whether commands run outside the sandbox, through the operator's <c>exec</c> prefix.</summary>
    public bool RunsOutside { get; init; }

    /// <summary>Whether the output of commands is kept from the model, because they have secrets.</summary>
    public bool WithholdsOutput { get; init; }

    /// <summary>Whether a file exists in the run base.</summary>
    internal bool Existed(string path) => ExistsAtRunBase?.Invoke(path) ?? Tree?.Base.Contains(path) ?? false;

    /// <summary>Holds the changes of commands against the scope.</summary>
    internal ScopeGuard Guard(WorktreeScan tree) => new(tree, Scope, KeptByAshlar, Existed, Workspace.ShownRoot);
}
