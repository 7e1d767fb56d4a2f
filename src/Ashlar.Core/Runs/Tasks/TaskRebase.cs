using Ashlar.Core.Runs.Landings;
using Ashlar.Core.Runs.People;
using Ashlar.Core.Runs.Places;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Tools;

namespace Ashlar.Core.Runs.Tasks;

/// <summary>
/// Keeps one task up with the branch: before its work lands, it is put on top of what landed since the task began, and judged there. A
/// conflict goes back to the agent once; the next one is a person's to decide.
/// </summary>
/// <param name="site">Where it is done.</param>
/// <param name="cycles">Its gate cycles.</param>
/// <param name="questions">Asks people.</param>
internal sealed class TaskRebase(TaskSite site, GateCycles cycles, TaskEscalations questions)
{
    private int rebases;
    private int conflicts;

    /// <summary>
    /// The verdict on the work as it can land now, or what happens instead. Nothing else lands as long as the lease is held.
    /// </summary>
    /// <param name="lease">The lease of the branch.</param>
    /// <param name="key">The step of the landing, without the attempt.</param>
    /// <param name="verdict">The green verdict on the work as it was.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<(Verdict? Verdict, TaskStep? Stop)> CatchUpAsync(
        BranchLease lease,
        string key,
        Verdict verdict,
        CancellationToken cancellationToken
    )
    {
        while (true)
        {
            var step = $"{site.Prefix}{key}/rebase/{rebases + 1}";
            if (
                !site.HasRebased(step)
                && (
                    lease.Made(site.Item.Id, site.Prefix + key) is not null
                    || string.Equals(lease.Head, site.Worktree.Synced, StringComparison.Ordinal)
                )
            )
            {
                return (verdict, null);
            }

            rebases++;
            var rebased = await site.RebaseAsync(step, lease.Head, verdict.Tree, cancellationToken).ConfigureAwait(false);
            if (rebased.Conflicts.Count > 0)
            {
                return (null, Conflict(rebased));
            }

            var again = await cycles.RepeatAsync(verdict, Landed(rebased), cancellationToken).ConfigureAwait(false);
            if (again.Verdict is null)
            {
                return (null, again.Stop);
            }

            verdict = again.Verdict;
        }
    }

    private TaskStep Conflict(Rebased rebased)
    {
        conflicts++;
        var paths = string.Join(", ", rebased.Conflicts);
        return conflicts == 1
            ? TaskStep.Say(
                ToolAnswer.Failed(
                    $"""
                    {Landed(rebased)}
                    Your change does not fit together with it in: {paths}
                    These files now hold both sides. What landed stands between <<<<<<< and =======, yours between ======= and >>>>>>>. A file that one side deleted is there as the other side left it. All other files are brought up to date.
                    Read each of these files, make them right so that both changes hold, remove all marks, and hand in your work again.
                    """
                )
            )
            : questions.Ask(
                new EscalationDraft(
                    "conflict",
                    $"the task's change conflicts again with what landed meanwhile, in {paths}",
                    $"{Landed(rebased)}\nThe files hold both sides between conflict marks. Say how they belong together."
                )
                {
                    Paths = rebased.Conflicts,
                }
            );
    }

    private static string Landed(Rebased rebased) =>
        $"While you worked, this landed on the branch:\n{string.Join('\n', rebased.Landed.Select(line => $"- {line}"))}\nYour worktree is now on top of it.";
}
