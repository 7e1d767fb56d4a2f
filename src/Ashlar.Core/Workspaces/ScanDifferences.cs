namespace Ashlar.Core.Workspaces;

/// <summary>How a worktree differs from the base of its task, as far as it was looked at.</summary>
/// <param name="taskBase">The base.</param>
internal sealed class ScanDifferences(BaseFiles taskBase)
{
    private readonly SortedDictionary<string, Difference> differences = new(StringComparer.Ordinal);
    private Snapshot? current;

    /// <summary>All of them; the same value as long as none changes.</summary>
    public Snapshot Current => current ??= new Snapshot(new SortedDictionary<string, Difference>(differences, StringComparer.Ordinal));

    /// <summary>Whether a path differs.</summary>
    public bool Has(string path) => differences.ContainsKey(path);

    /// <summary>Something is no longer there, with all below it.</summary>
    public void Gone(ScanEntry entry)
    {
        if (entry.Folder is { } folder)
        {
            Clear(entry.Path);
            foreach (var inner in folder.Entries.Values)
            {
                Gone(inner);
            }
        }
        else if (taskBase.Contains(entry.Path))
        {
            Set(entry.Path, new Difference(DifferenceKind.Gone, 0, ""));
        }
        else
        {
            Clear(entry.Path);
        }
    }

    /// <summary>A path differs.</summary>
    public void Set(string path, Difference difference)
    {
        if (!differences.TryGetValue(path, out var known) || known != difference)
        {
            differences[path] = difference;
            current = null;
        }
    }

    /// <summary>A path is as in the base, or not there and not in the base either.</summary>
    public void Clear(string path)
    {
        if (differences.Remove(path))
        {
            current = null;
        }
    }
}
