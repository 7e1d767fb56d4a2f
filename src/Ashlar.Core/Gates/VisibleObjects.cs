using System.Text;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Gates;

/// <summary>
/// An object store beside the gates' checkout for repositories in which files are hidden: trees without the hidden files, one commit without
/// a parent for each, and what these need. Neither a hidden file nor the repository's history is among it. Only Ashlar writes it.
/// </summary>
/// <param name="objects">The repository's object folder, absolute.</param>
/// <param name="folder">The store, outside every worktree; made when missing.</param>
/// <param name="hidden">Whether a path is hidden.</param>
internal sealed class VisibleObjects(string objects, string folder, Func<string, bool> hidden)
{
    private static readonly Dictionary<string, string> Nobody = new(StringComparer.Ordinal)
    {
        ["GIT_AUTHOR_NAME"] = "gate",
        ["GIT_AUTHOR_EMAIL"] = "gate@localhost",
        ["GIT_AUTHOR_DATE"] = "@1000000000 +0000",
        ["GIT_COMMITTER_NAME"] = "gate",
        ["GIT_COMMITTER_EMAIL"] = "gate@localhost",
        ["GIT_COMMITTER_DATE"] = "@1000000000 +0000",
    };

    private readonly Dictionary<string, string> known = new(StringComparer.Ordinal);

    /// <summary>Where the objects lie.</summary>
    public string Folder => folder;

    /// <summary>The commit that holds what is visible of a tree or commit.</summary>
    /// <param name="git">Git on a directory of Ashlar's own.</param>
    /// <param name="tree">The tree or commit.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="GitException">The tree is not in the repository.</exception>
    public async Task<string> CommitOfAsync(Git git, string tree, CancellationToken cancellationToken)
    {
        if (known.TryGetValue(tree, out var made))
        {
            return made;
        }

        Directory.CreateDirectory(Path.Combine(folder, "pack"));
        var index = folder.TrimEnd('/') + ".index";
        File.Delete(index + ".lock");
        await git.TextAsync(["read-tree", "--reset", tree], cancellationToken, new GitInput(null, Environment(index)))
            .ConfigureAwait(false);
        var paths = await git.FieldsAsync(["ls-files", "-z"], cancellationToken, new GitInput(null, Environment(index)))
            .ConfigureAwait(false);
        var removed = paths.Where(hidden).ToList();
        if (removed.Count > 0)
        {
            var lines = Encoding.UTF8.GetBytes(string.Concat(removed.Select(path => path + "\0")));
            await git.TextAsync(
                    ["update-index", "--force-remove", "-z", "--stdin"],
                    cancellationToken,
                    new GitInput(lines, Environment(index))
                )
                .ConfigureAwait(false);
        }

        var visible = await git.TextAsync(["write-tree"], cancellationToken, new GitInput(null, Environment(index))).ConfigureAwait(false);
        var commit = await git.TextAsync(
                ["commit-tree", visible, "-F", "-"],
                cancellationToken,
                GitInput.Text("Base\n", Environment(index))
            )
            .ConfigureAwait(false);
        var before = string.Concat(known.Values.Select(other => $"^{other}\n"));
        await git.TextAsync(
                ["pack-objects", "--revs", "-q", Path.Combine(folder, "pack", "pack")],
                cancellationToken,
                GitInput.Text($"{commit}\n{before}", Environment(index))
            )
            .ConfigureAwait(false);
        File.Delete(index);
        return known[tree] = commit;
    }

    // New objects are written here and those of the repository are read, whatever git directory the checkout has.
    private Dictionary<string, string> Environment(string index) =>
        new(Nobody, StringComparer.Ordinal)
        {
            ["GIT_INDEX_FILE"] = index,
            ["GIT_OBJECT_DIRECTORY"] = folder,
            ["GIT_ALTERNATE_OBJECT_DIRECTORIES"] = objects,
        };
}
