namespace Ashlar.Core.Workspaces;

/// <summary>What changed from one state of a worktree to another.</summary>
internal static class SnapshotChanges
{
    /// <summary>The changes by path.</summary>
    public static IReadOnlyList<WorktreeChange> Between(Snapshot before, Snapshot after, BaseFiles taskBase)
    {
        var changes = new List<WorktreeChange>();
        foreach (var path in before.Differences.Keys.Union(after.Differences.Keys).Order(StringComparer.Ordinal))
        {
            Difference? old = before.Differences.TryGetValue(path, out var was) ? was : null;
            Difference? now = after.Differences.TryGetValue(path, out var isNow) ? isNow : null;
            if (old == now)
            {
                continue;
            }

            var (existed, exists) = (Exists(path, old, taskBase), Exists(path, now, taskBase));
            var kind =
                !existed ? WorktreeChangeKind.Added
                : !exists ? WorktreeChangeKind.Deleted
                : HashOf(path, old, taskBase) is { Length: > 0 } hash && hash == HashOf(path, now, taskBase) ? WorktreeChangeKind.Mode
                : WorktreeChangeKind.Modified;
            if (existed || exists)
            {
                changes.Add(new WorktreeChange(path, kind, now));
            }
        }

        return changes;
    }

    private static bool Exists(string path, Difference? difference, BaseFiles taskBase) =>
        difference is null or { Kind: DifferenceKind.Base } ? taskBase.Contains(path) : difference.Value.Kind != DifferenceKind.Gone;

    private static string? HashOf(string path, Difference? difference, BaseFiles taskBase) =>
        difference is { } own ? own.Hash
        : taskBase.Read(path) is { } content ? Journal.ArtifactFolder.HashOf(content)
        : null;
}
