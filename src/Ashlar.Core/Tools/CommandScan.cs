using Ashlar.Core.Secrets;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Tools;

/// <summary>Looks at the worktree before a command or a server's tool changes it.</summary>
internal static class CommandScan
{
    /// <summary>Keeps what is there; the hash of the artifact that lists it, or null where nothing watches the worktree.</summary>
    public static string? Snapshot(ToolContext context)
    {
        if (context.Tree is not { } tree)
        {
            return null;
        }

        Before(tree, context);
        return context.Artifacts.Put(MaskedText.Of(context.Mask, tree.Current.ToText()));
    }

    /// <summary>Scans what is there, unless that was done for this very call, so that only the call's own changes are held against it.</summary>
    public static void Once(WorktreeScan tree, ToolContext context)
    {
        if (tree.ScannedFor != context.CallId || context.CallId.Length == 0)
        {
            Before(tree, context);
        }

        tree.ScannedFor = null;
    }

    private static void Before(WorktreeScan tree, ToolContext context)
    {
        tree.Rescan();
        if (!context.Background.Any)
        {
            // No command ran since: what changed was written by Ashlar itself or by a file tool, which has asked the scope.
            tree.Judged = tree.Current;
        }

        tree.ScannedFor = context.CallId;
    }
}
