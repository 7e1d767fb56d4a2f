using Ashlar.Core.Journal;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Starts;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Landings;

/// <summary>
/// Puts commits on a run's branch. A commit is recorded whole before it is made, date included, so that making it again after a crash
/// makes the same one.
/// </summary>
/// <param name="repository">The user's repository.</param>
/// <param name="identity">Who commits.</param>
/// <param name="secrets">Looks for secrets in what is committed.</param>
/// <param name="steps">Recorded steps.</param>
/// <param name="started">How the run began: its branch, and whether it works in the user's checkout, which comes along.</param>
/// <param name="clock">The clock.</param>
internal sealed class BranchWriter(
    Repository repository,
    GitIdentity identity,
    TreeSecrets secrets,
    StepLog steps,
    RunStarted started,
    TimeProvider clock
)
{
    private readonly string branch = started.Branch;

    private string Then => $"then run `ashlar resume {steps.Journal.Run}`";

    /// <summary>Records that a commit is about to be made; it is on disk before the branch moves. The date is cut to whole seconds.</summary>
    public CommitIntended Intend(CommitIntended wanted, string task)
    {
        var intended = wanted with { At = DateTimeOffset.FromUnixTimeSeconds(wanted.At.ToUnixTimeSeconds()), By = identity };
        steps.Record(task, intended);
        steps.Journal.Sync();
        return intended;
    }

    /// <summary>Makes a commit that was recorded as intended, and moves the branch to it.</summary>
    /// <exception cref="ProblemException">It cannot land, for a reason outside the task; fixed, the same commit lands. Exit status 1.</exception>
    public async Task<CommitCreated> MakeAsync(CommitIntended intended, string task)
    {
        var (tree, found) = await secrets.CheckAsync(intended.Parent, intended.Tree, CancellationToken.None).ConfigureAwait(false);
        if (tree is null)
        {
            throw new ProblemException([.. found.Select(one => SecretFindings.Problem(one, secrets))], exitStatus: 1);
        }

        var commit = new TreeCommit(tree, intended.Message, intended.At);
        var who = (intended.By ?? identity) with { Signing = identity.Signing };
        var hash =
            await commit.SignedAsync(repository.Git, branch, who, CancellationToken.None).ConfigureAwait(false)
            ?? await commit.WriteAsync(repository.Git, who, CancellationToken.None).ConfigureAwait(false);
        if (await MoveAsync(commit, hash, task).ConfigureAwait(false) is { } hindrance)
        {
            throw new ProblemException(hindrance, exitStatus: 1);
        }

        var created = new CommitCreated(intended.Key, hash, intended.Message.FirstLine(), intended.Ticked);
        steps.Record(task, created);
        return created;
    }

    /// <summary>What it means that a branch is not where its run left it, and how it comes back there.</summary>
    /// <param name="git">Git of the repository.</param>
    /// <param name="run">The run.</param>
    /// <param name="branch">The branch.</param>
    /// <param name="expected">The commit at which the run left it.</param>
    public static async Task<Problem> AstrayAsync(Git git, string run, string branch, string expected)
    {
        var present = await git.HeadOfAsync(branch, CancellationToken.None).ConfigureAwait(false);
        var known = await git.RunAsync(["cat-file", "-e", $"{expected}^{{commit}}"], CancellationToken.None).ConfigureAwait(false);
        var (name, other) = (ShellWords.Quote(branch), ShellWords.Quote($"{branch}-other"));
        var problem = present is null
            ? new Problem("branch.gone", $"the branch {branch} of {run} is gone")
            : new Problem("branch.moved", $"the branch {branch} was moved by someone else while the run worked on it");
        return problem with
        {
            Observed = present,
            Expected = expected,
            Remedy =
                known.ExitCode != 0
                    ? $"The commit that the run made is gone from the repository: fetch it from where it is (`git fetch REMOTE {expected}`), or give the run up with `ashlar undo {run}`"
                : present is null ? $"Put it back with `git branch {name} {expected}`, then run `ashlar resume {run}`"
                : $"Keep what was added with `git branch {other} {name}`, set the branch back with `git update-ref {ShellWords.Quote($"refs/heads/{branch}")} {expected}`, run `ashlar resume {run}`, then merge {branch}-other",
        };
    }

    /// <summary>Makes sure that the branch is where the run left it, before a model is asked.</summary>
    /// <exception cref="ProblemException">It was moved or removed, exit status 1, or somebody has it checked out.</exception>
    public async Task CheckAsync(string expected)
    {
        _ = await FreeAsync().ConfigureAwait(false);
        if (await repository.Git.HeadOfAsync(branch, CancellationToken.None).ConfigureAwait(false) != expected)
        {
            throw new ProblemException(await AstrayAsync(expected).ConfigureAwait(false), exitStatus: 1);
        }
    }

    /// <summary>Moves the branch; what hinders it, or null. A lock that a killed git of this run left there goes after a while.</summary>
    private async Task<Problem?> MoveAsync(TreeCommit commit, string hash, string task)
    {
        var (git, free) = (repository.Git, await FreeAsync().ConfigureAwait(false));
        for (var tries = 0; tries < CrashCleanup.MostTries; tries++)
        {
            var hold = KeptWork.HeadRef(steps.Journal.Run);
            if (await free.MoveAsync(hash, commit.Parent, $"ashlar: {task}", CancellationToken.None, hold).ConfigureAwait(false) is null)
            {
                return null;
            }

            if (await git.HeadOfAsync(branch, CancellationToken.None).ConfigureAwait(false) != commit.Parent)
            {
                return await AstrayAsync(commit.Parent).ConfigureAwait(false);
            }

            await CrashCleanup.GiveWayAsync(clock, CancellationToken.None).ConfigureAwait(false);
            if (tries == CrashCleanup.MostTries / 2)
            {
                CrashCleanup.RemoveOwnBranchLock(repository, branch, hash);
            }
        }

        return CrashCleanup.Locked(repository, branch, $"run `ashlar resume {steps.Journal.Run}`");
    }

    private Task<Problem> AstrayAsync(string expected) => AstrayAsync(repository.Git, steps.Journal.Run, branch, expected);

    private async Task<FreeBranch> FreeAsync()
    {
        try
        {
            return await FreeBranch.OfAsync(repository, started, Then, CancellationToken.None).ConfigureAwait(false);
        }
        catch (ProblemException hindrance)
        {
            throw new ProblemException(hindrance.Problems[0], exitStatus: 1, hindrance);
        }
    }
}
