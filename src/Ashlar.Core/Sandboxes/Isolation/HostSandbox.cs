using System.Security.Cryptography;
using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Sandboxes.Host;
using Ashlar.Core.Sandboxes.Kernel;

namespace Ashlar.Core.Sandboxes.Isolation;

/// <summary>
/// Runs commands without isolation (<c>none</c>): a session of their own, an environment of their own and bounds, but the whole file
/// system and network of the user. Only for those who isolate Ashlar as a whole, or the commands by a prefix of their own (<c>exec</c>).
/// </summary>
public sealed class HostSandbox : ISandbox
{
    internal const string Marker = "ASHLAR_COMMAND";
    private readonly ProcessLoop loop;
    private readonly TimeProvider time;
    private readonly HostPrograms programs;
    private readonly IReadOnlyList<string> searchPath;
    private readonly ToolRoots roots;

    /// <summary>A sandbox that uses the search path and the tools of this process's user.</summary>
    /// <param name="time">The clock for time-outs and durations.</param>
    /// <param name="programs">The programs of the host.</param>
    public HostSandbox(TimeProvider time, HostPrograms programs)
    {
        this.time = time;
        this.programs = programs;
        loop = programs.Starts.NextLoop();
        searchPath = programs.CommandPath;
        roots = ToolRoots.Find(
            Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
            searchPath,
            Environment.GetEnvironmentVariable
        );
    }

    /// <inheritdoc/>
    public string Name => Prefix is null ? "none" : "exec";

    /// <summary>Shell words before each command (<c>PREFIX sh -c 'COMMAND'</c>) that lead to where the operator isolates it; null for none.</summary>
    public string? Prefix { get; init; }

    /// <inheritdoc/>
    public ProcessStarts Starts => programs.Starts;

    /// <inheritdoc/>
    public RunningCommand Start(SandboxCommand command, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var marker = $"{Marker}={Convert.ToHexString(RandomNumberGenerator.GetBytes(12))}";
        using var gate = new CommandGate(Shell(programs.Bash, "bash").Path, HostDirectory(command), Line(command));
        using var nothing = File.OpenHandle("/dev/null");
        var variables = Variables(command, marker);
        return new CommandLaunch(loop, time, command, gate).Start(
            output => new ProcessSpawn(
                Shell(programs.Shell, "sh"),
                gate.Arguments,
                variables,
                gate.Descriptors(nothing, output, command.Pipes)
            ),
            pid =>
            {
                CommandBounds.SetLimits(pid, command.Limits, processes: false);
                return new HostProcessGroup(ProcessTree.Identify(pid) ?? new ProcessIdentity(pid, 0), marker);
            },
            cancellationToken
        );
    }

    private string Line(SandboxCommand command) =>
        Prefix is null ? command.Line : $"{Prefix} sh -c '{command.Line.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static string HostDirectory(SandboxCommand command)
    {
        var (shown, root) = (command.Mounts.ShownRoot.TrimEnd('/'), command.Mounts.Root.TrimEnd('/'));
        return ToolRoots.IsWithin(command.WorkingDirectory, shown)
            ? root + command.WorkingDirectory[shown.Length..]
            : command.WorkingDirectory;
    }

    private HostProgram Shell(HostProgram? found, string name) =>
        found ?? throw new CommandStartException($"{name} is not on the search path{programs.PassedOver(name)}; install it");

    /// <summary>An empty HOME under a name that no command could know before; it goes with the private folder.</summary>
    private static string NewHome(string folder) =>
        Directory.CreateDirectory(Path.Combine(folder, $"home-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12))}")).FullName;

    private Dictionary<string, string> Variables(SandboxCommand command, string marker)
    {
        var folder = PrivateFolder.At(command.Mounts);
        // What leads to where commands are isolated is a program of the host; without it, commands are the user's own in any case.
        var path = Prefix is null ? string.Join(':', searchPath) : programs.SearchPath;
        var home = command.Mounts.Home ?? NewHome(command.Mounts.PrivateFolder);
        var variables = CommandWorld.Variables(
            path,
            home,
            folder.Temporary,
            folder.Caches,
            roots,
            command.Environment,
            command.Mounts.Provided
        );
        var split = marker.IndexOf('=', StringComparison.Ordinal);
        variables[marker[..split]] = marker[(split + 1)..];
        return variables;
    }
}
