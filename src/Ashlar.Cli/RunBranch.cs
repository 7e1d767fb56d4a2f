using System.Text;
using Ashlar.Core;
using Ashlar.Core.Workspaces;

namespace Ashlar.Cli;

/// <summary>The branch of a run, for taking it back.</summary>
/// <param name="repository">The repository.</param>
/// <param name="name">The branch's name.</param>
internal sealed class RunBranch(Repository repository, string name)
{
    private string Ref => $"refs/heads/{name}";

    /// <summary>The commit that it is at, or null when it does not exist.</summary>
    public async Task<string?> HeadAsync(CancellationToken cancellation)
    {
        var found = await repository.Git.RunAsync(["rev-parse", "--verify", "-q", $"{Ref}^{{commit}}"], cancellation).ConfigureAwait(false);
        return found.ExitCode == 0 ? Encoding.UTF8.GetString(found.Output).Trim() : null;
    }

    /// <summary>The commits after a commit, newest first: short hash and subject.</summary>
    public Task<IReadOnlyList<string>> CommitsAsync(string after, string head, CancellationToken cancellation) =>
        repository.Git.LinesAsync(["log", "--format=%h %s", $"{after}..{head}"], cancellation);

    /// <summary>Nobody may have it checked out.</summary>
    /// <exception cref="ProblemException">It is checked out somewhere.</exception>
    public async Task CheckNotCheckedOutAsync(CancellationToken cancellation)
    {
        string? place = null;
        foreach (var line in await repository.Git.LinesAsync(["worktree", "list", "--porcelain"], cancellation).ConfigureAwait(false))
        {
            place = line.StartsWith("worktree ", StringComparison.Ordinal) ? line["worktree ".Length..] : place;
            if (string.Equals(line, $"branch {Ref}", StringComparison.Ordinal))
            {
                throw new ProblemException(
                    new Problem("branch.checked-out", $"the branch {name} is checked out in {place}")
                    {
                        Remedy = $"Check out another branch there: `git -C {place} checkout -`",
                    }
                );
            }
        }
    }

    /// <summary>Drops it, or sets it back; only when it is still at <paramref name="head"/>.</summary>
    public Task DropAsync(string head, string? before, string run, CancellationToken cancellation) =>
        before is null
            ? repository.Git.TextAsync(["update-ref", "-d", Ref, head], cancellation)
            : repository.Git.TextAsync(["update-ref", "-m", $"ashlar: undo {run}", Ref, before, head], cancellation);
}
