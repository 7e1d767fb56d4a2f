using System.Text.RegularExpressions;

namespace Ashlar.Core.Gates.Proof;

/// <summary>The names that a task brings in: identifiers, strings and modules of its product files that their base texts do not have.</summary>
internal sealed partial class IntroducedNames
{
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly HashSet<string> modules = new(StringComparer.Ordinal);

    /// <summary>Reads the change; test files bring in nothing.</summary>
    public IntroducedNames(IReadOnlyList<ChangedFile> change)
    {
        var product = change.Where(file => !file.IsTest).ToList();
        var before = new HashSet<string>(product.SelectMany(file => Words(file.Before)), StringComparer.Ordinal);
        foreach (var file in product.Where(file => file.After is not null))
        {
            names.UnionWith(Words(file.After).Where(word => !before.Contains(word)));
            if (file.Before is null)
            {
                Module(file.Path);
            }
        }
    }

    /// <summary>Whether the task introduces the name: the last part of a dotted one, or a module that is a new file.</summary>
    public bool Has(string name)
    {
        var plain = name.Trim().Trim('.', '/');
        return names.Contains(plain)
            || modules.Contains(plain)
            || (plain.Contains('.', StringComparison.Ordinal) && names.Contains(plain[(plain.LastIndexOf('.') + 1)..]));
    }

    private void Module(string path)
    {
        var extension = Path.GetExtension(path);
        var stem = path[..^extension.Length];
        names.Add(Path.GetFileName(path));
        names.Add(Path.GetFileName(stem));
        modules.Add(path);
        modules.Add(stem);
        var parts = stem.Split('/').ToList();
        if (parts[^1] is "__init__")
        {
            parts.RemoveAt(parts.Count - 1);
        }

        for (var start = 0; start < parts.Count; start++)
        {
            // Each ending of the path, since a source folder such as src is no part of the name; and the package that it made.
            for (var end = start + 1; end <= parts.Count; end++)
            {
                if (end == parts.Count || start == 0)
                {
                    modules.Add(string.Join('.', parts[start..end]));
                }
            }
        }
    }

    private static IEnumerable<string> Words(string? text) => text is null ? [] : Word().AllIn(text).Select(match => match.Value);

    [GeneratedRegex(@"[A-Za-z_$][\w$-]*[\w$]|[A-Za-z_$]", RegexOptions.None, 1000)]
    private static partial Regex Word();
}
