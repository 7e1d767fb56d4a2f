using System.Globalization;
using Ashlar.Core.Sandboxes.Bubblewrap;
using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Sandboxes.Host;
using Ashlar.Core.Sandboxes.Kernel;
using Ashlar.Core.Sandboxes.Mounts;
using Ashlar.Core.Sandboxes.Networks;

namespace Ashlar.Core.Sandboxes.Isolation;

/// <summary>
/// Runs each command in a sandbox of its own (<c>bubblewrap</c>): its own processes, mounts, network and users, no capability, a filter
/// of system calls. It sees the machine read-only and writes only where it may.
/// </summary>
public sealed class BubblewrapSandbox : ISandbox
{
    private const int ArgumentsNumber = 6;
    private const int InfoNumber = 7;
    private const int BlockNumber = 8;
    private const int FilterNumber = 9;
    private readonly ProcessLoop loop;
    private readonly TimeProvider time;
    private readonly BubblewrapProgram bubblewrap;
    private readonly HostPrograms programs;
    private readonly IReadOnlyList<string> searchPath;
    private readonly ToolRoots roots;
    private readonly SystemMounts system;
    private readonly PathStubs stubs = new();
    private readonly SocketCovers covers = new();
    private readonly WorktreeMounts worktree;
    private PackageStores stores = PackageStores.None;
    private readonly string bash;

    internal BubblewrapSandbox(TimeProvider time, BubblewrapProgram bubblewrap, HostPrograms programs, HostProgram shell)
    {
        this.time = time;
        this.bubblewrap = bubblewrap;
        this.programs = programs;
        loop = programs.Starts.NextLoop();
        searchPath = programs.CommandPath;
        bash = shell.Path;
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        roots = ToolRoots.Find(home, searchPath, Environment.GetEnvironmentVariable);
        system = new SystemMounts(bubblewrap, home, searchPath, roots);
        worktree = new WorktreeMounts(bubblewrap, stubs);
    }

    /// <summary>A mark that each process bears from its first moment, by which <see cref="MarkedProcesses"/> finds it after a kill; null for none.</summary>
    public string? Owner { get; set; }

    /// <summary>Shows commands the user's stores of packages that a repository with these files uses.</summary>
    /// <param name="files">The paths of its files.</param>
    /// <param name="user">Where the user keeps things; null for the user of this process.</param>
    /// <param name="known">The stores of all ecosystems.</param>
    internal void ShowStores(IEnumerable<string> files, IReadOnlyList<IPackageStore> known, UserPlaces? user = null) =>
        stores = PackageStores.Of(user ?? UserPlaces.OfProcess(searchPath), files, known);

    /// <summary>How services and allowed hosts are reached.</summary>
    internal HostDialer Dialer { get; init; } = HostDialer.Machine;

    /// <summary>The programs of the host.</summary>
    internal HostPrograms Programs => programs;

    /// <inheritdoc/>
    public string Name => "bubblewrap";

    /// <summary>The sandbox with the bubblewrap of the host, or null when there is none that answers, or no bash.</summary>
    /// <param name="time">The clock for time-outs and durations.</param>
    /// <param name="programs">The programs of the host.</param>
    public static BubblewrapSandbox? Find(TimeProvider time, HostPrograms programs) =>
        BubblewrapProgram.Find(programs) is { } program && programs.Bash is { } shell
            ? new BubblewrapSandbox(time, program, programs, shell)
            : null;

    /// <inheritdoc/>
    public ProcessStarts Starts => programs.Starts;

    /// <inheritdoc/>
    public RunningCommand Start(SandboxCommand command, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return StartOnce(command, cancellationToken);
        }
        catch (CommandStartException)
        {
            // Once more: a socket of the host that was to be covered may have gone meanwhile, or something killed the sandbox or its network.
            return StartOnce(command, cancellationToken);
        }
    }

    private RunningCommand StartOnce(SandboxCommand command, CancellationToken cancellationToken)
    {
        var own =
            command.TaskNetwork is null && command.Network is not { Services: [], Hosts: [] } ? OpenNetworkHolder(command.Network) : null;
        try
        {
            return Start(command, own ?? command.TaskNetwork as NetworkHolder, own, cancellationToken);
        }
        catch when (own is not null)
        {
            BubblewrapNetwork.Close(own);
            throw;
        }
    }

    private RunningCommand Start(SandboxCommand command, NetworkHolder? network, NetworkHolder? own, CancellationToken cancellationToken)
    {
        var made = new List<PathStub>();
        try
        {
            using var gate = new CommandGate(bash, command.WorkingDirectory, command.Line);
            using var arguments = Arguments(command, network, made);
            using var file = arguments.File();
            using var nothing = File.OpenHandle("/dev/null");
            using var filter = SeccompFilter.Open();
            using var info = new PipePair();
            using var block = new PipePair();
            return new CommandLaunch(loop, time, command, gate).Start(
                output => Spawn(gate.Descriptors(nothing, output, command.Pipes)),
                pid => BubblewrapGroup.Begin(pid, info, block, command, () => End(made, own)),
                cancellationToken
            );

            ProcessSpawn Spawn(Dictionary<int, int> descriptors)
            {
                descriptors[ArgumentsNumber] = (int)file.DangerousGetHandle();
                descriptors[InfoNumber] = (int)info.Writer.DangerousGetHandle();
                descriptors[BlockNumber] = (int)block.Reader.DangerousGetHandle();
                if (filter is not null)
                {
                    descriptors[FilterNumber] = (int)filter.DangerousGetHandle();
                }

                foreach (var (number, ours) in arguments.Descriptors)
                {
                    descriptors[number] = ours;
                }

                string[] line =
                [
                    .. network?.Entrance.Arguments ?? [],
                    bubblewrap.Path,
                    "--args",
                    Text(ArgumentsNumber),
                    "--",
                    .. gate.Arguments,
                ];
                return new ProcessSpawn(network?.Entrance.Program ?? bubblewrap.Program, line, ProcessSweep.Variables(Owner), descriptors);
            }
        }
        catch
        {
            stubs.Release(made);
            throw;
        }
    }

    /// <inheritdoc/>
    public TaskNetwork? OpenNetwork(NetworkAccess access) =>
        programs.Nsenter is not null ? OpenNetworkHolder(access)
        : access is { Services: [], Hosts: [] } ? null
        : throw new CommandStartException("Network access needs nsenter, which is not on the search path; install util-linux");

    /// <inheritdoc/>
    public string? ShownProvided(SandboxMounts mounts) => mounts.Provided is null ? null : SystemMounts.Provided;

    /// <inheritdoc/>
    public string? ShownPackage(SandboxMounts mounts) => mounts.Package is null ? null : SystemMounts.Package;

    /// <inheritdoc/>
    public string? ShownResults(SandboxMounts mounts) => mounts.Results is null ? null : SystemMounts.Results;

    private void End(List<PathStub> made, NetworkHolder? own)
    {
        stubs.Release(made);
        if (own is not null)
        {
            BubblewrapNetwork.Close(own);
        }
    }

    private NetworkHolder OpenNetworkHolder(NetworkAccess access) =>
        BubblewrapNetwork.Open(loop, time, bubblewrap, Owner, programs, Dialer, access);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private SandboxArguments Arguments(SandboxCommand command, NetworkHolder? network, List<PathStub> made)
    {
        var folder = PrivateFolder.At(command.Mounts);
        var arguments = new SandboxArguments();
        try
        {
            arguments.AddNamespaces(withNetwork: network is null);
            arguments.Add("--new-session", "--die-with-parent", "--cap-drop", "ALL", "--hostname", "sandbox");
            if (bubblewrap.DisablesNamespaces)
            {
                arguments.Add("--disable-userns");
            }

            system.AddTo(arguments, command.Mounts, folder);
            var reachesHosts = (network?.Access ?? command.Network).Hosts.Count > 0;
            var stored = stores.AddTo(arguments, command.Mounts, folder.Caches, reachesHosts);
            var common = worktree.AddTo(arguments, command.Mounts, folder, made);
            covers.AddTo(arguments, folder, [.. searchPath, .. roots.Folders]);
            arguments.Pin(SystemMounts.Temporary, folder.Temporary);
            if (network?.Names is { Count: > 0 } names)
            {
                var hosts = MemoryText.Open($"127.0.0.1 localhost {string.Join(' ', names)}\n::1 localhost\n");
                arguments.Add("--ro-bind-data", arguments.Number(hosts), "/etc/hosts");
            }

            var variables = CommandWorld.Variables(
                string.Join(':', searchPath),
                SystemMounts.Home,
                SystemMounts.Temporary,
                SystemMounts.Caches,
                roots.With(stored),
                command.Environment,
                command.Mounts.Provided is null ? null : SystemMounts.Provided
            );
            if (command.Mounts.Shared.ContainsKey(InstalledModules.Name))
            {
                InstalledModules.AddTo(variables, command.Mounts.ShownRoot);
            }

            WorktreeMounts.AddTo(variables, common);
            arguments.Add("--clearenv");
            foreach (var (name, value) in variables.Concat(network?.Variables ?? []))
            {
                arguments.Add("--setenv", name, value);
            }

            if (SeccompFilter.Program() is not null)
            {
                arguments.Add("--seccomp", Text(FilterNumber));
            }

            arguments.Add("--info-fd", Text(InfoNumber), "--block-fd", Text(BlockNumber));
            return arguments;
        }
        catch
        {
            arguments.Dispose();
            throw;
        }
    }
}
