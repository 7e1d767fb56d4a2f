using System.Text.RegularExpressions;

namespace Ashlar.Core.Gates;

/// <summary>The names that a task takes away: identifiers that a product file had on the base.</summary>
internal sealed partial class RemovedNames
{
    private readonly HashSet<string> fromFiles = new(StringComparer.Ordinal);

    /// <summary>Reads the change; test files take nothing away.</summary>
    public RemovedNames(IReadOnlyList<ChangedFile> change)
    {
        var product = change.Where(file => !file.IsTest).ToList();
        var left = product.SelectMany(file => Words(file.After)).ToHashSet(StringComparer.Ordinal);
        foreach (var file in product.Where(file => file.Before is not null))
        {
            var now = Words(file.After).ToHashSet(StringComparer.Ordinal);
            fromFiles.UnionWith(Words(file.Before).Where(word => !now.Contains(word)));
            if (file.After is null)
            {
                fromFiles.Add(Path.GetFileNameWithoutExtension(file.Path));
            }
        }

        Everywhere = fromFiles.Where(name => !left.Contains(name)).ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>Names that no file of the change has any more.</summary>
    public IReadOnlySet<string> Everywhere { get; }

    /// <summary>Whether some file no longer has the name: the last part of a dotted one.</summary>
    public bool Has(string name) => fromFiles.Contains(name) || fromFiles.Contains(name[(name.LastIndexOfAny(['.', '/']) + 1)..]);

    private static IEnumerable<string> Words(string? text) => text is null ? [] : Word().AllIn(text).Select(match => match.Value);

    [GeneratedRegex(@"[A-Za-z_$][\w$]*", RegexOptions.None, 1000)]
    private static partial Regex Word();
}
