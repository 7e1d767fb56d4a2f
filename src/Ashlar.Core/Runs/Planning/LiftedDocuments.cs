using Ashlar.Core.Agents;
using Ashlar.Core.Policies;
using Ashlar.Core.Runs.Starts;
using Ashlar.Core.Secrets;
using Ashlar.Core.Settings;
using Ashlar.Core.Work;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Planning;

/// <summary>Finds secrets that are written out in what agents are given to read.</summary>
internal static class LiftedDocuments
{
    /// <summary>The documents that hold secrets, among all that an agent is given with one of the tasks.</summary>
    public static IReadOnlyList<PolicyDocument> Of(
        Repository repository,
        Configuration configuration,
        WorkOrder order,
        Assignment assignment,
        IReadOnlyList<AgentDefinition> agents
    ) =>
        [
            .. agents
                .SelectMany(agent => WorkOrderChoice.Documents(repository, configuration, order, agent, assignment).Documents)
                .Where(document => document.Text is not null)
                .DistinctBy(document => document.Path, StringComparer.Ordinal)
                .Where(document => SecretText.Lift(document.Text!).Secrets.Count > 0)
                .Select(document => new PolicyDocument(document.Path, document.Text!)),
        ];
}
