using Ashlar.Core.Gates;
using Ashlar.Core.Judging.Syntax;

namespace Ashlar.Core.Judging.Trees;

/// <summary>A file of the product on the base and in the task's tree, which may call it otherwise.</summary>
/// <param name="Path">Its path in the task's tree; a deleted one's on the base.</param>
/// <param name="OldPath">Its path on the base.</param>
/// <param name="Before">Its text on the base, or null.</param>
/// <param name="After">Its text now, or null.</param>
internal sealed record FilePair(string Path, string OldPath, string? Before, string? After)
{
    private const double Alike = 0.5;

    /// <summary>Whether it was moved.</summary>
    public bool IsMoved => Path != OldPath;

    /// <summary>What it is written in.</summary>
    public SourceDialect Dialect { get; } = SourceDialect.Of(Path, After ?? Before ?? "");

    /// <summary>Pairs files that were moved: of a deleted and an added file at least half of the lines are the same.</summary>
    public static IReadOnlyList<FilePair> Of(IReadOnlyList<ChangedFile> files)
    {
        var gone = files
            .Where(file => file.After is null && file.Before is { Length: > 0 })
            .OrderBy(file => file.Path, StringComparer.Ordinal)
            .ToList();
        var pairs = new List<FilePair>();
        foreach (var file in files.Where(file => file.After is not null).OrderBy(file => file.Path, StringComparer.Ordinal))
        {
            var source =
                file.Before is null && file.After!.Length > 0
                    ? gone.Where(other => System.IO.Path.GetExtension(other.Path) == System.IO.Path.GetExtension(file.Path))
                        .Select(other => (File: other, Share: Share(other.Before!, file.After)))
                        .Where(other => other.Share >= Alike)
                        .OrderByDescending(other => other.Share)
                        .Select(other => other.File)
                        .FirstOrDefault()
                    : null;
            if (source is not null)
            {
                _ = gone.Remove(source);
            }

            pairs.Add(new FilePair(file.Path, source?.Path ?? file.Path, source?.Before ?? file.Before, file.After));
        }

        pairs.AddRange(
            files
                .Where(file => file.After is null && (gone.Contains(file) || file.Before is not { Length: > 0 }))
                .Select(file => new FilePair(file.Path, file.Path, file.Before, null))
        );
        return [.. pairs.OrderBy(pair => pair.Path, StringComparer.Ordinal)];
    }

    private static double Share(string one, string other)
    {
        var left = Lines(one).CountBy(line => line).ToDictionary(StringComparer.Ordinal);
        var (same, count) = (0, 0);
        foreach (var line in Lines(other))
        {
            count++;
            if (left.GetValueOrDefault(line) > 0)
            {
                left[line]--;
                same++;
            }
        }

        return (double)same / Math.Max(1, Math.Max(count, Lines(one).Count()));
    }

    private static IEnumerable<string> Lines(string text) => text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 1);
}
