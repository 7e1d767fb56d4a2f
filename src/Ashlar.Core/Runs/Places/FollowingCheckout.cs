using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Starts;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Places;

/// <summary>The user's checkout between the tasks of a run that works in it: it comes along when Ashlar moves the branch.</summary>
/// <param name="repository">The repository.</param>
/// <param name="started">How the run began.</param>
/// <param name="clock">By it locks of others are waited for.</param>
internal sealed class FollowingCheckout(Repository repository, RunStarted started, TimeProvider clock)
{
    private Git Git => repository.Checkout;

    /// <summary>Makes sure that it will come along where it is on the branch.</summary>
    /// <exception cref="ProblemException">It is there and is not clean; exit status 2.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        if (
            await StandsAsync(cancellationToken).ConfigureAwait(false)
            && await UserCheckout.UncommittedAsync(repository, cancellationToken).ConfigureAwait(false) is { Count: > 0 } dirty
        )
        {
            throw UserCheckout.Dirty(dirty);
        }
    }

    /// <summary>
    /// Follows commits that Ashlar made on the branch without a task, such as a tick that is taken back: a checkout that stands clean on an
    /// earlier commit of the run comes along, also one that a killed process left on the way; any other is left as it is.
    /// </summary>
    public async Task FollowAsync(string head, CancellationToken cancellationToken)
    {
        if (!await StandsAsync(cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        var changed = await Git.FieldsAsync(["ls-files", "-z", "-m", "-d", "-o", "--exclude-standard"], cancellationToken)
            .ConfigureAwait(false);
        var trees = await Git.LinesAsync(["log", "--format=%T", head, "--not", $"{started.Base}^@"], cancellationToken)
            .ConfigureAwait(false);
        if (changed.Count > 0)
        {
            var move = new CheckoutMove(repository, clock);
            if (
                await move.StagedAsync(cancellationToken).ConfigureAwait(false) is { } staged
                && trees.Contains(staged, StringComparer.Ordinal)
                && await move.IsHalfDoneAsync(staged, head, cancellationToken).ConfigureAwait(false)
            )
            {
                await move.FinishAsync(head, cancellationToken).ConfigureAwait(false);
            }

            return;
        }

        await new CheckoutIndex(repository, clock)
            .ChangeAsync(
                async input =>
                {
                    var tree = await Git.TextAsync(["write-tree"], cancellationToken, input).ConfigureAwait(false);
                    if (trees.Contains(tree, StringComparer.Ordinal))
                    {
                        await Git.TextAsync(["read-tree", "-m", "-u", tree, head], cancellationToken, input).ConfigureAwait(false);
                    }
                },
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    private Task<bool> StandsAsync(CancellationToken cancellationToken) =>
        UserCheckout.StandsOnAsync(repository, started.Branch, cancellationToken);
}
