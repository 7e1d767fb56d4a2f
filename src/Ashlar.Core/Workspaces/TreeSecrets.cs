using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Ashlar.Core.Secrets;

namespace Ashlar.Core.Workspaces;

/// <summary>
/// Looks for secrets in what a tree adds to a commit: contents of all kinds, targets of links, names of files and folders. What the commit
/// holds already, as often in the same file, is nobody's doing. It reads git's objects and nothing else, so that what is looked at is what
/// is committed.
/// </summary>
/// <param name="git">Hardened git on the repository.</param>
/// <param name="mask">The secrets.</param>
public sealed class TreeSecrets(Git git, SecretMask mask)
{
    private const string Nothing = "0000000000000000000000000000000000000000";
    private const string LinkMode = "120000";
    private const string CommitMode = "160000";
    private const int RememberedBlobs = 20_000;

    private readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, int>> known = new(StringComparer.Ordinal);

    /// <summary>The tree as one that may be committed on top of a commit, or what hinders that.</summary>
    /// <exception cref="GitException">One of the two is not in the repository.</exception>
    public async Task<(CheckedTree? Tree, IReadOnlyList<SecretInTree> Found)> CheckAsync(
        string parent,
        string tree,
        CancellationToken cancellationToken
    )
    {
        var found = await FindAsync(parent, tree, cancellationToken).ConfigureAwait(false);
        return found.Count == 0 ? (new CheckedTree(parent, tree), found) : (null, found);
    }

    /// <summary>The secrets that a tree adds, by path and name.</summary>
    public async Task<IReadOnlyList<SecretInTree>> FindAsync(string before, string after, CancellationToken cancellationToken)
    {
        if (mask.IsEmpty)
        {
            return [];
        }

        var entries = await EntriesAsync(before, after, cancellationToken).ConfigureAwait(false);
        var found = new List<SecretInTree>();
        foreach (var entry in entries)
        {
            if (entry.From is null || entry.From != entry.Path)
            {
                var held = entry.From is null ? Empty : mask.Search.CountInPath(entry.From);
                found.AddRange(
                    More(held, mask.Search.CountInPath(entry.Path)).Select(name => new SecretInTree(entry, name, SecretPlace.Name))
                );
            }

            if (entry.Mode == CommitMode)
            {
                continue;
            }

            var now = await CountAsync(entry.Blob, cancellationToken).ConfigureAwait(false);
            if (now.Count > 0)
            {
                var held =
                    entry.OldBlob is null || entry.OldMode == CommitMode
                        ? Empty
                        : await CountAsync(entry.OldBlob, cancellationToken).ConfigureAwait(false);
                var place = entry.Mode == LinkMode ? SecretPlace.Link : SecretPlace.Content;
                found.AddRange(More(held, now).Select(name => new SecretInTree(entry, name, place)));
            }
        }

        return found;
    }

    /// <summary>The tree with what <see cref="FindAsync"/> finds masked, in names, links and contents: one that may be committed.</summary>
    /// <param name="parent">The commit to hold it against.</param>
    /// <param name="tree">The tree.</param>
    /// <param name="indexPath">Where a passing index may lie; outside every worktree.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<CheckedTree> MaskedAsync(string parent, string tree, string indexPath, CancellationToken cancellationToken)
    {
        var found = await FindAsync(parent, tree, cancellationToken).ConfigureAwait(false);
        if (found.Count == 0)
        {
            return new CheckedTree(parent, tree);
        }

        var lines = new StringBuilder();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in found.Select(one => one.Entry).DistinctBy(entry => entry.Path))
        {
            var blob = entry.Blob;
            if (entry.Mode != CommitMode)
            {
                var content = mask.Search.Masked(await ContentAsync(entry.Blob, cancellationToken).ConfigureAwait(false));
                blob = await git.TextAsync(["hash-object", "-w", "--stdin"], cancellationToken, new GitInput(content))
                    .ConfigureAwait(false);
            }

            var name = NameOf(entry.Path);
            for (var number = 2; !taken.Add(name); number++)
            {
                name = $"{NameOf(entry.Path)}.{number.ToString(CultureInfo.InvariantCulture)}";
            }

            _ = lines.Append(CultureInfo.InvariantCulture, $"0 {new string('0', entry.Blob.Length)}\t{entry.Path}\0");
            _ = lines.Append(CultureInfo.InvariantCulture, $"{entry.Mode} {blob}\t{name}\0");
        }

        return new CheckedTree(parent, await ReplacedAsync(tree, lines.ToString(), indexPath, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>A path as it may be shown: secrets masked, a name that holds one spread over folders not shown at all.</summary>
    internal string NameOf(string path)
    {
        var masked = mask.Mask(path);
        return mask.Search.CountInPath(masked).Count == 0 ? masked : "a-name-that-holds-a-secret";
    }

    private async Task<string> ReplacedAsync(string tree, string lines, string indexPath, CancellationToken cancellationToken)
    {
        Dictionary<string, string> environment = new(StringComparer.Ordinal) { ["GIT_INDEX_FILE"] = indexPath };
        Directory.CreateDirectory(Path.GetDirectoryName(indexPath)!);
        File.Delete(indexPath + ".lock");
        await git.TextAsync(["read-tree", tree], cancellationToken, new GitInput(null, environment)).ConfigureAwait(false);
        await git.TextAsync(["update-index", "-z", "--index-info"], cancellationToken, GitInput.Text(lines, environment))
            .ConfigureAwait(false);
        var replaced = await git.TextAsync(["write-tree"], cancellationToken, new GitInput(null, environment)).ConfigureAwait(false);
        File.Delete(indexPath);
        return replaced;
    }

    // Renames are followed, so that a file that is moved is held against what it was.
    private async Task<IReadOnlyList<AddedEntry>> EntriesAsync(string before, string after, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            "diff-tree",
            "-r",
            "-z",
            "--raw",
            "--no-abbrev",
            "--no-ext-diff",
            "--no-textconv",
            "--find-renames",
            "--diff-filter=d",
            before,
            after,
        ];
        var fields = await git.FieldsAsync(arguments, cancellationToken).ConfigureAwait(false);
        var entries = new List<AddedEntry>();
        for (var index = 0; index + 1 < fields.Count; )
        {
            var raw = fields[index].Split(' ');
            var renamed = raw[4][0] is 'R' or 'C';
            var path = fields[index + (renamed ? 2 : 1)];
            var from =
                renamed ? fields[index + 1]
                : raw[4][0] == 'A' ? null
                : path;
            entries.Add(
                new AddedEntry(
                    path,
                    raw[1],
                    raw[3],
                    from,
                    raw[0][1..],
                    raw[2].StartsWith(Nothing, StringComparison.Ordinal) ? null : raw[2]
                )
            );
            index += renamed ? 3 : 2;
        }

        return entries;
    }

    private async Task<IReadOnlyDictionary<string, int>> CountAsync(string blob, CancellationToken cancellationToken)
    {
        if (known.TryGetValue(blob, out var counts))
        {
            return counts;
        }

        counts = mask.Search.Count(await ContentAsync(blob, cancellationToken).ConfigureAwait(false));
        if (known.Count < RememberedBlobs)
        {
            known[blob] = counts;
        }

        return counts;
    }

    /// <summary>What a blob holds, or what it points to.</summary>
    private async Task<byte[]> ContentAsync(string blob, CancellationToken cancellationToken)
    {
        var content =
            await git.BlobAsync(blob, cancellationToken).ConfigureAwait(false)
            ?? throw new GitException(["cat-file", "blob", blob], 1, "the object is not there");
        return LfsPointer.Of(content) is { } pointer ? git.LargeFileStore.Read(pointer) ?? content : content;
    }

    private static IReadOnlyDictionary<string, int> Empty { get; } = new Dictionary<string, int>(StringComparer.Ordinal);

    private static IEnumerable<string> More(IReadOnlyDictionary<string, int> before, IReadOnlyDictionary<string, int> now) =>
        now.Where(one => one.Value > before.GetValueOrDefault(one.Key)).Select(one => one.Key);
}

/// <summary>Where in an entry of a tree a secret is.</summary>
public enum SecretPlace
{
    /// <summary>In what the file holds.</summary>
    Content,

    /// <summary>In the target of a symbolic link.</summary>
    Link,

    /// <summary>In the name of the file or of a folder that it lies in.</summary>
    Name,
}

/// <summary>An entry that a tree adds or changes.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Mode">Git's mode.</param>
/// <param name="Blob">Hash of the content.</param>
/// <param name="From">Where it was before; null for a new one.</param>
/// <param name="OldMode">The mode before.</param>
/// <param name="OldBlob">The hash before, or null.</param>
public sealed record AddedEntry(string Path, string Mode, string Blob, string? From, string OldMode, string? OldBlob);

/// <summary>A secret that a tree adds.</summary>
/// <param name="Entry">The entry that holds it. Its path may hold the value too.</param>
/// <param name="Secret">The secret's name.</param>
/// <param name="Place">Where it is.</param>
public sealed record SecretInTree(AddedEntry Entry, string Secret, SecretPlace Place);
