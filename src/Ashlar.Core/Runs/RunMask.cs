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
            var parts = await new RunResumption(surroundings, folder, state, null, ContainmentChoice.Trusting(unsafeNoSandbox: false))
                .ReadAsync(cancellationToken)
                .ConfigureAwait(false);
            return parts.Mask;
        }
        catch (Exception trouble) when (IsExpected(trouble))
        {
            return await WithoutPartsAsync(surroundings, state, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Of a run that cannot go on here, for instance since one of its secrets has no value: the others.</summary>
    private static async Task<SecretMask> WithoutPartsAsync(
        RunSurroundings surroundings,
        RunState state,
        CancellationToken cancellationToken
    )
    {
        var known = surroundings.ModelKeys.ToList();
        try
        {
            var started = state.Started!;
            var repository = await Repository.FindAsync(started.Repository, surroundings.Programs, cancellationToken).ConfigureAwait(false);
            var store = SecretStore.Open(repository.Root, surroundings.Environment);
            known.AddRange(store.Filed);
            var start = await StartCommit.ReadAsync(repository, started.Base, cancellationToken).ConfigureAwait(false);
            var names = PolicyParts.SecretNames(start.Configuration);
            known.AddRange(names.Select(name => KeyValuePair.Create(name, store.Find(name) ?? "")));
        }
        catch (Exception trouble) when (IsExpected(trouble))
        {
            // What is known up to here has to do.
        }

        return SecretMask.Of(known.Where(secret => SecretMask.Refusal(secret.Key, secret.Value) is null));
    }

    private static bool IsExpected(Exception trouble) =>
        trouble is ProblemException or GitException or IOException or UnauthorizedAccessException;
}
