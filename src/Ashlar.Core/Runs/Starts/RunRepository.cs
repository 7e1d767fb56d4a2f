using Ashlar.Core.Runs.Records;
using Ashlar.Core.Sandboxes.Host;
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
    /// <exception cref="ProblemException">It is no longer there, or another repository is; exit status 2.</exception>
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

        if (isThere && GitGround.Of(started.Repository)?.Root != started.Repository)
        {
            isThere = false;
        }
        else if (isThere)
        {
            // Whatever git says of it, in git's words.
            _ = await Repository.FindAsync(started.Repository, programs, cancellationToken).ConfigureAwait(false);
        }

        var present =
            here is not null
            && GitGround.Of(here)?.Root is { } other
            && other != started.Repository
            && await HereAsync(other, started.Base, programs, cancellationToken).ConfigureAwait(false) is { } moved
                ? moved.Root
                : null;
        throw new ProblemException(Gone(run, started, isThere, present));
    }

    /// <summary>What is said of a run whose repository is not where it began.</summary>
    private static Problem Gone(string run, RunStarted started, bool isThere, string? present) =>
        new(
            "run.repository-gone",
            isThere
                ? $"the repository at {started.Repository} is not the one in which {run} began: it has no commit {started.Base[..10]}"
                : $"the repository of {run} is no longer at {started.Repository}"
        )
        {
            Path = started.Repository,
            Observed = present,
            Remedy =
                present is null
                    ? $"Put it back there, or be told how with `ashlar -C DIR resume {run}` from where it is; `ashlar undo {run}` gives the run up"
                : isThere ? $"It is at {present}: `mv {started.Repository} {started.Repository}.other && mv {present} {started.Repository}`"
                : $"Move it back: `mv {present} {started.Repository}`",
        };

    /// <summary>Of runs whose repository is gone, those that began in the one that a command works in: where it was moved to, and the remedy.</summary>
    /// <param name="strayed">The runs.</param>
    /// <param name="programs">The programs of the host.</param>
    /// <param name="here">Where the command works.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>A warning for each place from which it was moved.</returns>
    public static async Task<IReadOnlyList<Problem>> MovedAsync(
        IReadOnlyList<(string Run, RunStarted Started)> strayed,
        HostPrograms programs,
        string here,
        CancellationToken cancellationToken
    )
    {
        var moved = new List<Problem>();
        foreach (var place in strayed.GroupBy(run => run.Started.Repository, StringComparer.Ordinal))
        {
            // Runs of one place have few bases, and one that is known here is enough.
            foreach (var (run, started) in place.Reverse().DistinctBy(run => run.Started.Base))
            {
                if (await HereAsync(here, started.Base, programs, cancellationToken).ConfigureAwait(false) is { } repository)
                {
                    moved.Add(Gone(run, started, isThere: false, repository.Root) with { Warning = true });
                    break;
                }
            }
        }

        return moved;
    }

    /// <summary>The repository at a place, if it is the run's: it has the run's base.</summary>
    private static async Task<Repository?> HereAsync(
        string place,
        string commit,
        HostPrograms programs,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var repository = await Repository.FindAsync(place, programs, cancellationToken).ConfigureAwait(false);
            var known = await repository.Git.RunAsync(["cat-file", "-e", $"{commit}^{{commit}}"], cancellationToken).ConfigureAwait(false);
            return known.ExitCode == 0 ? repository : null;
        }
        catch (ProblemException trouble) when (trouble.Problems[0].Code.StartsWith("repository.", StringComparison.Ordinal))
        {
            return null;
        }
    }
}
