using Ashlar.Core.Gates;
using Ashlar.Core.Policies;
using Ashlar.Core.Runs.Starts;

namespace Ashlar.Core.Runs.Planning;

/// <summary>
/// What <c>hide</c> rules hide from code that agents write: in gates, where its output reaches the model, and in folders of the user's
/// checkout that commands see.
/// </summary>
internal static class HiddenFiles
{
    /// <summary>Whether a path is hidden from one of the authors; null where nothing is hidden from any.</summary>
    public static Func<string, bool>? Of(IReadOnlyList<Policy> authors)
    {
        var hiding = authors.Select(author => author.Scope).Where(scope => scope.Hides).ToList();
        return hiding.Count == 0 ? null : path => hiding.Any(scope => !scope.DecideRead(path).Allowed);
    }

    /// <summary>Says which files of a commit gates do without, and which folders they see all the same; nothing where they have them all.</summary>
    /// <param name="paths">The files of the commit.</param>
    /// <param name="shared">What commands see of the user's checkout.</param>
    /// <param name="authors">The policies of the agents that work.</param>
    public static IEnumerable<Problem> Absent(
        IEnumerable<string> paths,
        IReadOnlyDictionary<string, string> shared,
        IReadOnlyList<Policy> authors
    )
    {
        if (
            Of(authors) is { } hides
            && shared.Where(share => IsNeeded(share, hides)).Select(share => share.Key).ToList() is { Count: > 0 } seen
        )
        {
            yield return new Problem(
                "gates.hidden",
                $"commands and gates see {string.Join(", ", seen)} although a rule hides it, since nothing works without installed packages; Read, Grep and Glob do not show it"
            )
            {
                Remedy = "Name it under `deny` instead: then it may be read, and still not be changed",
                Warning = true,
            };
        }

        var absent = Of(authors) is { } hidden ? paths.Where(hidden).ToList() : [];
        if (absent.Count > 0)
        {
            var more = absent.Count > 3 ? $" and {absent.Count - 3} more" : "";
            yield return new Problem(
                "gates.hidden",
                $"gates run without the files that `hide` names, and without the repository's history: {string.Join(", ", absent.Take(3).Select(ShownText.Line))}{more}"
            )
            {
                Remedy = "Where a gate needs one of them, name it under `deny` instead: then it may be read, and still not be changed",
                Warning = true,
            };
        }
    }

    /// <summary>
    /// A gate of which only the exit code is read, and which is red on the base, where hidden files are absent: no work could make it green.
    /// </summary>
    public static GateResult Judged(GateResult result, GateResult? onBase, bool hides) =>
        hides && result is { Status: GateStatus.Red or GateStatus.Known, Tests: null } && onBase is { Status: GateStatus.Red, Tests: null }
            ? result with
            {
                Status = GateStatus.Env,
                Fault =
                    "it is red on the base already, where the files that `hide` names are absent; where it needs them, name them under `deny` instead of `hide` in .ashlar/config.yaml",
            }
            : result;

    /// <summary>The hidden files in shared folders: they are looked for only where something is hidden.</summary>
    public static IReadOnlyList<string> In(IReadOnlyDictionary<string, string> shared, IReadOnlyList<Policy> authors) =>
        Of(authors) is { } hidden ? In(shared, hidden) : [];

    /// <summary>The same for one scope.</summary>
    public static IReadOnlyList<string> In(IReadOnlyDictionary<string, string> shared, Scope scope) =>
        scope.Hides ? In(shared, path => !scope.DecideRead(path).Allowed) : [];

    /// <summary>
    /// Whether a folder of installed packages is hidden as a whole: such a rule keeps a model from reading what is long and says nothing, and
    /// without the folder no command of the project starts.
    /// </summary>
    private static bool IsNeeded(KeyValuePair<string, string> share, Func<string, bool> hidden) =>
        SharedPaths.HoldsPackages(share.Key)
        && Directory.Exists(share.Value)
        && (
            hidden(share.Key)
            || (
                Directory.EnumerateFileSystemEntries(share.Value).Any()
                && Directory.EnumerateFileSystemEntries(share.Value).All(entry => hidden($"{share.Key}/{Path.GetFileName(entry)}"))
            )
        );

    private static List<string> In(IReadOnlyDictionary<string, string> shared, Func<string, bool> hidden)
    {
        var found = new List<string>();
        foreach (var (path, source) in shared.Where(share => !IsNeeded(share, hidden)))
        {
            if (hidden(path))
            {
                found.Add(path);
                continue;
            }

            var open = new Stack<DirectoryInfo>(Directory.Exists(source) ? [new DirectoryInfo(source)] : []);
            while (open.TryPop(out var folder))
            {
                foreach (var entry in folder.EnumerateFileSystemInfos())
                {
                    var relative = $"{path}/{Path.GetRelativePath(source, entry.FullName)}";
                    if (hidden(relative))
                    {
                        // A link shows what it leads to, which is elsewhere and is hidden there.
                        if (entry.LinkTarget is null)
                        {
                            found.Add(relative);
                        }
                    }
                    else if (entry is DirectoryInfo { LinkTarget: null } inner)
                    {
                        open.Push(inner);
                    }
                }
            }
        }

        return found;
    }
}
