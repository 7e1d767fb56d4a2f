using System.Text;
using Ashlar.Core.Sandboxes.Host;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Gates;

/// <summary>
/// A separate checkout for gates with a writable <c>.git</c> of its own. It borrows the objects of the repository through
/// <c>objects/info/alternates</c>; nothing that gates write there reaches the repository. Each attempt of a gate finds it fresh: a copy of the seed
/// (see <see cref="GateSeed"/>) brought to the tree, so that of what an attempt leaves nothing meets the next. The index and the git directory with which
/// it is filled lie beside it, where gates cannot write.
/// </summary>
/// <param name="program">Git.</param>
/// <param name="folder">The checkout's folder, outside every worktree; made when missing. The folder above it is Ashlar's own.</param>
/// <param name="objects">The repository's object folder (<c>COMMONDIR/objects</c>), absolute.</param>
public sealed class GateCheckout(HostProgram program, string folder, string objects)
{
    private const string ObjectsShown = "shared-objects";

    // A copy has the times and sizes of its original, not its inodes.
    private static readonly string[] KnowsCopies = ["-c", "core.checkStat=minimal", "-c", "core.trustctime=false"];

    private readonly Dictionary<string, byte[]?> laid = new(StringComparer.Ordinal);
    private HashSet<string> fromSetUp = new(StringComparer.Ordinal);
    private (string Tree, string Head)? filled;
    private (string Tree, IReadOnlyList<string> Paths) tests = ("", []);
    private bool isFresh;
    private VisibleObjects? visible;

    /// <summary>The checkout.</summary>
    public string Root { get; } = folder;

    /// <summary>The checkout's own git directory.</summary>
    public string GitDirectory => Path.Combine(Root, ".git");

    /// <summary>How the repository names its objects: <c>sha1</c> or <c>sha256</c>.</summary>
    public required string ObjectFormat { get; init; }

    /// <summary>Where git-lfs keeps the repository's contents; null for its usual place.</summary>
    public string? LargeFiles { get; init; }

    /// <summary>What attempts begin from.</summary>
    public GateSeed Seed { get; } = new(folder.TrimEnd('/') + ".seed");

    /// <summary>
    /// The repository's objects for a sandbox in which their own path is hidden: add it to <see cref="Sandboxes.Commands.SandboxMounts.Shared"/>,
    /// so that git works in the checkout. Left out, gates see files but no history.
    /// </summary>
    public KeyValuePair<string, string> ObjectsMount => new($".git/{ObjectsShown}", Objects);

    /// <summary>
    /// Which files are hidden: they are absent from the checkout, and so are all objects of the repository but what the visible files need.
    /// Null where nothing is hidden.
    /// </summary>
    public Func<string, bool>? Hidden { get; init; }

    /// <summary>
    /// Folders that are in the checkout as links, absolute source by relative path: for a sandbox that cannot mount them. Empty for none.
    /// </summary>
    public IReadOnlyDictionary<string, string> Links { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// Fills the checkout with a tree; afterwards <c>git status</c> in it shows the tree as the index's, and HEAD is <paramref name="head"/>.
    /// </summary>
    /// <param name="tree">A tree or commit.</param>
    /// <param name="head">The commit that HEAD names: the task's base, or the commit of the tree.</param>
    /// <param name="cancellationToken">Stops between steps.</param>
    /// <exception cref="GitException">The tree is not in the repository, or git cannot write here.</exception>
    /// <exception cref="IOException">The checkout cannot be made.</exception>
    public async Task FillAsync(string tree, string head, CancellationToken cancellationToken)
    {
        laid.Clear();
        if (Hidden is not null)
        {
            visible ??= new VisibleObjects(objects, Objects, Hidden);
            Prepare("ref: refs/heads/none");
            Directory.CreateDirectory(Root);
            head = await visible.CommitOfAsync(Git, head, cancellationToken).ConfigureAwait(false);
            tree = await visible.CommitOfAsync(Git, tree, cancellationToken).ConfigureAwait(false);
        }

        filled = (tree, head);
        await FillAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Makes the checkout as it was filled and laid, unless no command has run in it since.</summary>
    internal async Task FreshAsync(CancellationToken cancellationToken)
    {
        if (!isFresh)
        {
            await FillAsync(cancellationToken).ConfigureAwait(false);
            LaidFiles.Write(Root, laid);
        }

        isFresh = false;
    }

    /// <summary>The test files of the checkout, to be looked at again when a gate has run.</summary>
    internal async Task<TestFileStamps> TestsAsync(CancellationToken cancellationToken)
    {
        if (filled is { } now && now.Tree != tests.Tree)
        {
            var paths = await Git.FieldsAsync(["ls-files", "-z"], cancellationToken, Index).ConfigureAwait(false);
            tests = (now.Tree, [.. paths.Where(Stacks.Catalogue.StackCatalog.All.IsTest)]);
        }

        return new TestFileStamps(Root, tests.Paths);
    }

    /// <summary>What a file of the checkout held when no command had run in it; null where it was none.</summary>
    internal async Task<byte[]?> OriginalAsync(string path, CancellationToken cancellationToken)
    {
        if (laid.TryGetValue(path, out var content))
        {
            return content;
        }

        var blob = await Git.RunAsync(["cat-file", "blob", $":{path}"], cancellationToken, Index).ConfigureAwait(false);
        return blob.ExitCode == 0 ? blob.Output : null;
    }

    /// <summary>Replaces files of the checkout: content by path, null removes. Paths are relative with <c>/</c>.</summary>
    /// <exception cref="IOException">One cannot be written.</exception>
    public void Lay(IReadOnlyDictionary<string, byte[]?> files)
    {
        foreach (var (path, content) in files)
        {
            LaidFiles.Check(path);
            laid[path] = Hidden?.Invoke(path) is true ? null : content;
        }

        LaidFiles.Write(Root, laid);
    }

    /// <summary>Begins a new seed: the next filling is an empty checkout's, and what commands leave in it stays.</summary>
    internal void BeginSeed()
    {
        Seed.Begin();
        FolderRemoval.Delete(Root);
        File.Delete(IndexPath);
        fromSetUp.Clear();
        filled = null;
        isFresh = false;
    }

    /// <summary>Set-up is through: all that it left in the checkout belongs to the seed.</summary>
    internal async Task KeepSetUpAsync(CancellationToken cancellationToken) =>
        fromSetUp = (await OthersAsync(cancellationToken).ConfigureAwait(false)).ToHashSet(StringComparer.Ordinal);

    /// <summary>Ends the growth of the seed: files of the tree are put back as they are in it, then no command runs there again.</summary>
    internal async Task FreezeAsync(string commit, CancellationToken cancellationToken)
    {
        await FillAsync(commit, commit, cancellationToken).ConfigureAwait(false);
        Seed.Freeze(Root, IndexPath, commit);
        Directory.CreateDirectory(Root);
        isFresh = false;
    }

    /// <summary>Removes the checkout.</summary>
    /// <param name="keepSeed">Whether the seed stays for an execution that continues.</param>
    public void Remove(bool keepSeed = false)
    {
        FolderRemoval.Delete(Root);
        FolderRemoval.Delete(HostGit);
        File.Delete(IndexPath);
        isFresh = false;
        if (Hidden is not null)
        {
            FolderRemoval.Delete(Objects);
            visible = null;
        }

        if (!keepSeed)
        {
            Seed.Remove();
        }
    }

    private string Objects => Hidden is null ? objects : Root.TrimEnd('/') + "-objects";

    private string IndexPath => Root.TrimEnd('/') + ".index";

    private string HostGit => Root.TrimEnd('/') + ".git";

    private GitInput Index => new(null, new Dictionary<string, string>(StringComparer.Ordinal) { ["GIT_INDEX_FILE"] = IndexPath });

    private Git Git => new(program, HostGit, Root) { LargeFiles = LargeFiles ?? Path.Combine(Path.GetDirectoryName(objects)!, "lfs") };

    private void Prepare(string head) => GateGitDirectory.Write(HostGit, head, ObjectFormat, Objects, ObjectsShown);

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        var (tree, head) = filled ?? throw new InvalidOperationException("the checkout was never filled");
        Prepare(head);
        // The lock of a process that was killed while it filled the checkout; nobody else uses this index.
        File.Delete(IndexPath + ".lock");
        if (Seed.IsFrozen)
        {
            FolderRemoval.Delete(Root);
            TreeCopy.Copy(Seed.Checkout, Root);
            File.Copy(Seed.Index, IndexPath, overwrite: true);
            await Git.TextAsync([.. KnowsCopies, "read-tree", "--reset", "-u", tree], cancellationToken, Index).ConfigureAwait(false);
        }
        else
        {
            Directory.CreateDirectory(Root);
            RemoveGit();
            await RemoveOthersAsync(cancellationToken).ConfigureAwait(false);
            await Git.TextAsync(["read-tree", "--reset", "-u", tree], cancellationToken, Index).ConfigureAwait(false);
            await Git.TextAsync(["checkout-index", "--all", "--force", "-u"], cancellationToken, Index).ConfigureAwait(false);
            await RemoveOthersAsync(cancellationToken).ConfigureAwait(false);
        }

        Finish();
        isFresh = true;
    }

    /// <summary>Gives the checkout its git directory and its links.</summary>
    private void Finish()
    {
        RemoveGit();
        using var root = new DirectoryRoot(Root, walk: false);
        using var git = new DirectoryRoot(HostGit, walk: false);
        using var own = Posix.MakeFolder(root.Handle, ".git") ?? throw KernelTrouble.Last($"{GitDirectory} cannot be made");
        TreeCopy.Into(git.Handle, own, GitDirectory);
        using var files = new SafeFiles(new Workspace(Root, Root));
        _ = files.Write(".git/index", OrdinaryFile.ReadAllBytes(IndexPath));
        foreach (var (path, source) in Links.Where(link => !files.Stat(link.Key).Ok))
        {
            _ = files.WriteLink(path, Encoding.UTF8.GetBytes(source));
        }
    }

    private void RemoveGit()
    {
        using var files = new SafeFiles(new Workspace(Root, Root));
        if (files.DeleteTree(".git") is { } problem)
        {
            throw KernelTrouble.Of(problem);
        }
    }

    private Task<IReadOnlyList<string>> OthersAsync(CancellationToken cancellationToken) =>
        // Without exclude rules: a file that git ignores may steer a gate as well as any other.
        Git.FieldsAsync(["ls-files", "-z", "--others", "--directory"], cancellationToken, Index);

    private async Task RemoveOthersAsync(CancellationToken cancellationToken)
    {
        using var files = new SafeFiles(new Workspace(Root, Root));
        foreach (var listed in await OthersAsync(cancellationToken).ConfigureAwait(false))
        {
            var path = listed.TrimEnd('/');
            if (!fromSetUp.Contains(listed) && !BuildResults.Has(path) && !Links.ContainsKey(path))
            {
                _ = files.DeleteTree(path);
            }
        }
    }
}
