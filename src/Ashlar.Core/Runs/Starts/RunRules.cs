using Ashlar.Core.Policies;
using Ashlar.Core.Secrets;
using Ashlar.Core.Work;

namespace Ashlar.Core.Runs.Starts;

/// <summary>What follows from a run's description without anything that would work on it: policies, secrets, the mask.</summary>
/// <param name="Policy">The policy of the run's agent.</param>
/// <param name="Reviewing">The policy of its reviewer, or null.</param>
/// <param name="Earlier">The policies of the parts before it, in order.</param>
/// <param name="Secrets">Secrets that commands get, by name.</param>
/// <param name="Shared">What commands see of the checkout although git does not know it: absolute source by relative path.</param>
/// <param name="Mask">What must not be seen.</param>
/// <param name="Order">The work order with its words masked.</param>
internal sealed record RunRules(
    Policy Policy,
    Policy? Reviewing,
    IReadOnlyList<PartPolicies> Earlier,
    IReadOnlyDictionary<string, string> Secrets,
    IReadOnlyDictionary<string, string> Shared,
    SecretMask Mask,
    WorkOrder Order
)
{
    /// <summary>The servers of which agents have tools.</summary>
    public RunServers Servers { get; init; } = RunServers.None;

    /// <summary>The policies of all agents.</summary>
    public IEnumerable<Policy> Policies =>
        Earlier.SelectMany(stage => new[] { stage.Author, stage.Reviewing }).Prepend(Reviewing).Prepend(Policy).OfType<Policy>();

    /// <summary>The policies of the agents that work.</summary>
    public IReadOnlyList<Policy> Authors => [Policy, .. Earlier.Select(stage => stage.Author)];

    /// <summary>Compiles the policies and gathers what must not be seen.</summary>
    /// <param name="spec">What the run is.</param>
    /// <param name="store">Values of secrets on this machine.</param>
    /// <param name="modelKeys">Keys of the providers by name.</param>
    /// <param name="containment">What of the configuration may be obeyed.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ProblemException">A policy cannot hold, an agent could change nothing, or a secret has no value or cannot be masked; exit status 2.</exception>
    public static async Task<RunRules> OfAsync(
        RunSpec spec,
        SecretStore store,
        IReadOnlyDictionary<string, string> modelKeys,
        ContainmentChoice containment,
        CancellationToken cancellationToken
    )
    {
        var configuration = spec.Start.Configuration;
        Policy Compile(AgentSpec agent) => PolicyParts.Compile(agent.Definition, configuration, spec.Order, spec.Documents, spec.Servers);
        Policy? Read(ReviewSpec review) => review.Agent is null ? null : Compile(review.Agent);
        var rules = new RunRules(
            PolicyParts.Compile(spec.Agent, configuration, spec.Order, spec.Documents, spec.Servers),
            Read(spec.Review),
            [.. spec.Earlier.Select(stage => new PartPolicies(Compile(stage.Author), Read(stage.Review)))],
            new Dictionary<string, string>(StringComparer.Ordinal),
            new Dictionary<string, string>(StringComparer.Ordinal),
            SecretMask.None,
            spec.Order
        );
        AgentParts.CheckTools([
            (spec.Agent, rules.Policy),
            .. spec.Earlier.Zip(rules.Earlier, (stage, own) => (stage.Author.Definition, own.Author)),
        ]);
        var errors = rules.Policies.SelectMany(policy => policy.Problems).Where(problem => !problem.Warning).Distinct().ToList();
        if (errors.Count > 0)
        {
            throw new ProblemException(errors);
        }

        var shared = await SharedPaths.OfAsync(spec.Repository, spec.Start, cancellationToken).ConfigureAwait(false);
        var (secrets, mask) = RunSecrets.Of(
            store,
            configuration,
            containment,
            [.. rules.Policies],
            spec.Documents.Concat(spec.Lifted),
            shared,
            modelKeys
        );
        var servers = containment.IsOfStranger
            ? RunServers.Unstarted(rules.Authors)
            : RunServers.Of(spec.Start.Servers, rules.Authors, store, secrets, modelKeys);
        mask = mask.With(servers.Secrets);
        return rules with { Secrets = secrets, Shared = shared, Mask = mask, Servers = servers, Order = spec.Order.Masked(mask) };
    }
}

/// <summary>The policies of a part of a pipeline.</summary>
/// <param name="Author">Of the agent that works.</param>
/// <param name="Reviewing">Of the agent that reviews, or null.</param>
internal sealed record PartPolicies(Policy Author, Policy? Reviewing);
