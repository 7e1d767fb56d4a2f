using System.Text;
using Ashlar.Core.Policies;

namespace Ashlar.Core.Workspaces;

/// <summary>A change that was put back.</summary>
/// <param name="Path">Relative to the root.</param>
/// <param name="Problem">The rule that it broke.</param>
/// <param name="Counts">Whether it counts as an attempt on the scope.</param>
internal sealed record RevertedChange(string Path, Problem Problem, bool Counts);

/// <summary>The outcome of holding the changes of a command against the scope.</summary>
/// <param name="Kept">What stays changed, by path.</param>
/// <param name="Reverted">What was put back.</param>
/// <param name="KeptByAshlar">Files that Ashlar keeps itself and that were put back without blame: the task list, the iteration log.</param>
/// <param name="Trouble">What could not be put back; empty when all is as it should be.</param>
internal sealed record ScopeVerdict(
    IReadOnlyList<WorktreeChange> Kept,
    IReadOnlyList<RevertedChange> Reverted,
    IReadOnlyList<string> KeptByAshlar,
    IReadOnlyList<Problem> Trouble
)
{
    /// <summary>Nothing changed.</summary>
    public static ScopeVerdict Nothing { get; } = new([], [], [], []);
}

/// <summary>Holds what a command changed against the scope and puts back what it may not change.</summary>
/// <param name="scan">The worktree.</param>
/// <param name="scope">What may be written.</param>
/// <param name="keptByAshlar">Files that only Ashlar writes, answered without blame.</param>
/// <param name="existsAtRunBase">Whether a file exists in the run base, for frozen files.</param>
/// <param name="shownRoot">The path by which commands know the root.</param>
internal sealed class ScopeGuard(
    WorktreeScan scan,
    IScope scope,
    IReadOnlySet<string> keptByAshlar,
    Func<string, bool> existsAtRunBase,
    string shownRoot
)
{
    /// <summary>Scans, judges all changes since <paramref name="before"/>, puts back what broke a rule, and takes the result as judged.</summary>
    public ScopeVerdict Check(Snapshot before)
    {
        scan.Rescan();
        var changes = scan.ChangesSince(before);
        if (changes.Count == 0)
        {
            scan.Judged = scan.Current;
            return ScopeVerdict.Nothing;
        }

        var silent = changes.Where(change => IsKept(change.Path)).Select(change => change.Path).ToList();
        var reverted = changes.Where(change => !IsKept(change.Path)).Select(Judge).OfType<RevertedChange>().ToList();
        var trouble = PutBack(before, [.. silent, .. reverted.Select(change => change.Path)]);
        var gone = reverted.Select(change => change.Path).Concat(silent).ToHashSet(StringComparer.Ordinal);
        scan.Judged = scan.Current;
        return new ScopeVerdict(changes.Where(change => !gone.Contains(change.Path)).ToList(), reverted, silent, trouble);
    }

    /// <summary>Whether a path that git ignores is ruled all the same: an explicit rule forbids it.</summary>
    public static bool IsRuled(IScope scope, string path, bool existsAtBase) =>
        scope.DecideWrite(path, existsAtBase) is { Allowed: false, Rule.Kind: "deny" or "protected" or "frozen" or "hide" or "kept" };

    private IReadOnlyList<Problem> PutBack(Snapshot before, List<string> paths)
    {
        if (paths.Count == 0)
        {
            return [];
        }

        var trouble = scan.Restore(before, paths);
        var left = scan.ChangesSince(before).Select(change => change.Path).Intersect(paths, StringComparer.Ordinal);
        return
        [
            .. trouble,
            .. left.Where(path => trouble.All(problem => problem.Path != path))
                .Select(path => new Problem("workspace.not-restored", $"{path} could not be put back") { Path = path }),
        ];
    }

    private bool IsKept(string path) =>
        keptByAshlar.Contains(path)
        || scope.DecideWrite(path, existsAtRunBase(path)) is { Allowed: false, Rule: var rule } && rule.IsKept();

    private RevertedChange? Judge(WorktreeChange change)
    {
        var path = change.Path;
        if (path == ".git" || path.EndsWith("/.git", StringComparison.Ordinal))
        {
            return Against(path, "scope.git", "repositories and .git are never written by commands");
        }

        var decision = scope.DecideWrite(path, existsAtRunBase(path));
        if (!decision.Allowed)
        {
            return Against(path, "scope.write", decision.Rule is { Kind: not "hide" } rule ? rule.Describe() : "outside the scope");
        }

        if (change.Now is { Kind: DifferenceKind.Foreign })
        {
            return Against(path, FileProblems.NotRegular, "pipes, sockets and devices do not stay") with { Counts = false };
        }

        if (change.Now is { Kind: DifferenceKind.Link } && Leaves(path))
        {
            return Against(path, FileProblems.Symlink, "a symbolic link may not lead out of the repository");
        }

        var stamp = scan.StampOf(path);
        return stamp is { IsFile: true, HasSetId: true } ? Against(path, "scope.set-id", "no file may set its user or group when run")
            : stamp is { IsFile: true, Links: > 1 }
                ? Against(path, FileProblems.HardLink, "no hard links: copy the file instead") with
                {
                    Counts = false,
                }
            : null;
    }

    private static RevertedChange Against(string path, string code, string rule) =>
        new(path, new Problem(code, rule) { Path = path }, Counts: true);

    private bool Leaves(string path)
    {
        var target = Encoding.UTF8.GetString(scan.Files.LinkTarget(path) ?? []);
        if (target.StartsWith('/'))
        {
            var root = shownRoot.TrimEnd('/') + "/";
            return !target.StartsWith(root, StringComparison.Ordinal)
                || target.Split('/').Contains("..")
                || scan.Files.ResolvesInside(target[root.Length..]) == false;
        }

        return scan.Files.ResolvesInside(path) is { } inside ? !inside : LeavesByName(path, target);
    }

    /// <summary>For a link to nothing: whether its words lead out. A <c>..</c> after a name is not trusted, since that name may become a link.</summary>
    private static bool LeavesByName(string path, string target)
    {
        var depth = path.Count(letter => letter == '/');
        var parts = target.Split('/').Where(part => part.Length > 0 && part != ".").ToList();
        var up = parts.TakeWhile(part => part == "..").Count();
        return up > depth || parts.Skip(up).Contains("..");
    }
}
