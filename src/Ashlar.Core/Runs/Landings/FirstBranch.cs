using Ashlar.Core.Runs.Records;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Landings;

/// <summary>Puts the branch of a run where its record says that it begins; done again after a crash, it changes nothing.</summary>
internal static class FirstBranch
{
    /// <summary>Makes the branch, or moves one that is continued to the run's first commit.</summary>
    /// <exception cref="ProblemException">It is elsewhere; exit status 1.</exception>
    public static async Task PlaceAsync(Repository repository, RunFolder folder, RunStarted started)
    {
        var name = $"refs/heads/{started.Branch}";
        var git = repository.Git;
        var before = started.ContinuesBranch ? started.Base : "";
        if (started.ContinuesBranch && string.Equals(started.Base, started.Head, StringComparison.Ordinal))
        {
            return;
        }

        var moved = await git.RunAsync(["update-ref", "-m", $"ashlar: {folder.Id}", name, started.Head, before], CancellationToken.None)
            .ConfigureAwait(false);
        if (moved.ExitCode == 0)
        {
            return;
        }

        var now = await git.HeadOfAsync(started.Branch, CancellationToken.None).ConfigureAwait(false);
        if (now != started.Head)
        {
            throw now is not null
                ? new ProblemException(BranchWriter.Moved(started.Branch, started.Head), exitStatus: 1)
                : new ProblemException(
                    new Problem("git.failed", $"the branch {started.Branch} cannot be made: {ShownText.Line(moved.Error)}")
                    {
                        Remedy = $"Fix what git names, then run `ashlar resume {folder.Id}`",
                    },
                    exitStatus: 1
                );
        }
    }
}
