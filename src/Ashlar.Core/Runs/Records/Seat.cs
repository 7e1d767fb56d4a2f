using Ashlar.Core.Agents;
using Ashlar.Core.Models;
using Ashlar.Core.Policies;

namespace Ashlar.Core.Runs.Records;

/// <summary>An agent with all that it needs in a run.</summary>
/// <param name="Definition">Its definition.</param>
/// <param name="Policy">The policy compiled from it.</param>
/// <param name="Model">Who answers for it.</param>
/// <param name="ModelName">The model's full name, by which its price is known too.</param>
public sealed record Seat(AgentDefinition Definition, Policy Policy, IModel Model, string ModelName)
{
    /// <summary>What a request to its model may hold.</summary>
    public required ContextWindow Window { get; init; }

    /// <summary>What the user should know about its model.</summary>
    public IReadOnlyList<Problem> Warnings { get; init; } = [];
}

/// <summary>An agent as recorded in <c>run.started</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Path">Its file.</param>
/// <param name="Content">The artifact with the file.</param>
/// <param name="Model">The model's full name.</param>
public sealed record RecordedAgent(
    [property: Structure] string Name,
    [property: Structure] string Path,
    [property: Structure] string Content,
    [property: Structure] string Model
);
