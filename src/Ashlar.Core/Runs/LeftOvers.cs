using Ashlar.Core.Journal;
using Ashlar.Core.Sandboxes;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs;

/// <summary>Clears what a killed execution of a run left behind, and nothing of anybody else.</summary>
internal static class LeftOvers
{
    private static readonly TimeSpan LongestHeld = TimeSpan.FromSeconds(1);

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
    /// Removes the lock that a git killed by the crash left on the run's own branch. Git holds it for milliseconds; a young one is
    /// left to whoever may hold it.
    /// </summary>
    public static void RemoveBranchLock(Repository repository, string branch, DateTimeOffset now)
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
