using System.Globalization;
using System.Text;

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
    public static async Task<CommitFiles> ReadAsync(Git git, string commit, CancellationToken cancellationToken)
    {
        var listed = new SortedDictionary<string, CommittedFile>(StringComparer.Ordinal);
        foreach (
            var field in await git.FieldsAsync(["ls-tree", "-r", "-z", "--full-tree", commit], cancellationToken).ConfigureAwait(false)
        )
        {
            var tab = field.IndexOf('\t', StringComparison.Ordinal);
            var parts = field[..tab].Split(' ');
            listed[field[(tab + 1)..]] = new CommittedFile(parts[0], parts[2]);
        }

        return new CommitFiles(git, commit, listed);
    }

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

        var input = GitInput.Text(string.Concat(wanted.Select(path => files[path].Blob + "\n")));
        var output = await git.RunAsync(["cat-file", "--batch"], cancellationToken, input).ConfigureAwait(false);
        return output.ExitCode == 0
            ? Split(output.Output, wanted)
            : throw new GitException(["cat-file", "--batch"], output.ExitCode, output.Error);
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

    private static List<(string Path, byte[] Content)> Split(byte[] output, List<string> wanted)
    {
        var contents = new List<(string, byte[])>();
        var at = 0;
        foreach (var path in wanted)
        {
            var end = Array.IndexOf(output, (byte)'\n', at);
            var header = Encoding.ASCII.GetString(output, at, end - at).Split(' ');
            if (header.Length < 3)
            {
                at = end + 1;
                continue;
            }

            var size = int.Parse(header[2], CultureInfo.InvariantCulture);
            contents.Add((path, output[(end + 1)..(end + 1 + size)]));
            at = end + 1 + size + 1;
        }

        return contents;
    }

    private sealed record CommittedFile(string Mode, string Blob);
}
