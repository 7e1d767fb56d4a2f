using System.Text;

namespace Ashlar.Core.Workspaces;

/// <summary>What differs between two trees or commits.</summary>
/// <param name="git">Hardened git.</param>
public sealed class TreeDiff(Git git)
{
    private static readonly string[] Safe = ["--no-ext-diff", "--no-textconv", "--ignore-submodules=all", "--no-renames", "--no-color"];

    /// <summary>The files that differ, sorted by path. A rename is a deletion and a creation.</summary>
    public async Task<IReadOnlyList<FileChange>> FilesAsync(string before, string after, CancellationToken cancellationToken)
    {
        var fields = await git.FieldsAsync(["diff-tree", "-r", "-z", "--raw", "--no-abbrev", .. Safe, before, after], cancellationToken)
            .ConfigureAwait(false);
        var changes = new List<FileChange>();
        for (var index = 0; index + 1 < fields.Count; index += 2)
        {
            var raw = fields[index].Split(' ');
            var kind = raw[4][0] switch
            {
                'A' => ChangeKind.Created,
                'D' => ChangeKind.Deleted,
                _ => ChangeKind.Modified,
            };
            changes.Add(
                new FileChange(fields[index + 1], kind)
                {
                    OldMode = raw[0][1..],
                    NewMode = raw[1],
                    OldBlob = raw[2],
                    NewBlob = raw[3],
                }
            );
        }

        return changes.OrderBy(change => change.Path, StringComparer.Ordinal).ToList();
    }

    /// <summary>The change as a unified diff; binary files are named only.</summary>
    /// <param name="before">Tree or commit.</param>
    /// <param name="after">Tree or commit.</param>
    /// <param name="context">Lines around each change.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<string> TextAsync(string before, string after, int context, CancellationToken cancellationToken) =>
        git.TextAsync(["diff-tree", "-r", "-p", $"-U{context}", .. Safe, before, after], cancellationToken);

    /// <summary>The change of one file as a unified diff; empty where it did not change.</summary>
    /// <param name="before">Tree or commit.</param>
    /// <param name="after">Tree or commit.</param>
    /// <param name="context">Lines around each change.</param>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<string> FileTextAsync(string before, string after, int context, string path, CancellationToken cancellationToken) =>
        git.TextAsync(["diff-tree", "-r", "-p", $"-U{context}", .. Safe, before, after, "--", $":(literal){path}"], cancellationToken);

    /// <summary>The bytes of a file in a tree or commit, or null where it has none.</summary>
    public Task<byte[]?> ContentAsync(string tree, string path, CancellationToken cancellationToken) =>
        git.BlobAsync($"{tree}:{path}", cancellationToken);

    /// <summary>The text of a file in a tree or commit, or null.</summary>
    public async Task<string?> ContentTextAsync(string tree, string path, CancellationToken cancellationToken) =>
        await ContentAsync(tree, path, cancellationToken).ConfigureAwait(false) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;
}

/// <summary>One file that differs.</summary>
/// <param name="Path">Relative to the repository root with <c>/</c>.</param>
/// <param name="Kind">How it differs.</param>
public sealed record FileChange(string Path, ChangeKind Kind)
{
    /// <summary>Git's mode before, six octal digits; zeros when there was none.</summary>
    public string OldMode { get; init; } = "";

    /// <summary>Git's mode after.</summary>
    public string NewMode { get; init; } = "";

    /// <summary>Hash of the content before.</summary>
    public string OldBlob { get; init; } = "";

    /// <summary>Hash of the content after.</summary>
    public string NewBlob { get; init; } = "";
}

/// <summary>How a file differs.</summary>
public enum ChangeKind
{
    /// <summary>It is new.</summary>
    Created,

    /// <summary>It was there and is another one now, in content, type or mode.</summary>
    Modified,

    /// <summary>It is gone.</summary>
    Deleted,
}
