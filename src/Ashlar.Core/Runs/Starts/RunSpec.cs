using Ashlar.Core.Agents;
using Ashlar.Core.Policies;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Work;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Starts;

/// <summary>
/// What a run is: found when it is planned, recorded when it begins, read from its record when it is resumed. All that works on the run is
/// assembled from it, so a resumed run is the same run.
/// </summary>
internal sealed record RunSpec
{
    /// <summary>The user's repository.</summary>
    public required Repository Repository { get; init; }

    /// <summary>Who commits, by git's configuration; how commits are signed is found when the run is assembled.</summary>
    public required GitIdentity Identity { get; init; }

    /// <summary>The run base, with its configuration as far as that may be obeyed.</summary>
    public required StartCommit Start { get; init; }

    /// <summary>The command line that began it, with the limits and the model of those that resumed it.</summary>
    public required RunOptions Options { get; init; }

    /// <summary>The agent that works.</summary>
    public required AgentDefinition Agent { get; init; }

    /// <summary>Who reviews its work.</summary>
    public required ReviewSpec Review { get; init; }

    /// <summary>The parts of the pipeline before the agent; empty without one.</summary>
    public required IReadOnlyList<PartSpec> Earlier { get; init; }

    /// <summary>The work order, its words not masked yet.</summary>
    public required WorkOrder Order { get; init; }

    /// <summary>The documents that may narrow a policy.</summary>
    public required IReadOnlyList<PolicyDocument> Documents { get; init; }

    /// <summary>Documents of the repository that hold secrets.</summary>
    public required IReadOnlyList<PolicyDocument> Lifted { get; init; }

    /// <summary>The servers that offer tools to its agents, by name.</summary>
    public IReadOnlyList<string> Servers { get; init; } = [];

    /// <summary>The agents beside the run's own, reviewers included.</summary>
    public IEnumerable<AgentDefinition> Others =>
        Earlier
            .SelectMany(stage => new[] { stage.Author.Definition, stage.Review.Agent?.Definition })
            .Append(Review.Agent?.Definition)
            .OfType<AgentDefinition>();
}

/// <summary>An agent beside the run's own.</summary>
/// <param name="Definition">Its definition.</param>
/// <param name="Model">The model of its own, or null for the run's.</param>
internal sealed record AgentSpec(AgentDefinition Definition, OwnModel? Model);

/// <summary>Who reviews.</summary>
/// <param name="Name">An agent's name, <c>human</c> or <c>none</c>.</param>
/// <param name="Rounds">Reviews without approval after which a person is asked.</param>
/// <param name="Agent">The agent, or null where none reviews.</param>
internal sealed record ReviewSpec(string Name, int Rounds, AgentSpec? Agent);

/// <summary>A part of a pipeline before the run's own agent.</summary>
/// <param name="Author">Who works.</param>
/// <param name="Review">Who reviews what it leaves.</param>
internal sealed record PartSpec(AgentSpec Author, ReviewSpec Review);

/// <summary>A model of an agent's own.</summary>
/// <param name="Name">The name in its definition, or the full name in the record.</param>
/// <param name="IsRecorded">Whether the record names it: then it is as binding as a name on the command line.</param>
internal sealed record OwnModel(string Name, bool IsRecorded)
{
    /// <summary>The model that the definition names, or null for the run's: a model on the command line is for all agents.</summary>
    public static OwnModel? Defined(AgentDefinition agent, RunOptions options) =>
        options.Model is null && agent.Model is { } model && !string.Equals(model, "inherit", StringComparison.OrdinalIgnoreCase)
            ? new OwnModel(model, IsRecorded: false)
            : null;

    /// <summary>The wish for it, made from the run's.</summary>
    public ModelWish Wish(ModelWish run, AgentDefinition agent) =>
        IsRecorded ? run with { CommandLine = Name } : run with { Agent = Name, AgentPath = agent.Path };
}
