using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Starts;
using Ashlar.Core.Work;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Planning;

/// <summary>Puts a run together from its description, in one way for a run that begins and one that is resumed or repeated.</summary>
/// <param name="services">What a run is given from outside.</param>
/// <param name="folder">The run.</param>
/// <param name="containment">How its commands are contained.</param>
internal sealed class RunAssembly(RunHostServices services, RunFolder folder, ContainmentChoice containment)
{
    /// <summary>Whether models are paid, so that a limit of cost needs their prices.</summary>
    public bool IsPaid { get; init; } = true;

    /// <summary>Assembles it.</summary>
    /// <param name="spec">What the run is.</param>
    /// <param name="rules">What follows from that.</param>
    /// <param name="open">Opens the place where gates run.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ProblemException">A model cannot be had, a limit bounds nothing, or the place cannot be opened; exit status 2.</exception>
    public async Task<PreparedRun> OfAsync(
        RunSpec spec,
        RunRules rules,
        Func<GateParts, Task<GateWorkspace>> open,
        CancellationToken cancellationToken
    )
    {
        var (repository, configuration) = (spec.Repository, spec.Start.Configuration);
        var identity = await CommitSigning
            .IdentityAsync(repository, spec.Identity, IsPaid && configuration.Commit.Sign, folder.ScratchPath, cancellationToken)
            .ConfigureAwait(false);
        var wish = new ModelWish(
            spec.Options.Model,
            spec.Agent.Model,
            spec.Agent.Path,
            configuration,
            repository.Root,
            spec.Options.Record,
            rules.Mask
        );
        var model = await services.ChooseModel(wish, cancellationToken).ConfigureAwait(false);
        var limits = configuration.Limits.LoweredTo(rules.Policy.MaxTurns).With(spec.Options.Limits());
        AgentParts.CheckNames(limits, spec.Start.Agents, spec.Agent);
        var agents = new AgentParts(services, wish, model);
        var reviewer = await agents.ReviewerAsync(spec.Review, rules.Reviewing, cancellationToken).ConfigureAwait(false);
        var stages = new List<Crew>();
        foreach (var (stage, policies) in spec.Earlier.Zip(rules.Earlier))
        {
            stages.Add(
                new Crew(
                    await agents.OpenAsync(stage.Author, policies.Author, cancellationToken).ConfigureAwait(false),
                    await agents.ReviewerAsync(stage.Review, policies.Reviewing, cancellationToken).ConfigureAwait(false)
                )
            );
        }

        var engaged = AgentParts.Engaged(stages, reviewer);
        if (IsPaid)
        {
            agents.CheckPrices(limits, configuration, engaged);
        }

        var sandbox = containment.Open(services, repository, spec.Start, folder);
        var (grants, absent) = await new CommandGrants(sandbox, rules.Mask, rules.Secrets, rules.Shared)
            .WithContentsAsync(repository, spec.Start.Files, folder, cancellationToken)
            .ConfigureAwait(false);
        var gates = new GateParts(services, repository, folder, grants, configuration, rules.Policy, rules.Authors);
        return new PreparedRun
        {
            Repository = repository,
            Identity = identity,
            Configuration = configuration,
            Order = rules.Order,
            Assignment = Assignment.Of(rules.Order.List, spec.Options.Only),
            Limits = limits,
            Team = [.. stages, new Crew(agents.Own(spec.Agent, rules.Policy), reviewer)],
            Sandbox = sandbox,
            Mask = rules.Mask,
            Secrets = rules.Secrets,
            Shared = grants.Shared,
            Servers = rules.Servers,
            Stage = await open(gates).ConfigureAwait(false),
            Warnings =
            [
                .. rules.Policies.SelectMany(policy => policy.Problems).Distinct(),
                .. model.Warnings,
                .. engaged.SelectMany(one => one.Warnings).Distinct(),
                .. HiddenFiles.Absent(spec.Start.Files.Paths, grants.Shared, rules.Authors),
                .. absent,
                .. rules.Servers.Warnings,
            ],
        };
    }
}
