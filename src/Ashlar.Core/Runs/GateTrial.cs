using Ashlar.Core.Agents;
using Ashlar.Core.Gates;
using Ashlar.Core.Secrets;
using Ashlar.Core.Settings;
using Ashlar.Core.Work;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs;

/// <summary>Runs all gates that a run would have, on a commit or on the files of the checkout as they are, before any model is paid.</summary>
/// <param name="surroundings">What a run is given from outside.</param>
public sealed class GateTrial(RunSurroundings surroundings)
{
    /// <summary>Whether only the gates that the repository's files show are tried, whatever its configuration and agents say.</summary>
    public bool OnlyShown { get; init; }

    /// <summary>Tries the gates of the repository that a directory lies in.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="options">Work, agent and trust as for a run; its tasks' criteria are tried too.</param>
    /// <param name="inWorktree">Whether the files of the checkout are looked at as they are, else those of HEAD.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ProblemException">They cannot be tried; exit status 2.</exception>
    public async Task<TrialResult> RunAsync(string directory, RunOptions options, bool inWorktree, CancellationToken cancellationToken)
    {
        var repository = await Repository.FindAsync(directory, surroundings.Programs, cancellationToken).ConfigureAwait(false);
        options = new StartPaths(repository, directory).Of(options);
        LeftOvers.ClearPlans(surroundings.StatePath);
        var (folder, owned) = RunLock.OnNew(surroundings.StatePath, surroundings.Clock.GetUtcNow());
        var written = inWorktree ? null : repository.Head;
        var known = SecretMask.None;
        try
        {
            var store = SecretStore.Open(repository.Root, surroundings.Environment);
            known = PolicyParts.Mask(store, Configuration.Default, [], [], surroundings.ModelKeys);
            written ??= await CommitOfFilesAsync(repository, folder, cancellationToken).ConfigureAwait(false);
            return await RunAsync(repository, folder, written, options, store, mask => known = mask, cancellationToken)
                .ConfigureAwait(false);
        }
        finally
        {
            FolderRemoval.Delete(folder.Path);
            owned.Dispose();
            if (inWorktree && written is not null)
            {
                await ForgetSecretsAsync(repository, written, known).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Files of the checkout became objects of the person's repository to be looked at: those that hold a secret do not stay.</summary>
    private static async Task ForgetSecretsAsync(Repository repository, string commit, SecretMask mask)
    {
        if (mask.IsEmpty)
        {
            return;
        }

        var tree = await repository.Git.TextAsync(["rev-parse", $"{commit}^{{tree}}"], CancellationToken.None).ConfigureAwait(false);
        await new SecretObjects(repository.Git, new TreeSecrets(repository.Git, mask))
            .RemoveAsync(repository.Head, [commit, tree], CancellationToken.None)
            .ConfigureAwait(false);
    }

    private async Task<TrialResult> RunAsync(
        Repository repository,
        RunFolder folder,
        string commit,
        RunOptions options,
        SecretStore store,
        Action<SecretMask> knows,
        CancellationToken cancellationToken
    )
    {
        var start = await StartCommit.ReadAsync(repository, commit, cancellationToken).ConfigureAwait(false);
        if (OnlyShown)
        {
            start = start with
            {
                Configuration = Configuration.Default,
                ConfigurationContent = null,
                IncludeContent = null,
                HostScripts = [],
            };
        }

        var named = options.Agent is null ? null : start.Agents.Find(options.Agent);
        var order =
            options.Work is null && options.Task is null && options.TaskFile is null
                ? Nothing
                : WorkChoice.Find(repository, options, named);
        var assignment = Assignment.Of(order.List, options.Only);
        var agent = OnlyShown
            ? BuiltInAgents.Find("implementer")!
            : named ?? AgentChoice.Choose(start.Agents, WorkChoice.Describe(order, assignment, start.Files)).Agent;
        Trust(repository, start, agent, options);
        var found = WorkChoice.Documents(repository, start.Configuration, order, agent);
        var documents = PolicyParts.Narrowing(found, order);
        var policy = PolicyParts.Compile(agent, start.Configuration, order, documents);
        var containment = ContainmentChoice.Trusting(options.UnsafeNoSandbox);
        var secrets = containment.Secrets(store, PolicyParts.SecretNames(start.Configuration));
        new ProviderKeyCheck(surroundings.ModelKeys).Check(start.Configuration, [policy], secrets);
        var shared = await SharedPaths.OfAsync(repository, start, cancellationToken).ConfigureAwait(false);
        var mask = PolicyParts
            .Mask(store, start.Configuration, [policy], documents, surroundings.ModelKeys)
            .With(SharedPaths.Secrets(shared));
        knows(mask);
        var sandbox = containment.Open(surroundings, repository, start, folder);
        var parts = new GateParts(surroundings, repository, folder, sandbox, mask, secrets, shared, start.Configuration, policy, [policy]);
        var (stage, _, gates, criteria) = await parts
            .FindAsync(commit, CriterionGates.Of(assignment.Units, order.ListPath), cancellationToken)
            .ConfigureAwait(false);
        IReadOnlyList<GateSetting> all = [.. gates.Gates, .. criteria.Gates];
        stage.StandOn(commit, all);
        var results = await stage.GrowAsync(commit, cancellationToken).ConfigureAwait(false);
        stage.Remove();
        return new TrialResult(mask)
        {
            Rows =
            [
                .. gates
                    .Unable.Zip(gates.Problems)
                    .Concat(criteria.Unable.Zip(criteria.Problems))
                    .Select(pair => TrialRow.Missing(pair.First, pair.Second)),
                .. all.Zip(results).Select(pair => new TrialRow(pair.First, pair.Second, criteria.Gates.Contains(pair.First))),
            ],
            Notes = [.. gates.Notes, .. criteria.Notes],
            Uncovered = gates.Uncovered,
            HasTests = start.Configuration.Gates is not null || results.Any(result => result.Tests is not null),
        };
    }

    /// <summary>The repository's own words are obeyed as in a run.</summary>
    private void Trust(Repository repository, StartCommit start, AgentDefinition agent, RunOptions options)
    {
        var store = new TrustStore(new StateFolder(surroundings.StatePath).Trust, surroundings.Clock);
        var files = start.Obeyed(agent, AgentIsFile(options), []).ToList();
        var check = store.Check(repository.Root, files);
        if (!check.IsTrusted && !options.Trust && surroundings.AskTrust?.Invoke(check) != true)
        {
            throw new ProblemException(check.Problems);
        }

        if (!check.IsTrusted)
        {
            store.Accept(repository.Root, files);
        }
    }

    private static bool AgentIsFile(RunOptions options) =>
        options.Agent is { } given
        && (given.Contains('/', StringComparison.Ordinal) || given.EndsWith(".md", StringComparison.OrdinalIgnoreCase));

    /// <summary>A commit, which no branch has, of what the checkout holds and git does not ignore.</summary>
    private static async Task<string> CommitOfFilesAsync(Repository repository, RunFolder folder, CancellationToken cancellationToken)
    {
        var index = new WorkTreeIndex(
            repository.Checkout,
            Path.Combine(Directory.CreateDirectory(folder.ScratchPath).FullName, "trial-index")
        );
        var state = await index
            .WriteAsync(repository.Head, new HashSet<string>(StringComparer.Ordinal), cancellationToken)
            .ConfigureAwait(false);
        var commit = new TreeCommitText(state.Tree, repository.Head);
        return await commit.WriteAsync(repository.Git, cancellationToken).ConfigureAwait(false);
    }

    private static WorkOrder Nothing { get; } =
        new()
        {
            Kind = WorkOrderKind.Text,
            Paths = [],
            List = new TaskList
            {
                Dialect = "markdown",
                DialectReason = "no work is named",
                Path = "",
                Tasks = [],
                Order = [],
                Ready = [],
                Problems = [],
                StatesDependencies = false,
            },
        };

    /// <summary>A commit of a tree that is only looked at.</summary>
    private sealed record TreeCommitText(string Tree, string Parent)
    {
        public async Task<string> WriteAsync(Git git, CancellationToken cancellationToken) =>
            await git.TextAsync(
                    [
                        "-c",
                        "user.name=Ashlar",
                        "-c",
                        "user.email=ashlar@localhost",
                        "commit-tree",
                        "-m",
                        "Files of the checkout",
                        "-p",
                        Parent,
                        Tree,
                    ],
                    cancellationToken
                )
                .ConfigureAwait(false);
    }
}

/// <summary>What the gates of a repository came to.</summary>
/// <param name="Mask">What must not be seen.</param>
public sealed record TrialResult(SecretMask Mask)
{
    /// <summary>The gates, those that cannot start first.</summary>
    public required IReadOnlyList<TrialRow> Rows { get; init; }

    /// <summary>What was changed or left out, one sentence each.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>Packages with tests that no gate runs.</summary>
    public required IReadOnlyList<UncoveredPart> Uncovered { get; init; }

    /// <summary>Whether a test gate is there, or none is meant to be.</summary>
    public required bool HasTests { get; init; }

    /// <summary>Whether every gate can judge.</summary>
    public bool IsWell => HasTests && Rows.All(row => row.IsAble);
}

/// <summary>One gate.</summary>
/// <param name="Gate">The gate.</param>
/// <param name="Result">Its result; null where it cannot start.</param>
/// <param name="IsCriterion">Whether it is an acceptance criterion, which may be red before the work.</param>
public sealed record TrialRow(GateSetting Gate, GateResult? Result, bool IsCriterion = false)
{
    /// <summary>Why it cannot start, or null.</summary>
    public Problem? Problem { get; init; }

    /// <summary>Whether it can judge work.</summary>
    public bool IsAble =>
        Result is { } result
        && (
            result.Inability is null
            || Gate.Known
            || (IsCriterion && result.Inability.Kind is InabilityKind.ExitOnly or InabilityKind.Contradiction or InabilityKind.NoInput)
        );

    /// <summary>A gate that cannot start.</summary>
    public static TrialRow Missing(GateSetting gate, Problem problem) => new(gate, null) { Problem = problem };
}
