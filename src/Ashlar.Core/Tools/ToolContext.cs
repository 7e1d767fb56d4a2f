using Ashlar.Core.Journal;
using Ashlar.Core.Policies;
using Ashlar.Core.Sandboxes;
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

    /// <summary>Bounds of one command.</summary>
    public CommandLimits Limits { get; init; } = new();

    /// <summary>Commands that run in the background.</summary>
    public required BackgroundCommands Background { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>The id of the call that is being answered.</summary>
    public string CallId { get; init; } = "";

    /// <summary>Told of a process before it does anything, so that it can be journalled.</summary>
    public Action<ProcessIdentity>? CommandStarted { get; init; }
}

/// <summary>Commands of a task that run in the background, by id.</summary>
public sealed class BackgroundCommands
{
    private readonly Dictionary<string, RunningCommand> commands = new(StringComparer.Ordinal);

    /// <summary>Takes a command on under the next id, <c>bash_1</c> and so on.</summary>
    public string Add(RunningCommand command)
    {
        var id = $"bash_{commands.Count + 1}";
        commands.Add(id, command);
        return id;
    }

    /// <summary>The command, or null.</summary>
    public RunningCommand? Find(string id) => commands.GetValueOrDefault(id);

    /// <summary>Ends them all and waits until they are gone.</summary>
    public async Task KillAllAsync()
    {
        foreach (var command in commands.Values)
        {
            command.Kill();
        }

        await Task.WhenAll(commands.Values.Select(command => command.Completion)).ConfigureAwait(false);
    }
}
