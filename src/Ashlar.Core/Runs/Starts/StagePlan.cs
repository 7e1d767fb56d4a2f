using Ashlar.Core.Agents;
using Ashlar.Core.Policies;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Settings;
using Ashlar.Core.Work;

namespace Ashlar.Core.Runs.Starts;

/// <summary>A stage of a pipeline before the run's own agent, with the policies of its agents.</summary>
/// <param name="Author">Who works.</param>
/// <param name="Policy">The policy compiled from it.</param>
/// <param name="ReviewerName">Who reviews: an agent's name, <c>human</c> or <c>none</c>.</param>
/// <param name="Reviewing">The reviewing agent, or null.</param>
/// <param name="ReviewingPolicy">The policy compiled from it, or null.</param>
internal sealed record StagePlan(
    AgentDefinition Author,
    Policy Policy,
    string ReviewerName,
    AgentDefinition? Reviewing,
    Policy? ReviewingPolicy
)
{
    /// <summary>The policies of its agents.</summary>
    public IEnumerable<Policy?> Policies => [Policy, ReviewingPolicy];

    /// <summary>Compiles the policies.</summary>
    public static StagePlan Of(
        AgentDefinition author,
        string reviewerName,
        AgentDefinition? reviewing,
        Configuration configuration,
        WorkOrder order,
        IReadOnlyList<PolicyDocument> documents
    ) =>
        new(
            author,
            PolicyParts.Compile(author, configuration, order, documents),
            reviewerName,
            reviewing,
            reviewing is null ? null : PolicyParts.Compile(reviewing, configuration, order, documents)
        );

    /// <summary>The stage with its models.</summary>
    /// <param name="parts">Opens agents.</param>
    /// <param name="rounds">Reviews without approval after which a person is asked.</param>
    /// <param name="own">How an agent comes to a model of its own; null for the run's.</param>
    /// <param name="model">The run's model.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<PipelineStage> OpenAsync(
        AgentParts parts,
        int rounds,
        Func<AgentDefinition, ModelWish?> own,
        ChosenModel model,
        CancellationToken cancellationToken
    ) =>
        new(
            await parts.OpenAsync(Author, Policy, own(Author), model, cancellationToken).ConfigureAwait(false),
            await parts
                .ReviewerAsync(
                    ReviewerName,
                    Reviewing,
                    ReviewingPolicy,
                    rounds,
                    Reviewing is null ? null : own(Reviewing),
                    model,
                    cancellationToken
                )
                .ConfigureAwait(false)
        );
}
