using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Starts;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Landings;

/// <summary>Puts the branch of a run where its record says that it begins; done again after a crash, it changes nothing.</summary>
internal static class FirstBranch
{
    /// <summary>Makes the branch, or moves one that is continued to the run's first commit.</summary>
    /// <exception cref="ProblemException">It is elsewhere, exit status 1, or somebody has it checked out.</exception>
    public static async Task PlaceAsync(Repository repository, RunFolder folder, RunStarted started)
    {
        if (started.ContinuesBranch && string.Equals(started.Base, started.Head, StringComparison.Ordinal))
        {
            await KeptWork.HoldAsync(repository.Git, folder.Id, started.Head).ConfigureAwait(false);
            return;
        }

        var resume = $"run `ashlar resume {folder.Id}`";
        var free = await FreeBranch.OfAsync(repository, started, $"then {resume}", CancellationToken.None).ConfigureAwait(false);
        var before = started.ContinuesBranch ? started.Base : "";
        if (
            await free.MoveAsync(started.Head, before, $"ashlar: {folder.Id}", CancellationToken.None, KeptWork.HeadRef(folder.Id))
                .ConfigureAwait(false)
            is not { } refused
        )
        {
            return;
        }

        throw await repository.Git.HeadOfAsync(started.Branch, CancellationToken.None).ConfigureAwait(false) is not null
            ? new ProblemException(
                await BranchWriter.AstrayAsync(repository.Git, folder.Id, started.Branch, started.Head).ConfigureAwait(false),
                exitStatus: 1
            )
            : new ProblemException(
                new Problem("git.failed", $"the branch {started.Branch} cannot be made: {ShownText.Line(refused)}")
                {
                    Remedy = $"Fix what git names, then {resume}",
                },
                exitStatus: 1
            );
    }
}
