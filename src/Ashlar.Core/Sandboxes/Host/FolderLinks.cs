using System.IO.Enumeration;

namespace Ashlar.Core.Sandboxes.Host;

/// <summary>
/// The links in a folder of PATH. Programs of the host look others up there by name, such as git its ssh, so that one link to a place where
/// others decide is enough to run what they put there.
/// </summary>
internal static class FolderLinks
{
    private static readonly string[] OfTheSystem = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

    /// <summary>Why the folder is not to be searched by programs of the host, as the end of a sentence; null where it may be.</summary>
    public static string? Trouble(string folder, HostJudge judge)
    {
        // What root laid out there, such as a link to the program of a service with a user of its own, is root's own decision.
        var byPlace = OfTheSystem.Contains(folder, StringComparer.Ordinal);
        foreach (var link in In(folder))
        {
            if (HostRoute.Of(link) is not { } route)
            {
                if (Leads(link, judge.Ground) is { } missing)
                {
                    return $"has a link {Path.GetFileName(link)} to what does not exist yet in {missing}";
                }
            }
            else if (!route.Steps[^1].Status.IsFolder)
            {
                var trouble = byPlace && judge.Ground.Touched(route) is null ? null : judge.Trouble(route);
                if (trouble is not null)
                {
                    return $"has a link {Path.GetFileName(link)} to {route.End}, which {trouble}";
                }
            }
        }

        return null;
    }

    private static List<string> In(string folder)
    {
        try
        {
            return
            [
                .. new FileSystemEnumerable<string>(
                    folder,
                    (ref FileSystemEntry entry) => entry.ToFullPath(),
                    new EnumerationOptions { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = true }
                )
                {
                    ShouldIncludePredicate = (ref FileSystemEntry entry) =>
                        (entry.Attributes & FileAttributes.ReparsePoint) != FileAttributes.None,
                },
            ];
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>The folder of others in which a link ends that leads to nothing yet, or null.</summary>
    private static string? Leads(string link, HostGround ground)
    {
        var at = link;
        for (var links = 0; links < 40 && new FileInfo(at).LinkTarget is { } target; links++)
        {
            at = Path.GetFullPath(target, Path.GetDirectoryName(at)!);
        }

        return ground.Containing(at);
    }
}
