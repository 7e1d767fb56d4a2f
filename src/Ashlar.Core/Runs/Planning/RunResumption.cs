using System.Text;
using Ashlar.Core.Agents;
using Ashlar.Core.Policies;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Starts;
using Ashlar.Core.Secrets;
using Ashlar.Core.Settings;
using Ashlar.Core.Work;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Planning;

/// <summary>Makes again from the record what a run stands on: everything from its base commit and its artifacts, nothing from the present checkout.</summary>
/// <param name="surroundings">What a run is given from outside.</param>
/// <param name="folder">The run.</param>
/// <param name="state">Where it stands.</param>
/// <param name="given">What this command line says, or null.</param>
/// <param name="containment">How its commands are contained: never as the record says.</param>
internal sealed class RunResumption(
    RunSurroundings surroundings,
    RunFolder folder,
    RunState state,
    RunOptions? given,
    ContainmentChoice containment
)
{
    /// <summary>Whether the Python of the record is left aside and the project's is looked for here.</summary>
    public bool FindsPython { get; init; }

    /// <summary>The repository to work in, where it is not the recorded one; its root need not be a checkout, nobody commits for a person.</summary>
    public Repository? Place { get; init; }

    /// <summary>Prepares to continue.</summary>
    /// <exception cref="ProblemException">The run cannot continue here.</exception>
    public async Task<RunParts> PrepareAsync(CancellationToken cancellationToken)
    {
        var started = state.Started!;
        var read = await ReadAsync(cancellationToken).ConfigureAwait(false);
        var (repository, start, agent, policy, mask) = (read.Repository, read.Start, read.Agent, read.Policy, read.Mask);
        var secrets = read.Secrets;
        var signs = start.Configuration.Commit.Sign && Place is null;
        var identity = await CommitSigning
            .IdentityAsync(repository, read.Identity, signs, folder.ScratchPath, cancellationToken)
            .ConfigureAwait(false);
        var options = started.Options;
        var wish = new ModelWish(
            given?.Model ?? state.Overrides.Model ?? started.Model,
            agent.Model,
            agent.Path,
            start.Configuration,
            repository.Root,
            Place is null && !containment.IsOfStranger ? options.Record : null,
            mask
        );
        var model = await surroundings.ChooseModel(wish, cancellationToken).ConfigureAwait(false);
        var limits = Limits(start.Configuration, policy, options);
        AgentParts.CheckNames(limits, start.Agents, agent);
        var agents = new AgentParts(surroundings);
        var models = Models(started);
        ModelWish? Own(AgentDefinition one) =>
            (given?.Model ?? state.Overrides.Model) is null
            && models.GetValueOrDefault(one.Path) is { } recorded
            && recorded != started.Model
                ? wish with
                {
                    CommandLine = recorded,
                }
                : null;
        var reviewer = started.Review is { } review
            ? await agents
                .ReviewerAsync(
                    review.Name,
                    read.Reviewing,
                    read.ReviewingPolicy,
                    review.Rounds,
                    read.Reviewing is null ? null : Own(read.Reviewing),
                    model,
                    cancellationToken
                )
                .ConfigureAwait(false)
            : null;
        var stages = new List<PipelineStage>();
        foreach (var planned in read.Earlier)
        {
            stages.Add(
                await planned.OpenAsync(agents, start.Configuration.Review.Rounds, Own, model, cancellationToken).ConfigureAwait(false)
            );
        }

        if (Place is null)
        {
            agents.CheckPrices(limits, start.Configuration, model, AgentParts.Engaged(stages, reviewer));
        }

        var sandbox = containment.Open(surroundings, repository, start, folder);
        var shared = await SharedPaths.OfAsync(repository, start, cancellationToken).ConfigureAwait(false);
        (shared, _) = await Contents.WithAsync(shared, repository, start.Files, folder, cancellationToken).ConfigureAwait(false);
        var authors = stages.Select(one => one.Author.Policy).Prepend(policy).ToList();
        var parts = new GateParts(surroundings, repository, folder, sandbox, mask, secrets, shared, start.Configuration, policy, authors);
        return new RunParts
        {
            Repository = repository,
            Identity = identity,
            Configuration = start.Configuration,
            Policy = policy,
            Agent = agent,
            Order = read.Order,
            Assignment = Assignment.Of(read.Order.List, started.Options.Only),
            Limits = limits,
            Model = model,
            Reviewer = reviewer,
            Earlier = stages,
            Sandbox = sandbox,
            Mask = mask,
            Secrets = secrets,
            Shared = shared,
            Stage =
                FindsPython && started.Python is not null
                    ? await parts.ReopenHereAsync(started.Base, cancellationToken).ConfigureAwait(false)
                    : await parts.ReopenAsync(started.Python, cancellationToken).ConfigureAwait(false),
        };
    }

    /// <summary>Holds the configuration that the run obeys against what is trusted on this machine now.</summary>
    /// <exception cref="ProblemException">Its content is not trusted; exit status 2.</exception>
    public async Task CheckTrustAsync(CancellationToken cancellationToken)
    {
        var repository = await RunRepository
            .FindAsync(folder.Id, state.Started!, surroundings.Programs, surroundings.Directory, cancellationToken)
            .ConfigureAwait(false);
        var start = await StartCommit.ReadAsync(repository, state.Started!.Base, cancellationToken).ConfigureAwait(false);
        var (store, check) = Trust(surroundings, repository, start);
        if (check.IsTrusted)
        {
            return;
        }

        if (given?.Trust is not true && surroundings.AskTrust?.Invoke(check) != true)
        {
            throw new ProblemException(check.Problems);
        }

        store.Accept(repository.Root, start.ObeyedConfiguration);
    }

    /// <summary>What of a start must be trusted before a record of it reaches anything.</summary>
    internal static (TrustStore Store, TrustCheck Check) Trust(RunSurroundings surroundings, Repository repository, StartCommit start)
    {
        var store = new TrustStore(new StateFolder(surroundings.StatePath).Trust, surroundings.Clock);
        return (store, store.Check(repository.Root, start.ObeyedConfiguration));
    }

    /// <summary>Reads what the run stands on, without anything that would work on it.</summary>
    /// <exception cref="ProblemException">The run cannot continue here.</exception>
    public async Task<RecordedParts> ReadAsync(CancellationToken cancellationToken)
    {
        var started = state.Started!;
        if (started.Version != RunStarted.Present)
        {
            throw new ProblemException(
                new Problem("run.version", $"{folder.Id} was recorded in form {started.Version}, which this version cannot resume")
                {
                    Remedy = "Resume it with the version of Ashlar that began it",
                }
            );
        }

        var repository =
            Place
            ?? await RunRepository
                .FindAsync(folder.Id, started, surroundings.Programs, surroundings.Directory, cancellationToken)
                .ConfigureAwait(false);
        var identity = Place is null ? await repository.IdentityAsync(cancellationToken).ConfigureAwait(false) : GitIdentity.Nobody;
        var start = await StartCommit.ReadAsync(repository, started.Base, cancellationToken).ConfigureAwait(false);
        start = containment.Of(start);
        var agent = await AgentAsync(started.Agent, started.AgentPath, started.AgentContent, start, repository, cancellationToken)
            .ConfigureAwait(false);
        var order = await OrderAsync(started, repository, cancellationToken).ConfigureAwait(false);
        var documents = await DocumentsAsync(started, repository, cancellationToken).ConfigureAwait(false);
        var policy = PolicyParts.Compile(agent, start.Configuration, order, documents);
        var reviewing = started.Review is { Path: { } path, Content: { } content } recorded
            ? await AgentAsync(recorded.Name, path, content, start, repository, cancellationToken).ConfigureAwait(false)
            : null;
        var reviewingPolicy = reviewing is null ? null : PolicyParts.Compile(reviewing, start.Configuration, order, documents);
        var store = SecretStore.Open(repository.Root, surroundings.Environment);
        var earlier = new List<StagePlan>();
        foreach (var stage in started.Pipeline)
        {
            var author = await AgentAsync(stage.Author.Name, stage.Author.Path, stage.Author.Content, start, repository, cancellationToken)
                .ConfigureAwait(false);
            var reader = stage.Reviewer is { Path: { } file, Content: { } kept }
                ? await AgentAsync(stage.Reviewer.Name, file, kept, start, repository, cancellationToken).ConfigureAwait(false)
                : null;
            earlier.Add(StagePlan.Of(author, stage.Reviewer?.Name ?? Reviewer.Nobody, reader, start.Configuration, order, documents));
        }

        var policies = earlier.SelectMany(stage => stage.Policies).Prepend(reviewingPolicy).Prepend(policy);
        var shared = await SharedPaths.OfAsync(repository, start, cancellationToken).ConfigureAwait(false);
        var lifted = await LiftedAsync(started, repository, cancellationToken).ConfigureAwait(false);
        var (secrets, mask) = RunSecrets.Of(
            store,
            start.Configuration,
            containment,
            [.. policies],
            documents.Concat(lifted),
            shared,
            surroundings.ModelKeys
        );
        order = order.Masked(mask);
        return new RecordedParts(repository, identity, start, agent, order, policy, reviewing, reviewingPolicy, earlier, secrets, mask);
    }

    /// <summary>
    /// The definition: the run keeps it without its secrets, so the file itself is read again, and counts as long as it says the same.
    /// </summary>
    private async Task<AgentDefinition> AgentAsync(
        string name,
        string path,
        string content,
        StartCommit start,
        Repository repository,
        CancellationToken cancellationToken
    )
    {
        if (BuiltInAgents.Find(name) is { } builtIn && builtIn.Path == path)
        {
            return builtIn;
        }

        if (start.AgentContents.TryGetValue(path, out var committed))
        {
            return AgentFile.Read(path, committed);
        }

        var kept = AgentFile.Read(path, folder.Artifacts.Get(content));
        var file = Path.Combine(repository.Root, path);
        if (containment.IsOfStranger || !File.Exists(file))
        {
            return kept;
        }

        var present = AgentFile.Read(path, await OrdinaryFile.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false));
        return string.Equals(SecretText.Lift(present.Prompt).Text, SecretText.Lift(kept.Prompt).Text, StringComparison.Ordinal)
            ? present
            : kept;
    }

    /// <summary>The models that the other agents of the run had, by the agent's file.</summary>
    private static Dictionary<string, string> Models(RunStarted started)
    {
        var models = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var stage in started.Pipeline)
        {
            models[stage.Author.Path] = stage.Author.Model;
        }

        foreach (var reviewer in started.Pipeline.Select(stage => stage.Reviewer).Append(started.Review))
        {
            if (reviewer is { Path: { } path, Model: { } model })
            {
                models[path] = model;
            }
        }

        return models;
    }

    /// <summary>The documents that held secrets, as the run's first commit has them.</summary>
    private static async Task<IReadOnlyList<PolicyDocument>> LiftedAsync(
        RunStarted started,
        Repository repository,
        CancellationToken cancellationToken
    )
    {
        var documents = new List<PolicyDocument>();
        if (started.LiftedFrom.Count == 0)
        {
            return documents;
        }

        var files = await CommitFiles.ReadAsync(repository.Git, started.Head, cancellationToken).ConfigureAwait(false);
        foreach (var path in started.LiftedFrom)
        {
            if (await files.ContentAsync(path, cancellationToken).ConfigureAwait(false) is { } content)
            {
                documents.Add(new PolicyDocument(path, Encoding.UTF8.GetString(content)));
            }
        }

        return documents;
    }

    private async Task<IReadOnlyList<PolicyDocument>> DocumentsAsync(
        RunStarted started,
        Repository repository,
        CancellationToken cancellationToken
    )
    {
        var files = await CommitFiles.ReadAsync(repository.Git, started.Head, cancellationToken).ConfigureAwait(false);
        var documents = new List<PolicyDocument>();
        foreach (var document in started.Documents)
        {
            var content = await files.ContentAsync(document.Path, cancellationToken).ConfigureAwait(false);
            documents.Add(
                new PolicyDocument(
                    document.Path,
                    content is null ? folder.Artifacts.GetText(document.Content) : Encoding.UTF8.GetString(content)
                )
            );
        }

        return documents;
    }

    /// <summary>The work order; its list as the branch had it when the run began, since the record has it without its secrets.</summary>
    private async Task<WorkOrder> OrderAsync(RunStarted started, Repository repository, CancellationToken cancellationToken)
    {
        var work = started.Work;
        TaskList list;
        if (work.ListPath is { } path && work.ListContent is { } content)
        {
            var files = await CommitFiles.ReadAsync(repository.Git, started.Head, cancellationToken).ConfigureAwait(false);
            var written = await files.ContentAsync(path, cancellationToken).ConfigureAwait(false);
            list =
                (written is null ? null : TaskListReader.Read(path, written).List)
                ?? TaskListReader.Read(path, folder.Artifacts.Get(content)).List!;
            list = new WorkOrderFinder(repository.Root).Surrounded(path, list);
        }
        else
        {
            list = new WorkOrderFinder(repository.Root).Find(new WorkRequest { Work = work.Folder, Task = work.TaskText?.Text }).List;
        }

        return new WorkOrder
        {
            Kind = work.Kind,
            Spec = work.Spec,
            Folder = work.Folder,
            ListPath = work.ListPath,
            List = list,
            Ticket = work.Ticket?.Text,
            TicketPath = work.TicketPath,
            Paths = work.Paths,
            TaskText = work.TaskText?.Text,
        };
    }

    private RunLimits Limits(Configuration configuration, Policy policy, RunOptions options) =>
        configuration
            .Limits.LoweredTo(policy.MaxTurns)
            .With(
                new LimitOverrides
                {
                    Turns = given?.MaxTurns ?? state.Overrides.MaxTurns ?? options.MaxTurns,
                    Iterations = given?.MaxIterations ?? state.Overrides.MaxIterations ?? options.MaxIterations,
                    Cost = given?.MaxCost ?? state.Overrides.MaxCost ?? options.MaxCost,
                    TaskCost = given?.MaxTaskCost ?? state.Overrides.MaxTaskCost ?? options.MaxTaskCost,
                    AgentCosts = RunOptions.AgentCosts(options, state.Overrides, given),
                    Time = (given?.MaxMinutes ?? state.Overrides.MaxMinutes ?? options.MaxMinutes) is { } minutes
                        ? TimeSpan.FromMinutes(minutes)
                        : null,
                }
            );
}

/// <summary>What a run stands on, as far as it is only read.</summary>
internal sealed record RecordedParts(
    Repository Repository,
    GitIdentity Identity,
    StartCommit Start,
    AgentDefinition Agent,
    WorkOrder Order,
    Policy Policy,
    AgentDefinition? Reviewing,
    Policy? ReviewingPolicy,
    IReadOnlyList<StagePlan> Earlier,
    IReadOnlyDictionary<string, string> Secrets,
    SecretMask Mask
);
