using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Records;

/// <summary>Clears the locks that a killed execution of a run left in a repository, and nobody else's.</summary>
internal static class CrashCleanup
{
    /// <summary>How often a locked branch is tried before that is a problem.</summary>
    public const int MostTries = 30;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Removes the locks that a git killed by the crash left on what is the run's alone: the refs of its kept work and, where it works in the
    /// user's checkout, those of that checkout that Ashlar took itself. Any other lock is somebody else's.
    /// </summary>
    public static void RemoveOwnLocks(Repository repository, RunState state)
    {
        var kept = Path.Combine(repository.CommonDirectory, KeptWork.Refs(state.Run));
        var locks = Directory.Exists(kept) ? Directory.EnumerateFiles(kept, "*.lock", SearchOption.AllDirectories) : [];
        foreach (var path in locks.ToList())
        {
            File.Delete(path);
        }

        if (state.Started?.Checkout is not null)
        {
            CheckoutIndex.Clear(repository);
        }
    }

    /// <summary>Waits until no lock is left on a branch, for a few seconds. Whose it is cannot be told, so it is left where it is.</summary>
    /// <exception cref="ProblemException">It stays locked; exit status 2.</exception>
    public static async Task AwaitBranchAsync(Repository repository, string branch, TimeProvider clock, CancellationToken cancellationToken)
    {
        for (var tries = 0; File.Exists(BranchLock(repository, branch)); tries++)
        {
            if (tries == MostTries)
            {
                throw new ProblemException(Locked(repository, branch, "run again"), exitStatus: 2);
            }

            await GiveWayAsync(clock, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Gives whoever holds a branch a moment.</summary>
    public static Task GiveWayAsync(TimeProvider clock, CancellationToken cancellationToken) => Task.Delay(Look, clock, cancellationToken);

    /// <summary>
    /// Removes the lock that a git of an earlier execution of this run left on the branch: one with the very commit that the run is about to
    /// put there, which nobody else makes. Any other lock is left to whoever holds it, however old it is.
    /// </summary>
    public static void RemoveOwnBranchLock(Repository repository, string branch, string commit)
    {
        var path = BranchLock(repository, branch);
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: <= 80 } && OrdinaryFile.ReadAllText(path).TrimEnd('\n') == commit)
            {
                File.Delete(path);
            }
        }
        catch (IOException)
        {
            // Whoever held it has let it go.
        }
    }

    /// <summary>That the branch stays locked, with the file that says so.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="branch">The branch.</param>
    /// <param name="then">What to do when it is no longer.</param>
    public static Problem Locked(Repository repository, string branch, string then)
    {
        var path = BranchLock(repository, branch);
        return new Problem("branch.locked", $"the branch {branch} is locked by another git process")
        {
            Path = path,
            Remedy = $"Wait for that process, or remove {path} if there is none, then {then}",
        };
    }

    /// <summary>The file with which git locks a branch.</summary>
    public static string BranchLock(Repository repository, string branch) =>
        Path.Combine(repository.CommonDirectory, "refs", "heads", branch + ".lock");
}
