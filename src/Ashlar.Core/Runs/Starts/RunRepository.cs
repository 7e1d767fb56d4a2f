using Ashlar.Core.Runs.Records;
using Ashlar.Core.Sandboxes.Host;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Starts;

/// <summary>The repository that a run belongs to, by the place where the run began.</summary>
public static class RunRepository
{
    /// <summary>Finds it.</summary>
    /// <param name="run">The run's id.</param>
    /// <param name="started">How it began.</param>
    /// <param name="programs">The programs of the host.</param>
    /// <param name="here">Where the command works: often the place to which the repository was moved.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ProblemException">
    /// It is no longer there, or another repository is; exit status 2. The problem has what was found of it elsewhere as observed.
    /// </exception>
    public static async Task<Repository> FindAsync(
        string run,
        RunStarted started,
        HostPrograms programs,
        string? here,
        CancellationToken cancellationToken
    )
    {
        var isThere = Directory.Exists(started.Repository);
        if (isThere && await HereAsync(started.Repository, started.Base, programs, cancellationToken).ConfigureAwait(false) is { } found)
        {
            return found;
        }

        isThere = isThere && GitGround.Of(started.Repository)?.Root == started.Repository;
        if (isThere)
        {
            // Whatever git says of it, in git's words.
            _ = await Repository.FindAsync(started.Repository, programs, cancellationToken, needsCommit: false).ConfigureAwait(false);
        }

        throw new ProblemException(
            await ElsewhereAsync(run, started, programs, here, cancellationToken).ConfigureAwait(false)
                ?? new Problem(
                    "run.repository-gone",
                    isThere
                        ? $"the repository at {started.Repository} is not the one in which {run} began: it has no commit {started.Base[..10]}"
                        : $"the repository of {run} is no longer at {started.Repository}"
                )
                {
                    Path = started.Repository,
                    Remedy =
                        $"Put it back there, or be told how with `ashlar -C DIR resume {run}` from where it is; `ashlar undo {run}` gives the run up",
                }
        );
    }

    /// <summary>Of runs whose checkout is gone, those of the repository that a command works in: where it is now, and the remedy.</summary>
    /// <param name="strayed">The runs.</param>
    /// <param name="programs">The programs of the host.</param>
    /// <param name="here">Where the command works.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>A warning for each place that is gone.</returns>
    public static async Task<IReadOnlyList<Problem>> MovedAsync(
        IReadOnlyList<(string Run, RunStarted Started)> strayed,
        HostPrograms programs,
        RepositoryPlace here,
        CancellationToken cancellationToken
    )
    {
        var moved = new List<Problem>();
        foreach (var place in strayed.GroupBy(run => run.Started.Repository, StringComparer.Ordinal))
        {
            foreach (var (run, started) in place.Reverse())
            {
                if (
                    (Checkout(run, started) is null || started.CommonDirectory == here.CommonDirectory)
                    && await ElsewhereAsync(run, started, programs, here.Root, cancellationToken).ConfigureAwait(false) is { } problem
                )
                {
                    moved.Add(problem with { Warning = true });
                    break;
                }
            }
        }

        return moved;
    }

    /// <summary>What is said of a run whose repository is found elsewhere, or is there without the checkout; null where it is not found.</summary>
    private static async Task<Problem?> ElsewhereAsync(
        string run,
        RunStarted started,
        HostPrograms programs,
        string? here,
        CancellationToken cancellationToken
    )
    {
        if (Checkout(run, started) is { } checkout)
        {
            return checkout;
        }

        if (
            here is null
            || GitGround.Of(here)?.Root is not { } other
            || other == started.Repository
            || await HereAsync(other, started.Base, programs, cancellationToken).ConfigureAwait(false) is not { } moved
        )
        {
            return null;
        }

        // A clone has the commits, too; what a run holds is in its own repository only.
        var held = await moved
            .Git.LinesAsync(["for-each-ref", "--count=1", $"{KeptWork.Refs(run)}/"], cancellationToken)
            .ConfigureAwait(false);
        if (held.Count == 0)
        {
            return null;
        }

        var (from, to) = started.CommonDirectory is { } common
            ? (Folder(moved.CommonDirectory), Folder(common))
            : (moved.Root, started.Repository);
        var back = $"mv {ShellWords.Quote(from)} {ShellWords.Quote(to)}";
        return new Problem("run.repository-gone", $"the repository of {run} is no longer at {to}")
        {
            Path = to,
            Observed = from,
            Remedy = Path.Exists(to)
                ? $"It is at {from}: `mv {ShellWords.Quote(to)} {ShellWords.Quote(to + ".other")} && {back}`"
                : $"Move it back: `{back}`",
        };
    }

    /// <summary>Of a run that began in a linked worktree which is gone, while the repository is not: how it comes back; null for all else.</summary>
    private static Problem? Checkout(string run, RunStarted started)
    {
        if (
            started is not { CommonDirectory: { } common, GitDirectory: { } own }
            || own == common
            || !Directory.Exists(Path.Combine(common, "objects"))
        )
        {
            return null;
        }

        var place = ShellWords.Quote(started.Repository);
        var git = $"git --git-dir={ShellWords.Quote(common)} worktree";
        var link = Path.Combine(own, "gitdir");
        var moved = File.Exists(link) ? Path.GetDirectoryName(OrdinaryFile.ReadAllText(link).Trim()) : null;
        return new Problem("run.repository-gone", $"the worktree in which {run} began is no longer at {started.Repository}")
        {
            Path = started.Repository,
            Observed = common,
            Remedy =
                moved is not null && moved != started.Repository && Directory.Exists(moved)
                    ? $"Move it back: `{git} move {ShellWords.Quote(moved)} {place}`"
                    : $"Make it again: `{git} add --force --detach {place} {started.Base}`",
        };
    }

    /// <summary>The folder that holds a repository: that of a bare one is its git directory.</summary>
    private static string Folder(string common) => Path.GetFileName(common) == ".git" ? Path.GetDirectoryName(common)! : common;

    /// <summary>The repository at a place, if it is the run's or a copy of it: it has the run's base.</summary>
    private static async Task<Repository?> HereAsync(
        string place,
        string commit,
        HostPrograms programs,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var repository = await Repository.FindAsync(place, programs, cancellationToken, needsCommit: false).ConfigureAwait(false);
            var known = await repository.Git.RunAsync(["cat-file", "-e", $"{commit}^{{commit}}"], cancellationToken).ConfigureAwait(false);
            return known.ExitCode == 0 ? repository : null;
        }
        catch (ProblemException trouble) when (trouble.Problems[0].Code.StartsWith("repository.", StringComparison.Ordinal))
        {
            return null;
        }
    }
}
