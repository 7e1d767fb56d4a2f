namespace Ashlar.Core.Workspaces;

/// <summary>
/// A linked worktree of one task, outside the user's checkout, detached at the task's base. Its branch is moved by
/// <see cref="TreeCommit"/>, never by a checkout.
/// </summary>
/// <param name="repository">The repository.</param>
/// <param name="path">The worktree's directory.</param>
/// <param name="mark">Null; or, where the user's checkout itself is worked in, what says so.</param>
public sealed class Worktree(Repository repository, string path, InPlaceMark? mark = null)
{
    /// <summary>The worktree's directory.</summary>
    public string Path { get; } = path;

    /// <summary>The worktree's own git directory, below <c>.git/worktrees</c> of the repository.</summary>
    public string GitDirectory =>
        IsCheckout ? repository.GitDirectory : System.IO.Path.Combine(repository.CommonDirectory, "worktrees", Name);

    /// <summary>Whether it is the user's own checkout, which is never removed.</summary>
    private bool IsCheckout => string.Equals(Path.TrimEnd('/'), repository.Root, StringComparison.Ordinal);

    /// <summary>Hardened git on this worktree.</summary>
    public Git Git =>
        IsCheckout
            ? repository.Checkout
            : new(repository.Programs.Git!, GitDirectory, Path) { Objects = repository.Objects, LargeFiles = repository.LargeFiles };

    /// <summary>
    /// The name of the worktree's git directory. Written out by us instead of left to git, so that it is known without a search
    /// and belongs to one run only.
    /// </summary>
    private string Name => $"ashlar-{System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(Path))}-{System.IO.Path.GetFileName(Path)}";

    /// <summary>Whether the worktree is there and whole enough to continue with.</summary>
    public bool Exists => IsCheckout ? mark?.IsSet == true : IsFilled(System.IO.Path.Combine(Path, ".git")) && IsFilled(HeadPath);

    private string HeadPath => System.IO.Path.Combine(GitDirectory, "HEAD");

    private static bool IsFilled(string file) => new FileInfo(file) is { Exists: true, Length: > 0 };

    /// <summary>
    /// Makes the worktree at a commit. Anything half made by an interrupted attempt is replaced. The administrative files are
    /// those that <c>git worktree add</c> writes (gitrepository-layout(5)).
    /// </summary>
    public async Task CreateAsync(string commit, CancellationToken cancellationToken)
    {
        if (IsCheckout)
        {
            (mark ?? throw new InvalidOperationException($"{Path} is the user's checkout")).Set();
            await ReadAsync(["read-tree", "-u", "--reset", commit], cancellationToken).ConfigureAwait(false);
            return;
        }

        Remove();
        Directory.CreateDirectory(Path);
        Directory.CreateDirectory(GitDirectory);
        WholeFile.Write(System.IO.Path.Combine(GitDirectory, "commondir"), "../..\n");
        WholeFile.Write(System.IO.Path.Combine(GitDirectory, "gitdir"), $"{Path}/.git\n");
        WholeFile.Write(HeadPath, $"{commit}\n");
        await Git.TextAsync(["read-tree", "-u", "--reset", commit], cancellationToken).ConfigureAwait(false);
        WholeFile.Write(System.IO.Path.Combine(Path, ".git"), $"gitdir: {GitDirectory}\n");
    }

    /// <summary>Puts the worktree on another commit; its files stay as they are.</summary>
    public async Task StandOnAsync(string commit, CancellationToken cancellationToken)
    {
        if (!IsCheckout)
        {
            WholeFile.Write(HeadPath, $"{commit}\n");
        }

        await ReadAsync(["read-tree", "--reset", commit], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs git where it changes the worktree's index.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ProblemException">It is the user's checkout, and another git works there; exit status 1.</exception>
    public Task ReadAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        if (IsCheckout)
        {
            return new CheckoutIndex(repository, TimeProvider.System).ChangeAsync(
                input => Git.TextAsync(arguments, cancellationToken, input),
                cancellationToken
            );
        }

        // Its git directory is the run's alone.
        File.Delete(System.IO.Path.Combine(GitDirectory, "index.lock"));
        return Git.TextAsync(arguments, cancellationToken);
    }

    /// <summary>Removes the worktree and its administrative files; the user's own checkout stays. What is not there is no trouble.</summary>
    public void Remove()
    {
        if (IsCheckout)
        {
            return;
        }

        FolderRemoval.Delete(Path);
        FolderRemoval.Delete(GitDirectory);
    }
}

/// <summary>Says that the user's checkout holds the work of one attempt at a task, so that it is resumed and never taken for the user's.</summary>
/// <param name="Path">The file that says so; outside the repository.</param>
/// <param name="Attempt">Whose work it is.</param>
public sealed record InPlaceMark(string Path, string Attempt)
{
    /// <summary>Whether the checkout holds this attempt's work.</summary>
    public bool IsSet => string.Equals(Read(Path), Attempt, StringComparison.Ordinal);

    /// <summary>The attempt whose work the checkout holds, or null.</summary>
    public static string? Read(string path) => File.Exists(path) ? OrdinaryFile.ReadAllText(path) : null;

    /// <summary>From now on the checkout holds this attempt's work.</summary>
    public void Set() => WholeFile.Write(Path, Attempt);
}
