namespace Ashlar.Core.Workspaces;

/// <summary>A checkout that a branch cannot be taken from: it is on it, or rebases it.</summary>
/// <param name="Place">Its folder, absolute; gone where it was deleted without telling git.</param>
/// <param name="IsOwn">Whether it is the repository's own checkout, as it was found.</param>
/// <param name="IsRebase">Whether a rebase of the branch is unfinished there.</param>
public sealed record BranchUse(string Place, bool IsOwn, bool IsRebase);

/// <summary>The checkouts of a repository: its own and those of its worktrees.</summary>
public static class Checkouts
{
    private static readonly string[] Rebases = ["rebase-merge/head-name", "rebase-apply/head-name"];

    /// <summary>Those that use a branch, in git's order: the first checkout, then the linked ones.</summary>
    public static async Task<IReadOnlyList<BranchUse>> OfAsync(Repository repository, string branch, CancellationToken cancellationToken)
    {
        var name = $"refs/heads/{branch}";
        var found = new List<BranchUse>();
        var (place, own) = ("", "");
        var lines = await repository.Git.LinesAsync(["worktree", "list", "--porcelain"], cancellationToken).ConfigureAwait(false);
        foreach (var line in lines)
        {
            if (line.StartsWith("worktree ", StringComparison.Ordinal))
            {
                // The first is that of the shared directory, whatever path git gives it: a submodule's is inside of the outer repository.
                own = place.Length == 0 ? repository.CommonDirectory : "";
                place = line["worktree ".Length..];
                own = own.Length > 0 ? own : GitDirectoryOf(place);
            }

            var stands = string.Equals(line, $"branch {name}", StringComparison.Ordinal);
            if (stands || (line is "detached" && Rebases.Any(file => Names(Path.Combine(own, file), name))))
            {
                found.Add(new BranchUse(place, own == repository.GitDirectory, !stands));
            }
        }

        return found;
    }

    private static bool Names(string file, string branch) => OrdinaryFile.Exists(file) && OrdinaryFile.ReadAllText(file).Trim() == branch;

    // Git lists its checkouts without their git directories, and would have to be asked once in each, also in those whose folder is gone.
    private static string GitDirectoryOf(string place)
    {
        const string Pointer = "gitdir:";
        var file = Path.Combine(place, ".git");
        return OrdinaryFile.Exists(file) && OrdinaryFile.ReadAllText(file) is var text && text.StartsWith(Pointer, StringComparison.Ordinal)
            ? Path.GetFullPath(text[Pointer.Length..].Trim(), place)
            : place;
    }
}
