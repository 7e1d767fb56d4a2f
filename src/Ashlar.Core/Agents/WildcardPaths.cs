namespace Ashlar.Core.Agents;

/// <summary>Patterns in which <c>*</c> stands for anything, slashes too, said as patterns that are compared by path segment.</summary>
internal static class WildcardPaths
{
    private const int MostAlternatives = 64;

    /// <summary>The patterns that together mean the same; none where it names what lies outside the repository.</summary>
    public static IReadOnlyList<string> Of(string wildcard)
    {
        var text = wildcard.StartsWith("./", StringComparison.Ordinal) ? wildcard[2..] : wildcard;
        if (text.Length == 0 || text[0] is '/' or '~' || text.StartsWith("../", StringComparison.Ordinal))
        {
            return [];
        }

        List<string> found = [""];
        foreach (var segment in text.TrimEnd('/').Split('/'))
        {
            var ways = Ways(segment);
            if (found.Count * ways.Count > MostAlternatives)
            {
                ways = [segment];
            }

            found = [.. found.SelectMany(_ => ways, (before, way) => before.Length == 0 ? way : before + "/" + way)];
        }

        // A name without a slash would match at any depth.
        return [.. found.Select(one => one.Contains('/') || one.StartsWith('*') ? one : "/" + one).Distinct(StringComparer.Ordinal)];
    }

    // "a*b" is one name, or a name that begins with a, and somewhere below it one that ends with b.
    private static List<string> Ways(string segment)
    {
        var star = segment.IndexOf('*', StringComparison.Ordinal);
        if (star < 0)
        {
            return [segment];
        }

        if (segment.AsSpan().Trim('*').IsEmpty)
        {
            return ["**"];
        }

        var (before, after) = (segment[..star], segment[star..].TrimStart('*'));
        return before.Length == 0 ? [.. Ways(after).Select(way => "**/*" + way)]
            : after.Length == 0 ? [before + "*"]
            : [.. Ways(after).SelectMany(way => new[] { before + "*" + way, before + "*/**/*" + way })];
    }
}
