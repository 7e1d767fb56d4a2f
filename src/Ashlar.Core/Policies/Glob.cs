namespace Ashlar.Core.Policies;

/// <summary>
/// A path pattern in the manner of <c>.gitignore</c>, compared by segment and case-sensitively: <c>*</c> and <c>?</c> stay within a
/// segment, <c>**</c> spans any number, <c>[a-z]</c> and <c>{a,b}</c> are understood, a pattern without a slash matches at any depth,
/// a leading slash anchors it, and what matches a folder matches all below it; a trailing slash matches folders only.
/// </summary>
public sealed class Glob
{
    private readonly GlobSegment[][] alternatives;
    private readonly bool foldersOnly;
    private readonly bool whole;

    /// <summary>Compiles a pattern. An empty one matches nothing, nor does one whose braces stand for too many patterns (<see cref="Fault"/>).</summary>
    /// <param name="pattern">The pattern.</param>
    /// <param name="whole">Whether only whole paths count: what matches a folder does not match what lies below it.</param>
    public Glob(string pattern, bool whole = false)
    {
        Pattern = pattern;
        this.whole = whole;
        var trimmed = pattern.Trim();
        foldersOnly = trimmed.Length > 1 && trimmed[^1] == '/';
        alternatives = [.. (BraceExpansion.Of(trimmed, single: true) ?? []).Select(Compile).Where(segments => segments.Length > 0)];
    }

    private Glob(string path, GlobSegment[] segments)
    {
        Pattern = path;
        alternatives = [segments];
    }

    /// <summary>The pattern as written.</summary>
    public string Pattern { get; }

    /// <summary>Whether the path, normalised and relative to the repository root, or a folder above it, matches.</summary>
    public bool Matches(ReadOnlySpan<char> path)
    {
        foreach (var segments in alternatives)
        {
            if (Matches(segments, path))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A path taken literally, from the root, whatever characters it holds; it matches itself and what lies below it.</summary>
    internal static Glob Literal(string path) =>
        new(path, [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(part => new GlobSegment(part, true))]);

    /// <summary>What is wrong with a pattern, or null.</summary>
    public static string? Fault(string pattern)
    {
        var trimmed = pattern.Trim();
        return trimmed.Length == 0 ? "the pattern is empty"
            : trimmed[0] == '!' ? "a pattern cannot take another one back with '!'"
            : trimmed.Contains('\\', StringComparison.Ordinal) ? "paths are written with '/'"
            : trimmed.Split('/').Contains("..", StringComparer.Ordinal) ? "a pattern cannot leave the repository with '..'"
            : trimmed.Count(character => character == '{') != trimmed.Count(character => character == '}') ? "the braces do not match"
            : BraceExpansion.Of(trimmed, single: true) is null ? "it is too long, or its braces stand for too many patterns"
            : null;
    }

    private bool Matches(GlobSegment[] segments, ReadOnlySpan<char> path)
    {
        // Iterative matching with one way back, to the last "**": linear in practice, never exponential.
        var at = 0;
        var segment = 0;
        var retrySegment = -1;
        var retryAt = 0;
        while (true)
        {
            if (segment == segments.Length)
            {
                if (at == path.Length ? !foldersOnly : !whole)
                {
                    return true;
                }
            }
            else if (segments[segment].IsAnyDepth)
            {
                if (segment == segments.Length - 1)
                {
                    return at < path.Length;
                }

                retrySegment = ++segment;
                retryAt = at;
                continue;
            }
            else if (at < path.Length)
            {
                var rest = path[at..];
                var slash = rest.IndexOf('/');
                if (segments[segment].Matches(slash < 0 ? rest : rest[..slash]))
                {
                    at = slash < 0 ? path.Length : at + slash + 1;
                    segment++;
                    continue;
                }
            }

            if (retrySegment < 0 || retryAt >= path.Length)
            {
                return false;
            }

            var next = path[retryAt..].IndexOf('/');
            retryAt = next < 0 ? path.Length : retryAt + next + 1;
            at = retryAt;
            segment = retrySegment;
        }
    }

    private static GlobSegment[] Compile(string pattern)
    {
        var anchored = pattern.TrimEnd('/').Contains('/', StringComparison.Ordinal);
        var parts = pattern.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").ToList();
        if (parts.Count == 0)
        {
            return [];
        }

        if (!anchored && parts[0] != "**")
        {
            parts.Insert(0, "**");
        }

        return
        [
            .. parts.Where((part, index) => part != "**" || index == 0 || parts[index - 1] != "**").Select(part => new GlobSegment(part)),
        ];
    }
}
