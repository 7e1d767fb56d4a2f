using Ashlar.Core.Agents;
using Ashlar.Core.Conversations;
using Ashlar.Core.Journal;
using Ashlar.Core.Models;
using Ashlar.Core.Policies;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Starts;
using Ashlar.Core.Sandboxes;
using Ashlar.Core.Secrets;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Python;
using Ashlar.Core.Tools;
using Ashlar.Core.Work;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Planning;

/// <summary>All that the parts of one run share. Built once, by hand, when a run starts or is resumed.</summary>
public sealed record RunWorld
{
    /// <summary>The user's repository.</summary>
    public required Repository Repository { get; init; }

    /// <summary>Who commits.</summary>
    public required GitIdentity Identity { get; init; }

    /// <summary>Where the run keeps what it knows.</summary>
    public required RunFolder Folder { get; init; }

    /// <summary>Recorded steps.</summary>
    public required StepLog Steps { get; init; }

    /// <summary>What the run was started with.</summary>
    public required RunStarted Started { get; init; }

    /// <summary>The repository's configuration at the run base.</summary>
    public required Configuration Configuration { get; init; }

    /// <summary>The limits that hold.</summary>
    public required RunLimits Limits { get; init; }

    /// <summary>The work order.</summary>
    public required RecordedWork Work { get; init; }

    /// <summary>The work order with its documents.</summary>
    public required WorkOrder Order { get; init; }

    /// <summary>The assigned tasks.</summary>
    public required Assignment Assignment { get; init; }

    /// <summary>The agent.</summary>
    public required AgentDefinition Agent { get; init; }

    /// <summary>The policy compiled from it.</summary>
    public required Policy Policy { get; init; }

    /// <summary>The gates.</summary>
    public required IReadOnlyList<GateSetting> Gates { get; init; }

    /// <summary>Who answers.</summary>
    public required IModel Model { get; init; }

    /// <summary>Opens a conversation of the run.</summary>
    public required Func<LoopSeat, Conversation, IAuthor> OpenAuthor { get; init; }

    /// <summary>Who reviews, or null for nobody.</summary>
    public Reviewer? Reviewer { get; init; }

    /// <summary>The stages of the pipeline before the agent; empty without one.</summary>
    public IReadOnlyList<PipelineStage> Earlier { get; init; } = [];

    /// <summary>Where commands run.</summary>
    public required ISandbox Sandbox { get; init; }

    /// <summary>What must not be seen.</summary>
    public required SecretMask Mask { get; init; }

    /// <summary>Receives a text.</summary>
    internal MaskedText Masked(string text) => MaskedText.Of(Mask, text);

    /// <summary>Looks for secrets in what is committed.</summary>
    public required TreeSecrets TreeSecrets { get; init; }

    /// <summary>The trees that were written of worktrees.</summary>
    public WrittenTrees Trees { get; init; } = new();

    /// <summary>Values of secrets by name, for the commands that the configuration names.</summary>
    public IReadOnlyDictionary<string, string> Secrets { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Which variables no program of the host gets: model keys, by name and by value, and secrets.</summary>
    public required WithheldVariables Withheld { get; init; }

    /// <summary>Whether the branch may be pushed.</summary>
    public bool MayPush => !IsReplay && (Started.Options.Push || Configuration.Commit.Push);

    /// <summary>Whether a pull request is wanted.</summary>
    public bool WantsPullRequest => !IsReplay && (Started.Options.PullRequest || Configuration.Commit.PullRequest);

    /// <summary>Whether a recorded run is executed again: nothing of it leaves this machine.</summary>
    public bool IsReplay { get; init; }

    /// <summary>The order in which tasks land that a repetition keeps to; null where they land as they come.</summary>
    internal RecordedSequence? Sequence { get; init; }

    /// <summary>The folder that commands must not see, where it is not the run's own state folder.</summary>
    public string? HiddenState { get; init; }

    /// <summary>Environment of all commands.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>What may still be spent.</summary>
    public required Budget Budget { get; init; }

    /// <summary>The number of the last entry by which a person named the model again, else 0.</summary>
    public required long ModelNamed { get; init; }

    /// <summary>What the run may still ask of the web.</summary>
    public required FetchBudget Fetches { get; init; }

    /// <summary>What a request to each model may hold, by the model's name.</summary>
    public ModelWindows Windows { get; init; } = new(_ => null);

    /// <summary>The clock.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>Told what happens, for display only.</summary>
    public required Action<LoopActivity> Announce { get; init; }

    /// <summary>Folders of the checkout that commands see: absolute source by relative path.</summary>
    public required IReadOnlyDictionary<string, string> Shared { get; init; }

    /// <summary>The Python in which the project's imports work, or null.</summary>
    public Interpreter? Python { get; init; }

    /// <summary>Ends when the sandbox has withstood its self-test; fails when it has not.</summary>
    public Task Contained { get; init; } = Task.CompletedTask;

    /// <summary>Whether the user's checkout itself is worked in.</summary>
    public bool InPlace => Started.Checkout is not null;

    /// <summary>The scope of a task: in the user's checkout, what git ignores there is somebody else's.</summary>
    public Scope ScopeOf(TaskItem item)
    {
        var scope = Policy.Scope.ForTask($"{item.Title}\n{item.Text}");
        return Started.Checkout is { } checkout
            ? scope.Beside([.. checkout.Ignored.Select(path => path.TrimEnd('/')).Where(path => !Shared.ContainsKey(path))])
            : scope;
    }

    /// <summary>The place of a task's attempt.</summary>
    public Worktree WorktreeOf(string task, TaskStarted started) =>
        InPlace ? new Worktree(Repository, started.Worktree, Folder.MarkOf(task, started.Key)) : new Worktree(Repository, started.Worktree);

    /// <summary>How many tasks may be worked on at once.</summary>
    public int Parallel => Started.Options.Parallel ?? 1;

    /// <summary>Whether each green cycle is committed, not only the last: as configured, else as the agent's prompt asks.</summary>
    public bool CommitsEachCycle => (Configuration.Commit.Each ?? Policy.Commit) is CommitRhythm.Iteration;

    /// <summary>The weakest proof level that is accepted, or null for any.</summary>
    public string? RequiredProof => Started.Options.RequireProof ?? Configuration.Proof.Level;

    /// <summary>What briefings are made from.</summary>
    internal BriefingSource Briefing =>
        new()
        {
            Repository = Repository,
            Order = Order,
            Policy = Policy,
            Agent = Agent,
            Configuration = Configuration,
            Mask = Mask,
            Gates = Gates,
            RunBase = Started.Base,
            Absent = Started.Absent,
            Sections = WantsPullRequest ? Policy.HandoffSections : [],
            Reviewer = Reviewer,
        };

    /// <summary>The level of containment when it is weaker than the sandbox, for trailers; else null.</summary>
    public string? WeakSandbox => Sandbox is HostSandbox ? Sandbox.Name : null;

    /// <summary>Whether commands have secrets and the model is to see only how they ended (<c>secrets: strict</c>).</summary>
    public bool WithholdsOutput =>
        Configuration.Secrets is SecretHandling.Strict && Configuration.Environment.Values.Any(value => value.Secret is not null);

    /// <summary>Whether gates have secrets and the model is to see only what was read from their output.</summary>
    public bool WithholdsGateOutput => Configuration.Secrets is SecretHandling.Strict && PolicyParts.SecretNames(Configuration).Count > 0;

    /// <summary>The paths that belong to Ashlar: what an agent changed there is not committed.</summary>
    public IReadOnlySet<string> OwnPaths => new[] { Work.ListPath, LogPath }.OfType<string>().ToHashSet(StringComparer.Ordinal);

    /// <summary>The iteration log, relative to the root; null without one.</summary>
    public string? LogPath => Planning.LogPath.Of(Order, (Lead ?? this).Policy);

    /// <summary>In an earlier stage of a pipeline what the run's own agent has, else null.</summary>
    internal RunWorld? Lead { get; init; }
}
