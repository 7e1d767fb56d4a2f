namespace Ashlar.Core.Workspaces;

/// <summary>
/// A linked worktree of one task, outside the user's checkout, detached at the task's base. Its branch is moved by
/// <see cref="TreeCommit"/>, never by a checkout.
/// </summary>
/// <param name="repository">The repository.</param>
/// <param name="path">The worktree's directory.</param>
public sealed class Worktree(Repository repository, string path)
{
    /// <summary>The worktree's directory.</summary>
    public string Path { get; } = path;

    /// <summary>The worktree's own git directory, below <c>.git/worktrees</c> of the repository.</summary>
    public string GitDirectory => System.IO.Path.Combine(repository.CommonDirectory, "worktrees", Name);

    /// <summary>Hardened git on this worktree.</summary>
    public Git Git => new(GitDirectory, Path);

    /// <summary>
    /// The name of the worktree's git directory. Written out by us instead of left to git, so that it is known without a search
    /// and belongs to one run only.
    /// </summary>
    private string Name => $"ashlar-{System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(Path))}-{System.IO.Path.GetFileName(Path)}";

    /// <summary>Whether the worktree is there and whole enough to go on with.</summary>
    public bool Exists => File.Exists(System.IO.Path.Combine(Path, ".git")) && File.Exists(System.IO.Path.Combine(GitDirectory, "HEAD"));

    /// <summary>
    /// Makes the worktree at a commit. Anything half made by an interrupted attempt is replaced. The administrative files are
    /// those that <c>git worktree add</c> writes (gitrepository-layout(5)).
    /// </summary>
    public async Task CreateAsync(string commit, CancellationToken cancellationToken)
    {
        Remove();
        Directory.CreateDirectory(Path);
        Directory.CreateDirectory(GitDirectory);
        await File.WriteAllTextAsync(System.IO.Path.Combine(GitDirectory, "commondir"), "../..\n", cancellationToken).ConfigureAwait(false);
        await File.WriteAllTextAsync(System.IO.Path.Combine(GitDirectory, "gitdir"), $"{Path}/.git\n", cancellationToken)
            .ConfigureAwait(false);
        await File.WriteAllTextAsync(System.IO.Path.Combine(GitDirectory, "HEAD"), $"{commit}\n", cancellationToken).ConfigureAwait(false);
        await Git.TextAsync(["read-tree", "-u", "--reset", commit], cancellationToken).ConfigureAwait(false);
        await File.WriteAllTextAsync(System.IO.Path.Combine(Path, ".git"), $"gitdir: {GitDirectory}\n", cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Has the worktree stand on another commit; its files stay as they are.</summary>
    public async Task StandOnAsync(string commit, CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(System.IO.Path.Combine(GitDirectory, "HEAD"), $"{commit}\n", cancellationToken).ConfigureAwait(false);
        await Git.TextAsync(["read-tree", "--reset", commit], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes the worktree and its administrative files. What is not there is no trouble.</summary>
    public void Remove()
    {
        FolderRemoval.Delete(Path);
        FolderRemoval.Delete(GitDirectory);
    }
}
