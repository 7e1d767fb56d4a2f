using Ashlar.Core.Runs.Records;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Starts;

/// <summary>What a run must know of the user's checkout before it starts.</summary>
/// <param name="repository">The repository.</param>
internal sealed class CheckoutChecks(Repository repository)
{
    private const int FilesNamed = 3;

    /// <summary>Files of the work order are not committed.</summary>
    public static ProblemException Uncommitted(IReadOnlyList<string> paths) =>
        new(
            new Problem("work.uncommitted", $"files of the work order are not committed: {string.Join(", ", paths)}")
            {
                Path = paths[0],
                Remedy = "Commit them, or give --include-spec to have the run commit them first",
            }
        );

    /// <summary>Those of the paths that the checkout has otherwise than a commit: changed, staged, or not committed at all.</summary>
    public async Task<IReadOnlyList<string>> UncommittedAsync(
        CommitFiles files,
        IReadOnlyList<string> paths,
        CancellationToken cancellationToken
    )
    {
        var present = paths.Where(path => File.Exists(Path.Combine(repository.Root, path))).ToList();
        var unknown = present.Where(path => !files.Contains(path)).ToList();
        // Git would wait for what a named pipe never says.
        var pipes = present.Where(path => files.Contains(path) && !OrdinaryFile.Exists(Path.Combine(repository.Root, path))).ToList();
        unknown.AddRange(pipes);
        var known = present.Where(files.Contains).Except(pipes, StringComparer.Ordinal).ToList();
        if (known.Count == 0)
        {
            return unknown;
        }

        var hashes = new List<string>();
        foreach (var path in known)
        {
            if (path.Contains('\n', StringComparison.Ordinal) || path[0] == '"')
            {
                // A line for each path cannot say these.
                hashes.Add(await repository.Checkout.TextAsync(["hash-object", "--", path], cancellationToken).ConfigureAwait(false));
            }
        }

        var lines = known.Where(path => !path.Contains('\n', StringComparison.Ordinal) && path[0] != '"').ToList();
        var odd = new Queue<string>(hashes);
        var plain = new Queue<string>(
            lines.Count == 0
                ? []
                : await repository
                    .Checkout.LinesAsync(
                        ["hash-object", "--stdin-paths"],
                        cancellationToken,
                        GitInput.Text(string.Concat(lines.Select(path => path + "\n")))
                    )
                    .ConfigureAwait(false)
        );
        hashes = [.. known.Select(path => (path.Contains('\n', StringComparison.Ordinal) || path[0] == '"' ? odd : plain).Dequeue())];
        var committed = files.BlobsOf(known);
        return
        [
            .. unknown
                .Concat(known.Where((path, index) => !string.Equals(hashes[index], committed[index], StringComparison.Ordinal)))
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>How the checkout is, for a run that works in it; null for one that does not.</summary>
    /// <param name="options">The command line.</param>
    /// <param name="isContained">Whether commands run in Ashlar's sandbox.</param>
    /// <param name="included">Files of the work order that the run commits first.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ProblemException">It cannot be worked in.</exception>
    public async Task<CheckoutStart?> CheckoutAsync(
        RunOptions options,
        bool isContained,
        IReadOnlyList<string> included,
        CancellationToken cancellationToken
    )
    {
        if (!options.InPlace)
        {
            return null;
        }

        if (options.Parallel > 1)
        {
            throw new ProblemException(
                new Problem("checkout.one-task", "in one checkout, one task can be worked on at a time")
                {
                    Observed = $"--parallel {options.Parallel}",
                    Remedy = "Leave out --in-place or --parallel",
                }
            );
        }

        if (!isContained)
        {
            throw new ProblemException(
                new Problem(
                    "checkout.unprotected",
                    "without the sandbox, nothing would keep commands from your ignored files in the checkout"
                )
                {
                    Remedy = "Leave out --in-place, or use the sandbox (`ashlar doctor`)",
                }
            );
        }

        if (await UserCheckout.HiddenAsync(repository, cancellationToken).ConfigureAwait(false) is { } hidden)
        {
            throw new ProblemException(hidden);
        }

        var dirty = await UserCheckout.UncommittedAsync(repository, cancellationToken).ConfigureAwait(false);
        return dirty.Except(included, StringComparer.Ordinal).Any()
            ? throw UserCheckout.Dirty(dirty)
            : new CheckoutStart(
                repository.Head,
                repository.Branch,
                await UserCheckout.IgnoredAsync(repository, cancellationToken).ConfigureAwait(false),
                included
            );
    }

    private async Task<IReadOnlyList<string>> OtherChangesAsync(IReadOnlyList<string> except, CancellationToken cancellationToken)
    {
        string[] asked = ["status", "--porcelain", "-z", "--no-renames", "--ignore-submodules=all"];
        var fields = await repository.Checkout.FieldsAsync(asked, cancellationToken).ConfigureAwait(false);
        var changed = fields.Select(field => field[3..]).Except(except, StringComparer.Ordinal).ToList();

        // Git names a folder in which nothing is tracked by its own name; what it holds is asked for only where the run takes files from it.
        var shared = changed
            .Where(path => path.EndsWith('/') && except.Any(one => one.StartsWith(path, StringComparison.Ordinal)))
            .ToList();
        if (shared.Count == 0)
        {
            return changed;
        }

        var within = await repository
            .Checkout.FieldsAsync(
                [.. asked, "--untracked-files=all", "--", .. shared.Select(path => $":(literal){path}")],
                cancellationToken
            )
            .ConfigureAwait(false);
        return
        [
            .. changed.Except(shared, StringComparer.Ordinal),
            .. within.Select(field => field[3..]).Except(except, StringComparer.Ordinal),
        ];
    }

    /// <summary>What is said of other changes in the checkout, which are left alone.</summary>
    public async Task<IReadOnlyList<Problem>> LeftAloneAsync(IReadOnlyList<string> except, CancellationToken cancellationToken) =>
        await OtherChangesAsync(except, cancellationToken).ConfigureAwait(false) is { Count: > 0 } changed
            ?
            [
                new Problem(
                    "repository.uncommitted",
                    $"the checkout has uncommitted changes ({Few(changed)}); the run starts from the last commit and leaves them alone"
                )
                {
                    Warning = true,
                    Remedy = "Commit them first if the work needs them",
                },
            ]
            : [];

    private static string Few(IReadOnlyList<string> paths) =>
        string.Join(", ", paths.Take(FilesNamed).Select(ShownText.Line))
        + (paths.Count > FilesNamed ? $" and {paths.Count - FilesNamed} more" : "");
}
