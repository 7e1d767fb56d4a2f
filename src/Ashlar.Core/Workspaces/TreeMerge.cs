using System.Text;
using Ashlar.Core.Secrets;

namespace Ashlar.Core.Workspaces;

/// <summary>
/// Brings two lines of work together among git's objects alone (<c>git merge-tree --write-tree</c>, from git 2.38): no checkout, index or
/// stash of anybody is touched.
/// </summary>
/// <param name="git">Hardened git on the shared directory.</param>
/// <param name="identity">Who is named in the passing commits.</param>
public sealed class TreeMerge(Git git, GitIdentity identity)
{
    private const int Conflict = 1;

    /// <summary>The date of commits that only pass between git's commands: always the same, so that their names, which are in conflict marks, are.</summary>
    public static DateTimeOffset Date { get; } = DateTimeOffset.FromUnixTimeSeconds(1_000_000_000);

    /// <summary>Merges a tree that was made from <paramref name="ancestor"/> into a commit that descends from it.</summary>
    /// <param name="ancestor">The commit that both build on.</param>
    /// <param name="commit">The newer commit.</param>
    /// <param name="tree">The tree with the other line of work.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="GitException">Git cannot do it.</exception>
    public async Task<MergedTree> MergeAsync(string ancestor, string commit, string tree, CancellationToken cancellationToken)
    {
        var other = await PassingAsync(tree, ancestor, MaskedText.Literal("Work\n"), cancellationToken).ConfigureAwait(false);
        string[] arguments = ["merge-tree", "--write-tree", "--no-messages", "--name-only", "-z", commit, other];
        var result = await git.RunAsync(arguments, cancellationToken).ConfigureAwait(false);
        if (result.ExitCode is not (0 or Conflict))
        {
            throw new GitException(arguments, result.ExitCode, result.Error);
        }

        var fields = Encoding.UTF8.GetString(result.Output).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        return new MergedTree(fields[0], [.. fields.Skip(1).Distinct(StringComparer.Ordinal)]);
    }

    /// <summary>A commit that passes between git's commands: no branch or other ref ever names it, so that nothing in it is kept or pushed.</summary>
    public Task<string> PassingAsync(string tree, string parent, MaskedText message, CancellationToken cancellationToken) =>
        git.TextAsync(
            ["commit-tree", tree, "-p", parent, "-F", "-"],
            cancellationToken,
            GitInput.Text(message.Text, identity.Environment(Date))
        );
}

/// <summary>The result of a merge.</summary>
/// <param name="Tree">The tree; files in conflict hold both sides between conflict marks.</param>
/// <param name="Conflicts">The paths in conflict; empty for a clean merge.</param>
public sealed record MergedTree(string Tree, IReadOnlyList<string> Conflicts);
