using Ashlar.Core.Gates;
using Ashlar.Core.Stacks.Catalogue;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Verdicts;

/// <summary>A change that lies only in what no gate tests.</summary>
internal static class UncoveredChange
{
    /// <summary>Whether sources were changed, and all of them lie in packages whose tests no gate of the cycle runs.</summary>
    public static bool Is(IReadOnlyList<FileChange> files, GateCoverage coverage)
    {
        var sources = files.Where(file => !StackCatalog.All.IsTest(file.Path) && coverage.Covers(file.Path) is not null).ToList();
        var uncovered = coverage.Uncovered;
        return sources.Count > 0
            && sources.TrueForAll(file =>
                coverage.Covers(file.Path) is false
                && uncovered.Any(part => part.Folder.Length == 0 || file.Path.StartsWith(part.Folder + "/", StringComparison.Ordinal))
            );
    }
}
