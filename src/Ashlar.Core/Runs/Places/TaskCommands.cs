using Ashlar.Core.Conversations;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Settings;
using Ashlar.Core.Tools;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Places;

/// <summary>Runs the commands of the configuration in a task's worktree: set-up, and what gates name as their fix.</summary>
/// <param name="facts">What the run is.</param>
/// <param name="recorder">Where the run keeps what it knows.</param>
/// <param name="commands">Where commands run.</param>
/// <param name="attempt">The attempt.</param>
/// <param name="mounts">What commands see.</param>
/// <param name="scratch">The attempt's private files.</param>
/// <param name="variables">The environment of commands.</param>
internal sealed class TaskCommands(
    RunFacts facts,
    Recorder recorder,
    CommandPlace commands,
    Attempt attempt,
    TaskMounts mounts,
    TaskScratch scratch,
    IReadOnlyDictionary<string, string> variables
)
{
    /// <summary>Runs a set-up command in the worktree.</summary>
    public async Task<SetupFinished> SetUpAsync(
        SetupCommand setup,
        int number,
        Workspace workspace,
        Worktree worktree,
        CancellationToken cancellationToken
    )
    {
        var key = $"{attempt.Prefix}setup/{number}";
        var seen = mounts.Of(workspace, worktree) with
        {
            Writable = [""],
            ReadOnly = [],
            Home = Directory.CreateDirectory(scratch.SetupHome).FullName,
        };
        var network = facts.Network with { Hosts = setup.Network };
        var outcome = await RunAsync(setup.Run, key, workspace, seen, network, TimeSpan.FromMinutes(30), cancellationToken)
            .ConfigureAwait(false);
        var output = ShownText.Clean(outcome.Output.Text.Trim());
        return new SetupFinished(key, setup.Run, outcome.ExitCode, output.Length > 2000 ? output[^2000..] : output);
    }

    /// <summary>Runs a gate's fix in the worktree, where it may write what the agent may; its exit code.</summary>
    public async Task<int> FixAsync(string line, string key, Workspace workspace, Worktree worktree, CancellationToken cancellationToken)
    {
        // The set-up does not see what the agent's commands left in TMPDIR, nor they what it leaves with secrets.
        var own = scratch.Folder($"fix-{Guid.NewGuid():N}");
        var seen = mounts.Of(workspace, worktree);
        seen = OwnFolder.Homed(seen, scratch.SetupHome, Path.Combine(own, "own")) with
        {
            PrivateFolder = own,
            Caches = facts.GivesSecrets ? null : PrivateFolder.At(seen).Caches,
        };
        try
        {
            var outcome = await RunAsync(line, key, workspace, seen, facts.Network, TimeSpan.FromMinutes(5), cancellationToken)
                .ConfigureAwait(false);
            return outcome.ExitCode;
        }
        finally
        {
            TaskScratch.Remove(own);
        }
    }

    private async Task<CommandOutcome> RunAsync(
        string line,
        string key,
        Workspace workspace,
        SandboxMounts seen,
        NetworkAccess network,
        TimeSpan timeout,
        CancellationToken cancellationToken
    )
    {
        var command = new SandboxCommand
        {
            Line = line,
            Mounts = seen,
            WorkingDirectory = workspace.ShownRoot,
            Environment = variables,
            Mask = recorder.Mask,
            Network = network,
            Timeout = timeout,
            Started = process => recorder.Steps.Record(attempt.Task, new CommandStarted(key, process.Pid, process.StartTime)),
        };
        return await commands.Sandbox.RunAsync(command, cancellationToken).ConfigureAwait(false);
    }
}
