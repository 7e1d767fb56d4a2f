namespace Ashlar.Core.Judging.Trees;

/// <summary>One of the two trees that are judged, with other files laid over it.</summary>
/// <param name="Side">The tree.</param>
/// <param name="Files">Content by path; null where the tree is to have no such file.</param>
public sealed record TreeOverlay(TreeSide Side, IReadOnlyDictionary<string, byte[]?> Files)
{
    /// <summary>The task's tree as it is.</summary>
    public static TreeOverlay Task { get; } = new(TreeSide.Task, new Dictionary<string, byte[]?>(StringComparer.Ordinal));

    /// <summary>The base as it is.</summary>
    public static TreeOverlay Base { get; } = new(TreeSide.Base, new Dictionary<string, byte[]?>(StringComparer.Ordinal));

    /// <summary>The same tree with further files; they come last.</summary>
    public TreeOverlay With(IEnumerable<KeyValuePair<string, byte[]?>> files)
    {
        var all = new Dictionary<string, byte[]?>(Files, StringComparer.Ordinal);
        foreach (var (path, content) in files)
        {
            all[path] = content;
        }

        return this with
        {
            Files = all,
        };
    }
}

/// <summary>The two trees.</summary>
public enum TreeSide
{
    /// <summary>The task's base.</summary>
    Base,

    /// <summary>The tree that is to be committed.</summary>
    Task,
}

/// <summary>What a file is for.</summary>
public enum FileRole
{
    /// <summary>It does the work.</summary>
    Product,

    /// <summary>It holds tests.</summary>
    Test,

    /// <summary>Only tests use it: set-up, data, helpers.</summary>
    Support,
}
