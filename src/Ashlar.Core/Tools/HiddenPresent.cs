using Ashlar.Core.Policies;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Tools;

/// <summary>
/// Files of the worktree that <c>hide</c> names and the base does not have: what set-up made, or another task landed. They are looked for
/// before each command, and only where something is hidden.
/// </summary>
internal static class HiddenPresent
{
    /// <summary>The paths, relative to the root; a hidden folder stands for all that is in it.</summary>
    public static IEnumerable<string> In(ToolContext context) => context.Scope is Scope { Hides: true } ? Below("", context) : [];

    private static IEnumerable<string> Below(string folder, ToolContext context)
    {
        List<DirectoryEntry> entries;
        var opened = context.Workspace.Files.OpenFolder(folder);
        if (!opened.Ok)
        {
            yield break; // What nobody may open, no command reads either.
        }

        using (opened.Value)
        {
            entries = DirectoryEntries.Read(opened.Value);
        }

        foreach (var entry in entries.Where(entry => entry.Readable && (entry.Stamp.IsFile || entry.Stamp.IsDirectory)))
        {
            var path = folder.Length == 0 ? entry.Name : $"{folder}/{entry.Name}";
            if (path is ".git" || context.Mounts.Shared.ContainsKey(path))
            {
                continue;
            }

            if (!context.Scope.DecideRead(path).Allowed)
            {
                yield return path;
            }
            else if (entry.Stamp.IsDirectory)
            {
                foreach (var inner in Below(path, context))
                {
                    yield return inner;
                }
            }
        }
    }
}
