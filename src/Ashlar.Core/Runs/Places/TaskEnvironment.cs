using Ashlar.Core.Conversations;
using Ashlar.Core.Policies;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Starts;
using Ashlar.Core.Sandboxes;
using Ashlar.Core.Secrets;
using Ashlar.Core.Settings;
using Ashlar.Core.Tools;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Places;

/// <summary>The surroundings of one attempt at a task: its scope, private folder, mounts, tools.</summary>
/// <param name="world">What the run shares.</param>
/// <param name="id">The task's id.</param>
/// <param name="started">The attempt.</param>
/// <param name="scope">Which files may be read and written.</param>
internal sealed class TaskEnvironment(RunWorld world, string id, TaskStarted started, Scope scope) : IAsyncDisposable
{
    private WorktreeScan? scan;
    private IReadOnlyList<string> hidden = [];
    private Lazy<TaskNetwork?>? network;

    /// <summary>Which files may be read and written.</summary>
    public Scope Scope { get; } = scope;

    /// <summary>Scratch space of the attempt, outside every worktree.</summary>
    public string Scratch { get; } = Directory.CreateDirectory(ScratchOf(world, id, started)).FullName;

    /// <summary>Where the private files of an attempt at a task lie.</summary>
    public static string ScratchOf(RunWorld world, string id, TaskStarted started) =>
        Path.Combine(world.Folder.ScratchPath, $"{RunFolder.FileName(id)}-{started.Key}");

    private string SetupHome => Path.Combine(Scratch, "setup-home");

    private bool GivesSecrets => world.Configuration.Environment.Values.Any(value => value.Secret is not null);

    /// <summary>The path at which commands and the model see the worktree.</summary>
    public string ShownRoot(string worktree) => world.Sandbox is HostSandbox ? worktree : world.Repository.Root;

    /// <summary>Shows the folders of the user's checkout that are shared, where the sandbox cannot mount them.</summary>
    public void ShareFolders(string worktree)
    {
        if (world.Sandbox is HostSandbox)
        {
            SharedPaths.Link(world.Shared, worktree);
        }
        else if (world.Shared.Values.Any(File.Exists))
        {
            SharedPaths.Copy(world.Shared, new Workspace(worktree, ShownRoot(worktree)), world.Mask);
        }
    }

    /// <summary>Runs a set-up command in the worktree.</summary>
    public async Task<SetupFinished> RunSetupAsync(
        SetupCommand setup,
        int number,
        string prefix,
        Workspace workspace,
        Worktree worktree,
        CancellationToken cancellationToken
    )
    {
        var command = new SandboxCommand
        {
            Line = setup.Run,
            Mounts = Mounts(workspace, worktree) with
            {
                Writable = [""],
                ReadOnly = [],
                Home = Directory.CreateDirectory(SetupHome).FullName,
            },
            WorkingDirectory = workspace.ShownRoot,
            Environment = world.Environment,
            Mask = world.Mask,
            Network = Access with { Hosts = setup.Network },
            Timeout = TimeSpan.FromMinutes(30),
            Started = process => world.Steps.Record(Id, new CommandStarted($"{prefix}setup/{number}", process.Pid, process.StartTime)),
        };
        var outcome = await world.Sandbox.Start(command, cancellationToken).Completion.ConfigureAwait(false);
        var output = ShownText.Clean(outcome.Output.Text.Trim());
        return new SetupFinished($"{prefix}setup/{number}", setup.Run, outcome.ExitCode, output.Length > 2000 ? output[^2000..] : output);
    }

    /// <summary>Runs a gate's fix in the worktree, where it may write what the agent may; its exit code.</summary>
    public async Task<int> RunFixAsync(string line, string key, Workspace workspace, Worktree worktree, CancellationToken cancellationToken)
    {
        // What the agent's commands left in TMPDIR is none of it, and what it leaves with secrets is none of theirs.
        var own = Directory.CreateDirectory(Path.Combine(Scratch, $"fix-{Guid.NewGuid():N}")).FullName;
        var mounts = Mounts(workspace, worktree);
        var command = new SandboxCommand
        {
            Line = line,
            Mounts = OwnFolder.Homed(mounts, SetupHome, Path.Combine(own, "own")) with
            {
                PrivateFolder = own,
                Caches = GivesSecrets ? null : PrivateFolder.At(mounts).Caches,
            },
            WorkingDirectory = workspace.ShownRoot,
            Environment = world.Environment,
            Mask = world.Mask,
            Network = Access,
            Timeout = TimeSpan.FromMinutes(5),
            Started = process => world.Steps.Record(Id, new CommandStarted(key, process.Pid, process.StartTime)),
        };
        try
        {
            return (await world.Sandbox.Start(command, cancellationToken).Completion.ConfigureAwait(false)).ExitCode;
        }
        finally
        {
            RemoveScratch(own);
        }
    }

    /// <summary>What tools work with.</summary>
    public async Task<ToolContext> ToolContextAsync(
        Workspace workspace,
        Worktree worktree,
        string taskBase,
        CancellationToken cancellationToken
    )
    {
        var files = (await CommitFiles.ReadAsync(worktree.Git, taskBase, cancellationToken).ConfigureAwait(false)).AsBase();
        hidden = HiddenOf(files);
        network = new Lazy<TaskNetwork?>(OpenNetwork);
        var resumed = world.Steps.PastEntry<TaskStarted>(Id, started.Key) is not null;
        scan = Scan(workspace, files, resumed ? files.Paths.ToHashSet(StringComparer.Ordinal) : null);
        return new ToolContext
        {
            Workspace = workspace,
            Scope = Scope,
            Sandbox = world.Sandbox,
            Mounts = Mounts(workspace, worktree),
            Memory = new ToolMemory(),
            Artifacts = world.Folder.Artifacts,
            Mask = world.Mask,
            Environment = CachePlaces.In(world.Environment, Scope),
            Network = Access,
            Fetches = world.Fetches,
            TaskNetwork = network,
            Background = new BackgroundCommands(),
            Clock = world.Clock,
            Deadline = () => world.Budget.Deadline,
            Tree = scan,
            KeptByAshlar = world.OwnPaths,
            TaskBase = taskBase,
            RunsOutside = world.Configuration.Exec is not null,
            WithholdsOutput = world.WithholdsOutput,
            GivesSecrets = GivesSecrets,
            HomeSeed = SetupHome,
        };
    }

    /// <summary>The same context for a worktree that was brought to another base.</summary>
    /// <param name="context">The context so far.</param>
    /// <param name="worktree">The worktree.</param>
    /// <param name="taskBase">The base from now on.</param>
    /// <param name="differing">The paths in which the worktree differs from it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ToolContext> RebasedAsync(
        ToolContext context,
        Worktree worktree,
        string taskBase,
        IReadOnlySet<string> differing,
        CancellationToken cancellationToken
    )
    {
        var files = (await CommitFiles.ReadAsync(worktree.Git, taskBase, cancellationToken).ConfigureAwait(false)).AsBase();
        hidden = HiddenOf(files);
        scan = Scan(context.Workspace, files, differing);
        return context with
        {
            Tree = scan,
            TaskBase = taskBase,
            Mounts = context.Mounts with { Hidden = [.. hidden, .. Others.Select(path => path.TrimEnd('/'))] },
        };
    }

    /// <summary>The task's id.</summary>
    public string Id => id;

    /// <summary>Tells the agent about the task.</summary>
    public required TaskBriefings Briefings { get; init; }

    /// <summary>The tools of the agent.</summary>
    public Toolbox Toolbox(Func<MaskedText, CancellationToken, Task<ToolAnswer>> commit) =>
        AgentTools.Of(world.Policy.Tools, commit, path => scan is not null && scan.Files.Stat(path).Ok);

    /// <summary>The mounts with what a person allowed besides.</summary>
    public static SandboxMounts WithGranted(SandboxMounts mounts, IReadOnlyList<string> paths) =>
        mounts with
        {
            Writable = mounts.Writable.Contains("", StringComparer.Ordinal)
                ? mounts.Writable
                : [.. mounts.Writable.Union(paths.Select(WritableRoots.Fixed), StringComparer.Ordinal)],
            ReadOnly = [.. mounts.ReadOnly.Where(closed => !paths.Any(path => WritableRoots.Meets(closed, path)))],
        };

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        scan?.Files.Dispose();
        if (network is { IsValueCreated: true, Value: { } opened })
        {
            await opened.DisposeAsync().ConfigureAwait(false);
        }

        network = null;
    }

    /// <summary>
    /// Removes the copies of files that hold a secret, when the execution ends before the task does: a command that was cut off is then undone
    /// without them.
    /// </summary>
    public void ForgetSecrets()
    {
        if (!world.Mask.IsEmpty)
        {
            new ContentFolder(Path.Combine(Scratch, "contents")).Forget(world.Mask.Search.Finds);
        }
    }

    /// <summary>Removes the private files of an attempt that nobody comes back to: they may hold what commands know.</summary>
    public void RemoveScratch() => RemoveScratch(Scratch);

    /// <summary>The same of one whose process is gone.</summary>
    public static void RemoveScratch(string scratch)
    {
        try
        {
            FolderRemoval.Delete(scratch);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            // A command may leave folders that cannot be emptied; `ashlar clean` meets them again.
        }
    }

    private NetworkAccess Access => new(world.Configuration.Services, world.Configuration.Network);

    /// <summary>What git ignores in the user's checkout and is not shared with commands, where the run works in it.</summary>
    private IEnumerable<string> Others => world.Started.Checkout?.Ignored.Where(path => !world.Shared.ContainsKey(path.TrimEnd('/'))) ?? [];

    /// <summary>In the place of ignored folders, such as those of builds, commands see folders of the task's own.</summary>
    private Dictionary<string, string> Covered() =>
        Others
            .Where(path => path.EndsWith('/'))
            .Select(path => path.TrimEnd('/'))
            .Where(path => new DirectoryInfo(Path.Combine(started.Worktree, path)) is { Exists: true, LinkTarget: null })
            .ToDictionary(
                path => path,
                path => Directory.CreateDirectory(Path.Combine(Scratch, "covered", path)).FullName,
                StringComparer.Ordinal
            );

    /// <summary>Git's objects hold what hide rules hide.</summary>
    private IReadOnlyList<string> HiddenOf(BaseFiles files) =>
        Scope.Hides ? [".git", .. files.Paths.Where(path => !Scope.DecideRead(path).Allowed)] : [];

    private WorktreeScan Scan(Workspace workspace, BaseFiles files, IReadOnlySet<string>? differing)
    {
        var made = new WorktreeScan(workspace, files, new ContentFolder(Path.Combine(Scratch, "contents")), world.Clock)
        {
            Skip = world.Shared.Keys.ToHashSet(StringComparer.Ordinal),
            RuledThoughIgnored = path => ScopeGuard.IsRuled(Scope, path, existsAtBase: false),
        };
        made.Begin(differing);
        return made;
    }

    private TaskNetwork? OpenNetwork()
    {
        var opened = world.Sandbox.OpenNetwork(Access);
        if (opened is not null)
        {
            world.Steps.Record(Id, new CommandStarted($"{started.Key}/network", opened.Holder.Pid, opened.Holder.StartTime));
        }

        return opened;
    }

    private SandboxMounts Mounts(Workspace workspace, Worktree worktree)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Scratch, "private")).FullName;
        return new SandboxMounts
        {
            Root = workspace.Root,
            ShownRoot = workspace.ShownRoot,
            Writable = WritableRoots.Of(Scope),
            ReadOnly =
            [
                .. world.OwnPaths,
                .. WritableRoots.Closed(Scope).Where(closed => Directory.Exists(Path.Combine(workspace.Root, closed))),
            ],
            Hidden = [.. hidden, .. Others.Select(path => path.TrimEnd('/'))],
            Covered = Covered(),
            GitDirectory = worktree.GitDirectory,
            Shared = world.Shared,
            HiddenShared = HiddenFiles.In(world.Shared, Scope),
            HiddenOutside = [world.HiddenState ?? world.Folder.State],
            PrivateFolder = folder,
            Provided = Directory.CreateDirectory(world.Folder.ProvidedPath).FullName,
        };
    }
}
