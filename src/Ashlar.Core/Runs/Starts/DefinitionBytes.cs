using System.Text;
using Ashlar.Core.Agents;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Starts;

/// <summary>The definitions of a run's agents as they are, for the record.</summary>
internal static class DefinitionBytes
{
    /// <summary>The bytes of several definitions by path.</summary>
    public static async Task<IReadOnlyDictionary<string, byte[]>> OfAsync(
        IReadOnlyList<AgentDefinition> agents,
        StartCommit start,
        Repository repository,
        CancellationToken cancellationToken
    )
    {
        var contents = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var agent in agents)
        {
            contents[agent.Path] =
                start.AgentContents.GetValueOrDefault(agent.Path)
                ?? await OfAsync(agent, repository, cancellationToken).ConfigureAwait(false);
        }

        return contents;
    }

    /// <summary>The bytes of one definition; of a built-in one, its path.</summary>
    public static async Task<byte[]> OfAsync(AgentDefinition agent, Repository repository, CancellationToken cancellationToken)
    {
        var file = Path.Combine(repository.Root, agent.Path);
        return File.Exists(file)
            ? await OrdinaryFile.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false)
            : Encoding.UTF8.GetBytes(agent.Path);
    }
}
