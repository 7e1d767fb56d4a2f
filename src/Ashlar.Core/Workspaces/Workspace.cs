namespace Ashlar.Core.Workspaces;

/// <summary>The files of one task: a worktree that is shown to commands and to the model at the path of the user's checkout.</summary>
/// <param name="root">The real directory, absolute, without links.</param>
/// <param name="shownRoot">The path by which the model and commands know it; equal to <paramref name="root"/> without a sandbox.</param>
public sealed class Workspace(string root, string shownRoot)
{
    /// <summary>The real directory.</summary>
    public string Root { get; } = root;

    /// <summary>The path by which the model knows it.</summary>
    public string ShownRoot { get; } = shownRoot;

    /// <summary>The files, opened so that no path and no link leads out of the root. The root has to exist by the first use.</summary>
    internal SafeFiles Files => field ??= new SafeFiles(this);
}
