using Ashlar.Core.Policies;

namespace Ashlar.Core.Runs.Places;

/// <summary>The folders below which a scope allows anything: what a sandbox may mount writable.</summary>
internal static class WritableRoots
{
    private static readonly char[] Wild = ['*', '?', '[', '{'];

    /// <summary>The fixed beginnings of the allow rules; the whole tree when nothing restricts.</summary>
    public static IReadOnlyList<string> Of(IScope scope)
    {
        var allowed = scope
            .Rules.Where(rule => rule is { Kind: "allow", Enforced: true })
            .Select(rule => Fixed(rule.Value))
            .Distinct(StringComparer.Ordinal)
            .ToList();
        return allowed.Count == 0 || allowed.Contains("", StringComparer.Ordinal) ? [""] : allowed;
    }

    /// <summary>The folders that deny rules close as a whole: what a sandbox may mount read-only within what is writable.</summary>
    public static IReadOnlyList<string> Closed(IScope scope) =>
        [
            .. scope
                .Rules.Where(rule => rule is { Kind: "deny", Enforced: true })
                .Select(rule => rule.Value.Trim('/'))
                .Where(pattern => pattern.EndsWith("/**", StringComparison.Ordinal))
                .Select(pattern => pattern[..^3])
                .Where(folder => folder.IndexOfAny(Wild) < 0)
                .Distinct(StringComparer.Ordinal),
        ];

    /// <summary>Whether a granted pattern lies in a closed folder, or around it.</summary>
    public static bool Meets(string closed, string granted)
    {
        var (inner, outer) = (Fixed(granted) + "/", closed + "/");
        return inner.StartsWith(outer, StringComparison.Ordinal) || outer.StartsWith(inner, StringComparison.Ordinal);
    }

    /// <summary>The folder below which all paths of a pattern lie.</summary>
    public static string Fixed(string pattern)
    {
        var segments = pattern.Trim('/').Split('/');
        var whole = segments.TakeWhile(segment => segment.IndexOfAny(Wild) < 0).ToList();
        if (whole.Count == segments.Length)
        {
            whole.RemoveAt(whole.Count - 1);
        }

        return string.Join('/', whole);
    }
}
