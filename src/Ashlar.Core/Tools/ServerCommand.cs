using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Sandboxes.Kernel;

namespace Ashlar.Core.Tools;

/// <summary>A server of tools that runs in the sandbox of its task.</summary>
internal sealed class ServerCommand : IDisposable
{
    private const int MostSaid = 1200;
    private const long MostErrorOutput = 256L * 1024 * 1024;
    private readonly CommandPipes pipes;
    private readonly RunningCommand command;
    private readonly SandboxMounts mounts;

    private ServerCommand(CommandPipes pipes, RunningCommand command, SandboxMounts mounts)
    {
        this.pipes = pipes;
        this.command = command;
        this.mounts = mounts;
        Output = new ServerStream(pipes.FromCommand);
    }

    /// <summary>What it reads.</summary>
    public Stream Input => pipes.ToCommand;

    /// <summary>What it writes.</summary>
    public ServerStream Output { get; }

    /// <summary>Ends when it does.</summary>
    public Task<CommandOutcome> Completion => command.Completion;

    /// <summary>The last lines of its standard error, as the end of a sentence; empty where it wrote none.</summary>
    public string Said
    {
        get
        {
            var written = command.Completion.IsCompletedSuccessfully ? command.Completion.Result.Output.Text : command.OutputSince(0).Text;
            var text = ShownText.Visible(ConsoleText.Clean(written)).Trim();
            return text.Length == 0 ? "" : $". Its last words: {(text.Length > MostSaid ? $"…{text[^MostSaid..]}" : text)}";
        }
    }

    /// <summary>What the task's servers see now.</summary>
    public static SandboxMounts MountsOf(ToolContext context) =>
        context.Mounts with
        {
            Hidden = [.. context.Mounts.Hidden.Union(HiddenPresent.In(context), StringComparer.Ordinal)],
        };

    /// <summary>Starts one.</summary>
    /// <param name="launch">How.</param>
    /// <param name="package">The package that it is started from; null for none.</param>
    /// <param name="context">The task's context; it ends with the other commands in the background.</param>
    /// <param name="mounts">What it sees.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ServerFaultException">It cannot be started.</exception>
    public static ServerCommand Start(
        ServerLaunch launch,
        FetchedPackage? package,
        ToolContext context,
        SandboxMounts mounts,
        CancellationToken cancellationToken
    )
    {
        using var own = OwnFolder.Open(context with { Mounts = mounts with { Package = package?.Folder } });
        var environment = new Dictionary<string, string>(context.Environment, StringComparer.Ordinal);
        if (launch.Settings.Network.Count == 0)
        {
            // What would be fetched cannot be: it says so at once instead of trying for minutes.
            environment.TryAdd("npm_config_offline", "true");
            environment.TryAdd("UV_OFFLINE", "1");
        }

        foreach (var (name, value) in launch.Environment)
        {
            environment[name] = value;
        }

        // It may reach the servers that commands of the task started, but not the hosts that commands may reach.
        var shares = launch.Settings.Network.Count == 0 && context.Network is { Hosts: [], Services: [] };
        var ends = new CommandPipes();
        try
        {
            var started = context.Sandbox.Start(
                new SandboxCommand
                {
                    Line = package is null
                        ? launch.Line
                        : launch.LineIn(context.Sandbox.ShownPackage(own.Context.Mounts)!, package.Program),
                    Mounts = own.Context.Mounts,
                    WorkingDirectory = context.Mounts.ShownRoot,
                    Environment = environment,
                    Mask = context.Mask,
                    Limits = context.Limits with { OutputTotal = MostErrorOutput },
                    Network = new NetworkAccess([], launch.Settings.Network),
                    TaskNetwork = shares ? context.TaskNetwork?.Value : null,
                    Started = context.CommandStarted,
                    Pipes = ends,
                },
                cancellationToken
            );
            own.Stays = true;
            ends.HandedOver();
            context.Background.Keep(started);
            return new ServerCommand(ends, started, mounts);
        }
        catch (CommandStartException error)
        {
            ends.Dispose();
            throw new ServerFaultException($"it cannot be started: {error.Message}");
        }
        catch
        {
            ends.Dispose();
            throw;
        }
    }

    /// <summary>Whether it was started with the same view of files.</summary>
    public bool Sees(SandboxMounts now) =>
        mounts.Writable.SequenceEqual(now.Writable, StringComparer.Ordinal)
        && mounts.ReadOnly.SequenceEqual(now.ReadOnly, StringComparer.Ordinal)
        && mounts.Hidden.ToHashSet(StringComparer.Ordinal).SetEquals(now.Hidden);

    /// <summary>Ends it with all that it started.</summary>
    public async Task EndAsync()
    {
        command.Kill();
        await command.Completion.ConfigureAwait(false);
    }

    /// <summary>Closes our ends of its pipes, once nobody reads or writes them.</summary>
    public void Dispose()
    {
        Output.Dispose();
        pipes.Dispose();
    }
}
