using Ashlar.Core.Agents;
using Ashlar.Core.Gates;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Starts;
using Ashlar.Core.Secrets;
using Ashlar.Core.Stacks.Interpreters;
using Ashlar.Core.Work;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Planning;

/// <summary>Thinks a new run through: what, by whom, under which rules, judged by what. Nothing of the repository is changed.</summary>
/// <param name="services">What a run is given from outside.</param>
public sealed class RunPlanner(RunHostServices services)
{
    /// <summary>Whether the plan is only shown: nothing has to be trusted then, and nothing that is not is obeyed.</summary>
    public bool IsShown { get; init; }

    /// <summary>Plans a run in the repository that a directory lies in; null when nothing is left to do.</summary>
    /// <exception cref="ProblemException">It cannot start; exit status 2.</exception>
    public async Task<RunPlan?> PlanAsync(string directory, RunOptions options, CancellationToken cancellationToken)
    {
        var repository = await Repository.FindAsync(directory, services.Programs, cancellationToken).ConfigureAwait(false);
        var checks = new StartChecks(repository);
        checks.Finished();
        await checks.ParallelAsync(options.Parallel ?? 1, cancellationToken).ConfigureAwait(false);
        var identityTask = repository.IdentityAsync(cancellationToken);
        var start = await StartCommit.ReadAsync(repository, repository.Head, cancellationToken).ConfigureAwait(false);
        var identity = await identityTask.ConfigureAwait(false);
        await checks.UnfilteredAsync(start.Files, cancellationToken).ConfigureAwait(false);

        options = new StartPaths(repository, directory).Relativize(options);
        var named = options.Agent is null ? null : start.Agents.Find(options.Agent);
        var order = WorkOrderChoice.Find(repository, options, named);
        await services.Leavings.ClearPlansAsync(services.Store, services.Clock, cancellationToken).ConfigureAwait(false);
        var (folder, owned) = await services.Store.NewAsync(services.Clock, cancellationToken).ConfigureAwait(false);
        RunPlan? plan = null;
        try
        {
            var ground = new PlanGround(repository, checks, identity, start);
            plan = await PlanAsync(ground, new PlanWish(options, named, order), folder, owned, cancellationToken).ConfigureAwait(false);
            return plan;
        }
        finally
        {
            if (plan is null)
            {
                FolderRemoval.Delete(folder.Path);
                owned.Dispose();
            }
        }
    }

    private async Task<RunPlan?> PlanAsync(
        PlanGround ground,
        PlanWish wish,
        RunFolder folder,
        RunLock owned,
        CancellationToken cancellationToken
    )
    {
        var (repository, checks, identity, start) = ground;
        var (options, named, order) = wish;
        var configuration = start.Configuration;
        var checkout = new CheckoutChecks(repository);
        var branch = options.Branch ?? WorkOrderChoice.BranchName(configuration, order, folder.Id);
        var branchHead = await checks.BranchAsync(branch, options.InPlace, cancellationToken).ConfigureAwait(false);
        string? earlier = null;
        if (!IsShown)
        {
            owned.Hold(RunClaim.OfBranch(services.Store, repository.CommonDirectory, branch, folder.Id, out earlier));
            if (RunClaim.OfCheckout(services.Store, repository.Root, options.InPlace, folder.Id) is { } place)
            {
                owned.Hold(place);
            }
        }

        if (options.Push || configuration.Commit.Push)
        {
            await checks.RemoteAsync(configuration.Commit.Remote, cancellationToken).ConfigureAwait(false);
        }

        var uncommitted = await checkout.UncommittedAsync(start.Files, order.Paths, cancellationToken).ConfigureAwait(false);
        if (uncommitted.Count > 0 && !options.IncludeSpec)
        {
            throw CheckoutChecks.Uncommitted(uncommitted);
        }

        if (branchHead is not null && branchHead != repository.Head)
        {
            var here = start.Files;
            start = await StartCommit.ReadAsync(repository, branchHead, cancellationToken).ConfigureAwait(false);
            (order, uncommitted) = await new ContinuedWork(repository.Root, here, branch, start.Files)
                .OfAsync(order, uncommitted, cancellationToken)
                .ConfigureAwait(false);
        }

        start = start.WithUserServers(services.Environment);
        var assignment = Assignment.Of(order.List, options.Only);
        if (assignment.Units.Count == 0)
        {
            return null;
        }

        var pipeline = named is null ? PipelineChoice.Of(configuration, start.Agents, options.Review) : PipelineChoice.None;
        var chosen =
            named is not null ? new ChosenAgent(named, "named on the command line")
            : pipeline.Last is { } last ? new ChosenAgent(last.Author, "the last of the pipeline that works")
            : AgentChoice.Choose(start.Agents, WorkOrderChoice.Describe(order, assignment, start.Files));
        var reviewerName =
            options.Review is null && pipeline.Last is { Reviewer: not Reviewer.Nobody } reviewed
                ? reviewed.Reviewer
                : ReviewerChoice.NameOf(options, configuration, chosen.Agent);
        var reviewing = ReviewerChoice.DefinitionOf(reviewerName, start.Agents);
        var others = pipeline
            .Earlier.SelectMany(member => new[] { member.Author, ReviewerChoice.DefinitionOf(member.Reviewer, start.Agents) })
            .Append(reviewing)
            .OfType<AgentDefinition>()
            .ToList();
        var distrusted = new StartTrust(services).Ask(repository, start, chosen.Agent, others, options, IsShown);
        var containment =
            distrusted.Count == 0
                ? ContainmentChoice.Trusting(options.UnsafeNoSandbox)
                : ContainmentChoice.OfStranger(options.UnsafeNoSandbox);
        StartChecks.Used(containment.Of(configuration));
        var listContent = order.ListPath is null
            ? null
            : await OrdinaryFile.ReadAllBytesAsync(Path.Combine(repository.Root, order.ListPath), cancellationToken).ConfigureAwait(false);
        if (branchHead is not null && order.ListPath is not null)
        {
            listContent = await start.Files.ContentAsync(order.ListPath, cancellationToken).ConfigureAwait(false) ?? listContent;
        }

        var found = WorkOrderChoice.Documents(repository, configuration, order, chosen.Agent).Required;
        foreach (var member in pipeline.Earlier)
        {
            _ = WorkOrderChoice.Documents(repository, configuration, order, member.Author).Required;
        }

        AgentSpec Spec(AgentDefinition definition) => new(definition, OwnModel.Defined(definition, options));
        ReviewSpec Review(string name, AgentDefinition? reader) =>
            new(name, configuration.Review.Rounds, reader is null ? null : Spec(reader));
        var spec = new RunSpec
        {
            Repository = repository,
            Identity = identity,
            Start = containment.Of(start),
            Options = options,
            Agent = chosen.Agent,
            Review = Review(reviewerName, reviewing),
            Earlier =
            [
                .. pipeline.Earlier.Select(member => new PartSpec(
                    Spec(member.Author),
                    Review(member.Reviewer, ReviewerChoice.DefinitionOf(member.Reviewer, start.Agents))
                )),
            ],
            Servers = start.Servers.Usable,
            Order = order,
            Documents = PolicyParts.Narrowing(found, order),
            Lifted = LiftedDocuments.Of(repository, configuration, order, assignment, [chosen.Agent, .. others]),
        };
        var store = SecretStore.Open(repository.Root, services.Environment);
        var rules = await RunRules.OfAsync(spec, store, services.ModelKeys, containment, cancellationToken).ConfigureAwait(false);
        await new SecretPlaces(repository, start.Files, store, PolicyParts.SecretNames(configuration))
            .CheckAsync(
                [
                    branch,
                    configuration.Commit.Remote,
                    order.Spec ?? "",
                    .. order.Paths,
                    .. assignment.Units.Select(unit => unit.Id),
                    chosen.Agent.Name,
                    chosen.Agent.Path,
                    .. others.SelectMany(other => new[] { other.Name, other.Path }),
                    .. (configuration.Gates ?? []).SelectMany(gate => new[] { gate.Name, gate.Run }),
                    .. configuration.Setup.Select(setup => setup.Run),
                ],
                cancellationToken
            )
            .ConfigureAwait(false);
        Interpreter? python = null;
        var (prepared, judging) = (new GatePreparation([], [], []), new GatePreparation([], [], []));
        var parts = await new RunAssembly(services, folder, containment)
            .OfAsync(
                spec,
                rules,
                async gates =>
                {
                    var criteria = CriterionGates.Of(Assignment.Of(rules.Order.List, options.Only).Units, order.ListPath);
                    (var workspace, python, prepared, judging) = await gates
                        .PrepareAsync(start.Files.Commit, criteria, cancellationToken)
                        .ConfigureAwait(false);
                    return workspace;
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        return new RunPlan(spec)
        {
            Parts = parts,
            Options = options,
            GivenSecrets = PolicyParts.Given(store, configuration, services.ModelKeys),
            Folder = folder,
            Owned = owned,
            Start = start.Files,
            ContinuesBranch = branchHead is not null,
            Branch = branch,
            ListContent = listContent,
            AgentReason = chosen.Reason,
            AgentContent =
                start.AgentContents.GetValueOrDefault(chosen.Agent.Path)
                ?? await DefinitionBytes.OfAsync(chosen.Agent, repository, cancellationToken).ConfigureAwait(false),
            OtherContents = await DefinitionBytes.OfAsync(others, start, repository, cancellationToken).ConfigureAwait(false),
            Gates = prepared,
            Criteria = judging,
            Python = python,
            Uncommitted = uncommitted,
            Checkout = await checkout
                .CheckoutAsync(options, parts.Sandbox is not Sandboxes.Isolation.HostSandbox, uncommitted, cancellationToken)
                .ConfigureAwait(false),
            Warnings =
            [
                .. distrusted,
                .. found.Problems,
                .. store.Warnings,
                .. parts.Warnings,
                .. branchHead is not null && earlier is not null && RunClaim.Unfinished(services.Store, earlier, branch) is { } unfinished
                    ? (Problem[])[unfinished]
                    : [],
                .. await checkout.LeftAloneAsync(order.Paths, cancellationToken).ConfigureAwait(false),
                .. await SharedPaths.DifferingAsync(repository, start, cancellationToken).ConfigureAwait(false),
                .. await HookNotes.OfAsync(repository, start.Files, prepared.Gates, cancellationToken).ConfigureAwait(false) is { } hooks
                    ? (Problem[])[hooks]
                    : [],
            ],
        };
    }

    /// <summary>What is there when planning begins.</summary>
    private sealed record PlanGround(Repository Repository, StartChecks Checks, GitIdentity Identity, StartCommit Start);

    /// <summary>What is asked for.</summary>
    private sealed record PlanWish(RunOptions Options, AgentDefinition? Named, WorkOrder Order);
}
