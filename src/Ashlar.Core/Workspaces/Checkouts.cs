namespace Ashlar.Core.Workspaces;

/// <summary>The checkouts of a repository: its own and those of its worktrees.</summary>
public static class Checkouts
{
    /// <summary>Those that stand on a branch, by their folders.</summary>
    public static async Task<IReadOnlyList<string>> OfAsync(Git git, string branch, CancellationToken cancellationToken)
    {
        var found = new List<string>();
        var place = "";
        foreach (var line in await git.LinesAsync(["worktree", "list", "--porcelain"], cancellationToken).ConfigureAwait(false))
        {
            place = line.StartsWith("worktree ", StringComparison.Ordinal) ? line["worktree ".Length..] : place;
            if (string.Equals(line, $"branch refs/heads/{branch}", StringComparison.Ordinal))
            {
                found.Add(place);
            }
        }

        return found;
    }
}
