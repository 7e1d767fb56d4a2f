using System.Text;
using Ashlar.Core.Settings;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Starts;

/// <summary>The rules of contract section 2 that a repository must meet before a run starts in it.</summary>
/// <param name="repository">The repository.</param>
internal sealed class StartChecks(Repository repository)
{
    private static readonly (string File, string What, string Remedy)[] Unfinished =
    [
        ("MERGE_HEAD", "a merge", "`git merge --continue` or `git merge --abort`"),
        ("CHERRY_PICK_HEAD", "a cherry-pick", "`git cherry-pick --continue` or `git cherry-pick --abort`"),
        ("REVERT_HEAD", "a revert", "`git revert --continue` or `git revert --abort`"),
        ("rebase-merge", "a rebase", "`git rebase --continue` or `git rebase --abort`"),
        ("rebase-apply", "a rebase", "`git rebase --continue` or `git rebase --abort`"),
    ];

    /// <summary>Nothing may be half done in the checkout, and branches must be kept in the one way that worktrees of tasks know.</summary>
    /// <exception cref="ProblemException">Something is.</exception>
    public void Finished()
    {
        if (!repository.HasRefFiles)
        {
            throw new ProblemException(
                new Problem("repository.reftable", $"the branches of {repository.Root} are kept as reftable, which Ashlar cannot work with")
                {
                    Path = Path.Combine(repository.CommonDirectory, "config"),
                    Remedy = "Run `git refs migrate --ref-format=files`",
                }
            );
        }

        foreach (var (file, what, remedy) in Unfinished)
        {
            if (Path.Exists(Path.Combine(repository.GitDirectory, file)))
            {
                throw new ProblemException(
                    new Problem("repository.unfinished", $"{what} is unfinished in {repository.Root}") { Remedy = $"Finish it: {remedy}" }
                );
            }
        }
    }

    /// <summary>Nothing may be configured that would have no effect.</summary>
    /// <exception cref="ProblemException">Something is; exit status 2.</exception>
    public static void Used(Configuration configuration)
    {
        if (configuration.Application is not null)
        {
            throw new ProblemException(
                new Problem("config.application", "`application` is for evidence from a browser, which this version does not gather")
                {
                    Path = configuration.Path,
                    Remedy = "Take `application` out of the configuration",
                }
            );
        }
    }

    /// <summary>Concurrent tasks need a git that merges without a checkout.</summary>
    /// <exception cref="ProblemException">It is too old; exit status 2.</exception>
    public async Task ParallelAsync(int parallel, CancellationToken cancellationToken)
    {
        if (parallel <= 1)
        {
            return;
        }

        var text = await repository.Git.TextAsync(["--version"], cancellationToken).ConfigureAwait(false);
        if (GitVersion.Of(text) < GitVersion.FirstToMerge)
        {
            throw new ProblemException(
                new Problem("git.old", "this git cannot merge what tasks did concurrently")
                {
                    Observed = text,
                    Expected = $"git {GitVersion.FirstToMerge} or newer",
                    Remedy = "Install a newer git, or leave out --parallel",
                }
            );
        }
    }

    /// <summary>
    /// No file of the commit may need a filter driver: Ashlar runs none on what an agent wrote. For Git LFS Ashlar is the
    /// driver itself, where it can be started.
    /// </summary>
    /// <exception cref="ProblemException">A configured driver is named by the commit's attributes; exit status 2.</exception>
    public async Task UnfilteredAsync(CommitFiles files, CancellationToken cancellationToken)
    {
        var paths = files.Paths.Where(path => Path.GetFileName(path) is ".gitattributes");
        var contents = await files.ContentsAsync(paths, cancellationToken).ConfigureAwait(false);
        var own = Path.Combine(repository.CommonDirectory, "info", "attributes");
        var attributes = contents
            .Select(file => (file.Path, Text: Encoding.UTF8.GetString(file.Content)))
            .Concat(
                File.Exists(own)
                    ? [(".git/info/attributes", await OrdinaryFile.ReadAllTextAsync(own, cancellationToken).ConfigureAwait(false))]
                    : []
            )
            .SelectMany(file => GitFilters.Named(file.Text).Select(name => (file.Path, Name: name)))
            .ToList();
        if (attributes.Count == 0)
        {
            return;
        }

        var (_, configured) = await repository
            .UserGit.RunAsync(repository.Root, ["config", "--name-only", "--get-regexp", @"^filter\."], cancellationToken)
            .ConfigureAwait(false);
        var drivers = configured.Split('\n', StringSplitOptions.RemoveEmptyEntries).ToList();
        attributes.RemoveAll(item => item.Name == "lfs" && repository.Programs.Git?.Own is not null);
        var used = attributes.Find(item => drivers.Exists(key => key.StartsWith($"filter.{item.Name}.", StringComparison.Ordinal)));
        if (used.Name is not null)
        {
            throw new ProblemException(
                new Problem("repository.filter", $"files of the repository pass the filter driver {used.Name}, which Ashlar does not run")
                {
                    Path = used.Path,
                    Remedy =
                        used.Name == "lfs"
                            ? "Install Ashlar where only you can write, outside of the repository, and start it by its own program `ashlar`"
                            : $"Work in a repository without it, or take `filter={used.Name}` out of {used.Path}",
                }
            );
        }
    }

    /// <summary>A run that may push needs somewhere to push to.</summary>
    /// <exception cref="ProblemException">There is no such remote.</exception>
    public async Task RemoteAsync(string remote, CancellationToken cancellationToken)
    {
        var url = await repository.Git.RunAsync(["config", "--get", $"remote.{remote}.url"], cancellationToken).ConfigureAwait(false);
        if (url.ExitCode != 0 || remote.StartsWith('-'))
        {
            throw new ProblemException(
                new Problem("push.no-remote", $"the branch is to be pushed, and there is no remote {remote}")
                {
                    Remedy = $"Add it (`git remote add {remote} URL`), name another under `commit: {{remote: …}}`, or leave --push out",
                }
            );
        }
    }

    /// <summary>The commit that a branch is at, or null when there is no such branch.</summary>
    /// <param name="branch">The branch.</param>
    /// <param name="mayBeHere">Whether this checkout may be on it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ProblemException">The name is none, or the branch is checked out somewhere.</exception>
    public async Task<string?> BranchAsync(string branch, bool mayBeHere, CancellationToken cancellationToken)
    {
        if (await new BranchName(repository.Git, branch).TroubleAsync(cancellationToken).ConfigureAwait(false) is { } trouble)
        {
            throw new ProblemException(trouble);
        }

        _ = await FreeBranch
            .OfAsync(repository, branch, mayBeHere, "or give another name with --branch NAME", cancellationToken)
            .ConfigureAwait(false);
        return await repository.Git.HeadOfAsync(branch, cancellationToken).ConfigureAwait(false);
    }
}
