using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Starts;

/// <summary>What may stand in the way of working in the user's own checkout.</summary>
public static class UserCheckout
{
    /// <summary>What is uncommitted in a checkout: changed, staged or untracked, but not ignored.</summary>
    public static async Task<IReadOnlyList<string>> UncommittedAsync(Repository repository, CancellationToken cancellationToken)
    {
        var fields = await repository
            .Checkout.FieldsAsync(
                ["status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--ignore-submodules=all"],
                cancellationToken
            )
            .ConfigureAwait(false);
        return [.. fields.Select(field => field[3..])];
    }

    /// <summary>Whether a checkout is on a branch.</summary>
    /// <param name="repository">The repository with the checkout.</param>
    /// <param name="branch">Its name, without <c>refs/heads/</c>.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<bool> StandsOnAsync(Repository repository, string branch, CancellationToken cancellationToken)
    {
        var head = await repository.Checkout.RunAsync(["symbolic-ref", "-q", "HEAD"], cancellationToken).ConfigureAwait(false);
        return System.Text.Encoding.UTF8.GetString(head.Output).Trim() == $"refs/heads/{branch}";
    }

    /// <summary>What git ignores in a checkout: files, and folders that hold nothing else (with a slash at the end).</summary>
    public static async Task<IReadOnlyList<string>> IgnoredAsync(Repository repository, CancellationToken cancellationToken) =>
        await repository
            .Checkout.FieldsAsync(["ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--directory"], cancellationToken)
            .ConfigureAwait(false);

    /// <summary>
    /// What keeps git from telling how a checkout differs from its commit: patterns of what is checked out, or files that it is told not to
    /// look at; null where there is nothing.
    /// </summary>
    public static async Task<Problem?> HiddenAsync(Repository repository, CancellationToken cancellationToken)
    {
        var sparse = await repository
            .Checkout.RunAsync(["config", "--type=bool", "--get", "core.sparseCheckout"], cancellationToken)
            .ConfigureAwait(false);
        if (System.Text.Encoding.UTF8.GetString(sparse.Output).Trim() is "true")
        {
            return new Problem("checkout.sparse", "the checkout is sparse, so that files which the run adds or changes may not stay in it")
            {
                Remedy = "Leave out --in-place, or check out everything with `git sparse-checkout disable`",
            };
        }

        // The tag is S for skip-worktree, and in lower case for assume-unchanged.
        var tagged = await repository.Checkout.FieldsAsync(["ls-files", "-v", "-z"], cancellationToken).ConfigureAwait(false);
        return tagged.FirstOrDefault(field => field[0] is 'S' || char.IsAsciiLetterLower(field[0])) is not { } hidden
            ? null
            : new Problem("checkout.sparse", $"git is told not to look at {ShownText.Line(hidden[2..])} in the checkout")
            {
                Path = hidden[2..],
                Remedy =
                    $"Leave out --in-place, or have git look with `git update-index --no-skip-worktree --no-assume-unchanged -- {ShellWords.Quote(hidden[2..])}`",
            };
    }

    /// <summary>The trouble that a checkout is not clean.</summary>
    public static ProblemException Dirty(IReadOnlyList<string> paths) =>
        new(
            new Problem("checkout.dirty", $"the checkout has uncommitted files: {ShownText.Line(string.Join(", ", paths.Take(10)))}")
            {
                Path = paths[0],
                Remedy = "Commit them or put them away (`git stash --include-untracked`); without --in-place they are left alone",
            }
        );
}
