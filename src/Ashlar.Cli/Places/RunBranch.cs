using Ashlar.Core;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Starts;
using Ashlar.Core.Workspaces;

namespace Ashlar.Cli.Places;

/// <summary>The branch of a run, for taking it back.</summary>
/// <param name="repository">The repository.</param>
/// <param name="name">The branch's name.</param>
internal sealed class RunBranch(Repository repository, string name)
{
    private string Ref => $"refs/heads/{name}";

    /// <summary>The commit that it is at, or null when it does not exist.</summary>
    /// <exception cref="ProblemException">It is only another name of some other branch.</exception>
    public async Task<string?> HeadAsync(CancellationToken cancellation)
    {
        await FreeBranch.RefuseAliasAsync(repository, name, "then undo again", cancellation).ConfigureAwait(false);
        return await repository.Git.HeadOfAsync(name, cancellation).ConfigureAwait(false);
    }

    /// <summary>The commits after a commit that nothing but this branch holds, newest first: short hash and subject.</summary>
    public Task<IReadOnlyList<string>> OwnCommitsAsync(string after, string head, CancellationToken cancellation) =>
        repository.Git.LinesAsync(
            ["log", "--format=%h %s", head, "--not", after, $"--exclude={name}", "--branches", "--remotes", "--tags"],
            cancellation
        );

    /// <summary>Whether the repository's own checkout is on it.</summary>
    public Task<bool> IsHereAsync(CancellationToken cancellation) => UserCheckout.StandsOnAsync(repository, name, cancellation);

    /// <summary>The checkout must not lose anything when it leaves the branch; one that an undoing left on its way does not.</summary>
    /// <param name="before">How the checkout was before the run.</param>
    /// <param name="head">The branch's newest commit.</param>
    /// <param name="clock">By it locks of others are waited for.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="ProblemException">It has uncommitted files.</exception>
    public async Task CheckCleanAsync(CheckoutStart before, string head, TimeProvider clock, CancellationToken cancellation)
    {
        var status = await repository
            .Checkout.FieldsAsync(["status", "--porcelain", "-z", "--no-renames"], cancellation)
            .ConfigureAwait(false);
        if (
            status.Count > 0
            && !await new CheckoutMove(repository, clock)
                .IsHalfDoneAsync(head, (await TargetAsync(before, cancellation).ConfigureAwait(false)).Commit, cancellation)
                .ConfigureAwait(false)
        )
        {
            throw new ProblemException(
                new Problem(
                    "checkout.dirty",
                    $"the checkout has uncommitted files: {ShownText.Line(string.Join(", ", status.Take(10).Select(field => field[3..])))}"
                )
                {
                    Path = status[0][3..],
                    Remedy = "Commit them or put them away (`git stash --include-untracked`), then undo again",
                }
            );
        }
    }

    /// <summary>Takes the checkout back to where it stood before the run; a branch that it stood on may have moved since.</summary>
    public async Task LeaveAsync(CheckoutStart before, string head, TimeProvider clock, CancellationToken cancellation)
    {
        var (commit, branch) = await TargetAsync(before, cancellation).ConfigureAwait(false);
        var move = new CheckoutMove(repository, clock);
        if (await move.IsHalfDoneAsync(head, commit, cancellation).ConfigureAwait(false))
        {
            await move.FinishAsync(commit, cancellation).ConfigureAwait(false);
        }
        else
        {
            await new CheckoutIndex(repository, clock)
                .ChangeAsync(
                    input => repository.Checkout.TextAsync(["read-tree", "-m", "-u", head, commit], cancellation, input),
                    cancellation
                )
                .ConfigureAwait(false);
        }

        if (branch is not null)
        {
            await repository.Checkout.TextAsync(["symbolic-ref", "HEAD", branch], cancellation).ConfigureAwait(false);
        }
        else if (!string.Equals(before.Branch, name, StringComparison.Ordinal))
        {
            await repository.Checkout.TextAsync(["update-ref", "--no-deref", "HEAD", commit], cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Where the checkout goes back to: a commit, and the branch that it is on; null where it stays on this one or on none.</summary>
    private async Task<(string Commit, string? Branch)> TargetAsync(CheckoutStart before, CancellationToken cancellation)
    {
        if (before.Branch is null || string.Equals(before.Branch, name, StringComparison.Ordinal))
        {
            return (before.Commit, null);
        }

        return await repository.Git.HeadOfAsync(before.Branch, cancellation).ConfigureAwait(false) is { } there
            ? (there, $"refs/heads/{before.Branch}")
            : (before.Commit, null);
    }

    /// <summary>The branch for moving it, once nobody has it checked out.</summary>
    /// <param name="here">Whether the repository's own checkout may be on it.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="ProblemException">It is checked out somewhere.</exception>
    public Task<FreeBranch> FreeAsync(bool here, CancellationToken cancellation) =>
        FreeBranch.OfAsync(repository, name, here, "then undo again", cancellation);

    /// <summary>Drops it, or sets it back; only when it is still at <paramref name="head"/>.</summary>
    /// <exception cref="ProblemException">It is checked out somewhere, or it cannot be moved.</exception>
    public async Task DropAsync(string head, string? before, string run, CancellationToken cancellation)
    {
        var free = await FreeAsync(here: before is not null && await IsHereAsync(cancellation).ConfigureAwait(false), cancellation)
            .ConfigureAwait(false);
        if (before is null)
        {
            await free.DeleteAsync(head, cancellation).ConfigureAwait(false);
        }
        else if (await free.MoveAsync(before, head, $"ashlar: undo {run}", cancellation).ConfigureAwait(false) is { } refused)
        {
            throw new ProblemException(
                new Problem("git.failed", $"the branch {name} cannot be set back: {ShownText.Line(refused)}")
                {
                    Remedy = "Fix what git names, then undo again",
                }
            );
        }
    }
}
