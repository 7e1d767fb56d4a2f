namespace Ashlar.Core.Workspaces;

/// <summary>Puts a worktree back to an earlier state.</summary>
internal static class WorktreeRestore
{
    /// <summary>
    /// Puts content, kind and mode of every path back as they were, deletes what was not there, and scans again.
    /// </summary>
    /// <param name="scan">The worktree.</param>
    /// <param name="target">The state to reach; a partial one touches only the paths it lists.</param>
    /// <param name="only">The paths to put back; null for all.</param>
    /// <returns>The paths that could not be put back, with the reason; empty when all is as it was.</returns>
    public static IReadOnlyList<Problem> Restore(this WorktreeScan scan, Snapshot target, IReadOnlyCollection<string>? only = null)
    {
        scan.Rescan();
        var paths = (only ?? (target.Partial ? target.Differences.Keys : target.Differences.Keys.Union(scan.Current.Differences.Keys)))
            .Where(path => Wanted(target, path) != Present(scan, path))
            .Order(StringComparer.Ordinal)
            .ToList();
        var trouble = new List<Problem>();
        foreach (var path in paths.AsEnumerable().Reverse())
        {
            if (Remove(scan, path, Wanted(target, path)) is { } problem)
            {
                trouble.Add(problem);
            }
        }

        foreach (var path in paths)
        {
            if (PutBack(scan, path, Wanted(target, path)) is { } problem)
            {
                trouble.Add(problem);
            }
        }

        scan.Rescan();
        return trouble;
    }

    /// <summary>The state of a few paths, for a change that touches no others; their present contents are kept.</summary>
    public static Snapshot SnapshotOf(this WorktreeScan scan, params IReadOnlyList<string> paths)
    {
        var differences = new SortedDictionary<string, Difference>(StringComparer.Ordinal);
        foreach (var path in paths)
        {
            var read = scan.Files.Read(path, int.MaxValue);
            differences[path] = read.Ok
                ? new Difference(DifferenceKind.File, read.Value.Stamp.Permissions, scan.Contents.Put(read.Value.Bytes))
                : new Difference(scan.Files.Stat(path).Ok ? DifferenceKind.Foreign : DifferenceKind.Gone, 0, "");
        }

        // The calls before are over: nothing goes further back than to this one.
        scan.Contents.Release(
            differences
                .Values.Concat(scan.Current.Differences.Values)
                .Concat(scan.Judged.Differences.Values)
                .Select(difference => difference.Hash)
                .ToHashSet(StringComparer.Ordinal)
        );
        return new Snapshot(differences, Partial: true);
    }

    private static Difference? Wanted(Snapshot target, string path) =>
        target.Differences.TryGetValue(path, out var difference) && difference.Kind != DifferenceKind.Base ? difference : null;

    private static Difference? Present(WorktreeScan scan, string path) =>
        scan.Current.Differences.TryGetValue(path, out var difference) ? difference
        : scan.Base.Contains(path) || scan.StampOf(path) is null ? null
        : new Difference(DifferenceKind.Foreign, 0, "");

    /// <summary>Takes away what is where something else, or nothing, has to stand.</summary>
    private static Problem? Remove(WorktreeScan scan, string path, Difference? wanted)
    {
        var present = scan.Files.Stat(path);
        if (!present.Ok)
        {
            // Nothing there, unless its name is no UTF-8.
            return wanted is null or { Kind: DifferenceKind.Gone } ? scan.Files.Delete(path) : null;
        }

        var keeps =
            wanted is { Kind: DifferenceKind.Foreign }
            || (present.Value.IsFile && (wanted?.Kind ?? BaseKind(scan, path)) == DifferenceKind.File);
        if (keeps)
        {
            return null;
        }

        if (present.Value.IsDirectory)
        {
            // Where a file stood there is a folder now: what is in it was not there before.
            if (!scan.Current.Differences.TryGetValue(path, out var now) || now.Kind is not (DifferenceKind.Foreign or DifferenceKind.Gone))
            {
                return null;
            }

            var tree = scan.Files.DeleteTree(path);
            DropEmptyFolders(scan, path, wanted);
            return tree;
        }

        var problem = scan.Files.Delete(path);
        DropEmptyFolders(scan, path, wanted);
        return problem;
    }

    private static DifferenceKind? BaseKind(WorktreeScan scan, string path) => scan.Base.Contains(path) ? DifferenceKind.File : null;

    private static void DropEmptyFolders(WorktreeScan scan, string path, Difference? wanted)
    {
        if (wanted is not (null or { Kind: DifferenceKind.Gone }))
        {
            return;
        }

        for (var cut = path.LastIndexOf('/'); cut > 0; cut = path.LastIndexOf('/', cut - 1))
        {
            var folder = path[..cut];
            if (!scan.IsNewFolder(folder) || scan.Files.DeleteFolder(folder) is not null)
            {
                return;
            }
        }
    }

    private static Problem? PutBack(WorktreeScan scan, string path, Difference? wanted)
    {
        switch (wanted?.Kind)
        {
            case DifferenceKind.Gone or DifferenceKind.Foreign:
                return null;
            case DifferenceKind.Link:
                return scan.Contents.Get(wanted.Value.Hash) is { } target ? scan.Files.WriteLink(path, target) : Lost(path);
            case DifferenceKind.File:
                return scan.Contents.Get(wanted.Value.Hash) is { } content
                    ? scan.Files.Write(path, content, wanted.Value.Permissions, breakLinks: true).Problem
                    : Lost(path);
        }

        if (scan.Base.Find(path) is not { } known)
        {
            return null;
        }

        return scan.Base.Read(path) is not { } pristine ? Lost(path)
            : known.Link ? scan.Files.WriteLink(path, pristine)
            : scan.Files.Write(path, pristine, scan.BasePermissions(path), breakLinks: true).Problem;
    }

    private static Problem Lost(string path) =>
        new("workspace.content-lost", $"{path} cannot be put back: its earlier content is no longer kept") { Path = path };
}
