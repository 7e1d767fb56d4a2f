using Ashlar.Core.Journal;
using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Landings;

/// <summary>Ends unfinished runs that a person gives up: their branch is dropped, so nobody can resume them.</summary>
public static class RunUndoing
{
    /// <summary>Whether giving up the run ends anything: one that is done has ended, and one that was given up before too.</summary>
    public static bool Ends(RunState run) => run.State is not "done" && !run.IsUndone;

    /// <summary>Ends it; the caller owns the run.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="run">Where it stands.</param>
    /// <param name="journal">Its journal.</param>
    /// <param name="repository">Its repository; null where that is gone, and then nothing there is released.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task EndAsync(
        RunFolder folder,
        RunState run,
        IJournal journal,
        Repository? repository,
        CancellationToken cancellationToken
    )
    {
        if (repository is not null)
        {
            await WrittenTrees.ReleaseAsync(repository.Git, folder.Id, tasks: null, cancellationToken).ConfigureAwait(false);
        }

        journal.Append(null, journal.Masked(new RunFinished("failed", 1, Problem(folder, run), 0), RunJson.Default.RunFinished));
        journal.Sync();
    }

    /// <summary>Makes sure that the run was not given up.</summary>
    /// <exception cref="ProblemException">It was; exit status 2.</exception>
    public static void Refuse(RunFolder folder, RunState run)
    {
        if (run.IsUndone)
        {
            throw new ProblemException(Problem(folder, run));
        }
    }

    private static Problem Problem(RunFolder folder, RunState run) =>
        new(RunState.UndoneCode, $"{folder.Id} was undone: its branch {run.Started!.Branch} was dropped or is gone")
        {
            Remedy = $"Begin a new run; what this one did is in `ashlar logs {folder.Id}`",
        };
}
