using System.Text;

namespace Ashlar.Core.Workspaces;

/// <summary>
/// A move of the user's checkout from one tree to another, which a killed process may have left half done: some files are those of the one, some of
/// the other, and git takes them for uncommitted work. Nothing is lost by finishing such a move, since each file is committed on one side.
/// </summary>
/// <param name="repository">The repository with the checkout.</param>
/// <param name="clock">By it locks of others are waited for.</param>
public sealed class CheckoutMove(Repository repository, TimeProvider clock)
{
    private Git Git => repository.Checkout;

    private WorkTreeIndex Files => new(Git, Path.Combine(repository.GitDirectory, CheckoutIndex.Left));

    /// <summary>
    /// Whether the checkout is between two trees, or on one of them: the index is one of the two, and no file differs from both.
    /// </summary>
    /// <param name="from">Tree or commit.</param>
    /// <param name="to">Tree or commit.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<bool> IsHalfDoneAsync(string from, string to, CancellationToken cancellationToken)
    {
        var staged = await StagedAsync(cancellationToken).ConfigureAwait(false);
        if (
            staged != await CommitTree.OfAsync(Git, from, cancellationToken).ConfigureAwait(false)
            && staged != await CommitTree.OfAsync(Git, to, cancellationToken).ConfigureAwait(false)
        )
        {
            return false;
        }

        try
        {
            var files = await Files.WriteAsync(to, new HashSet<string>(), cancellationToken).ConfigureAwait(false);
            var own = await DifferingAsync(from, files.Tree, cancellationToken).ConfigureAwait(false);
            own.IntersectWith(await DifferingAsync(to, files.Tree, cancellationToken).ConfigureAwait(false));
            return own.Count == 0;
        }
        finally
        {
            CheckoutIndex.Clear(repository);
        }
    }

    /// <summary>Finishes a move that was found half done.</summary>
    /// <param name="to">Tree or commit.</param>
    /// <param name="cancellationToken">Ends the wait for a lock.</param>
    /// <exception cref="ProblemException">Another git holds the index; exit status 1.</exception>
    public async Task FinishAsync(string to, CancellationToken cancellationToken)
    {
        CheckoutIndex.Clear(repository);
        var files = Files;
        _ = await files.WriteAsync(to, new HashSet<string>(), cancellationToken).ConfigureAwait(false);
        await BringAsync(files, to).ConfigureAwait(false);
        await IndexAsync(to, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Brings the files that an index follows to a tree; what is in neither stays.</summary>
    /// <param name="files">The index, written just now.</param>
    /// <param name="to">Tree or commit.</param>
    public Task BringAsync(WorkTreeIndex files, string to) =>
        Git.TextAsync(
            ["read-tree", "-u", "--reset", to],
            CancellationToken.None,
            new GitInput(null, new Dictionary<string, string>(StringComparer.Ordinal) { ["GIT_INDEX_FILE"] = files.Path })
        );

    /// <summary>Sets the checkout's own index to a tree that its files are at.</summary>
    /// <param name="to">Tree or commit.</param>
    /// <param name="cancellationToken">Ends the wait for a lock.</param>
    /// <exception cref="ProblemException">Another git holds the index; exit status 1.</exception>
    public Task IndexAsync(string to, CancellationToken cancellationToken) =>
        new CheckoutIndex(repository, clock).ChangeAsync(
            async input =>
            {
                await Git.TextAsync(["read-tree", "--reset", to], CancellationToken.None, input).ConfigureAwait(false);
                await Git.RunAsync(["update-index", "-q", "--refresh"], CancellationToken.None, input).ConfigureAwait(false);
            },
            cancellationToken
        );

    /// <summary>The tree of the checkout's index; null while a merge is unfinished in it.</summary>
    public async Task<string?> StagedAsync(CancellationToken cancellationToken)
    {
        // Git writes into the index that it is asked about.
        CheckoutIndex.Clear(repository);
        var (index, copy) = (Path.Combine(repository.GitDirectory, "index"), Files.Path);
        try
        {
            if (File.Exists(index))
            {
                File.Copy(index, copy);
            }

            var input = new GitInput(null, new Dictionary<string, string>(StringComparer.Ordinal) { ["GIT_INDEX_FILE"] = copy });
            var written = await Git.RunAsync(["write-tree"], cancellationToken, input).ConfigureAwait(false);
            return written.ExitCode == 0 ? Encoding.UTF8.GetString(written.Output).Trim() : null;
        }
        finally
        {
            CheckoutIndex.Clear(repository);
        }
    }

    private async Task<HashSet<string>> DifferingAsync(string one, string other, CancellationToken cancellationToken) =>
        new(
            await Git.FieldsAsync(["diff-tree", "-r", "-z", "--no-renames", "--name-only", one, other], cancellationToken)
                .ConfigureAwait(false),
            StringComparer.Ordinal
        );
}
