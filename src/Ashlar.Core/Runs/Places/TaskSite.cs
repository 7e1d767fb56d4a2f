using Ashlar.Core.Conversations;
using Ashlar.Core.Models;
using Ashlar.Core.Reports;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Starts;
using Ashlar.Core.Secrets;
using Ashlar.Core.Settings;
using Ashlar.Core.Tools;
using Ashlar.Core.Work;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Places;

/// <summary>Where one attempt at a task is done: the worktree, what people allowed, the conversation.</summary>
/// <param name="recorder">Where the run keeps what it knows.</param>
/// <param name="commands">Where commands run.</param>
/// <param name="talks">How agents are talked to.</param>
/// <param name="attempt">The attempt.</param>
/// <param name="environment">Its surroundings.</param>
/// <param name="worktree">Its worktree.</param>
/// <param name="configuration">The configuration.</param>
internal sealed class TaskSite(
    Recorder recorder,
    CommandPlace commands,
    Talks talks,
    Attempt attempt,
    TaskEnvironment environment,
    TaskWorktree worktree,
    Configuration configuration
) : IAsyncDisposable
{
    private RecordedTools? tools;
    private IAuthor? author;

    /// <summary>The task.</summary>
    public TaskItem Item => attempt.Item;

    /// <summary>What the keys of the attempt's steps begin with.</summary>
    public string Prefix => attempt.Prefix;

    /// <summary>The key of the attempt's end.</summary>
    public string End => attempt.End;

    /// <summary>Whose part of the task is done here.</summary>
    public TaskPart Part => attempt.Part;

    /// <summary>Who works here, and who reviews it.</summary>
    public Crew Crew => attempt.Crew;

    /// <summary>The files that are worked on.</summary>
    public TaskWorktree Worktree => worktree;

    /// <summary>What people allowed.</summary>
    public TaskGrants Grants { get; } = new(attempt.Item, environment.Scope);

    /// <summary>What came with answers and is not in the worktree yet.</summary>
    public HandedFiles Handed { get; } = new();

    /// <summary>The task base.</summary>
    public string Base => worktree.Base;

    /// <summary>The worktree as tools see it.</summary>
    public Workspace Workspace => worktree.Workspace;

    /// <summary>Makes trees of the worktree.</summary>
    public WorkTreeIndex Index => worktree.Index;

    /// <summary>The attempt's private files, outside every worktree.</summary>
    public TaskScratch Scratch => environment.Scratch;

    /// <summary>What readers of the work are told of the task.</summary>
    public BriefingSource Briefing => environment.Source;

    /// <summary>The test runs that the agent made by itself.</summary>
    public SeenTests Seen { get; } = new(recorder.Steps, attempt.Task, attempt.Prefix);

    /// <summary>Requests that readers of the attempt's work have made.</summary>
    public int TurnsOfReaders { get; set; }

    /// <summary>Requests of author and readers so far.</summary>
    public int TurnsOfAll => (author?.Turns ?? 0) + TurnsOfReaders;

    /// <summary>The first message of the conversation, once it has been started.</summary>
    public ToolAnswer FirstWords { get; private set; } = ToolAnswer.Of("");

    /// <summary>The command that starts the task again.</summary>
    public string RetryCommand => $"ashlar resume {recorder.Folder.Id} --retry {Item.Id}";

    /// <summary>The agent's name in the part of a task that is not its last.</summary>
    private string? Role => Part.IsLast ? null : Part.Agent;

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
        var context = await environment.ToolContextAsync(Workspace, worktree.Files, Base, cancellationToken).ConfigureAwait(false);
        await environment.Servers.OpenAsync(context, commands.Contained, cancellationToken).ConfigureAwait(false);
        var toolbox = environment.Toolbox(commit);
        var briefing = await environment
            .Briefings.OfAsync(Item, Base, Workspace.Root, toolbox.Specs, Grants.Scope, cancellationToken)
            .ConfigureAwait(false);
        briefing = briefing with
        {
            Unavailable = [.. briefing.Unavailable, .. environment.Servers.Missing],
            ServerNotes = environment.Servers.Notes,
        };
        FirstWords = TaskPrompt.First(briefing);
        tools = new RecordedTools(toolbox, context, recorder.Steps, Item.Id)
        {
            Executed = NoteAsync,
            Ready = commands.Contained,
            Replays = name => name is CommitAndPushTool.Name,
            Halted = halted,
        };
        var seat = talks.With(Crew.Author, tools, recorder.Steps, Item.Id, Prefix, name => name is "Report" or "Escalate") with
        {
            Role = Role,
            ChangedFiles = ChangedFilesAsync,
            Remembers = name => name is NoteDeviationTool.Name,
            OtherTurns = () => TurnsOfReaders,
            MayAsk = mayAsk,
            EndsTurn = name => name is "Escalate",
        };
        var system = MaskedText.Of(recorder.Mask, TaskPrompt.System(briefing));
        author = talks.OpenAuthor(seat, new Conversation(system, toolbox.Specs) { Role = Role });
        return author;
    }

    /// <summary>The present files as a tree.</summary>
    public Task<WorkTreeState> StateAsync(CancellationToken cancellationToken) => worktree.StateAsync(cancellationToken);

    /// <summary>Lets the gates' configured fixes run over what the task changed.</summary>
    public Task FixAsync(string key, CancellationToken cancellationToken) =>
        new GateFixes(configuration, recorder.Steps, environment.Commands, worktree, Item.Id).RunAsync(
            Grants.Scope,
            key,
            cancellationToken
        );

    /// <summary>A person allows further paths for this task.</summary>
    public void Grant(IReadOnlyList<string> paths, string source)
    {
        Grants.Grant(paths, source);
        tools!.Context = tools.Context with { Scope = Grants.Scope, Mounts = TaskMounts.WithGranted(tools.Context.Mounts, paths) };
    }

    /// <summary>Whether a rebase was begun in an earlier execution.</summary>
    public bool HasRebased(string key) => recorder.Steps.PastEntry<RebaseIntended>(Item.Id, key) is not null;

    /// <summary>Puts the task's work on top of the branch, in the worktree too; documents that people handed over are as they gave them.</summary>
    /// <param name="key">The step.</param>
    /// <param name="head">The branch's newest commit.</param>
    /// <param name="tree">The task's tree as it was judged.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<Rebased> RebaseAsync(string key, string head, string tree, CancellationToken cancellationToken)
    {
        await StillAsync().ConfigureAwait(false);
        if (Handed.Files.Count > 0)
        {
            tree = await Index.ReplaceAsync(tree, Handed.Files, cancellationToken, asWritten: true).ConfigureAwait(false);
        }

        var (rebased, differing) = await worktree.RebaseAsync(key, head, tree, cancellationToken).ConfigureAwait(false);
        Handed.Brought();
        tools!.Context = await environment
            .RebasedAsync(tools.Context, worktree.Files, rebased.Base, differing, cancellationToken)
            .ConfigureAwait(false);
        return rebased;
    }

    /// <summary>What an agent that ended its turn without a report is told.</summary>
    public async Task<string> MissingReportAsync(CancellationToken cancellationToken)
    {
        var files = await worktree.ChangesAsync(cancellationToken).ConfigureAwait(false);
        return MissingReportText.Render(new SeenSoFar([.. files.Select(file => file.Path)]));
    }

    /// <summary>Where the user's checkout was worked in, it is left clean on the branch.</summary>
    public async Task LeaveAsync(string head)
    {
        await StillAsync().ConfigureAwait(false);
        await worktree.LeaveAsync(head).ConfigureAwait(false);
    }

    /// <summary>After a failure, when the work is kept: what may hold a secret goes.</summary>
    public async Task FailAsync()
    {
        await worktree.FailAsync().ConfigureAwait(false);
        Scratch.Remove();
    }

    /// <summary>What is not needed to continue, and holds a secret, goes.</summary>
    public void ForgetSecrets() => environment.ForgetSecrets();

    /// <summary>Removes the worktree and the task's private files, after its end; what was in it has landed or is kept.</summary>
    public void Remove()
    {
        worktree.Files.Remove();
        Scratch.Remove();
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

    private async Task<IReadOnlyList<string>> ChangedFilesAsync(CancellationToken cancellationToken) =>
        [
            .. (await worktree.ChangesAsync(cancellationToken).ConfigureAwait(false)).Select(file =>
                $"{file.Kind.ToString().ToLowerInvariant()} {file.Path}"
            ),
        ];

    private Task NoteAsync(ToolCall call, MaskedAnswer answer, string key)
    {
        if (
            call.Name is NoteDeviationTool.Name
            && !answer.IsError
            && CallReading.Of(call, input => EscalationInput.ReadDeviation(input, _ => true)).Value is { } deviation
            && recorder.Steps.PastEntry<DeviationNoted>(Item.Id, key) is null
        )
        {
            recorder.Steps.Record(Item.Id, new DeviationNoted(key, deviation));
        }

        return Seen.NoteAsync(call, answer, key, Workspace.Root, TreeAsync);
    }

    private async Task<string> TreeAsync() => (await worktree.StateAsync(CancellationToken.None).ConfigureAwait(false)).Tree;
}
