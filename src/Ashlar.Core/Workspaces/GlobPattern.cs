namespace Ashlar.Core.Workspaces;

/// <summary>
/// A path pattern as git and shells know it: <c>*</c>, <c>?</c>, <c>[a-z]</c> within a name, <c>**</c> across names, <c>\</c> before a
/// literal letter. Matching takes time linear in path times pattern, whatever the pattern.
/// </summary>
internal sealed class GlobPattern
{
    private readonly string[] segments;
    private readonly bool ignoreCase;

    /// <summary>A pattern that has to match a whole relative path.</summary>
    public GlobPattern(string pattern, bool ignoreCase = false)
    {
        this.ignoreCase = ignoreCase;
        segments = pattern.Split('/', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>
    /// The patterns that <c>{a,b}</c> alternatives stand for, the pattern itself where there are none; null where it is too long or stands for
    /// too many.
    /// </summary>
    public static IReadOnlyList<string>? Braces(string pattern) => BraceExpansion.Of(pattern, single: false);

    /// <summary>Whether the pattern matches the whole path.</summary>
    public bool Matches(ReadOnlySpan<char> path)
    {
        Span<Range> ranges = stackalloc Range[128];
        var count = path.Split(ranges, '/', StringSplitOptions.RemoveEmptyEntries);
        return MatchFrom(0, 0, path, ranges[..count]);
    }

    // A later ** takes over from an earlier one, so one place to return to is enough.
    private bool MatchFrom(int segment, int name, ReadOnlySpan<char> path, ReadOnlySpan<Range> names)
    {
        var (backSegment, backName) = (-1, -1);
        while (true)
        {
            if (segment < segments.Length && segments[segment] == "**")
            {
                if (segment == segments.Length - 1)
                {
                    // A trailing ** stands for what is inside, not for the folder itself.
                    return name < names.Length || segments.Length == 1;
                }

                (backSegment, backName) = (segment, name);
                segment++;
                continue;
            }

            if (segment == segments.Length && name == names.Length)
            {
                return true;
            }

            if (segment < segments.Length && name < names.Length && NameMatches(segments[segment], path[names[name]]))
            {
                segment++;
                name++;
                continue;
            }

            if (backSegment < 0 || backName >= names.Length)
            {
                return false;
            }

            backName++;
            segment = backSegment + 1;
            name = backName;
        }
    }

    private bool NameMatches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        var (p, n, starP, starN) = (0, 0, -1, 0);
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                (starP, starN) = (p++, n);
            }
            else if (p < pattern.Length && One(pattern, p, name[n], out var next))
            {
                p = next;
                n++;
            }
            else if (starP >= 0)
            {
                p = starP + 1;
                n = ++starN;
            }
            else
            {
                return false;
            }
        }

        while (p < pattern.Length && pattern[p] == '*')
        {
            p++;
        }

        return p == pattern.Length;
    }

    private bool One(ReadOnlySpan<char> pattern, int at, char letter, out int next)
    {
        next = at + 1;
        switch (pattern[at])
        {
            case '?':
                return true;
            case '\\' when at + 1 < pattern.Length:
                next = at + 2;
                return Same(pattern[at + 1], letter);
            case '[':
                var close = pattern[(at + 1)..].IndexOf(']');
                if (close == 0 || (close == 1 && pattern[at + 1] is '!' or '^'))
                {
                    var more = pattern[(at + close + 2)..].IndexOf(']');
                    close = more < 0 ? -1 : close + 1 + more;
                }

                if (close < 0)
                {
                    return Same('[', letter);
                }

                next = at + close + 2;
                return InClass(pattern.Slice(at + 1, close), letter);
            default:
                return Same(pattern[at], letter);
        }
    }

    private bool InClass(ReadOnlySpan<char> members, char letter)
    {
        var negated = members.Length > 0 && members[0] is '!' or '^';
        var found = false;
        for (var i = negated ? 1 : 0; i < members.Length; i++)
        {
            if (i + 2 < members.Length && members[i + 1] == '-')
            {
                found |= letter >= members[i] && letter <= members[i + 2];
                i += 2;
            }
            else
            {
                found |= Same(members[i], letter);
            }
        }

        return found != negated;
    }

    private bool Same(char one, char other) => one == other || (ignoreCase && char.ToLowerInvariant(one) == char.ToLowerInvariant(other));
}
