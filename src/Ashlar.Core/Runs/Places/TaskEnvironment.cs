using Ashlar.Core.Conversations;
using Ashlar.Core.Policies;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Starts;
using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Secrets;
using Ashlar.Core.Tools;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Places;

/// <summary>The surroundings of one attempt at a task: its scope, private files, commands, tools.</summary>
internal sealed class TaskEnvironment : IAsyncDisposable
{
    private readonly RunFacts facts;
    private readonly Recorder recorder;
    private readonly CommandPlace place;
    private readonly Talks talks;
    private readonly Attempt attempt;
    private readonly TaskMounts mounts;
    private readonly IReadOnlyDictionary<string, string> variables;
    private WorktreeScan? scan;
    private Lazy<TaskNetwork?>? network;

    /// <summary>Prepares the surroundings.</summary>
    /// <param name="facts">What the run is.</param>
    /// <param name="recorder">Where the run keeps what it knows.</param>
    /// <param name="place">Where commands run.</param>
    /// <param name="talks">What may still be spent.</param>
    /// <param name="attempt">The attempt.</param>
    /// <param name="scope">Which files may be read and written.</param>
    public TaskEnvironment(RunFacts facts, Recorder recorder, CommandPlace place, Talks talks, Attempt attempt, Scope scope)
    {
        this.facts = facts;
        this.recorder = recorder;
        this.place = place;
        this.talks = talks;
        this.attempt = attempt;
        Scope = scope;
        Scratch = new TaskScratch(recorder.Folder, attempt.Task, attempt.Started);
        mounts = new TaskMounts(facts, recorder.Folder, place, Scratch, attempt.Started.Worktree, scope);
        variables = PolicyParts.Environment(attempt.Crew.Author.Policy, facts.Configuration, place.Secrets);
        Servers = new TaskServers(recorder, place.Servers, attempt, talks.Clock);
        Commands = new TaskCommands(facts, recorder, place, attempt, mounts, Scratch, variables);
    }

    /// <summary>The servers of tools.</summary>
    public TaskServers Servers { get; }

    /// <summary>Which files may be read and written.</summary>
    public Scope Scope { get; }

    /// <summary>The attempt's private files.</summary>
    public TaskScratch Scratch { get; }

    /// <summary>Runs the commands of the configuration.</summary>
    public TaskCommands Commands { get; }

    /// <summary>What readers of the work are told of the task.</summary>
    public required BriefingSource Source { get; init; }

    /// <summary>Tells the agent about the task.</summary>
    public required TaskBriefings Briefings { get; init; }

    /// <summary>What tools work with.</summary>
    public async Task<ToolContext> ToolContextAsync(
        Workspace workspace,
        Worktree worktree,
        string taskBase,
        CancellationToken cancellationToken
    )
    {
        var files = (await CommitFiles.ReadAsync(worktree.Git, taskBase, cancellationToken).ConfigureAwait(false)).AsBase();
        mounts.Hide(files);
        network = new Lazy<TaskNetwork?>(OpenNetwork);
        var resumed = recorder.Steps.PastEntry<TaskStarted>(attempt.Task, attempt.Started.Key) is not null;
        scan = Scan(workspace, files, resumed ? files.Paths.ToHashSet(StringComparer.Ordinal) : null);
        return new ToolContext
        {
            Workspace = workspace,
            Scope = Scope,
            Sandbox = place.Sandbox,
            Mounts = mounts.Of(workspace, worktree),
            Memory = new ToolMemory(),
            Artifacts = recorder.Folder.Artifacts,
            Mask = recorder.Mask,
            Environment = CachePlaces.In(variables, Scope),
            Network = facts.Network,
            Fetches = place.Fetches,
            TaskNetwork = network,
            Background = new BackgroundCommands(),
            Clock = talks.Clock,
            Deadline = () => talks.Budget.Deadline,
            Tree = scan,
            KeptByAshlar = facts.OwnPaths,
            TaskBase = taskBase,
            RunsOutside = facts.Configuration.Exec is not null,
            WithholdsOutput = facts.WithholdsOutput,
            GivesSecrets = facts.GivesSecrets,
            HomeSeed = Scratch.SetupHome,
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
        mounts.Hide(files);
        scan = Scan(context.Workspace, files, differing);
        return context with { Tree = scan, TaskBase = taskBase, Mounts = mounts.Again(context.Mounts) };
    }

    /// <summary>The tools of the agent.</summary>
    public Toolbox Toolbox(Func<MaskedText, CancellationToken, Task<ToolAnswer>> commit) =>
        AgentTools.Of(attempt.Crew.Author.Policy.Tools, Servers.Tools, commit, path => scan is not null && scan.Files.Stat(path).Ok);

    /// <summary>What is not needed to continue, and holds a secret, goes.</summary>
    public void ForgetSecrets() => Scratch.ForgetSecrets(recorder.Mask);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        scan?.Files.Dispose();
        await Servers.DisposeAsync().ConfigureAwait(false);
        if (network is { IsValueCreated: true, Value: { } opened })
        {
            await opened.DisposeAsync().ConfigureAwait(false);
        }

        network = null;
    }

    private WorktreeScan Scan(Workspace workspace, BaseFiles files, IReadOnlySet<string>? differing)
    {
        var made = new WorktreeScan(workspace, files, Scratch.Contents, talks.Clock)
        {
            Skip = place.Shared.Keys.ToHashSet(StringComparer.Ordinal),
            RuledThoughIgnored = path => ScopeGuard.IsRuled(Scope, path, existsAtBase: false),
        };
        made.Begin(differing);
        return made;
    }

    private TaskNetwork? OpenNetwork()
    {
        var opened = place.Sandbox.OpenNetwork(facts.Network);
        if (opened is not null)
        {
            var holder = opened.Holder;
            recorder.Steps.Record(attempt.Task, new CommandStarted($"{attempt.Started.Key}/network", holder.Pid, holder.StartTime));
        }

        return opened;
    }
}
