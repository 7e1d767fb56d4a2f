using Ashlar.Core.Agents;
using Ashlar.Core.Gates;
using Ashlar.Core.Policies;
using Ashlar.Core.Runs.Starts;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Interpreters;

namespace Ashlar.Core.Runs.Planning;

/// <summary>The gates that a run in a checkout would have, as far as that can be said before its work and its agent are named.</summary>
/// <param name="Selection">The gates of the configuration, of the agents where they agree, else those that the repository's files show.</param>
/// <param name="Differing">Agents that name gates of their own which <paramref name="Selection"/> is not; empty where it holds for all.</param>
public sealed record MeantGates(GateSelection Selection, IReadOnlyList<string> Differing)
{
    /// <summary>Reads definitions and files of a checkout; nothing is run.</summary>
    /// <param name="root">The repository's folder.</param>
    /// <param name="configuration">Its configuration.</param>
    /// <param name="python">The project's Python, or null.</param>
    /// <exception cref="ProblemException">The pipeline of the configuration names an agent that is not there.</exception>
    public static MeantGates Of(string root, Configuration configuration, Interpreter? python)
    {
        var shown = GateFinder.Select(configuration.Gates, [], root, python);
        if (configuration.Gates is not null)
        {
            return new MeantGates(shown, []);
        }

        var catalog = AgentCatalog.OfFolder(root, configuration.Agents);
        IReadOnlyList<AgentDefinition> authors = PipelineChoice.Of(configuration, catalog, null).Last is { } last
            ? [last.Author]
            : [.. catalog.Preferred.Where(AgentRole.Implements)];
        var named = authors
            .Select(author => (author.Name, Gates: PolicyCompiler.Compile(author, PolicySource.Of(configuration)).Gates))
            .ToList();
        if (named.Count == 0 || named.TrueForAll(author => author.Gates.Count == 0))
        {
            return new MeantGates(shown, []);
        }

        var commands = named.ConvertAll(author => string.Join('\n', author.Gates.Select(gate => gate.Run)));
        return commands.Distinct(StringComparer.Ordinal).Count() == 1
            ? new MeantGates(GateFinder.Select(null, named[0].Gates, root, python), [])
            : new MeantGates(shown, [.. named.Where(author => author.Gates.Count > 0).Select(author => author.Name)]);
    }
}
