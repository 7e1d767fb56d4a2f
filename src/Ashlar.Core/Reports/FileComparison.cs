using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Reports;

/// <summary>Claimed files beside the files seen changed: they must be the same, each with the same kind of change.</summary>
internal static class FileComparison
{
    /// <summary>The mismatches, sorted by path.</summary>
    public static IReadOnlyList<Discrepancy> Check(Report report, Evidence evidence)
    {
        var silent = report.Status == ReportStatus.Blocked || report.Layout == ReportLayout.Feedback;
        if (silent && report.Files.Count == 0)
        {
            return [];
        }

        var seen = evidence.Files.ToDictionary(file => file.Path, file => file.Kind, StringComparer.Ordinal);
        var claimed = new SortedDictionary<string, ReportedFile>(StringComparer.Ordinal);
        foreach (var file in report.Files)
        {
            claimed[Path(file.Path, evidence.Roots, seen)] = file;
        }

        var discrepancies = new SortedDictionary<string, Discrepancy>(StringComparer.Ordinal);
        foreach (var (path, file) in claimed)
        {
            var known = seen.TryGetValue(path, out var kind);
            if (!known || (file.Change is { } change && change != kind))
            {
                var shown = ShownText.Line(path);
                discrepancies[path] = new(
                    "files",
                    file.Change is { } said ? $"{shown} {Word(said)}" : shown,
                    known ? $"{shown} {Word(kind)}" : "unchanged"
                );
            }
        }

        foreach (var (path, kind) in seen)
        {
            if (!claimed.ContainsKey(path))
            {
                discrepancies[path] = new("files", "nothing", $"{ShownText.Line(path)} {Word(kind)}");
            }
        }

        return discrepancies.Values.ToList();
    }

    /// <summary>The contract's word for a change.</summary>
    public static string Word(ChangeKind kind) =>
        kind switch
        {
            ChangeKind.Created => "created",
            ChangeKind.Modified => "modified",
            _ => "deleted",
        };

    private static string Path(string claimed, IReadOnlyList<string> roots, Dictionary<string, ChangeKind> seen)
    {
        var path = claimed;
        foreach (var root in roots)
        {
            var prefix = root.TrimEnd('/') + "/";
            if (path.StartsWith(prefix, StringComparison.Ordinal))
            {
                path = path[prefix.Length..];
                break;
            }
        }

        while (path.StartsWith("./", StringComparison.Ordinal))
        {
            path = path[2..];
        }

        // A leading "/" that means the root of the repository is understood, as it is by the tools.
        return path.StartsWith('/') && seen.ContainsKey(path.TrimStart('/')) ? path.TrimStart('/') : path;
    }
}
