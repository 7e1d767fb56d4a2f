using System.Text;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Gates.Inputs;

/// <summary>What a checkout of a tree holds: with <c>.gitattributes</c> that need not be what the tree holds.</summary>
/// <param name="git">Git on the repository.</param>
/// <param name="tree">The tree or commit.</param>
/// <param name="files">Its files.</param>
internal sealed class CheckedOutFiles(Git git, string tree, TreeFiles files) : IDisposable
{
    private DirectoryInfo? folder;

    /// <summary>Whether attributes may make the checkout another one than the tree.</summary>
    private bool IsConverted =>
        files.Paths.Any(path => path == ".gitattributes" || path.EndsWith("/.gitattributes", StringComparison.Ordinal));

    /// <summary>Has git write plain files as it would check them out.</summary>
    /// <exception cref="GitException">Git cannot write them.</exception>
    public async Task CheckOutAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        if (!IsConverted || paths.Count == 0)
        {
            return;
        }

        folder = Directory.CreateTempSubdirectory("ashlar-reading-");
        var empty = folder.CreateSubdirectory("empty").FullName;
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["GIT_INDEX_FILE"] = Path.Combine(folder.FullName, "index"),
        };
        var here = git.With(empty);
        await here.TextAsync(["read-tree", tree], cancellationToken, new GitInput(null, environment)).ConfigureAwait(false);
        await here.TextAsync(
                ["checkout-index", "-z", "--stdin", "--force", $"--prefix={folder.FullName}/out/"],
                cancellationToken,
                new GitInput(Encoding.UTF8.GetBytes(string.Concat(paths.Select(path => path + "\0"))), environment)
            )
            .ConfigureAwait(false);
    }

    /// <summary>The bytes of a plain file, or null.</summary>
    public async Task<byte[]?> ContentAsync(string path, CancellationToken cancellationToken)
    {
        if (folder is null)
        {
            return await files.ContentAsync(path).ConfigureAwait(false);
        }

        // The tree may hold a link where a file is meant.
        return OrdinaryFiles.Read(Path.Combine(folder.FullName, "out"), path, int.MaxValue)
            ?? await files.ContentAsync(path).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public void Dispose() => folder?.Delete(recursive: true);
}
