using Ashlar.Core.Agents;
using Ashlar.Core.Conversations;
using Ashlar.Core.Models;
using Ashlar.Core.Policies;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Secrets;
using Ashlar.Core.Settings;
using Ashlar.Core.Work;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Planning;

/// <summary>Gathers what an agent is told at the beginning of a task.</summary>
/// <param name="source">What a briefing is made from.</param>
/// <param name="done">The tasks of this run that are done, by id.</param>
/// <param name="reopened">What a person said when opening the task again; null when it was not.</param>
internal sealed class TaskBriefings(BriefingSource source, IReadOnlyDictionary<string, TaskCompleted> done, string? reopened = null)
{
    /// <summary>The briefing for one attempt.</summary>
    /// <param name="item">The task.</param>
    /// <param name="taskBase">The task base.</param>
    /// <param name="root">The worktree, as it is at the base.</param>
    /// <param name="tools">The tools on offer.</param>
    /// <param name="scope">Which files may be written.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<TaskBriefing> OfAsync(
        TaskItem item,
        string taskBase,
        string root,
        IReadOnlyList<ToolSpec> tools,
        IScope scope,
        CancellationToken cancellationToken
    )
    {
        var files = await CommitFiles.ReadAsync(source.Repository.Git, taskBase, cancellationToken).ConfigureAwait(false);
        var found = DocumentFinder.Find(
            new DocumentRequest
            {
                Root = root,
                Order = source.Order,
                TaskText = $"{item.Title}\n{item.Text}",
                Prompt = source.Policy.Prompt,
                PromptPath = source.Agent.Path,
                PromptLine = source.Agent.PromptLine,
                Add = source.Configuration.Documents.Add,
                Optional = source.Configuration.Documents.Optional,
            }
        );
        var before = string.Equals(source.RunBase, taskBase, StringComparison.Ordinal)
            ? files
            : await CommitFiles.ReadAsync(source.Repository.Git, source.RunBase, cancellationToken).ConfigureAwait(false);
        List<string> Seen(CommitFiles all) => [.. all.Paths.Where(path => scope.DecideRead(path).Allowed)];
        var (present, atStart) = (Seen(files), Seen(before));
        return new TaskBriefing
        {
            AgentPrompt = source.Policy.Prompt,
            Base = taskBase,
            HidesFiles = source.Policy.Scope.Hides,
            Unavailable = source.Policy.Tools.Unavailable,
            Tools = tools,
            Documents = [.. found.Documents.Where(IsGiven).Select(Document)],
            FurtherDocuments =
            [
                .. found
                    .Documents.Where(document => !IsGiven(document))
                    .Select(document => (document.Path, document.Size, document.OfTask)),
            ],
            Files = atStart,
            Added = [.. present.Except(atStart, StringComparer.Ordinal)],
            Removed = [.. atStart.Except(present, StringComparer.Ordinal)],
            Absent = found.Absent,
            Before = source.Before,
            Facts = Facts(scope, present),
            Earlier = Earlier(item),
            Reopened = reopened,
            TaskId = item.Id,
            Title = item.Title,
            Text = item.Text.Length == 0 ? item.Title : item.Text,
            Ticket = source.Order.Ticket,
            Acceptance = item.Acceptance,
        };
    }

    private static bool IsGiven(FoundDocument document) => document.Text is not null || document.Bytes.Length > 0;

    private BriefingDocument Document(FoundDocument document) =>
        document.MediaType is { } type
            ? new BriefingDocument(document.Path, null, new ImageBlock(type, Convert.ToBase64String(document.Bytes.Span)))
            {
                OfTask = document.OfTask,
            }
            : new BriefingDocument(document.Path, source.Mask.Mask(SecretText.Lift(document.Text!).Text), null)
            {
                OfTask = document.OfTask,
            };

    private List<string> Facts(IScope scope, IReadOnlyList<string> files)
    {
        var facts = new List<string> { ScopeText.Of(scope, files) };
        if (source.Order.ListPath is { } list)
        {
            facts.Add($"Ashlar keeps {list} and ticks it after verification.");
        }

        var gates = source
            .Gates.Select(gate => $"{gate.Name}: {gate.Run}{(gate.Each == GateRhythm.Run ? " (once at the end of the run)" : "")}")
            .ToList();
        facts.Add(gates.Count == 0 ? "Gates: none." : $"Gates, run by Ashlar on what would be committed: {string.Join(" · ", gates)}");
        facts.Add(
            source.Configuration.Network.Count == 0
                ? "Network: none, except servers that you start yourself."
                : $"Network: {string.Join(", ", source.Configuration.Network)}"
        );
        if (source.Absent.Count > 0)
        {
            facts.Add($"Not installed here: {string.Join(", ", source.Absent)}.");
        }

        facts.AddRange(source.Stage);
        if (source.Sections.Count > 0)
        {
            facts.Add(
                $"The pull request has the sections {string.Join(", ", source.Sections)}. Give what belongs there as lines of Report.key_changes that begin with the section's name, such as \"{source.Sections[0]}: …\"."
            );
        }

        if (source.Reviewer is { } reviewer)
        {
            facts.Add(
                reviewer.Agent is null
                    ? "Review: a person looks at it after green gates."
                    : $"Review: {reviewer.Name} looks at it after green gates, at most {reviewer.Rounds} rounds."
            );
        }

        return facts;
    }

    private List<EarlierTask> Earlier(TaskItem item) =>
        source
            .Order.List.Tasks.Where(task => item.DependsOn.Contains(task.Id, StringComparer.Ordinal) && done.ContainsKey(task.Id))
            .Select(task => new EarlierTask(task.Id, task.Title, done[task.Id].Files))
            .ToList();
}

/// <summary>What a briefing is made from; a plan has it as well as a run.</summary>
internal sealed record BriefingSource
{
    /// <summary>What the agent is told of those that work on the task before and after it.</summary>
    public IReadOnlyList<string> Stage { get; init; } = [];

    /// <summary>The commit that the run began from.</summary>
    public required string RunBase { get; init; }

    /// <summary>Programs that are not installed, with what follows from it.</summary>
    public IReadOnlyList<string> Absent { get; init; } = [];

    /// <summary>What the agent is told of earlier attempts at the task; null for the first.</summary>
    public string? Before { get; init; }

    /// <summary>Sections that the pull request is to have; empty when none is wanted.</summary>
    public IReadOnlyList<string> Sections { get; init; } = [];

    /// <summary>Who reviews, or null for nobody.</summary>
    public Reviewer? Reviewer { get; init; }

    /// <summary>The repository.</summary>
    public required Repository Repository { get; init; }

    /// <summary>The work order.</summary>
    public required WorkOrder Order { get; init; }

    /// <summary>The policy.</summary>
    public required Policy Policy { get; init; }

    /// <summary>The agent.</summary>
    public required AgentDefinition Agent { get; init; }

    /// <summary>The configuration.</summary>
    public required Configuration Configuration { get; init; }

    /// <summary>What must not be seen.</summary>
    public required SecretMask Mask { get; init; }

    /// <summary>The gates.</summary>
    public required IReadOnlyList<GateSetting> Gates { get; init; }
}
