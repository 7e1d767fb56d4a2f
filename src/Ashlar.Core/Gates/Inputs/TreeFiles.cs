using System.Text;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Gates.Inputs;

/// <summary>The files of a tree.</summary>
/// <param name="paths">All paths, relative with <c>/</c>.</param>
/// <param name="read">Gives the bytes of one of them.</param>
internal sealed class TreeFiles(IReadOnlySet<string> paths, Func<string, Task<byte[]?>> read)
{
    private readonly Dictionary<string, string?> texts = new(StringComparer.Ordinal);

    /// <summary>All paths.</summary>
    public IReadOnlySet<string> Paths { get; } = paths;

    /// <summary>Lists a tree.</summary>
    /// <exception cref="GitException">The tree is not in the repository.</exception>
    public static async Task<TreeFiles> OfAsync(Git git, string tree, CancellationToken cancellationToken)
    {
        var listed = await CommitFiles.ReadAsync(git, tree, cancellationToken).ConfigureAwait(false);
        var diff = new TreeDiff(git);
        return new TreeFiles(listed.Paths.ToHashSet(StringComparer.Ordinal), path => diff.ContentAsync(tree, path, cancellationToken));
    }

    /// <summary>The bytes of a file, or null where there is none.</summary>
    public async Task<byte[]?> ContentAsync(string path) => Paths.Contains(path) ? await read(path).ConfigureAwait(false) : null;

    /// <summary>The text of a file, or null where there is none.</summary>
    public async Task<string?> TextAsync(string path)
    {
        if (!Paths.Contains(path))
        {
            return null;
        }

        if (!texts.TryGetValue(path, out var text))
        {
            text = await read(path).ConfigureAwait(false) is { } bytes ? Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF') : null;
            texts[path] = text;
        }

        return text;
    }
}
