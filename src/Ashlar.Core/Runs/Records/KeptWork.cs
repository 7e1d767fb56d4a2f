using System.Globalization;
using Ashlar.Core.Secrets;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Records;

/// <summary>
/// Keeps a task's work that did not land under <c>refs/ashlar/RUN/TASK/N</c>, untracked files too. Secrets that it adds are masked.
/// </summary>
/// <param name="git">Hardened git on the shared directory.</param>
/// <param name="identity">Who commits.</param>
/// <param name="secrets">Looks for secrets in what is kept.</param>
/// <param name="folder">The run.</param>
public sealed class KeptWork(Git git, GitIdentity identity, TreeSecrets secrets, RunFolder folder)
{
    private readonly string run = folder.Id;

    /// <summary>The refs of a run's kept work.</summary>
    public static string Refs(string run) => $"refs/ashlar/{run}";

    /// <summary>The ref that holds the newest commit of a run that is not done, whatever happens to its branch.</summary>
    public static string HeadRef(string run) => $"{Refs(run)}/@head";

    /// <summary>Has that ref hold a commit without the branch being moved.</summary>
    public static Task HoldAsync(Git git, string run, string commit) =>
        git.TextAsync(["update-ref", HeadRef(run), commit], CancellationToken.None);

    /// <summary>What is kept of a run, oldest first: the ref and why the work did not land. What is judged at this moment does not count.</summary>
    /// <param name="git">Git of the repository.</param>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<IReadOnlyList<(string Ref, string Why)>> ListAsync(Git git, string run, CancellationToken cancellationToken)
    {
        string[] listing = ["for-each-ref", "--sort=creatordate", "--format=%(refname) %(subject)", $"{Refs(run)}/"];
        var found = await git.LinesAsync(listing, cancellationToken).ConfigureAwait(false);
        return
        [
            .. found
                .Select(line => line.Split(' ', 2))
                .Where(parts => parts is [var name, _] && !name[Refs(run).Length..].StartsWith("/@", StringComparison.Ordinal))
                .Select(parts => (parts[0], parts[1])),
        ];
    }

    /// <summary>
    /// Keeps a tree, unless it is the base's or the one kept last. Returns the ref's name, or null when there was nothing to keep.
    /// </summary>
    /// <param name="task">The task.</param>
    /// <param name="parent">The commit it builds on.</param>
    /// <param name="tree">The tree with the work.</param>
    /// <param name="why">Why it did not land, one line.</param>
    /// <param name="at">The time of the commit.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<string?> KeepAsync(
        string task,
        string parent,
        string tree,
        MaskedText why,
        DateTimeOffset at,
        CancellationToken cancellationToken
    )
    {
        var baseTree = await CommitTree.OfAsync(git, parent, cancellationToken).ConfigureAwait(false);
        if (string.Equals(baseTree, tree, StringComparison.Ordinal))
        {
            return null;
        }

        var index = Path.Combine(folder.ScratchPath, $"kept-{Guid.NewGuid():N}");
        var safe = await secrets.MaskedAsync(parent, tree, index, cancellationToken).ConfigureAwait(false);
        var prefix = $"{Refs(run)}/{RunFolder.FileName(task)}/";
        var kept = await git.LinesAsync(["for-each-ref", "--format=%(refname) %(tree)", prefix], cancellationToken).ConfigureAwait(false);
        if (kept.FirstOrDefault(line => line.EndsWith($" {safe.Tree}", StringComparison.Ordinal)) is { } same)
        {
            return same[..same.IndexOf(' ', StringComparison.Ordinal)];
        }

        var number =
            kept.Select(line => int.Parse(line[prefix.Length..line.IndexOf(' ', StringComparison.Ordinal)], CultureInfo.InvariantCulture))
                .DefaultIfEmpty()
                .Max() + 1;
        var message = MaskedText.Compose(
            $"Kept work of task {new Structure(task)}: {why}\n\nAshlar-Run: {new Structure(run)}\nAshlar-Task: {new Structure(task)}\n"
        );
        var commit = await new TreeCommit(safe, message, at)
            .WriteAsync(git, identity with { Signing = null }, cancellationToken)
            .ConfigureAwait(false);
        var name = $"{prefix}{number.ToString(CultureInfo.InvariantCulture)}";
        await git.TextAsync(["update-ref", name, commit], cancellationToken).ConfigureAwait(false);
        return name;
    }
}
