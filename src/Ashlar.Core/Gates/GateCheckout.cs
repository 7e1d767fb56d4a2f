using System.Text;
using Ashlar.Core.Sandboxes;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Gates;

/// <summary>
/// A separate checkout for gates with a writable <c>.git</c> of its own. It borrows the objects of the repository through
/// <c>objects/info/alternates</c>; nothing that gates write there reaches the repository. It stays between cycles: filling it
/// with the next tree rewrites only what differs and removes what the tree does not have, but for folders of build results that git
/// ignores. The index that says what differs lies beside the checkout, where gates cannot write.
/// </summary>
/// <param name="program">The git of the host.</param>
/// <param name="folder">The checkout's folder, outside every worktree; made when missing.</param>
/// <param name="objects">The repository's object folder (<c>COMMONDIR/objects</c>), absolute.</param>
public sealed class GateCheckout(HostProgram program, string folder, string objects)
{
    private VisibleObjects? visible;

    /// <summary>The checkout.</summary>
    public string Root { get; } = folder;

    /// <summary>The checkout's own git directory.</summary>
    public string GitDirectory => Path.Combine(Root, ".git");

    /// <summary>How the repository names its objects: <c>sha1</c> or <c>sha256</c>.</summary>
    public string ObjectFormat { get; init; } = "sha1";

    /// <summary>
    /// The repository's objects for a sandbox in which their own path is hidden: add it to <see cref="Sandboxes.SandboxMounts.Shared"/>,
    /// so that git works in the checkout. Left out, gates see files but no history.
    /// </summary>
    public KeyValuePair<string, string> ObjectsMount => new($".git/{ObjectsShown}", Objects);

    /// <summary>
    /// Which files are hidden: they are absent from the checkout, and so are all objects of the repository but what the visible files need.
    /// Null where nothing is hidden.
    /// </summary>
    public Func<string, bool>? Hidden { get; init; }

    /// <summary>
    /// Folders that stand in the checkout as links, absolute source by relative path: for a sandbox that cannot mount them. Empty for none.
    /// </summary>
    public IReadOnlyDictionary<string, string> Links { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// Fills the checkout with a tree; afterwards <c>git status</c> in it shows the tree as the index's, and HEAD is <paramref name="head"/>.
    /// </summary>
    /// <param name="tree">A tree or commit.</param>
    /// <param name="head">The commit that HEAD names: the task's base, or the commit of the tree.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <exception cref="GitException">The tree is not in the repository, or git cannot write here.</exception>
    public async Task FillAsync(string tree, string head, CancellationToken cancellationToken)
    {
        if (Hidden is not null)
        {
            visible ??= new VisibleObjects(objects, Objects, Hidden);
            // The git directory of the checkout is not there yet, or is what gates left.
            Prepare("ref: refs/heads/none");
            var own = new Git(program, GitDirectory, Root);
            head = await visible.CommitOfAsync(own, head, cancellationToken).ConfigureAwait(false);
            tree = await visible.CommitOfAsync(own, tree, cancellationToken).ConfigureAwait(false);
        }

        Prepare(head);
        var git = new Git(program, GitDirectory, Root);
        await RemoveOthersAsync(git, cancellationToken).ConfigureAwait(false);
        await git.TextAsync(["read-tree", "--reset", "-u", tree], cancellationToken, Index).ConfigureAwait(false);
        await git.TextAsync(["checkout-index", "--all", "--force", "-u"], cancellationToken, Index).ConfigureAwait(false);
        await RemoveOthersAsync(git, cancellationToken).ConfigureAwait(false);
        File.Copy(IndexPath, Path.Combine(GitDirectory, "index"), overwrite: true);
        foreach (var (path, source) in Links)
        {
            var link = Path.Combine(Root, path);
            if (!Path.Exists(link))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(link)!);
                File.CreateSymbolicLink(link, source);
            }
        }
    }

    /// <summary>Replaces files of the checkout: content by path, null removes. Paths are relative with <c>/</c>.</summary>
    public void Lay(IReadOnlyDictionary<string, byte[]?> files)
    {
        foreach (var (path, content) in files)
        {
            var target = Path.GetFullPath(Path.Combine(Root, path));
            if (
                !target.StartsWith(Root.TrimEnd('/') + "/", StringComparison.Ordinal)
                || path.Split('/')[0] == ".git"
                || LeadsThroughLink(path)
            )
            {
                throw new ArgumentException($"{path} does not lie in the checkout", nameof(files));
            }

            if (Path.Exists(target) || new FileInfo(target).LinkTarget is not null)
            {
                File.Delete(target);
            }

            if (content is not null && Hidden?.Invoke(path) is not true)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.WriteAllBytes(target, content);
            }
        }
    }

    /// <summary>Removes the checkout.</summary>
    public void Remove()
    {
        FolderRemoval.Delete(Root);
        File.Delete(IndexPath);
        if (Hidden is not null)
        {
            FolderRemoval.Delete(Objects);
            visible = null;
        }
    }

    private string Objects => Hidden is null ? objects : Root.TrimEnd('/') + "-objects";

    private bool LeadsThroughLink(string path)
    {
        var at = Root;
        foreach (var part in path.Split('/')[..^1])
        {
            at = Path.Combine(at, part);
            if (new DirectoryInfo(at).LinkTarget is not null)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Sets up the git directory anew, since what gates left there (configuration, hooks, attributes, an index) must not act.
    /// </summary>
    private void Prepare(string head)
    {
        Directory.CreateDirectory(Root);
        // The lock of a process that was killed while it filled the checkout; nobody else uses this index.
        File.Delete(IndexPath + ".lock");
        RemoveGitDirectory();
        foreach (var part in (string[])["objects/info", "objects/pack", "refs/heads", "refs/tags", "info", ObjectsShown])
        {
            Directory.CreateDirectory(Path.Combine(GitDirectory, part));
        }

        File.WriteAllText(Path.Combine(GitDirectory, "objects/info/alternates"), $"{Objects}\n../{ObjectsShown}\n");
        File.WriteAllText(Path.Combine(GitDirectory, "HEAD"), head + "\n");
        var isPlain = ObjectFormat is "sha1";
        File.WriteAllText(
            Path.Combine(GitDirectory, "config"),
            $"[core]\n\trepositoryformatversion = {(isPlain ? 0 : 1)}\n\tfilemode = true\n\tbare = false\n"
                + (isPlain ? "" : $"[extensions]\n\tobjectFormat = {ObjectFormat}\n")
                + "[user]\n\tname = gate\n\temail = gate@localhost\n",
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)
        );
    }

    private void RemoveGitDirectory()
    {
        var entry = new DirectoryInfo(GitDirectory);
        if (entry.LinkTarget is not null || File.Exists(GitDirectory))
        {
            File.Delete(GitDirectory);
        }
        else if (entry.Exists)
        {
            entry.Delete(recursive: true);
        }
    }

    private async Task RemoveOthersAsync(Git git, CancellationToken cancellationToken)
    {
        // Without exclude rules: a file that git ignores may steer a gate as well as any other.
        var listed = await git.FieldsAsync(["ls-files", "-z", "--others", "--directory"], cancellationToken, Index).ConfigureAwait(false);
        foreach (var path in listed.Select(path => path.TrimEnd('/')).Where(path => !IsBuildResult(path) && !Links.ContainsKey(path)))
        {
            var target = Path.Combine(Root, path);
            if (Directory.Exists(target) && new DirectoryInfo(target).LinkTarget is null)
            {
                FolderRemoval.Delete(target);
            }
            else
            {
                File.Delete(target);
            }
        }
    }

    private GitInput Index => new(null, new Dictionary<string, string>(StringComparer.Ordinal) { ["GIT_INDEX_FILE"] = IndexPath });

    private const string ObjectsShown = "shared-objects";

    private string IndexPath => Root.TrimEnd('/') + ".index";

    /// <summary>What set-up commands and builds leave for later runs; anything else that git does not have could steer a gate.</summary>
    private static bool IsBuildResult(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        return name.EndsWith(".egg-info", StringComparison.Ordinal)
            || name
                is "bin"
                    or "obj"
                    or "target"
                    or "node_modules"
                    or ".venv"
                    or "venv"
                    or "env"
                    or ".mypy_cache"
                    or ".ruff_cache"
                    or "build"
                    or "dist";
    }
}
