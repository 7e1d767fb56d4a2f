using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Replays;

/// <summary>
/// Takes packs of others into the place of a replay: git makes the index itself and looks at each object as strictly as at one that is fetched
/// from a stranger, so that no tree holds <c>.git</c>, <c>..</c> or an entry twice. Trees that stand for far more files than they are large are
/// refused before anything is laid out.
/// </summary>
/// <param name="place">The place.</param>
internal sealed class ImportedObjects(ReplayPlace place)
{
    private const int MostObjects = 2_000_000;
    private const long MostFiles = 2_000_000;
    private const long MostBytes = 16L * 1024 * 1024 * 1024;
    private const int AtOnce = 2000;

    private readonly Dictionary<string, (long Files, long Bytes)> sizes = new(StringComparer.Ordinal);

    /// <summary>Makes the indexes and checks the objects.</summary>
    /// <param name="start">The run's base, whose predecessors are not there.</param>
    /// <param name="commits">The commits whose files must be there.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InvalidDataException">Git refuses an object, one is missing, or a tree is too large.</exception>
    public async Task CheckAsync(string start, IReadOnlyList<string> commits, CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(Path.Combine(place.GitDirectory, "shallow"), $"{start}\n", cancellationToken).ConfigureAwait(false);
        foreach (var pack in Directory.EnumerateFiles(place.PackPath, "*.pack"))
        {
            var made = await place.Git.RunAsync(["index-pack", "--fsck-objects", pack], cancellationToken).ConfigureAwait(false);
            if (made.ExitCode != 0)
            {
                throw new InvalidDataException($"git refuses its objects: {made.Error.Trim()}");
            }
        }

        await MeasureAsync(cancellationToken).ConfigureAwait(false);
        var walked = await place
            .Git.RunAsync(
                ["rev-list", "--objects", "--no-walk", "--quiet", "--stdin"],
                cancellationToken,
                GitInput.Text(string.Join('\n', commits) + "\n")
            )
            .ConfigureAwait(false);
        if (walked.ExitCode != 0)
        {
            throw new InvalidDataException($"git's objects of its commits are not whole: {walked.Error.Trim()}");
        }
    }

    private async Task MeasureAsync(CancellationToken cancellationToken)
    {
        var lines = await place
            .Git.LinesAsync(
                ["cat-file", "--batch-all-objects", "--unordered", "--batch-check=%(objecttype) %(objectname) %(objectsize)"],
                cancellationToken
            )
            .ConfigureAwait(false);
        if (lines.Count > MostObjects)
        {
            throw TooLarge();
        }

        var trees = new List<string>();
        foreach (var parts in lines.Select(line => line.Split(' ')))
        {
            if (parts[0] == "tree")
            {
                trees.Add(parts[1]);
            }
            else
            {
                sizes[parts[1]] = (1, long.Parse(parts[2], System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        var children = await ChildrenAsync(trees, cancellationToken).ConfigureAwait(false);
        foreach (var tree in trees)
        {
            Measure(tree, children);
        }
    }

    /// <summary>What each tree holds, each under the tree's own name.</summary>
    private async Task<Dictionary<string, List<string>>> ChildrenAsync(List<string> trees, CancellationToken cancellationToken)
    {
        var children = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var chunk in trees.Chunk(AtOnce))
        {
            foreach (var tree in await place.Git.ObjectsAsync(chunk, cancellationToken).ConfigureAwait(false))
            {
                children[tree!.Name] = Held(tree);
            }
        }

        return children;
    }

    private static List<string> Held(GitObject tree)
    {
        var (held, hash) = (new List<string>(), tree.Name.Length / 2);
        for (var left = tree.Content.AsSpan(); left.Length > 0; )
        {
            var name = left.IndexOf((byte)0) + 1;
            held.Add(Convert.ToHexStringLower(left.Slice(name, hash)));
            left = left[(name + hash)..];
        }

        return held;
    }

    /// <summary>Sums up from the leaves on, without recursion: a tree may be as deep as it likes.</summary>
    private void Measure(string root, Dictionary<string, List<string>> children)
    {
        var open = new Stack<string>([root]);
        while (open.TryPeek(out var tree))
        {
            var missing = children[tree].Where(child => children.ContainsKey(child) && !sizes.ContainsKey(child)).ToList();
            if (missing.Count > 0)
            {
                missing.ForEach(open.Push);
                continue;
            }

            _ = open.Pop();
            var (files, bytes) = (0L, 0L);
            foreach (var child in children[tree])
            {
                var size = sizes.GetValueOrDefault(child, (Files: 1, Bytes: 0));
                (files, bytes) = (files + size.Files, bytes + size.Bytes);
                if (files > MostFiles || bytes > MostBytes)
                {
                    throw TooLarge();
                }
            }

            sizes[tree] = (files + 1, bytes);
        }
    }

    private static InvalidDataException TooLarge() => new("its files are too many or too large");
}
