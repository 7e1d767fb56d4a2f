namespace Ashlar.Core.Workspaces;

/// <summary>A file as a tree names it.</summary>
/// <param name="Mode">Git's mode, six octal digits.</param>
/// <param name="Blob">The name of its content; of a submodule, its commit.</param>
internal sealed record CommittedFile(string Mode, string Blob)
{
    /// <summary>The files of a tree or commit by path, sorted, as <c>git ls-tree -r</c> lists them.</summary>
    /// <exception cref="GitException">It is not there.</exception>
    public static async Task<SortedDictionary<string, CommittedFile>> OfAsync(Git git, string tree, CancellationToken cancellationToken)
    {
        var listed = new SortedDictionary<string, CommittedFile>(StringComparer.Ordinal);
        foreach (var field in await git.FieldsAsync(["ls-tree", "-r", "-z", "--full-tree", tree], cancellationToken).ConfigureAwait(false))
        {
            var tab = field.IndexOf('\t', StringComparison.Ordinal);
            var parts = field[..tab].Split(' ');
            listed[field[(tab + 1)..]] = new CommittedFile(parts[0], parts[2]);
        }

        return listed;
    }
}
