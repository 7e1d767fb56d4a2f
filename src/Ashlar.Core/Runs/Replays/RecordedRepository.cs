using Ashlar.Core.Sandboxes.Host;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Replays;

/// <summary>Finds the repository that a recorded run worked in, and looks whether its commits are still there.</summary>
internal static class RecordedRepository
{
    /// <summary>The repository.</summary>
    /// <exception cref="ProblemException">It is gone, or commits are gone from it; exit status 2.</exception>
    public static async Task<Repository> FindAsync(
        RecordedRun run,
        string? root,
        HostPrograms programs,
        CancellationToken cancellationToken
    )
    {
        var path = root ?? run.Started.Repository;
        Repository repository;
        try
        {
            repository = Directory.Exists(path)
                ? await Repository.FindAsync(path, programs, cancellationToken, needsCommit: false).ConfigureAwait(false)
                : throw Gone(run, path, null);
        }
        catch (ProblemException trouble) when (trouble.Problems[0].Code is "repository.none")
        {
            throw Gone(run, path, trouble);
        }

        foreach (var commit in run.Commits.Distinct(StringComparer.Ordinal))
        {
            var found = await repository.Git.RunAsync(["cat-file", "-e", $"{commit}^{{commit}}"], cancellationToken).ConfigureAwait(false);
            if (found.ExitCode != 0)
            {
                throw new ProblemException(
                    new Problem("replay.commit-gone", $"the commit {commit[..12]} of {run.Id} is no longer in the repository")
                    {
                        Path = repository.Root,
                        Remedy =
                            "Fetch it there from where it was pushed to; an exported run (`ashlar replay --export FILE RUN`) brings its commits along",
                    }
                );
            }
        }

        return repository;
    }

    private static ProblemException Gone(RecordedRun run, string path, Exception? inner) =>
        new(
            new Problem("replay.repository-gone", $"the repository that {run.Id} worked in is gone")
            {
                Path = path,
                Remedy = "Put it back, or give a clone of it that has the run's commits with -C DIR",
            },
            inner: inner
        );
}
