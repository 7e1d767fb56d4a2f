namespace Ashlar.Core.Workspaces;

/// <summary>The files of a commit: their names all at once, their contents when asked for.</summary>
public sealed class CommitFiles
{
    private readonly Git git;
    private readonly SortedDictionary<string, CommittedFile> files;

    private CommitFiles(Git git, string commit, SortedDictionary<string, CommittedFile> files)
    {
        this.git = git;
        this.files = files;
        Commit = commit;
    }

    /// <summary>The commit.</summary>
    public string Commit { get; }

    /// <summary>All paths, sorted.</summary>
    public IReadOnlyCollection<string> Paths => files.Keys;

    /// <summary>Reads the names, modes and hashes of a commit's files.</summary>
    public static async Task<CommitFiles> ReadAsync(Git git, string commit, CancellationToken cancellationToken) =>
        new(git, commit, await git.FilesOfAsync(commit, cancellationToken).ConfigureAwait(false));

    /// <summary>The commits of submodules by path.</summary>
    public IReadOnlyDictionary<string, string> Submodules =>
        files.Where(file => file.Value.Mode == "160000").ToDictionary(file => file.Key, file => file.Value.Blob, StringComparer.Ordinal);

    /// <summary>Whether the commit has the file.</summary>
    public bool Contains(string path) => files.ContainsKey(path);

    /// <summary>The content of a file as a checkout writes it, or null where there is none, or only a link or a submodule.</summary>
    public async Task<byte[]?> ContentAsync(string path, CancellationToken cancellationToken) =>
        await ContentsAsync([path], cancellationToken).ConfigureAwait(false) is [var only] ? only.Content : null;

    /// <summary>The contents of several files, with one git process.</summary>
    public async Task<IReadOnlyList<(string Path, byte[] Content)>> ContentsAsync(
        IEnumerable<string> paths,
        CancellationToken cancellationToken
    )
    {
        var wanted = paths
            .Where(path => files.TryGetValue(path, out var file) && file.Mode is "100644" or "100755" && file.Mode != "160000")
            .ToList();
        if (wanted.Count == 0)
        {
            return [];
        }

        var objects = await git.ObjectsAsync([.. wanted.Select(path => files[path].Blob)], cancellationToken).ConfigureAwait(false);
        return [.. wanted.Zip(objects).Where(pair => pair.Second is not null).Select(pair => (pair.First, pair.Second!.Content))];
    }

    /// <summary>Git's names of the contents of files that the commit has, in the order asked.</summary>
    public IReadOnlyList<string> BlobsOf(IReadOnlyList<string> paths) => [.. paths.Select(path => files[path].Blob)];

    /// <summary>The state that a worktree at this commit has before anybody changes it.</summary>
    internal BaseFiles AsBase() =>
        new(
            files
                .Where(file => file.Value.Mode != "160000")
                .ToDictionary(
                    file => file.Key,
                    file => new BaseFile(file.Value.Mode == "100755", file.Value.Blob, file.Value.Mode == "120000"),
                    StringComparer.Ordinal
                ),
            Checkout
        );

    private byte[]? Checkout(string path)
    {
        var output = git.RunAsync(["cat-file", "--filters", $"{Commit}:{path}"], CancellationToken.None).GetAwaiter().GetResult();
        return output.ExitCode == 0 ? output.Output : null;
    }
}
