using Ashlar.Core.Agents;
using Ashlar.Core.Gates;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Starts;
using Ashlar.Core.Secrets;
using Ashlar.Core.Settings;
using Ashlar.Core.Work;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Planning;

/// <summary>Runs all gates that a run would have, on a commit or on the files of the checkout as they are, before any model is paid.</summary>
/// <param name="services">What a run is given from outside.</param>
public sealed class GateTrial(RunHostServices services)
{
    /// <summary>Whether only the gates that the repository's files show are tried, whatever its configuration and agents say.</summary>
    public bool OnlyShown { get; init; }

    /// <summary>Takes lines about gates that take long; null for nobody.</summary>
    public Action<string>? Telling { get; init; }

    /// <summary>Tries the gates of the repository that a directory lies in.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="options">Work, agent and trust as for a run; its tasks' criteria are tried too.</param>
    /// <param name="inWorktree">Whether the files of the checkout are looked at as they are, else those of HEAD.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ProblemException">They cannot be tried; exit status 2.</exception>
    public async Task<TrialResult> RunAsync(string directory, RunOptions options, bool inWorktree, CancellationToken cancellationToken)
    {
        var repository = await Repository.FindAsync(directory, services.Programs, cancellationToken).ConfigureAwait(false);
        options = new StartPaths(repository, directory).Relativize(options);
        await services.Leavings.ClearPlansAsync(services.Store, services.Clock, cancellationToken).ConfigureAwait(false);
        var (folder, owned) = await services.Store.NewAsync(services.Clock, cancellationToken).ConfigureAwait(false);
        var written = inWorktree ? null : repository.Head;
        var known = SecretMask.None;
        try
        {
            var store = SecretStore.Open(repository.Root, services.Environment);
            known = PolicyParts.Mask(store, Configuration.Default, [], [], services.ModelKeys);
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

        var tree = await CommitTree.OfAsync(repository.Git, commit, CancellationToken.None).ConfigureAwait(false);
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
                : WorkOrderChoice.Find(repository, options, named);
        var assignment = Assignment.Of(order.List, options.Only);
        var agent = OnlyShown
            ? BuiltInAgents.Find("implementer")!
            : named ?? AgentChoice.Choose(start.Agents, WorkOrderChoice.Describe(order, assignment, start.Files)).Agent;
        _ = new StartTrust(services).Ask(repository, start, agent, [], options, isShown: false);
        var found = WorkOrderChoice.Documents(repository, start.Configuration, order, agent);
        var documents = PolicyParts.Narrowing(found, order);
        var policy = PolicyParts.Compile(agent, start.Configuration, order, documents);
        var containment = ContainmentChoice.Trusting(options.UnsafeNoSandbox);
        var shared = await SharedPaths.OfAsync(repository, start, cancellationToken).ConfigureAwait(false);
        var (secrets, mask) = RunSecrets.Of(store, start.Configuration, containment, [policy], documents, shared, services.ModelKeys);
        knows(mask);
        var sandbox = containment.Open(services, repository, start, folder);
        var (grants, absent) = await new CommandGrants(sandbox, mask, secrets, shared)
            .WithContentsAsync(repository, start.Files, folder, cancellationToken)
            .ConfigureAwait(false);
        var parts = new GateParts(services, repository, folder, grants, start.Configuration, policy, [policy]);
        var (workspace, _, gates, criteria) = await parts
            .FindAsync(commit, CriterionGates.Of(assignment.Units, order.ListPath), cancellationToken)
            .ConfigureAwait(false);
        IReadOnlyList<GateSetting> all = [.. gates.Gates, .. criteria.Gates];
        workspace.StandOn(commit, all);
        workspace.Waiting = Telling is null ? null : new GateWait(services.Clock, Telling);
        var results = await workspace.GrowAsync(commit, cancellationToken).ConfigureAwait(false);
        workspace.Remove();
        return new TrialResult(mask)
        {
            Rows = (
                (IEnumerable<TrialRow>)
                    [
                        .. gates
                            .Unable.Zip(gates.Problems)
                            .Concat(criteria.Unable.Zip(criteria.Problems))
                            .Select(pair => TrialRow.Missing(pair.First, pair.Second)),
                        .. all.Zip(results).Select(pair => new TrialRow(pair.First, pair.Second, criteria.Gates.Contains(pair.First))),
                    ]
            )
                .Select(row => row with { IsTest = IsTest(row.Gate, repository.Root) })
                .ToList(),
            Notes = [.. gates.Notes, .. criteria.Notes, .. absent.Select(warning => $"{warning.Message}. {warning.Remedy}")],
            Uncovered = gates.Uncovered,
            HasTests = start.Configuration.Gates is not null || results.Any(result => result.Tests is not null),
        };
    }

    private static bool IsTest(GateSetting gate, string root) =>
        GateFinder.IsTest(gate, root) || gate.Name.Split('-').Any(part => part is "test" or "tests");

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
        return await repository
            .Git.TextAsync(
                [
                    "-c",
                    "user.name=Ashlar",
                    "-c",
                    "user.email=ashlar@localhost",
                    "commit-tree",
                    "-m",
                    "Files of the checkout",
                    "-p",
                    repository.Head,
                    state.Tree,
                ],
                cancellationToken
            )
            .ConfigureAwait(false);
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
}
