using System.Text;

namespace Ashlar.Core.Workspaces;

/// <summary>
/// The path that links inside the repository lead to. Each link is read as a text and resolved by name, and the file is then opened by a path
/// without a link, so that nothing that is swapped meanwhile leads out.
/// </summary>
internal static class LinkedPath
{
    private const int MostLinks = 20;

    /// <summary>The path without links; the same where there is none. Null with the target where one leads out of the repository.</summary>
    /// <param name="files">The files.</param>
    /// <param name="workspace">Where they lie, and where they are shown.</param>
    /// <param name="path">The path, relative to the root.</param>
    public static (string? Path, string? Target) Of(SafeFiles files, Workspace workspace, string path)
    {
        var open = new List<string>(path.Split('/', StringSplitOptions.RemoveEmptyEntries));
        var done = new List<string>();
        for (var links = 0; open.Count > 0; )
        {
            var name = open[0];
            open.RemoveAt(0);
            if (name == "..")
            {
                if (done.Count == 0)
                {
                    return (null, "..");
                }

                done.RemoveAt(done.Count - 1);
                continue;
            }

            done.Add(name);
            if (files.LinkTarget(string.Join('/', done)) is not { } bytes)
            {
                continue;
            }

            var target = Encoding.UTF8.GetString(bytes);
            if (++links > MostLinks)
            {
                return (null, target);
            }

            done.RemoveAt(done.Count - 1);
            var inside = Inside(workspace, target);
            if (inside is null)
            {
                return (null, target);
            }

            if (target.StartsWith('/'))
            {
                done.Clear();
            }

            open.InsertRange(0, inside.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != "."));
        }

        return (string.Join('/', done), null);
    }

    /// <summary>An absolute target made relative to the root; null where it lies outside.</summary>
    private static string? Inside(Workspace workspace, string target)
    {
        if (!target.StartsWith('/'))
        {
            return target;
        }

        foreach (var root in new[] { workspace.ShownRoot, workspace.Root })
        {
            if (target == root || target.StartsWith(root + "/", StringComparison.Ordinal))
            {
                return target[root.Length..].Trim('/');
            }
        }

        return null;
    }
}
