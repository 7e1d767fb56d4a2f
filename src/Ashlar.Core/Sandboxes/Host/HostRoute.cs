using Ashlar.Core.Sandboxes.Kernel;

namespace Ashlar.Core.Sandboxes.Host;

/// <summary>An absolute path followed to its end, link by link.</summary>
/// <param name="End">Where it leads: absolute, without links.</param>
/// <param name="Steps">Every folder and link that it passes, and its end, in this order.</param>
internal sealed record HostRoute(string End, IReadOnlyList<HostStep> Steps)
{
    private const int MostLinks = 40;

    /// <summary>Follows a path; null where it leads nowhere.</summary>
    public static HostRoute? Of(string path)
    {
        if (FileStatus.Of("/") is not { } root)
        {
            return null;
        }

        var steps = new List<HostStep> { new("/", root) };
        var left = new Stack<string>(Parts(path));
        var at = "/";
        var links = 0;
        while (left.TryPop(out var part))
        {
            if (part == "..")
            {
                at = Path.GetDirectoryName(at) ?? "/";
                continue;
            }

            var next = Path.Combine(at, part);
            if (FileStatus.Of(next) is not { } status)
            {
                return null;
            }

            steps.Add(new HostStep(next, status));
            if (!status.IsLink)
            {
                at = next;
            }
            else if (++links > MostLinks || new FileInfo(next).LinkTarget is not { } target)
            {
                return null;
            }
            else
            {
                at = target.StartsWith('/') ? "/" : at;
                foreach (var more in Parts(target))
                {
                    left.Push(more);
                }
            }
        }

        return new HostRoute(at, steps);
    }

    // Last part first, as they are pushed.
    private static IEnumerable<string> Parts(string path) =>
        path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").Reverse();
}

/// <summary>One folder, link or file on the way.</summary>
/// <param name="Path">Where it lies; the folders above it are not links.</param>
/// <param name="Status">What it is.</param>
internal sealed record HostStep(string Path, FileStatus Status);
