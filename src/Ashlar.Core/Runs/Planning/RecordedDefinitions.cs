using System.Text;
using Ashlar.Core.Agents;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Starts;
using Ashlar.Core.Secrets;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Planning;

/// <summary>The definitions of a recorded run's agents.</summary>
/// <param name="folder">The run.</param>
/// <param name="start">Its base commit.</param>
/// <param name="repository">The repository.</param>
/// <param name="containment">Whether the record is one of others.</param>
internal sealed class RecordedDefinitions(RunFolder folder, StartCommit start, Repository repository, ContainmentChoice containment)
{
    /// <summary>
    /// The definition that the run began with: the built-in one, the base commit's, else the recorded one. The record has that without its
    /// secrets, so a file outside the commit is read for them, and counts only while all of it says the same.
    /// </summary>
    /// <param name="name">The agent's name.</param>
    /// <param name="path">Its file.</param>
    /// <param name="content">The artifact with the file.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<AgentDefinition> ReadAsync(string name, string path, string content, CancellationToken cancellationToken)
    {
        if (BuiltInAgents.Find(name) is { } builtIn && builtIn.Path == path)
        {
            return builtIn;
        }

        if (start.AgentContents.TryGetValue(path, out var committed))
        {
            return AgentFile.Read(path, committed);
        }

        var kept = folder.Artifacts.Get(content);
        var file = Path.Combine(repository.Root, path);
        if (!containment.IsOfStranger && File.Exists(file))
        {
            var present = await OrdinaryFile.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false);
            if (string.Equals(Lifted(present), Lifted(kept), StringComparison.Ordinal))
            {
                return AgentFile.Read(path, present);
            }
        }

        return AgentFile.Read(path, kept);
    }

    private static string Lifted(byte[] content) => SecretText.Lift(Encoding.UTF8.GetString(content)).Text;
}
