using Ashlar.Core.Journal;
using Ashlar.Core.Sandboxes;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs;

/// <summary>Clears what a killed execution of a run left behind, and nothing of anybody else.</summary>
internal static class LeftOvers
{
    /// <summary>How often a locked branch is tried before that is a problem.</summary>
    public const int MostTries = 30;

    private static readonly TimeSpan LongestHeld = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private static readonly string[] CheckoutLocks = ["index.lock", "HEAD.lock"];

    /// <summary>
    /// Ends commands that were started and still run: those that are recorded, where process id and start time say that they are the same,
    /// and those that bear the run's mark.
    /// </summary>
    public static void EndProcesses(RunFolder folder, IReadOnlyList<Entry> past)
    {
        ProcessSweep.Kill(
            past.Where(entry => entry.Type == "command.started")
                .Select(entry => entry.Read(RunJson.Default.CommandStarted))
                .Select(command => new ProcessIdentity(command.Pid, command.StartTime))
        );
        ProcessSweep.KillOwned(folder.Owner);
    }

    /// <summary>
    /// Removes what processes left that were killed while they planned a run: its folder, and the processes that bear its mark. No run is
    /// there to be gone on with.
    /// </summary>
    public static void ClearPlans(string state)
    {
        foreach (var folder in RunFolder.Planned(state).Where(folder => !RunLock.IsHeld(folder)))
        {
            try
            {
                using var held = RunLock.TryTake(folder);
                if (held is not null && !folder.HasBegun)
                {
                    ProcessSweep.KillOwned(folder.Owner);
                    FolderRemoval.Delete(folder.Path);
                }
            }
            catch (DirectoryNotFoundException)
            {
                // Whoever planned in it has removed it.
            }
        }
    }

    /// <summary>
    /// Removes the locks that a git killed by the crash left on what is the run's alone: the refs of its kept work and, where it works in the
    /// user's checkout, that checkout's index and HEAD, unless a git is at work there.
    /// </summary>
    public static void RemoveOwnLocks(Repository repository, RunState state)
    {
        var kept = Path.Combine(repository.CommonDirectory, KeptWork.Refs(state.Run));
        var locks = Directory.Exists(kept) ? Directory.EnumerateFiles(kept, "*.lock", SearchOption.AllDirectories) : [];
        if (state.Started?.Checkout is not null && state.State is "running" && !IsGitAtWork(repository.Root))
        {
            locks = locks.Concat(CheckoutLocks.Select(name => Path.Combine(repository.GitDirectory, name)));
        }

        foreach (var path in locks.ToList())
        {
            File.Delete(path);
        }
    }

    /// <summary>Whether a git process runs in a checkout, such as one whose editor waits for a commit message.</summary>
    private static bool IsGitAtWork(string root) =>
        ProcessTree
            .All()
            .Any(pid =>
                ProcessTree.Stat(pid) is { Name: "git" }
                && $"{ProcessTree.WorkingDirectory(pid)}/".StartsWith($"{root}/", StringComparison.Ordinal)
            );

    /// <summary>
    /// Waits until no lock is left on a branch, for a few seconds; one that a killed git left goes after a while.
    /// </summary>
    public static async Task AwaitBranchAsync(Repository repository, string branch, TimeProvider clock, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MostTries && File.Exists(BranchLock(repository, branch)); tries++)
        {
            await GiveWayAsync(repository, branch, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Gives whoever holds a branch a moment, and removes the lock where nobody can hold it any more.</summary>
    public static Task GiveWayAsync(Repository repository, string branch, TimeProvider clock, CancellationToken cancellationToken)
    {
        RemoveBranchLock(repository, branch, clock.GetUtcNow());
        return Task.Delay(Look, clock, cancellationToken);
    }

    /// <summary>
    /// Removes the lock that a git killed by the crash left on the run's own branch. Git holds it for milliseconds; a young one is
    /// left to whoever may hold it.
    /// </summary>
    private static void RemoveBranchLock(Repository repository, string branch, DateTimeOffset now)
    {
        var path = BranchLock(repository, branch);
        if (File.Exists(path) && now - new DateTimeOffset(File.GetLastWriteTimeUtc(path), TimeSpan.Zero) > LongestHeld)
        {
            File.Delete(path);
        }
    }

    /// <summary>The file with which git locks a branch.</summary>
    public static string BranchLock(Repository repository, string branch) =>
        Path.Combine(repository.CommonDirectory, "refs", "heads", branch + ".lock");
}
