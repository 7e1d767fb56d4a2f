using System.Text.RegularExpressions;
using Ashlar.Core.Reports;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Reviews;

/// <summary>Looks for what shows a fix: a hunk at or near the point that was changed since the review, or the test that the answer names.</summary>
/// <param name="diff">Compares trees.</param>
/// <param name="reviewed">The tree that the reviewer saw.</param>
/// <param name="present">The tree that is handed in now.</param>
public sealed partial class FixEvidence(TreeDiff diff, string reviewed, string present)
{
    private IReadOnlyList<(FileChange File, IReadOnlyList<DiffHunk> Hunks)>? changed;

    /// <summary>What shows the fix of a point, or null where nothing does.</summary>
    public async Task<string?> FindAsync(FeedbackRow row, CancellationToken cancellationToken)
    {
        changed ??= await ChangedAsync(cancellationToken).ConfigureAwait(false);
        if (changed.Count == 0)
        {
            return null;
        }

        if (row.Path is { } path)
        {
            var own = changed
                .Where(one => one.File.Path == path || one.File.Path.EndsWith($"/{path.TrimStart('/')}", StringComparison.Ordinal))
                .OrderBy(one => one.File.Path.Length)
                .ToList();
            if (own.Count > 0)
            {
                return Place(own[0].File, Nearest(own[0].Hunks, row.Line));
            }
        }

        if (Named(row.How ?? "") is { } named)
        {
            return named;
        }

        return row.Path is null || !await ExistsAsync(row.Path, cancellationToken).ConfigureAwait(false)
            ? Place(changed[0].File, changed[0].Hunks.Count > 0 ? changed[0].Hunks[0] : null)
            : null;
    }

    /// <summary>What the answer names and the change holds: a file, or a name in an added line.</summary>
    private string? Named(string how)
    {
        foreach (var (file, hunks) in changed!)
        {
            if (how.Contains(file.Path, StringComparison.Ordinal) || how.Contains(Path.GetFileName(file.Path), StringComparison.Ordinal))
            {
                return Place(file, hunks.Count > 0 ? hunks[0] : null);
            }
        }

        var names = Identifier().AllIn(how).Select(match => match.Value).ToList();
        return changed
            .SelectMany(one => one.Hunks.Select(hunk => (one.File, Hunk: hunk)))
            .Where(one => names.Exists(name => one.Hunk.Added.Contains(name, StringComparison.Ordinal)))
            .Select(one => Place(one.File, one.Hunk))
            .FirstOrDefault();
    }

    private async Task<IReadOnlyList<(FileChange File, IReadOnlyList<DiffHunk> Hunks)>> ChangedAsync(CancellationToken cancellationToken)
    {
        var all = new List<(FileChange, IReadOnlyList<DiffHunk>)>();
        foreach (var file in await diff.FilesAsync(reviewed, present, cancellationToken).ConfigureAwait(false))
        {
            var text = await diff.FileTextAsync(reviewed, present, 0, file.Path, cancellationToken).ConfigureAwait(false);
            all.Add((file, DiffHunk.Of(text)));
        }

        return all;
    }

    private async Task<bool> ExistsAsync(string path, CancellationToken cancellationToken) =>
        await diff.ContentAsync(present, path, cancellationToken).ConfigureAwait(false) is not null
        || await diff.ContentAsync(reviewed, path, cancellationToken).ConfigureAwait(false) is not null;

    private static DiffHunk? Nearest(IReadOnlyList<DiffHunk> hunks, int? line) =>
        line is { } at ? hunks.MinBy(hunk => hunk.DistanceTo(at))
        : hunks.Count > 0 ? hunks[0]
        : null;

    private static string Place(FileChange file, DiffHunk? hunk) =>
        file.Kind == ChangeKind.Deleted ? $"{file.Path} (deleted)"
        : hunk is null ? file.Path
        : $"{file.Path}:{hunk.Range}";

    /// <summary>Names as code has them: with an underscore, a capital within, a dot or a call's brackets.</summary>
    [GeneratedRegex(@"@?\b[A-Za-z]\w*(?:_\w+|[a-z][A-Z]\w*|(?=\())", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Identifier();
}
