using System.Text;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Starts;

/// <summary>
/// A branch that was found checked out nowhere, or only in a checkout that the caller brings along. It alone moves branches of the user's
/// repository, so that nobody's next commit takes back what moved.
/// </summary>
public sealed class FreeBranch
{
    private readonly Repository repository;

    private FreeBranch(Repository repository, string name)
    {
        this.repository = repository;
        Name = name;
    }

    /// <summary>Its name, without <c>refs/heads/</c>.</summary>
    public string Name { get; }

    private string Ref => $"refs/heads/{Name}";

    /// <summary>Makes sure that nobody has it checked out.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="name">The branch, which need not exist.</param>
    /// <param name="here">Whether the repository's own checkout may be on it, because it is brought along.</param>
    /// <param name="then">What to do after leaving the branch, as the end of the remedy.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ProblemException">It is checked out or rebased somewhere; exit status 2.</exception>
    public static async Task<FreeBranch> OfAsync(
        Repository repository,
        string name,
        bool here,
        string then,
        CancellationToken cancellationToken
    ) =>
        await HindranceAsync(repository, name, here, then, cancellationToken).ConfigureAwait(false) is { } hindrance
            ? throw new ProblemException(hindrance)
            : new FreeBranch(repository, name);

    /// <summary>The same of a run's branch; the checkout of a run that works there is brought along.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="started">How the run began.</param>
    /// <param name="then">What to do after leaving the branch, as the end of the remedy.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ProblemException">It is checked out or rebased somewhere, or is only another name; exit status 2.</exception>
    internal static Task<FreeBranch> OfAsync(Repository repository, RunStarted started, string then, CancellationToken cancellationToken) =>
        OfAsync(repository, started.Branch, started.Checkout is not null, then, cancellationToken);

    /// <summary>Makes sure that a name is that of a branch, not another name of one: what moves or drops it would do so to the other.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="name">The branch, which need not exist.</param>
    /// <param name="then">What to do afterwards, as the end of the remedy.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ProblemException">It is a symbolic ref; exit status 2.</exception>
    public static async Task RefuseAliasAsync(Repository repository, string name, string then, CancellationToken cancellationToken)
    {
        if (await AliasAsync(repository, name, then, cancellationToken).ConfigureAwait(false) is { } alias)
        {
            throw new ProblemException(alias);
        }
    }

    /// <summary>Moves the branch, or makes it; only when it is where it is expected.</summary>
    /// <param name="commit">Where to.</param>
    /// <param name="before">The commit that it is at; empty where there must be no such branch.</param>
    /// <param name="reason">What its log says.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="hold">A ref that goes there in the same step, and keeps the commit if somebody deletes the branch; null for none.</param>
    /// <returns>What git said against it; null when the branch is at the commit now, moved there just now or before.</returns>
    public async Task<string?> MoveAsync(
        string commit,
        string before,
        string reason,
        CancellationToken cancellationToken,
        string? hold = null
    )
    {
        var git = repository.Git;
        var lines = before.Length == 0 ? $"create {Ref} {commit}\n" : $"update {Ref} {commit} {before}\n";
        lines += hold is null ? "" : $"update {hold} {commit}\n";
        var moved = await git.RunAsync(["update-ref", "--no-deref", "-m", reason, "--stdin"], cancellationToken, GitInput.Text(lines))
            .ConfigureAwait(false);
        if (moved.ExitCode == 0)
        {
            return null;
        }

        var present = await git.RunAsync(["rev-parse", "--verify", "-q", Ref], cancellationToken).ConfigureAwait(false);
        return Encoding.UTF8.GetString(present.Output).Trim() == commit ? null : moved.Error;
    }

    /// <summary>Deletes the branch; only when it is where it is expected.</summary>
    /// <param name="head">The commit that it is at.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="GitException">It is elsewhere, or cannot be deleted.</exception>
    public Task DeleteAsync(string head, CancellationToken cancellationToken) =>
        repository.Git.TextAsync(["update-ref", "-d", Ref, head], cancellationToken);

    private static async Task<Problem?> HindranceAsync(
        Repository repository,
        string name,
        bool here,
        string then,
        CancellationToken cancellationToken
    )
    {
        if (await AliasAsync(repository, name, then, cancellationToken).ConfigureAwait(false) is { } alias)
        {
            return alias;
        }

        var uses = await Checkouts.OfAsync(repository, name, cancellationToken).ConfigureAwait(false);
        if (uses.FirstOrDefault(use => !(here && use is { IsOwn: true, IsRebase: false })) is not { } other)
        {
            return null;
        }

        var place = ShellWords.Quote(other.Place);
        var (how, remedy) = other switch
        {
            { IsRebase: true } => (
                "being rebased",
                $"Finish that (`git -C {place} rebase --continue` or `git -C {place} rebase --abort`) and leave the branch there (`git -C {place} switch --detach`)"
            ),
            _ when Directory.Exists(other.Place) => (
                "checked out",
                $"Leave it there (`git -C {place} switch --detach`) or check out another branch there"
            ),
            _ => ("checked out", "That folder is gone: `git worktree prune`, and before it `git worktree unlock` if it was locked"),
        };
        return new Problem("branch.checked-out", $"the branch {name} is {how} in {other.Place}") { Remedy = $"{remedy}, {then}" };
    }

    private static async Task<Problem?> AliasAsync(Repository repository, string name, string then, CancellationToken cancellationToken)
    {
        var asked = await repository.Git.RunAsync(["symbolic-ref", "-q", $"refs/heads/{name}"], cancellationToken).ConfigureAwait(false);
        if (asked.ExitCode != 0)
        {
            return null;
        }

        var other = Encoding.UTF8.GetString(asked.Output).Trim();
        var there = await repository.Git.RunAsync(["rev-parse", "-q", "--verify", other], cancellationToken).ConfigureAwait(false);
        var (alias, branch) = (ShellWords.Quote($"refs/heads/{name}"), ShellWords.Quote(name));
        var own = there.ExitCode == 0 ? $" && git branch {branch} {ShellWords.Quote(other)}" : "";
        return new Problem("branch.alias", $"the branch {name} is only another name of {ShownText.Line(other)} (a symbolic ref)")
        {
            Remedy = $"Make it a branch of its own (`git symbolic-ref --delete {alias}{own}`), {then}",
        };
    }
}
