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

    /// <summary>What git ignores in a checkout: files, and folders that hold nothing else (with a slash at the end).</summary>
    public static async Task<IReadOnlyList<string>> IgnoredAsync(Repository repository, CancellationToken cancellationToken) =>
        await repository
            .Checkout.FieldsAsync(["ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--directory"], cancellationToken)
            .ConfigureAwait(false);

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
