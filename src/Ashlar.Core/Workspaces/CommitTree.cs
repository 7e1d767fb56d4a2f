namespace Ashlar.Core.Workspaces;

/// <summary>The tree of a commit.</summary>
internal static class CommitTree
{
    /// <summary>Its hash.</summary>
    /// <param name="git">The repository.</param>
    /// <param name="commit">The commit, or what names one.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="GitException">There is no such commit.</exception>
    public static Task<string> OfAsync(Git git, string commit, CancellationToken cancellationToken) =>
        git.TextAsync(["rev-parse", "--verify", $"{commit}^{{tree}}"], cancellationToken);
}
