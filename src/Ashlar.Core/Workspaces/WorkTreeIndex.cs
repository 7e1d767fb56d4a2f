using System.Text;

namespace Ashlar.Core.Workspaces;

/// <summary>
/// Turns the files of a worktree into git trees through an index of Ashlar's own, so that nothing an agent staged counts.
/// End-of-line rules of the repository hold; filters do not run.
/// </summary>
/// <param name="git">Hardened git on the worktree.</param>
/// <param name="indexPath">Where the private index lies; outside the worktree.</param>
public sealed class WorkTreeIndex(Git git, string indexPath)
{
    /// <summary>Where the private index lies.</summary>
    public string Path => indexPath;

    /// <summary>Told of each tree that was written of the files.</summary>
    public Action<string> Written { get; init; } = _ => { };

    private Dictionary<string, string> Environment => new(StringComparer.Ordinal) { ["GIT_INDEX_FILE"] = indexPath };

    /// <summary>
    /// The tree that git would commit now: all tracked changes and all untracked files that are not ignored, except <paramref name="without"/>
    /// and the caches of interpreters and tools, which stay as in <paramref name="baseCommit"/>.
    /// </summary>
    public async Task<WorkTreeState> WriteAsync(string baseCommit, IReadOnlySet<string> without, CancellationToken cancellationToken)
    {
        var environment = new GitInput(null, Environment);
        await PrepareAsync(baseCommit, cancellationToken).ConfigureAwait(false);
        var listed = await git.FieldsAsync(["ls-files", "-z", "-m", "-d", "-o", "--exclude-standard"], cancellationToken, environment)
            .ConfigureAwait(false);
        var counted = listed.Where(path => !without.Contains(path) && !IgnoreRules.IsCache(path)).Distinct(StringComparer.Ordinal).ToList();
        var unnamed = counted.Where(path => path.Contains('\uFFFD', StringComparison.Ordinal) && !IsFile(path)).ToList();
        var nested = counted.Where(path => path.EndsWith('/')).Select(path => path.TrimEnd('/')).ToList();
        var changed = counted.Where(path => !path.EndsWith('/')).ToList();
        if (changed.Count > 0)
        {
            // What went goes first, since a folder may have taken its place.
            var paths = Encoding.UTF8.GetBytes(string.Concat(changed.OrderBy(IsFile).Select(path => path + "\0")));
            await git.TextAsync(
                    ["update-index", "--add", "--remove", "--replace", "-z", "--stdin"],
                    cancellationToken,
                    new GitInput(paths, Environment)
                )
                .ConfigureAwait(false);
        }

        var tree = await git.TextAsync(["write-tree"], cancellationToken, environment).ConfigureAwait(false);
        Written(tree);
        return new WorkTreeState(tree, nested) { Unnamed = unnamed };
    }

    private bool IsFile(string path)
    {
        var file = new FileInfo(System.IO.Path.Combine(git.WorkTree!, path));
        return file.Exists || file.LinkTarget is not null;
    }

    /// <summary>
    /// The index begins as the worktree's own, which knows the files' stamps, and then follows the files: it need not be read again, since
    /// what went back to the base differs from the index again. It takes its place when it is whole. A lock left by a killed process is ours
    /// alone.
    /// </summary>
    private async Task PrepareAsync(string baseCommit, CancellationToken cancellationToken)
    {
        File.Delete(indexPath + ".lock");
        if (new FileInfo(indexPath) is { Exists: true, Length: > 0 })
        {
            return;
        }

        var (own, made) = (System.IO.Path.Combine(git.GitDirectory, "index"), indexPath + ".new");
        File.Delete(made + ".lock");
        File.Delete(made);
        if (File.Exists(own))
        {
            File.Copy(own, made);
        }

        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["GIT_INDEX_FILE"] = made };
        await git.TextAsync(["read-tree", "--reset", baseCommit], cancellationToken, new GitInput(null, environment)).ConfigureAwait(false);
        File.Move(made, indexPath, overwrite: true);
    }

    /// <summary>The tree <paramref name="tree"/> with some files replaced; null content removes a file. Modes stay; new files are plain.</summary>
    /// <param name="tree">Tree or commit.</param>
    /// <param name="files">Content by path.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="asWritten">Whether the content is that of the work tree, whose line ends may be others than those of commits.</param>
    public async Task<string> ReplaceAsync(
        string tree,
        IReadOnlyDictionary<string, byte[]?> files,
        CancellationToken cancellationToken,
        bool asWritten = false
    )
    {
        var environment = Environment;
        environment["GIT_INDEX_FILE"] = indexPath + ".replace";
        File.Delete(indexPath + ".replace.lock");
        await git.TextAsync(["read-tree", tree], cancellationToken, new GitInput(null, environment)).ConfigureAwait(false);
        foreach (var (path, content) in files)
        {
            string[] arguments;
            if (content is null)
            {
                arguments = ["update-index", "--force-remove", "--", path];
            }
            else
            {
                string[] hash = asWritten ? ["hash-object", "-w", "--stdin", "--path", path] : ["hash-object", "-w", "--stdin"];
                var blob = await git.TextAsync(hash, cancellationToken, new GitInput(content)).ConfigureAwait(false);
                var mode = await ModeAsync(tree, path, cancellationToken).ConfigureAwait(false);
                arguments = ["update-index", "--add", "--cacheinfo", $"{mode},{blob},{path}"];
            }

            await git.TextAsync(arguments, cancellationToken, new GitInput(null, environment)).ConfigureAwait(false);
        }

        return await git.TextAsync(["write-tree"], cancellationToken, new GitInput(null, environment)).ConfigureAwait(false);
    }

    private async Task<string> ModeAsync(string tree, string path, CancellationToken cancellationToken)
    {
        var entry = await git.TextAsync(["ls-tree", "-z", tree, "--", path], cancellationToken).ConfigureAwait(false);
        return entry.Length > 6 ? entry[..6] : "100644";
    }
}

/// <summary>A worktree as git would commit it.</summary>
/// <param name="Tree">The tree's hash.</param>
/// <param name="NestedRepositories">Folders with a repository of their own, which are not part of the tree.</param>
public sealed record WorkTreeState(string Tree, IReadOnlyList<string> NestedRepositories)
{
    /// <summary>Files whose names are no UTF-8, as far as they can be shown; they are not part of the tree.</summary>
    public IReadOnlyList<string> Unnamed { get; init; } = [];
}
