using Ashlar.Core.Runs.Landings;
using Ashlar.Core.Runs.Places;

namespace Ashlar.Core.Runs.People;

/// <summary>Brings documents that people hand over with their answers to one task's questions to the branch and into its worktree.</summary>
/// <param name="documents">Commits them.</param>
/// <param name="landing">The way to the branch.</param>
/// <param name="site">Where the task is done.</param>
internal sealed class TaskHandover(HandedDocuments documents, Landing landing, TaskSite site)
{
    private int brought;

    /// <summary>Puts them on the branch, and the task's work on top of that.</summary>
    /// <exception cref="ProblemException">They cannot land; exit status 1.</exception>
    public async Task BringAsync(CancellationToken cancellationToken)
    {
        if (site.Handed.Waiting.Count == 0)
        {
            return;
        }

        using var lease = await landing.LeaseAsync(site.Item.Id, cancellationToken).ConfigureAwait(false);
        await CommitAsync(lease, cancellationToken).ConfigureAwait(false);
        brought++;
        var tree = (await site.StateAsync(cancellationToken).ConfigureAwait(false)).Tree;
        _ = await site.RebaseAsync($"{site.Prefix}answer/rebase/{brought}", lease.Head, tree, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Puts them on the branch; whoever holds the lease then puts the work on top of it.</summary>
    /// <exception cref="ProblemException">They cannot land; exit status 1.</exception>
    public async Task CommitAsync(BranchLease lease, CancellationToken cancellationToken)
    {
        if (site.Handed.Waiting.Count > 0)
        {
            site.Handed.Committed(
                await documents.CommitAsync(lease, site.Item.Id, site.Handed.Waiting, cancellationToken).ConfigureAwait(false)
            );
        }
    }
}
