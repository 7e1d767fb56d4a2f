namespace Ashlar.Core.Workspaces;

/// <summary>
/// A tree that adds no secret to what its parent holds. <see cref="TreeSecrets"/> alone makes one, so that no commit that a ref names can be
/// made of a tree that nobody looked at.
/// </summary>
public sealed class CheckedTree
{
    internal CheckedTree(string parent, string tree)
    {
        Parent = parent;
        Tree = tree;
    }

    /// <summary>The commit that it was held against, which is the parent of what is made of it.</summary>
    public string Parent { get; }

    /// <summary>The tree.</summary>
    public string Tree { get; }
}
