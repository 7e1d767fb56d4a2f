namespace Ashlar.Core.Workspaces;

/// <summary>
/// Removes objects that hold a secret from where git keeps loose objects: files of a worktree become objects when it is judged, before
/// anything is known of them, and git itself removes what nobody refers to only weeks later. What any ref, reflog or index reaches, in any
/// worktree, is left alone, and so is what was packed meanwhile.
/// </summary>
/// <param name="git">Hardened git on the shared directory.</param>
/// <param name="secrets">Looks for secrets in trees.</param>
public sealed class SecretObjects(Git git, TreeSecrets secrets)
{
    /// <summary>Removes what these trees hold; returns how many objects went.</summary>
    /// <param name="before">A commit whose own content is nobody's doing.</param>
    /// <param name="trees">Trees that Ashlar wrote and needs no longer; some may be gone.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<int> RemoveAsync(string before, IEnumerable<string> trees, CancellationToken cancellationToken)
    {
        var suspects = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tree in trees.Distinct(StringComparer.Ordinal))
        {
            await SuspectAsync(before, tree, suspects, cancellationToken).ConfigureAwait(false);
        }

        suspects.RemoveWhere(hash => !File.Exists(PathOf(hash)));
        if (suspects.Count == 0)
        {
            return 0;
        }

        string[] reached = ["rev-list", "--objects", "--missing=allow-any", "--all", "--reflog", "--indexed-objects"];
        foreach (var line in await git.LinesAsync(reached, cancellationToken).ConfigureAwait(false))
        {
            suspects.Remove(line.Split(' ')[0]);
        }

        foreach (var hash in suspects)
        {
            if (await git.BlobAsync(hash, cancellationToken).ConfigureAwait(false) is { } blob && LfsPointer.Of(blob) is { } pointer)
            {
                git.LargeFileStore.Remove(pointer);
            }

            File.Delete(PathOf(hash));
        }

        return suspects.Count;
    }

    // A folder that holds such an entry goes with it: a tree whose entry is missing would be damage.
    private async Task SuspectAsync(string before, string tree, HashSet<string> suspects, CancellationToken cancellationToken)
    {
        IReadOnlyList<SecretInTree> found;
        try
        {
            found = await secrets.FindAsync(before, tree, cancellationToken).ConfigureAwait(false);
        }
        catch (GitException)
        {
            return; // It went before.
        }

        if (found.Count == 0)
        {
            return;
        }

        _ = suspects.Add(tree);
        suspects.UnionWith(found.Where(one => one.Place != SecretPlace.Name).Select(one => one.Entry.Blob));
        foreach (var field in await git.FieldsAsync(["ls-tree", "-d", "-r", "-z", tree], cancellationToken).ConfigureAwait(false))
        {
            var parts = field.Split('\t', 2);
            if (found.Any(one => one.Entry.Path.StartsWith($"{parts[1]}/", StringComparison.Ordinal)))
            {
                _ = suspects.Add(parts[0].Split(' ')[2]);
            }
        }
    }

    private string PathOf(string hash) => Path.Combine(git.GitDirectory, "objects", hash[..2], hash[2..]);
}
