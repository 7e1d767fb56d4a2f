using System.Globalization;
using Ashlar.Core.Sandboxes.Bubblewrap;
using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Sandboxes.Host;
using Ashlar.Core.Sandboxes.Kernel;

namespace Ashlar.Core.Sandboxes.Networks;

/// <summary>
/// A process that does nothing but keep a network namespace, and the user namespace that owns it, alive. It waits at a gate that is never
/// opened, so that it ends when Ashlar does.
/// </summary>
internal sealed class NetworkHolder : TaskNetwork
{
    private const int InfoNumber = 7;
    private readonly CommandGate gate;
    private readonly RunningCommand running;
    private readonly List<IAsyncDisposable> opened = [];

    private NetworkHolder(CommandGate gate, RunningCommand running, HostProgram nsenter, NetworkAccess access)
    {
        this.gate = gate;
        this.running = running;
        Access = access;
        var process = running.Identity.Pid.ToString(CultureInfo.InvariantCulture);
        Entrance = new NetworkEntrance(
            nsenter,
            [nsenter.Path, $"--user=/proc/{process}/ns/user", $"--net=/proc/{process}/ns/net", "--preserve-credentials", "--"]
        );
    }

    /// <inheritdoc/>
    public override NetworkAccess Access { get; }

    /// <inheritdoc/>
    public override ProcessIdentity Holder => running.Identity;

    /// <summary>What to put before a program and its arguments so that it runs in this network.</summary>
    public NetworkEntrance Entrance { get; }

    /// <summary>Variables that commands in this network need.</summary>
    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    /// <summary>Host names that stand for 127.0.0.1 in this network.</summary>
    public List<string> Names { get; } = [];

    /// <summary>Makes the network.</summary>
    /// <exception cref="CommandStartException">It cannot be made.</exception>
    public static NetworkHolder Open(
        ProcessLoop loop,
        TimeProvider time,
        BubblewrapProgram bubblewrap,
        string? owner,
        HostProgram nsenter,
        NetworkAccess access
    )
    {
        var shut = new CommandGate("/bin/sh", "/", "exit 0");
        try
        {
            using var nothing = File.OpenHandle("/dev/null");
            using var info = new PipePair();
            string[] arguments =
            [
                bubblewrap.Path,
                "--unshare-user",
                "--unshare-net",
                "--unshare-pid",
                "--die-with-parent",
                "--new-session",
                "--dev-bind",
                "/",
                "/",
                "--info-fd",
                InfoNumber.ToString(CultureInfo.InvariantCulture),
                "--",
                .. shut.Arguments,
            ];
            var command = new SandboxCommand
            {
                Line = "",
                WorkingDirectory = "/",
                Mounts = new SandboxMounts
                {
                    Root = "/",
                    ShownRoot = "/",
                    PrivateFolder = "/",
                },
            };
            var holder = new CommandLaunch(loop, time, command, shut).Prepare(
                output =>
                {
                    var descriptors = shut.Descriptors(nothing, output, null);
                    descriptors[InfoNumber] = (int)info.Writer.DangerousGetHandle();
                    return new ProcessSpawn(bubblewrap.Program, arguments, ProcessSweep.Variables(owner), descriptors);
                },
                pid =>
                {
                    info.Writer.Dispose();
                    var child = SandboxInfo.ReadChild(info);
                    var identity = child is { } number ? ProcessTree.Identify(number) : null;
                    return new BubblewrapGroup(identity ?? new ProcessIdentity(pid, 0), () => { });
                }
            );
            return new NetworkHolder(shut, holder, nsenter, access);
        }
        catch
        {
            shut.Dispose();
            throw;
        }
    }

    /// <summary>Keeps something that serves this network until it ends.</summary>
    public void Add(IAsyncDisposable service) => opened.Add(service);

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        foreach (var service in opened)
        {
            await service.DisposeAsync().ConfigureAwait(false);
        }

        running.Kill();
        await running.Completion.ConfigureAwait(false);
        gate.Dispose();
    }
}

/// <summary>What runs a program in a task's network.</summary>
/// <param name="Program">The program that enters it.</param>
/// <param name="Arguments">What to put before the program and its arguments, this program's own path first.</param>
internal sealed record NetworkEntrance(HostProgram Program, IReadOnlyList<string> Arguments);
