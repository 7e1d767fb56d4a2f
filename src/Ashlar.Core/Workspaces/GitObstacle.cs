namespace Ashlar.Core.Workspaces;

/// <summary>
/// Files of a repository that git would open and never be done with: named pipes and devices in its git directories, or links to such, and
/// heads and settings without a sensible end. They are looked for before git is started there for the first time.
/// </summary>
internal static class GitObstacle
{
    private const long LongestText = 16L << 20;
    private const int MostAlternates = 20;
    private const string NotOrdinary = "is not an ordinary file";

    /// <summary>How long a git that waits for nobody may do nothing at all.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(20);

    /// <summary>Looks for what hinders git in a directory.</summary>
    /// <exception cref="ProblemException">Something does; exit status 2.</exception>
    public static void Refuse(string directory)
    {
        foreach (var folder in GitDirectories(directory).Distinct(StringComparer.Ordinal))
        {
            if (In(folder) is { } problem)
            {
                throw new ProblemException(problem);
            }
        }
    }

    /// <summary>Git stopped making progress: the problem, with the file that it probably waits for.</summary>
    /// <param name="folder">Where it worked.</param>
    /// <param name="arguments">What it was to do.</param>
    public static ProblemException Stuck(string folder, IEnumerable<string> arguments)
    {
        var found = InWay(folder);
        var verb = arguments.FirstOrDefault(word => !word.StartsWith('-') && !word.Contains('=', StringComparison.Ordinal));
        return new ProblemException(
            new Problem("git.stuck", $"git waits without end for a file (`git {verb}`)")
            {
                Path = found ?? folder,
                Remedy = found is not null
                    ? $"Remove it, it {NotOrdinary}"
                    : $"Look for pipes and devices that git may read: `find {folder} -type p -o -type b -o -type c`",
            }
        );
    }

    /// <summary>A file of git's below a folder that it would wait for; null for none.</summary>
    public static string? InWay(string folder) =>
        EndlessFiles.Find(
            folder,
            (path, stamp) => Path.GetFileName(path).StartsWith(".git", StringComparison.Ordinal) && EndlessFiles.Is(path, stamp)
        );

    private static IEnumerable<string> GitDirectories(string directory)
    {
        foreach (var folder in (GitGround.Of(directory)?.Folders ?? []).Where(IsLikeOne))
        {
            yield return folder;
        }

        // Git tries whatever is called so on its way up, whole or not.
        for (var at = GitGround.Real(directory); at is not null; at = Path.GetDirectoryName(at))
        {
            var own = Path.Combine(at, ".git");
            if (Directory.Exists(own) || IsLikeOne(at))
            {
                yield return GitGround.Real(Directory.Exists(own) ? own : at);
            }
        }
    }

    private static bool IsLikeOne(string folder) =>
        Path.Exists(Path.Combine(folder, "HEAD"))
        && (Path.Exists(Path.Combine(folder, "objects")) || Path.Exists(Path.Combine(folder, "commondir")));

    private static Problem? In(string folder)
    {
        if (EndlessFiles.Find(folder, (path, stamp) => EndlessFiles.Is(path, stamp) || IsTooLong(folder, path, stamp)) is { } found)
        {
            return Of(found, EndlessFiles.IsAt(found) ? NotOrdinary : "is too long for what it is");
        }

        var settings = GitFilters.Settings(folder).ToList();
        return settings.Concat(settings.SelectMany(GitFilters.NamedPaths)).FirstOrDefault(EndlessFiles.IsAt) is { } named
                ? Of(named, NotOrdinary)
            : Alternates(folder).Select(other => EndlessFiles.Find(other, EndlessFiles.Is)).OfType<string>().FirstOrDefault() is { } lent
                ? Of(lent, NotOrdinary)
            : null;
    }

    private static Problem Of(string path, string what) =>
        new("git.obstacle", $"git cannot work here: a file that it reads {what}")
        {
            Path = path,
            Remedy = "Take it away if you know what it is for; else leave this repository alone",
        };

    private static bool IsTooLong(string folder, string path, FileStamp stamp)
    {
        if (!stamp.IsFile || stamp.Size <= LongestText)
        {
            return false;
        }

        var below = Path.GetRelativePath(folder, path);
        return below is "HEAD" or "config" or "config.worktree" or "commondir" or "gitdir"
            || below.StartsWith("refs/", StringComparison.Ordinal);
    }

    private static IEnumerable<string> Alternates(string folder)
    {
        var objects = Path.Combine(folder, "objects");
        var file = Path.Combine(objects, "info", "alternates");
        return OrdinaryFile.Exists(file)
            ? OrdinaryFile
                .ReadLines(file)
                .Where(line => line.Length > 0 && line[0] != '#' && !line.Contains('\0', StringComparison.Ordinal))
                .Take(MostAlternates)
                .Select(line => Path.GetFullPath(line, objects))
            : [];
    }
}
