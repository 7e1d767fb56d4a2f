namespace Ashlar.Core.Policies;

/// <summary>One segment of a <see cref="Glob"/>.</summary>
internal sealed class GlobSegment(string pattern, bool verbatim = false)
{
    private readonly bool literal = verbatim || pattern.AsSpan().IndexOfAny('*', '?', '[') < 0;

    /// <summary>Whether it spans any number of segments.</summary>
    public bool IsAnyDepth { get; } = !verbatim && pattern == "**";

    /// <summary>Whether a name matches.</summary>
    public bool Matches(ReadOnlySpan<char> name)
    {
        if (literal)
        {
            return name.SequenceEqual(pattern);
        }

        var at = 0;
        var p = 0;
        var star = -1;
        var starAt = 0;
        while (at < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                starAt = at;
            }
            else if (p < pattern.Length && MatchesOne(name[at], p, out var next))
            {
                p = next;
                at++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                at = ++starAt;
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

    private bool MatchesOne(char character, int p, out int next)
    {
        next = p + 1;
        if (pattern[p] == '?')
        {
            return true;
        }

        var close = pattern[p] == '[' ? pattern.IndexOf(']', Math.Min(p + 2, pattern.Length)) : -1;
        if (close < 0)
        {
            return pattern[p] == character;
        }

        next = close + 1;
        var negated = pattern[p + 1] is '!' or '^';
        var found = false;
        for (var i = negated ? p + 2 : p + 1; i < close; i++)
        {
            if (i + 2 < close && pattern[i + 1] == '-')
            {
                found |= character >= pattern[i] && character <= pattern[i + 2];
                i += 2;
            }
            else
            {
                found |= character == pattern[i];
            }
        }

        return found != negated;
    }
}
