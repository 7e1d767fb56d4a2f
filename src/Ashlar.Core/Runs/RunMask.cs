using Ashlar.Core.Secrets;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs;

/// <summary>What must not be seen of a recorded run, for commands that only add to its record.</summary>
public static class RunMask
{
    /// <summary>
    /// The mask of the run, as far as its secrets have values here. A value that only the process knows which works on the run is masked
    /// when that process takes the words into the journal.
    /// </summary>
    public static async Task<SecretMask> OfAsync(
        RunSurroundings surroundings,
        RunFolder folder,
        RunState state,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var parts = await new RunResumption(surroundings, folder, state, null).ReadAsync(cancellationToken).ConfigureAwait(false);
            return parts.Mask;
        }
        catch (Exception trouble) when (trouble is ProblemException or GitException or IOException or UnauthorizedAccessException)
        {
            return SecretMask.Of(surroundings.ModelKeys.Where(key => SecretMask.Refusal(key.Key, key.Value) is null));
        }
    }
}
