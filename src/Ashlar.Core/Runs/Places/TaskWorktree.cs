using Ashlar.Core.Runs.Landings;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Secrets;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Places;

/// <summary>The worktree of one attempt: made, set up, brought to other bases, kept, and left or removed in the end.</summary>
internal sealed class TaskWorktree
{
    private readonly RunFacts facts;
    private readonly Recorder recorder;
    private readonly Committer committer;
    private readonly Attempt attempt;
    private readonly TaskEnvironment environment;
    private readonly TimeProvider clock;
    private TaskBase ground;

    /// <summary>Knows the worktree; nothing is made yet.</summary>
    /// <param name="facts">What the run is.</param>
    /// <param name="recorder">Where the run keeps what it knows.</param>
    /// <param name="committer">The repository, and who commits there.</param>
    /// <param name="trees">The trees that were written of worktrees.</param>
    /// <param name="attempt">The attempt.</param>
    /// <param name="environment">Its surroundings.</param>
    /// <param name="shownRoot">The path at which commands and the model see it.</param>
    /// <param name="clock">The clock.</param>
    public TaskWorktree(
        RunFacts facts,
        Recorder recorder,
        Committer committer,
        WrittenTrees trees,
        Attempt attempt,
        TaskEnvironment environment,
        string shownRoot,
        TimeProvider clock
    )
    {
        this.facts = facts;
        this.recorder = recorder;
        this.committer = committer;
        this.attempt = attempt;
        this.environment = environment;
        this.clock = clock;
        var (task, started) = (attempt.Task, attempt.Started);
        ground = new TaskBase(started.Base, started.Base);
        Files = facts.InPlace
            ? new Worktree(committer.Repository, started.Worktree, recorder.Folder.MarkOf(task, started.Key))
            : new Worktree(committer.Repository, started.Worktree);
        Workspace = new Workspace(started.Worktree, shownRoot);
        Index = new WorkTreeIndex(Files.Git, environment.Scratch.IndexPath) { Written = tree => trees.Add(task, tree) };
    }

    /// <summary>The task base.</summary>
    public string Base => ground.Base;

    /// <summary>The commit of the branch whose work the worktree holds.</summary>
    public string Synced => ground.Synced;

    /// <summary>The worktree itself.</summary>
    public Worktree Files { get; }

    /// <summary>The worktree as tools see it.</summary>
    public Workspace Workspace { get; }

    /// <summary>Makes trees of it.</summary>
    public WorkTreeIndex Index { get; }

    /// <summary>Reads differences of its trees.</summary>
    public TreeDiff Diff => new(committer.Git);

    /// <summary>Makes it where it is missing or was not set up whole; true where it is new.</summary>
    public async Task<bool> EnsureAsync(CancellationToken cancellationToken)
    {
        if (Files.Exists && IsSetUp)
        {
            return false;
        }

        var started = attempt.Started;
        var resumed = recorder.Steps.PastEntry<TaskStarted>(attempt.Task, started.Key) is not null;
        var tree = resumed
            ? await new WorktreeRecovery(recorder, committer.Repository)
                .LastTreeAsync(attempt.Task, started, cancellationToken)
                .ConfigureAwait(false)
            : started.Base;
        await Files.CreateAsync(started.Base, cancellationToken).ConfigureAwait(false);
        if (!string.Equals(tree, started.Base, StringComparison.Ordinal))
        {
            await Files.ReadAsync(["read-tree", "-u", "--reset", tree], cancellationToken).ConfigureAwait(false);
            await Files.ReadAsync(["read-tree", "--reset", started.Base], cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    /// <summary>Runs the set-up commands; the user's own checkout is set up by the user.</summary>
    /// <exception cref="ProblemException">One failed.</exception>
    public async Task SetUpAsync(CancellationToken cancellationToken)
    {
        for (var number = 0; !facts.InPlace && number < facts.Configuration.Setup.Count; number++)
        {
            var setup = facts.Configuration.Setup[number];
            var finished = await environment
                .Commands.SetUpAsync(setup, number + 1, Workspace, Files, cancellationToken)
                .ConfigureAwait(false);
            recorder.Steps.Record(attempt.Task, finished);
            if (finished.ExitCode != 0)
            {
                throw new ProblemException(
                    new Problem(
                        "setup.failed",
                        $"set-up command {number + 1} ended with {finished.ExitCode}: {setup.Run}{LastWords.Of(finished.Output)}"
                    )
                    {
                        Path = facts.Configuration.Path,
                        Observed = finished.Output,
                        Remedy = "Make it succeed in a fresh checkout, or change `setup` in the configuration",
                    }
                );
            }
        }
    }

    /// <summary>The present files as a tree.</summary>
    public Task<WorkTreeState> StateAsync(CancellationToken cancellationToken) => Index.WriteAsync(Base, facts.OwnPaths, cancellationToken);

    /// <summary>The files that differ from the task base now.</summary>
    public async Task<IReadOnlyList<FileChange>> ChangesAsync(CancellationToken cancellationToken)
    {
        var state = await StateAsync(cancellationToken).ConfigureAwait(false);
        return await Diff.FilesAsync(Base, state.Tree, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The task itself moved the branch to a commit of what the worktree holds.</summary>
    public void Committed(string commit) => ground = ground with { Synced = commit };

    /// <summary>Puts the task's work on top of the branch; the paths in which the worktree then differs from its new base.</summary>
    /// <param name="key">The step.</param>
    /// <param name="head">The branch's newest commit.</param>
    /// <param name="tree">The task's tree as it was judged.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<(Rebased Rebased, IReadOnlySet<string> Differing)> RebaseAsync(
        string key,
        string head,
        string tree,
        CancellationToken cancellationToken
    )
    {
        var rebased = await new Rebase(facts, recorder, committer, attempt.Task, Files, Index.Path)
            .OntoAsync(key, ground, head, tree, cancellationToken)
            .ConfigureAwait(false);
        ground = new TaskBase(rebased.Base, rebased.Onto);
        var changed = await Diff.FilesAsync(rebased.Base, rebased.Tree, cancellationToken).ConfigureAwait(false);
        return (rebased, changed.Select(file => file.Path).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>Keeps the present work under a ref of its own; null when there is none.</summary>
    public async Task<string?> KeepAsync(MaskedText why, CancellationToken cancellationToken)
    {
        if (!Files.Exists)
        {
            return null;
        }

        var state = await StateAsync(cancellationToken).ConfigureAwait(false);
        var kept = await committer
            .Keeping(recorder.Folder)
            .KeepAsync(attempt.Task, Base, state.Tree, why, clock.GetUtcNow(), cancellationToken)
            .ConfigureAwait(false);
        if (facts.InPlace)
        {
            await new InPlaceCheckout(facts, recorder, committer, clock)
                .TellKeptAsync(attempt.Task, kept, Base, state.Tree, cancellationToken)
                .ConfigureAwait(false);
        }

        return kept;
    }

    /// <summary>Where the user's checkout was worked in, it is left clean on the branch.</summary>
    public async Task LeaveAsync(string head)
    {
        if (facts.InPlace && Files.Exists)
        {
            await StateAsync(CancellationToken.None).ConfigureAwait(false);
            await new InPlaceCheckout(facts, recorder, committer, clock).SettleAsync(Index, attempt.Task, Base, head).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// After a failure, when the work is kept: a worktree that may hold a secret goes. Otherwise it stays for a person to look at.
    /// </summary>
    public async Task FailAsync()
    {
        if (!facts.InPlace && Files.Exists)
        {
            var state = await StateAsync(CancellationToken.None).ConfigureAwait(false);
            var found = await committer.Secrets.FindAsync(Base, state.Tree, CancellationToken.None).ConfigureAwait(false);
            if (found.Count > 0 || facts.GivesSecrets)
            {
                Files.Remove();
            }
        }
    }

    /// <summary>Whether all set-up commands have ended; before that no agent has worked here.</summary>
    private bool IsSetUp =>
        facts.InPlace
        || Enumerable
            .Range(1, facts.Configuration.Setup.Count)
            .All(number => recorder.Steps.Past<SetupFinished>(attempt.Task, $"{attempt.Prefix}setup/{number}") is { ExitCode: 0 });
}
