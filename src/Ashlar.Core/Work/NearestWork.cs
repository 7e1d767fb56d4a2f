namespace Ashlar.Core.Work;

/// <summary>Names what is there in the place of a work order that is not.</summary>
internal static class NearestWork
{
    /// <summary>The problem that a path is not there, with what is.</summary>
    /// <param name="root">The repository.</param>
    /// <param name="given">The path as a person gave it.</param>
    /// <param name="path">It, relative to the root.</param>
    public static Problem Missing(RootFolder root, string given, string path)
    {
        var nearest = NearestText.Of(path, Neighbours(root, path), 3);
        return new Problem("work.not-found", "there is no such file or folder")
        {
            Path = given,
            Observed = given,
            Expected = nearest.Count > 0 ? string.Join(", ", nearest) : null,
            Remedy =
                nearest.Count > 0
                    ? $"Name one that is there, such as {string.Join(" or ", nearest)}"
                    : "Name a spec folder, a task file or a design folder",
        };
    }

    private static IEnumerable<string> Neighbours(RootFolder root, string path)
    {
        var parents = new List<string> { "agent-os/specs", "specs", ".kiro/specs", "openspec/changes", "docs/designs", "tasks" };
        for (var parent = path; parent.Contains('/', StringComparison.Ordinal); )
        {
            parent = parent[..parent.LastIndexOf('/')];
            parents.Add(parent);
        }

        return parents
            .Distinct(StringComparer.Ordinal)
            .Append("")
            .SelectMany(parent => root.Folders(parent).Concat(root.Files(parent, deep: false)))
            .Where(found => !found.StartsWith(".git", StringComparison.Ordinal));
    }
}
