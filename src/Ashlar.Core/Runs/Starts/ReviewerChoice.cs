using Ashlar.Core.Agents;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Settings;

namespace Ashlar.Core.Runs.Starts;

/// <summary>Decides who reviews.</summary>
internal static class ReviewerChoice
{
    /// <summary>
    /// The reviewer's name: the command line's; else the stricter of what the configuration and the agent's front matter say, a person
    /// being stricter than an agent and an agent stricter than nobody.
    /// </summary>
    public static string NameOf(RunOptions options, Configuration configuration, AgentDefinition author)
    {
        if (options.Review is { } given)
        {
            return given;
        }

        var (configured, wanted) = (configuration.Review.By, author.Review ?? Reviewer.Nobody);
        return Strictness(wanted) > Strictness(configured) ? wanted : configured;
    }

    /// <summary>The definition of a reviewer by name, or null where nobody or a person reviews.</summary>
    /// <exception cref="ProblemException">There is no such agent; exit status 2.</exception>
    public static AgentDefinition? DefinitionOf(string name, AgentCatalog agents) =>
        name is Reviewer.Nobody or Reviewer.Person ? null : agents.Find(name);

    private static int Strictness(string name) =>
        name switch
        {
            Reviewer.Nobody => 0,
            Reviewer.Person => 2,
            _ => 1,
        };
}
