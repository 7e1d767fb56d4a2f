using Ashlar.Core.Conversations;
using Ashlar.Core.Models;
using Ashlar.Core.Policies;
using Ashlar.Core.Runs.Places;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Tools;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Reviewing;

/// <summary>
/// Where a reviewer reads: files of its own, exactly those of the tree in question, so that nothing which the author left running can
/// change what is judged. No tool writes there and no command runs there.
/// </summary>
/// <param name="facts">What the run is.</param>
/// <param name="recorder">Where the run keeps what it knows.</param>
/// <param name="repository">The user's repository.</param>
/// <param name="commands">Where commands run.</param>
/// <param name="talks">How agents are talked to.</param>
/// <param name="site">Where the author works.</param>
/// <param name="agent">Who reads.</param>
internal sealed class ReviewWorkspace(
    RunFacts facts,
    Recorder recorder,
    Repository repository,
    CommandPlace commands,
    Talks talks,
    TaskSite site,
    Seat agent
)
{
    /// <summary>The path at which the reader knows the root.</summary>
    public string ShownRoot => site.Workspace.ShownRoot;

    private IScope Scope => agent.Policy.Scope;

    /// <summary>Lays a tree out and gives the reader its tools for it.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="verdict">The tool that ends the reading.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<OpenRoom> OpenAsync(string tree, ITool verdict, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(site.Scratch.Root, "reading");
        await LayOutAsync(tree, folder, cancellationToken).ConfigureAwait(false);
        var grant = agent.Policy.Tools.ReadingOnly(verdict.Spec.Name);
        return Open(folder, new Toolbox([.. BuiltInTools.All(), verdict], grant.Offers));
    }

    /// <summary>A room without files: who is asked here gets everything in the first message.</summary>
    /// <param name="verdict">The tool that ends it.</param>
    public OpenRoom OpenEmpty(ITool verdict) =>
        Open(
            Directory.CreateDirectory(Path.Combine(site.Scratch.Root, "reading-nothing")).FullName,
            new Toolbox([verdict], name => string.Equals(name, verdict.Spec.Name, StringComparison.Ordinal))
        );

    private OpenRoom Open(string folder, Toolbox toolbox)
    {
        var context = new ToolContext
        {
            Workspace = new Workspace(folder, ShownRoot),
            Scope = Scope,
            Sandbox = commands.Sandbox,
            Mounts = new SandboxMounts
            {
                Root = folder,
                ShownRoot = ShownRoot,
                Writable = [],
                ReadOnly = [""],
                HiddenOutside = [commands.Hidden],
                PrivateFolder = Directory.CreateDirectory(Path.Combine(site.Scratch.Root, "reading-private")).FullName,
            },
            Memory = new ToolMemory(),
            Artifacts = recorder.Folder.Artifacts,
            Mask = recorder.Mask,
            Environment = new Dictionary<string, string>(StringComparer.Ordinal),
            Network = new NetworkAccess([], facts.Configuration.Network),
            Background = new BackgroundCommands(),
            Clock = talks.Clock,
            Deadline = () => talks.Budget.Deadline,
            TaskBase = site.Base,
        };
        var tools = new RecordedTools(toolbox, context, recorder.Steps, site.Item.Id) { Ready = commands.Contained };
        return new OpenRoom(folder, tools, toolbox.Specs);
    }

    /// <summary>
    /// What the reader is told of the task. Documents are those of the task base, as the author got them: a change to them is part of
    /// the change.
    /// </summary>
    /// <param name="room">The room.</param>
    /// <param name="changed">The files that differ from the task base.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<TaskBriefing> BriefAsync(OpenRoom room, IReadOnlyList<FileChange> changed, CancellationToken cancellationToken)
    {
        var root = room.Folder;
        if (changed.Any(file => IsDocument(file.Path)))
        {
            root = Path.Combine(site.Scratch.Root, "reading-base");
            await LayOutAsync(site.Base, root, cancellationToken).ConfigureAwait(false);
        }

        var source = site.Briefing with { Policy = agent.Policy, Agent = agent.Definition };
        return await new TaskBriefings(source, new Dictionary<string, TaskCompleted>(StringComparer.Ordinal))
            .OfAsync(site.Item, site.Base, root, room.Specs, Scope, cancellationToken)
            .ConfigureAwait(false);
    }

    private bool IsDocument(string path) =>
        facts.Order.Paths.Contains(path, StringComparer.Ordinal)
        || Path.GetExtension(path).ToLowerInvariant()
            is ".md"
                or ".mdx"
                or ".txt"
                or ".rst"
                or ".adoc"
                or ".png"
                or ".jpg"
                or ".jpeg"
                or ".gif"
                or ".webp"
                or ".json"
                or ".yaml"
                or ".yml";

    private async Task LayOutAsync(string tree, string folder, CancellationToken cancellationToken)
    {
        FolderRemoval.Delete(folder);
        Directory.CreateDirectory(folder);
        var index = $"{folder}.index";
        File.Delete(index);
        File.Delete($"{index}.lock");
        var environment = new GitInput(null, new Dictionary<string, string>(StringComparer.Ordinal) { ["GIT_INDEX_FILE"] = index });
        await repository
            .Git.With(folder)
            .TextAsync(["read-tree", "--reset", "-u", tree], cancellationToken, environment)
            .ConfigureAwait(false);
    }
}

/// <summary>Files laid out for a reader, and the tools to read them.</summary>
/// <param name="Folder">Where the files lie.</param>
/// <param name="Tools">The tools, with recording.</param>
/// <param name="Specs">The tools as a model is told of them.</param>
internal sealed record OpenRoom(string Folder, RecordedTools Tools, IReadOnlyList<ToolSpec> Specs);
