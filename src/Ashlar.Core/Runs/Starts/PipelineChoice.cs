using Ashlar.Core.Agents;
using Ashlar.Core.Policies;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Settings;

namespace Ashlar.Core.Runs.Starts;

/// <summary>The agents of a configured pipeline, told apart: those that work, and those that only read and so review the one before.</summary>
/// <param name="Earlier">Those that work before the last one that does.</param>
/// <param name="Last">The last that works, which is the run's agent; null without a pipeline.</param>
internal sealed record PipelineChoice(IReadOnlyList<PipelineMember> Earlier, PipelineMember? Last)
{
    /// <summary>No pipeline: the run's agent works alone.</summary>
    public static PipelineChoice None { get; } = new([], null);

    /// <summary>Reads the configuration.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="agents">The definitions.</param>
    /// <param name="review">Who reviews by the command line, or null.</param>
    /// <exception cref="ProblemException">A name that nobody has, a reviewer of nothing, or nobody who works; exit status 2.</exception>
    public static PipelineChoice Of(Configuration configuration, AgentCatalog agents, string? review)
    {
        var members = new List<PipelineMember>();
        foreach (var name in configuration.Pipeline)
        {
            var definition = name is Reviewer.Person ? null : agents.Find(name);
            if (definition is not null && Works(definition) && name != configuration.Review.By)
            {
                members.Add(new PipelineMember(definition, Reviewer.Nobody));
            }
            else if (members is [.., { Reviewer: Reviewer.Nobody } before])
            {
                members[^1] = before with { Reviewer = review is Reviewer.Nobody ? review : name };
            }
            else
            {
                throw Misplaced(configuration, name);
            }
        }

        return members.Count == 0 ? None : new PipelineChoice([.. members.SkipLast(1)], members[^1]);
    }

    /// <summary>Whether an agent can change files by its tools.</summary>
    private static bool Works(AgentDefinition agent) =>
        ToolGrant.Of(agent, PolicySource.BuiltInTools).Names.Any(tool => tool is "Write" or "Edit");

    private static ProblemException Misplaced(Configuration configuration, string name) =>
        new(
            new Problem("pipeline.reviewer", $"{name} only reads, and no agent that works stands right before it in the pipeline")
            {
                Path = configuration.Path,
                Line = configuration.LineOf("pipeline"),
                Remedy = "Put it after the agent whose work it reviews, one reviewer for each",
            }
        );
}

/// <summary>An agent that works in a pipeline.</summary>
/// <param name="Author">Its definition.</param>
/// <param name="Reviewer">Who reviews what it leaves: an agent's name, <c>human</c> or <c>none</c>.</param>
internal sealed record PipelineMember(AgentDefinition Author, string Reviewer);
