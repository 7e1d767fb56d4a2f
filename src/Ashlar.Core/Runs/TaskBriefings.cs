using Ashlar.Core.Conversations;
using Ashlar.Core.Models;
using Ashlar.Core.Policies;
using Ashlar.Core.Secrets;
using Ashlar.Core.Settings;
using Ashlar.Core.Work;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs;

/// <summary>Gathers what an agent is told at the beginning of a task.</summary>
/// <param name="world">What the run shares.</param>
/// <param name="done">The tasks of this run that are done, by id.</param>
internal sealed class TaskBriefings(RunWorld world, IReadOnlyDictionary<string, TaskCompleted> done)
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
        var files = await CommitFiles.ReadAsync(world.Repository.Git, taskBase, cancellationToken).ConfigureAwait(false);
        var found = DocumentFinder.Find(
            new DocumentRequest
            {
                Root = root,
                Order = world.Order,
                TaskText = $"{item.Title}\n{item.Text}",
                Prompt = world.Policy.Prompt,
                PromptPath = world.Agent.Path,
                PromptLine = world.Agent.PromptLine,
                Add = world.Configuration.Documents.Add,
                Optional = world.Configuration.Documents.Optional,
            }
        );
        return new TaskBriefing
        {
            AgentPrompt = world.Policy.Prompt,
            Base = taskBase,
            HidesFiles = world.Policy.Scope.Hides,
            Unavailable = world.Policy.Tools.Unavailable,
            Tools = tools,
            Documents = [.. found.Documents.Where(IsGiven).Select(Document)],
            FurtherDocuments =
            [
                .. found.Documents.Where(document => !IsGiven(document)).Select(document => (document.Path, document.Size)),
            ],
            Files = [.. files.Paths.Where(path => scope.DecideRead(path).Allowed)],
            Facts = Facts(scope),
            Earlier = Earlier(item),
            TaskId = item.Id,
            Title = item.Title,
            Text = item.Text.Length == 0 ? item.Title : item.Text,
            Ticket = world.Work.Ticket,
            Acceptance = item.Acceptance,
        };
    }

    private static bool IsGiven(FoundDocument document) => document.Text is not null || document.Bytes.Length > 0;

    private BriefingDocument Document(FoundDocument document) =>
        document.MediaType is { } type
            ? new BriefingDocument(document.Path, null, new ImageBlock(type, Convert.ToBase64String(document.Bytes.Span)))
            : new BriefingDocument(document.Path, world.Mask.Mask(SecretText.Lift(document.Text!).Text), null);

    private List<string> Facts(IScope scope)
    {
        var allow = Values(scope, "allow");
        var deny = Values(scope, "deny");
        var facts = new List<string>
        {
            allow.Count == 0 && deny.Count == 0
                ? "You may change any file of the repository."
                : $"You may change: {(allow.Count == 0 ? "all files" : string.Join(", ", allow))}{(deny.Count == 0 ? "" : $", but not {string.Join(", ", deny)}")}. Ashlar undoes changes elsewhere.",
        };
        if (world.Work.ListPath is { } list)
        {
            facts.Add($"Ashlar keeps {list} and ticks it after verification.");
        }

        var gates = world
            .Gates.Select(gate => $"{gate.Name}: {gate.Run}{(gate.Each == GateRhythm.Run ? " (once at the end of the run)" : "")}")
            .ToList();
        facts.Add(gates.Count == 0 ? "Gates: none." : $"Gates, run by Ashlar on what would be committed: {string.Join(" · ", gates)}");
        facts.Add(
            world.Configuration.Network.Count == 0
                ? "Network: none, except servers that you start yourself."
                : $"Network: {string.Join(", ", world.Configuration.Network)}"
        );
        return facts;
    }

    private static List<string> Values(IScope scope, string kind) =>
        scope
            .Rules.Where(rule => rule.Enforced && string.Equals(rule.Kind, kind, StringComparison.Ordinal))
            .Select(rule => rule.Value)
            .Distinct(StringComparer.Ordinal)
            .ToList();

    private List<EarlierTask> Earlier(TaskItem item) =>
        world
            .Order.List.Tasks.Where(task => item.DependsOn.Contains(task.Id, StringComparer.Ordinal) && done.ContainsKey(task.Id))
            .Select(task => new EarlierTask(task.Id, task.Title, done[task.Id].Files))
            .ToList();
}
