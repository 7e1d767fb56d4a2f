using System.Text;
using Ashlar.Core.Sandboxes.Mounts;

namespace Ashlar.Core.Workspaces;

/// <summary>
/// Filter and merge drivers: programs that git runs on contents while it reads, writes or merges files. What an agent wrote must never be handed to one,
/// and attributes that an agent writes may name any that is configured.
/// </summary>
internal static class GitFilters
{
    private const int MostFiles = 100;

    /// <summary>
    /// The arguments that empty every driver that the repository's own configuration has, so that none runs. Files that a merge driver would
    /// merge count as conflicts.
    /// </summary>
    public static IEnumerable<string> Emptied(string gitDirectory)
    {
        foreach (var name in Configured(gitDirectory).Append("lfs").Distinct(StringComparer.Ordinal))
        {
            yield return "-c";
            yield return $"filter.{name}.process=";
            yield return "-c";
            yield return $"filter.{name}.smudge=";
            yield return "-c";
            yield return $"filter.{name}.clean=";
            yield return "-c";
            yield return $"filter.{name}.required=false";
        }

        foreach (var name in Configured(gitDirectory, "merge").Distinct(StringComparer.Ordinal))
        {
            yield return "-c";
            yield return $"merge.{name}.driver=false";
        }
    }

    /// <summary>The arguments by which files of Git LFS pass Ashlar itself. Where that fails, so does git.</summary>
    /// <param name="line">What starts it.</param>
    public static IEnumerable<string> LargeFiles(string line) => ["-c", $"filter.lfs.process={line}", "-c", "filter.lfs.required=true"];

    /// <summary>
    /// The environment in which a git that another program starts, such as <c>gh</c>, runs no program that the repository's own configuration
    /// names: hooks, drivers, file-system monitors, pagers.
    /// </summary>
    public static IEnumerable<KeyValuePair<string, string>> Variables(string gitDirectory)
    {
        string[] set =
        [
            "core.fsmonitor=false",
            "core.hooksPath=/dev/null",
            "core.pager=cat",
            "diff.external=",
            "log.showSignature=false",
            .. Emptied(gitDirectory).Where(argument => argument != "-c"),
        ];
        for (var index = 0; index < set.Length; index++)
        {
            var end = set[index].LastIndexOf('=');
            yield return new($"GIT_CONFIG_KEY_{index}", set[index][..end]);
            yield return new($"GIT_CONFIG_VALUE_{index}", set[index][(end + 1)..]);
        }

        yield return new("GIT_CONFIG_COUNT", set.Length.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>The names of the drivers in the files of a git directory and in all that these include, on whatever condition.</summary>
    public static IEnumerable<string> Configured(string gitDirectory, string kind = "filter") =>
        Settings(gitDirectory).Where(OrdinaryFile.Exists).SelectMany(file => Sections(OrdinaryFile.ReadAllText(file), kind));

    /// <summary>The files of settings of a git directory and all that these include, on whatever condition; not all need be there.</summary>
    public static IEnumerable<string> Settings(string gitDirectory)
    {
        var left = new Queue<string>(Files(gitDirectory));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (left.TryDequeue(out var file))
        {
            if (!seen.Add(file) || seen.Count > MostFiles)
            {
                continue;
            }

            yield return file;
            foreach (var included in OrdinaryFile.Exists(file) ? Included(OrdinaryFile.ReadAllText(file)) : [])
            {
                left.Enqueue(Path.GetFullPath(included, Path.GetDirectoryName(file)!));
            }
        }
    }

    /// <summary>What a file of settings may name as a path: any value that is an absolute one.</summary>
    public static IEnumerable<string> NamedPaths(string file) =>
        OrdinaryFile.Exists(file)
            ? OrdinaryFile
                .ReadLines(file)
                .Select(line => line.IndexOf('=', StringComparison.Ordinal) is var at and >= 0 ? Unquoted(line[(at + 1)..].Trim()) : "")
                .Where(value => value.StartsWith('/') && !value.Contains('\0', StringComparison.Ordinal))
            : [];

    /// <summary>The paths that a file may include: whatever it calls a path.</summary>
    private static IEnumerable<string> Included(string text) =>
        text.Split('\n')
            .Select(line => line.Trim())
            .Select(line => line[(line.StartsWith('[') ? line.LastIndexOf(']') + 1 : 0)..].Trim())
            .Where(line => line.StartsWith("path", StringComparison.OrdinalIgnoreCase) && line.Contains('=', StringComparison.Ordinal))
            .Select(line => Unquoted(line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim()))
            .Where(path => path.Length > 0 && !path.Contains('\0', StringComparison.Ordinal));

    /// <summary>The names of the drivers in a configuration file.</summary>
    internal static IEnumerable<string> Sections(string text, string kind = "filter")
    {
        foreach (var line in text.Split('\n'))
        {
            var start = line.IndexOf($"[{kind}", StringComparison.OrdinalIgnoreCase);
            var end = start < 0 ? -1 : line.LastIndexOf(']');
            if (end < start + kind.Length + 2 || start < 0)
            {
                continue;
            }

            var words = line[(start + kind.Length + 1)..end].Trim();
            var name = words.StartsWith('.') ? words[1..].ToLowerInvariant() : Unquoted(words);
            // A name with an equals sign cannot be given on a command line, and attributes cannot name it either way.
            if (name.Length > 0 && !name.Contains('=', StringComparison.Ordinal))
            {
                yield return name;
            }
        }
    }

    /// <summary>The drivers that lines of a <c>.gitattributes</c> file name.</summary>
    public static IEnumerable<string> Named(string attributes) =>
        attributes
            .Split('\n')
            .Where(line => !line.TrimStart().StartsWith('#'))
            .SelectMany(line => line.Split((char[])[' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries).Skip(1))
            .Where(word => word.StartsWith("filter=", StringComparison.Ordinal))
            .Select(word => word["filter=".Length..]);

    private static string[] Files(string gitDirectory)
    {
        var common = GitText.CommonDirectory(gitDirectory);
        return [Path.Combine(common, "config"), Path.Combine(common, "config.worktree"), Path.Combine(gitDirectory, "config.worktree")];
    }

    private static string Unquoted(string words)
    {
        var name = new StringBuilder();
        var inner = words.Trim('"');
        for (var index = 0; index < inner.Length; index++)
        {
            index += inner[index] == '\\' && index + 1 < inner.Length ? 1 : 0;
            name.Append(inner[index]);
        }

        return name.ToString();
    }
}
