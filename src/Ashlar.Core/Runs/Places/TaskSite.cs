using Ashlar.Core.Conversations;
using Ashlar.Core.Gates.Integrity;
using Ashlar.Core.Models;
using Ashlar.Core.Policies;
using Ashlar.Core.Reports;
using Ashlar.Core.Runs.Landings;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Starts;
using Ashlar.Core.Secrets;
using Ashlar.Core.Tools;
using Ashlar.Core.Work;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Places;

/// <summary>Where one attempt at a task is done: worktree, mounts, tools, conversation.</summary>
internal sealed class TaskSite : IAsyncDisposable
{
    private readonly RunWorld world;
    private readonly TaskItem item;
    private readonly Worktree worktree;
    private readonly TaskEnvironment environment;
    private RecordedTools? tools;
    private IAuthor? author;
    private Ground ground;

    private TaskSite(TaskStage stage, TaskItem item, TaskStarted started, TaskEnvironment environment)
    {
        Stage = stage;
        world = stage.World;
        this.item = item;
        this.environment = environment;
        worktree = world.WorktreeOf(item.Id, started);
        Prefix = $"{started.Key}/";
        End = $"{started.Attempt}/end";
        ground = new Ground(started.Base, started.Base);
        Workspace = new Workspace(started.Worktree, environment.ShownRoot(started.Worktree));
        Index = new WorkTreeIndex(worktree.Git, Path.Combine(environment.Scratch, "index"))
        {
            Written = tree => world.Trees.Add(item.Id, tree),
        };
        Scope = environment.Scope;
        Allowance = new IntegrityAllowance([item.Title, item.Text]);
        Seen = new SeenTests(world, item.Id, Prefix);
    }

    /// <summary>What the keys of the attempt's steps begin with.</summary>
    public string Prefix { get; }

    /// <summary>The key of the attempt's end.</summary>
    public string End { get; }

    /// <summary>Whose part of the task is done here.</summary>
    public TaskStage Stage { get; }

    /// <summary>The task base.</summary>
    public string Base => ground.Base;

    /// <summary>The commit of the branch whose work the worktree holds.</summary>
    public string Synced => ground.Synced;

    /// <summary>The worktree.</summary>
    public Workspace Workspace { get; }

    /// <summary>Makes trees of the worktree.</summary>
    public WorkTreeIndex Index { get; }

    /// <summary>Which files may be written.</summary>
    public Scope Scope { get; private set; }

    /// <summary>The attempt's private files, outside every worktree.</summary>
    public string Scratch => environment.Scratch;

    /// <summary>Requests that readers of the attempt's work have made.</summary>
    public int TurnsOfReaders { get; set; }

    /// <summary>Requests of author and readers so far.</summary>
    public int TurnsOfAll => (author?.Turns ?? 0) + TurnsOfReaders;

    /// <summary>The first message of the conversation, once it has been started.</summary>
    public ToolAnswer FirstWords { get; private set; } = ToolAnswer.Of("");

    /// <summary>Prepares the place: the worktree as it was left, or a new one at the base, and set-up in a new one.</summary>
    public static async Task<TaskSite> PrepareAsync(
        TaskStage stage,
        TaskItem item,
        TaskStarted started,
        TaskEnvironment environment,
        CancellationToken cancellationToken
    )
    {
        var site = new TaskSite(stage, item, started, environment);
        var isNew = !site.worktree.Exists || !site.IsSetUp;
        if (isNew)
        {
            await site.CreateAsync(started, cancellationToken).ConfigureAwait(false);
        }

        environment.ShareFolders(site.worktree.Path);
        if (isNew && !stage.World.InPlace)
        {
            await site.SetUpAsync(cancellationToken).ConfigureAwait(false);
        }

        return site;
    }

    /// <summary>Begins the conversation; the first words are then to be said.</summary>
    /// <param name="commit">What <c>commit_and_push</c> does: message to answer.</param>
    /// <param name="halted">Whether a call has stopped the task.</param>
    /// <param name="mayAsk">Whether the model may be asked once more.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IAuthor> StartConversationAsync(
        Func<MaskedText, CancellationToken, Task<ToolAnswer>> commit,
        Func<bool> halted,
        Func<CancellationToken, Task<bool>> mayAsk,
        CancellationToken cancellationToken
    )
    {
        var context = await environment.ToolContextAsync(Workspace, worktree, Base, cancellationToken).ConfigureAwait(false);
        var toolbox = environment.Toolbox(commit);
        var briefing = await environment
            .Briefings.OfAsync(item, Base, Workspace.Root, toolbox.Specs, Scope, cancellationToken)
            .ConfigureAwait(false);
        FirstWords = TaskPrompt.First(briefing);
        tools = new RecordedTools(toolbox, context, world.Steps, item.Id)
        {
            Executed = NoteAsync,
            Ready = world.Contained,
            Replays = name => name is CommitAndPushTool.Name,
            Halted = halted,
        };
        var seat = new LoopSeat
        {
            Model = world.Model,
            Tools = tools,
            Steps = world.Steps,
            Budget = world.Budget,
            Task = item.Id,
            Prefix = Prefix,
            Agent = world.Agent.Name,
            Role = Role,
            MaxTurns = world.Limits.Turns,
            MaxOutputTokens = world.Limits.Output,
            Clock = world.Clock,
            ModelNamed = world.ModelNamed,
            Window = world.Windows.Of(world.Model),
            ChangedFiles = ChangedFilesAsync,
            Remembers = name => name is NoteDeviationTool.Name,
            OtherTurns = () => TurnsOfReaders,
            MayAsk = mayAsk,
            HandsOver = name => name is "Report" or "Escalate",
            EndsTurn = name => name is "Escalate",
            Announce = world.Announce,
        };
        author = world.OpenAuthor(
            seat,
            new Conversation(MaskedText.Of(world.Mask, TaskPrompt.System(briefing)), toolbox.Specs) { Role = Role }
        );
        return author;
    }

    /// <summary>The agent's name in the part of a task that is not its last.</summary>
    private string? Role => Stage.IsLast ? null : Stage.Agent;

    /// <summary>The test runs that the agent made by itself.</summary>
    public SeenTests Seen { get; }

    /// <summary>Lets the gates' configured fixes run over what the task changed.</summary>
    public Task FixAsync(string key, CancellationToken cancellationToken) =>
        new GateFixes(world, item.Id, environment, Workspace, worktree).RunAsync(this, key, cancellationToken);

    /// <summary>What the written task and answers allow to be taken from tests.</summary>
    public IntegrityAllowance Allowance { get; private set; }

    /// <summary>Whether a person agreed that the task needs no change.</summary>
    public bool NoChangeAgreed { get; private set; }

    /// <summary>A person agreed that the task needs no change.</summary>
    public void AgreeToNoChange() => NoChangeAgreed = true;

    /// <summary>A person answered: what the words allow is allowed.</summary>
    public void Allow(string answer) => Allowance = new IntegrityAllowance([.. Allowance.Texts, answer]);

    /// <summary>A person allows further paths for this task.</summary>
    public void Grant(IReadOnlyList<string> paths, string source)
    {
        Scope = Scope.With(paths, source);
        tools!.Context = tools.Context with { Scope = Scope, Mounts = TaskEnvironment.WithGranted(tools.Context.Mounts, paths) };
    }

    /// <summary>The task itself moved the branch to a commit of what the worktree holds.</summary>
    public void Committed(string commit) => ground = ground with { Synced = commit };

    /// <summary>Whether a rebase was begun in an earlier execution.</summary>
    public bool HasRebased(string key) => world.Steps.PastEntry<RebaseIntended>(item.Id, key) is not null;

    /// <summary>Puts the task's work on top of the branch, in the worktree too.</summary>
    /// <param name="key">The step.</param>
    /// <param name="head">The branch's newest commit.</param>
    /// <param name="tree">The task's tree as it was judged.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<Rebased> RebaseAsync(string key, string head, string tree, CancellationToken cancellationToken)
    {
        await StillAsync().ConfigureAwait(false);
        var rebased = await new Rebase(world, item.Id, worktree, Path.Combine(environment.Scratch, "index"))
            .OntoAsync(key, ground, head, tree, cancellationToken)
            .ConfigureAwait(false);
        ground = new Ground(rebased.Base, rebased.Onto);
        var changed = await new TreeDiff(world.Repository.Git)
            .FilesAsync(rebased.Base, rebased.Tree, cancellationToken)
            .ConfigureAwait(false);
        tools!.Context = await environment
            .RebasedAsync(
                tools.Context,
                worktree,
                rebased.Base,
                changed.Select(file => file.Path).ToHashSet(StringComparer.Ordinal),
                cancellationToken
            )
            .ConfigureAwait(false);
        return rebased;
    }

    /// <summary>What an agent that ended its turn without a report is told.</summary>
    public async Task<string> MissingReportAsync(CancellationToken cancellationToken)
    {
        var files = await ChangesAsync(cancellationToken).ConfigureAwait(false);
        return MissingReportText.Render(new SeenSoFar([.. files.Select(file => file.Path)]));
    }

    private async Task<IReadOnlyList<string>> ChangedFilesAsync(CancellationToken cancellationToken) =>
        [
            .. (await ChangesAsync(cancellationToken).ConfigureAwait(false)).Select(file =>
                $"{file.Kind.ToString().ToLowerInvariant()} {file.Path}"
            ),
        ];

    private async Task<IReadOnlyList<FileChange>> ChangesAsync(CancellationToken cancellationToken)
    {
        var state = await Index.WriteAsync(Base, world.OwnPaths, cancellationToken).ConfigureAwait(false);
        return await new TreeDiff(world.Repository.Git).FilesAsync(Base, state.Tree, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Keeps the present work under a ref of its own; null when there is none.</summary>
    public async Task<string?> KeepAsync(KeptWork kept, MaskedText why, CancellationToken cancellationToken)
    {
        if (!worktree.Exists)
        {
            return null;
        }

        var state = await Index.WriteAsync(Base, world.OwnPaths, cancellationToken).ConfigureAwait(false);
        return await kept.KeepAsync(item.Id, Base, state.Tree, why, world.Clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Where the user's checkout was worked in, it is left clean on the branch.</summary>
    public async Task LeaveAsync(string head)
    {
        await StillAsync().ConfigureAwait(false);
        if (world.InPlace && worktree.Exists)
        {
            await Index.WriteAsync(Base, world.OwnPaths, CancellationToken.None).ConfigureAwait(false);
            await new InPlaceCheckout(world).SettleAsync(Index, item.Id, Base, head).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// After a failure, when the work is kept: the private files go, and so does a worktree that may hold a secret. Otherwise it stays for a
    /// person to look at.
    /// </summary>
    public async Task FailAsync()
    {
        if (!world.InPlace && worktree.Exists)
        {
            var state = await Index.WriteAsync(Base, world.OwnPaths, CancellationToken.None).ConfigureAwait(false);
            var found = await world.TreeSecrets.FindAsync(Base, state.Tree, CancellationToken.None).ConfigureAwait(false);
            if (found.Count > 0 || world.Configuration.Environment.Values.Any(value => value.Secret is not null))
            {
                worktree.Remove();
            }
        }

        environment.RemoveScratch();
    }

    /// <summary>What is not needed to continue, and holds a secret, goes.</summary>
    public void ForgetSecrets() => environment.ForgetSecrets();

    /// <summary>Removes the worktree and the task's private files, after its end; what was in it has landed or is kept.</summary>
    public void Remove()
    {
        worktree.Remove();
        environment.RemoveScratch();
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await StillAsync().ConfigureAwait(false);
        await environment.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>
    /// Ends what runs in the background. Git checks a path before it writes there and does not look again; nobody may swap a folder for a link meanwhile.
    /// </summary>
    private Task StillAsync() => tools?.Context.Background.KillAllAsync() ?? Task.CompletedTask;

    /// <summary>Whether all set-up commands have ended; before that no agent has worked here.</summary>
    private bool IsSetUp =>
        world.InPlace
        || Enumerable
            .Range(1, world.Configuration.Setup.Count)
            .All(number => world.Steps.Past<SetupFinished>(item.Id, $"{Prefix}setup/{number}") is { ExitCode: 0 });

    /// <summary>Makes the worktree: at the base, and with the work so far where somebody deleted it.</summary>
    private async Task CreateAsync(TaskStarted started, CancellationToken cancellationToken)
    {
        var resumed = world.Steps.PastEntry<TaskStarted>(item.Id, started.Key) is not null;
        var tree = resumed
            ? await new LostWorktree(world).LastTreeAsync(item.Id, started, cancellationToken).ConfigureAwait(false)
            : started.Base;
        await worktree.CreateAsync(started.Base, cancellationToken).ConfigureAwait(false);
        if (!string.Equals(tree, started.Base, StringComparison.Ordinal))
        {
            await worktree.ReadAsync(["read-tree", "-u", "--reset", tree], cancellationToken).ConfigureAwait(false);
            await worktree.ReadAsync(["read-tree", "--reset", started.Base], cancellationToken).ConfigureAwait(false);
        }
    }

    private Task NoteAsync(ToolCall call, MaskedAnswer answer, string key)
    {
        if (
            call.Name is NoteDeviationTool.Name
            && !answer.IsError
            && Arguments.Read(call, input => EscalationInput.ReadDeviation(input, _ => true)).Value is { } deviation
            && world.Steps.PastEntry<DeviationNoted>(item.Id, key) is null
        )
        {
            world.Steps.Record(item.Id, new DeviationNoted(key, deviation));
        }

        return Seen.NoteAsync(call, answer, key, Workspace.Root, TreeAsync);
    }

    private async Task<string> TreeAsync() =>
        (await Index.WriteAsync(Base, world.OwnPaths, CancellationToken.None).ConfigureAwait(false)).Tree;

    private async Task SetUpAsync(CancellationToken cancellationToken)
    {
        for (var number = 0; number < world.Configuration.Setup.Count; number++)
        {
            var setup = world.Configuration.Setup[number];
            var finished = await environment
                .RunSetupAsync(setup, number + 1, Prefix, Workspace, worktree, cancellationToken)
                .ConfigureAwait(false);
            world.Steps.Record(item.Id, finished);
            if (finished.ExitCode != 0)
            {
                throw new ProblemException(
                    new Problem(
                        "setup.failed",
                        $"set-up command {number + 1} ended with {finished.ExitCode}: {setup.Run}{LastWords.Of(finished.Output)}"
                    )
                    {
                        Path = world.Configuration.Path,
                        Observed = finished.Output,
                        Remedy = "Make it succeed in a fresh checkout, or change `setup` in the configuration",
                    }
                );
            }
        }
    }
}
