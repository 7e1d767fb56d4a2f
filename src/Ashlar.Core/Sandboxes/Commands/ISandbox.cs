using Ashlar.Core.Sandboxes.Kernel;

namespace Ashlar.Core.Sandboxes.Commands;

/// <summary>Where commands that are not Ashlar's own run: set-up, gates and everything a model starts.</summary>
public interface ISandbox
{
    /// <summary>The name in status and reports: <c>bubblewrap</c>, <c>none</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Starts a command. Standard input is empty, standard output and standard error arrive in one stream, in the order written
    /// as far as pipes keep it. Cancelling the token kills the command with all it started.
    /// </summary>
    /// <exception cref="CommandStartException">The command could not be started at all: an environment fault.</exception>
    RunningCommand Start(SandboxCommand command, CancellationToken cancellationToken);

    /// <summary>What all runs of the process share to start commands; null where they share nothing.</summary>
    ProcessStarts? Starts => null;

    /// <summary>Runs a command to its end, as soon as there is a place for it.</summary>
    /// <exception cref="CommandStartException">The command could not be started at all: an environment fault.</exception>
    /// <exception cref="OperationCanceledException">There was no place before it was cancelled.</exception>
    async Task<CommandOutcome> RunAsync(SandboxCommand command, CancellationToken cancellationToken)
    {
        using var place = Starts is { } starts ? await starts.CommandAsync(cancellationToken).ConfigureAwait(false) : null;
        return await Start(command, cancellationToken).Completion.ConfigureAwait(false);
    }

    /// <summary>
    /// Makes a network for the commands of one task, to be given to each as <see cref="SandboxCommand.TaskNetwork"/>; null when this
    /// sandbox separates no networks, or cannot share one: then each command has its own.
    /// </summary>
    /// <param name="access">What can be reached from it beyond itself.</param>
    /// <exception cref="CommandStartException">It cannot be made, or what was asked for cannot be opened: an environment fault.</exception>
    TaskNetwork? OpenNetwork(NetworkAccess access) => null;

    /// <summary>The path at which a command sees what Ashlar laid out for it (<see cref="SandboxMounts.Provided"/>); null for nothing.</summary>
    string? ShownProvided(SandboxMounts mounts) => mounts.Provided;

    /// <summary>The path at which a command sees the package that it is started from (<see cref="SandboxMounts.Package"/>); null for none.</summary>
    string? ShownPackage(SandboxMounts mounts) => mounts.Package;

    /// <summary>The path at which a command leaves its results (<see cref="SandboxMounts.Results"/>); null for nowhere.</summary>
    string? ShownResults(SandboxMounts mounts) => mounts.Results;
}

/// <summary>One command and the world it may see.</summary>
public sealed record SandboxCommand
{
    /// <summary>A shell line, run by <c>bash -c</c>.</summary>
    public required string Line { get; init; }

    /// <summary>The directories it works on.</summary>
    public required SandboxMounts Mounts { get; init; }

    /// <summary>The working directory as the command sees it: absolute, at or below <see cref="SandboxMounts.ShownRoot"/>.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>Its whole environment beyond what the sandbox sets itself (PATH, HOME, TMPDIR, LANG …). Nothing is inherited.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Wall-clock bound; null for none (background commands end with their task).</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Where the whole output is written, up to <see cref="CommandLimits.OutputFile"/> bytes; null keeps head and tail only.</summary>
    public string? OutputPath { get; init; }

    /// <summary>Masks the output before it is kept anywhere; null for none.</summary>
    public Secrets.SecretMask? Mask { get; init; }

    /// <summary>What it reads and writes instead of nothing and the captured stream; its standard error is captured all the same. Null for none.</summary>
    public CommandPipes? Pipes { get; init; }

    /// <summary>What it may use up.</summary>
    public CommandLimits Limits { get; init; } = new();

    /// <summary>The network that it shares with the other commands of its task; null for one of its own. It decides the reach then.</summary>
    public TaskNetwork? TaskNetwork { get; init; }

    /// <summary>Network reach where it has a network of its own.</summary>
    public NetworkAccess Network { get; init; } = NetworkAccess.None;

    /// <summary>
    /// Called with the process's identity after it exists and before it does anything, so that it can be journalled; the
    /// command starts to work only after this returned.
    /// </summary>
    public Action<ProcessIdentity>? Started { get; init; }
}

/// <summary>The directories of one command.</summary>
public sealed record SandboxMounts
{
    /// <summary>The folder of programs below <see cref="Provided"/>.</summary>
    public const string ProvidedPrograms = "bin";

    /// <summary>The real directory that is worked on: a worktree or a gate checkout.</summary>
    public required string Root { get; init; }

    /// <summary>The path at which the command sees <see cref="Root"/>: the user's checkout. The host sandbox cannot do this and shows <see cref="Root"/>.</summary>
    public required string ShownRoot { get; init; }

    /// <summary>
    /// Directories that may be written, relative to <see cref="Root"/> with <c>/</c>; <c>""</c> means all of it. Everything else is read-only.
    /// </summary>
    public IReadOnlyList<string> Writable { get; init; } = [""];

    /// <summary>Paths relative to <see cref="Root"/> that stay read-only although a parent is writable. They may not exist yet.</summary>
    public IReadOnlyList<string> ReadOnly { get; init; } = [];

    /// <summary>Paths relative to <see cref="Root"/> that the command must not see.</summary>
    public IReadOnlyList<string> Hidden { get; init; } = [];

    /// <summary>The git directory that <c>ROOT/.git</c> refers to, shown read-only; null when <c>.git</c> is an ordinary writable part of the root.</summary>
    public string? GitDirectory { get; init; }

    /// <summary>Folders of the user's checkout shown read-only at the same relative path: <c>.venv</c>, <c>node_modules</c>. Absolute source by relative path.</summary>
    public IReadOnlyDictionary<string, string> Shared { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Paths below <see cref="Shared"/> that the command must not see, relative to <see cref="Root"/>. They exist.</summary>
    public IReadOnlyList<string> HiddenShared { get; init; } = [];

    /// <summary>Folders of the root in whose place commands see others, which they may write: absolute source by relative path. Both exist.</summary>
    public IReadOnlyDictionary<string, string> Covered { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Further absolute host paths that stay hidden, such as Ashlar's own state.</summary>
    public IReadOnlyList<string> HiddenOutside { get; init; } = [];

    /// <summary>
    /// A private folder that lasts as long as its user wants: TMPDIR and caches of commands lie below it, each in a folder of its own.
    /// The folder itself no command sees. Exists.
    /// </summary>
    public required string PrivateFolder { get; init; }

    /// <summary>A folder on the host for what tools keep; null for the one below the private folder.</summary>
    public string? Caches { get; init; }

    /// <summary>A folder on the host that becomes HOME and lasts; null gives each command an empty one that goes with it.</summary>
    public string? Home { get; init; }

    /// <summary>
    /// A folder on the host with what Ashlar lays out for commands and none of them can write: its <c>bin</c> is first on PATH. Null for
    /// nothing. Commands see it at <see cref="ISandbox.ShownProvided"/>.
    /// </summary>
    public string? Provided { get; init; }

    /// <summary>
    /// A folder on the host with a package that the command is started from and cannot write; null for none. Commands see it at
    /// <see cref="ISandbox.ShownPackage"/>.
    /// </summary>
    public string? Package { get; init; }

    /// <summary>
    /// A folder on the host in which a command leaves results; null for none. Commands see it at <see cref="ISandbox.ShownResults"/>.
    /// </summary>
    public string? Results { get; init; }
}

/// <summary>What a command may reach over the network.</summary>
/// <param name="Services"><c>host:port</c> of the operator's local services that are relayed into the sandbox.</param>
/// <param name="Hosts">Host names allowed through the filtering proxy.</param>
public sealed record NetworkAccess(IReadOnlyList<string> Services, IReadOnlyList<string> Hosts)
{
    /// <summary>Whether the hosts may lie in networks that are not public: those that the user, and no repository, named.</summary>
    public bool AllowsPrivate { get; init; }

    /// <summary>Loopback only.</summary>
    public static NetworkAccess None { get; } = new([], []);
}

/// <summary>Bounds of one command. Sizes in bytes.</summary>
public sealed record CommandLimits
{
    /// <summary>How much of the start of the output is kept in memory.</summary>
    public int OutputHead { get; init; } = 12 * 1024;

    /// <summary>How much of the end of the output is kept in memory.</summary>
    public int OutputTail { get; init; } = 18 * 1024;

    /// <summary>How much output is kept on disk.</summary>
    public long OutputFile { get; init; } = 64L * 1024 * 1024;

    /// <summary>Output beyond which the command is killed.</summary>
    public long OutputTotal { get; init; } = 16L * 1024 * 1024 * 1024;

    /// <summary>Processes and threads at one time.</summary>
    public int Processes { get; init; } = 2048;

    /// <summary>Data segment of one process, and resident memory of all together.</summary>
    public long Memory { get; init; } = 8L * 1024 * 1024 * 1024;

    /// <summary>Largest file that can be written.</summary>
    public long FileSize { get; init; } = 4L * 1024 * 1024 * 1024;
}
