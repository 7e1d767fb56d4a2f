namespace Ashlar.Core.Judging.Syntax;

/// <summary>Where types of TypeScript end.</summary>
internal static class ScriptTypes
{
    /// <summary>Behind the type that begins here.</summary>
    public static int End(SourceTokens tokens, int at)
    {
        var (expects, conditions, first) = (true, 0, at);
        while (at < tokens.Count)
        {
            if (expects)
            {
                if (tokens.Is(at, "("))
                {
                    at = tokens.Behind(at);
                    expects = tokens.Is(at, "=>");
                    at += expects ? 1 : 0;
                }
                else if (tokens.IsAny(at, "{", "["))
                {
                    at = tokens.Behind(at);
                    expects = false;
                }
                else if (tokens.Is(at, "<") && tokens.BehindAngles(at) is > 0 and var angles)
                {
                    at = angles;
                }
                else if (tokens.IsAny(at, "keyof", "typeof", "readonly", "unique", "infer", "asserts", "new", "abstract", "|", "&", "-"))
                {
                    at++;
                }
                else if (tokens.All[at].Kind != TokenKind.Sign)
                {
                    at++;
                    expects = false;
                }
                else
                {
                    return at;
                }

                continue;
            }

            var isNextLine = at > first && tokens.IsFirstOfLine(at);
            if (tokens.IsAny(at, "|", "&") || (tokens.IsAny(at, "is", "extends") && !isNextLine))
            {
                at++;
                expects = true;
            }
            else if (tokens.Is(at, "."))
            {
                at += 2;
            }
            else if (tokens.Is(at, "<") && !isNextLine && tokens.BehindAngles(at) is > 0 and var angles)
            {
                at = angles;
            }
            else if (tokens.Is(at, "[") && !isNextLine)
            {
                at = tokens.Behind(at);
            }
            else if (tokens.IsAny(at, "?", "extends"))
            {
                conditions += tokens.Is(at, "?") ? 1 : 0;
                at++;
                expects = true;
            }
            else if (tokens.Is(at, ":") && conditions > 0)
            {
                conditions--;
                at++;
                expects = true;
            }
            else
            {
                return at;
            }
        }

        return at;
    }

    /// <summary>The parts of a parameter list that are types, by tokens; the types of results likewise.</summary>
    public static IEnumerable<(int From, int Until)> In(SourceTokens tokens, int open)
    {
        var close = tokens.Pair(open);
        for (var at = open + 1; at < close; at = tokens.Behind(at))
        {
            if (tokens.Is(at, ":") && Depth(tokens, open, at))
            {
                var end = Math.Min(End(tokens, at + 1), close);
                var from = tokens.Is(at - 1, "?") ? at - 1 : at;
                yield return (from, end);
                at = end - 1;
            }
            else if (tokens.Is(at, "=") && at < close)
            {
                // A default value may hold conditions with a colon.
                while (at < close && !tokens.Is(at, ","))
                {
                    at = tokens.Behind(at);
                }

                at--;
            }
        }
    }

    private static bool Depth(SourceTokens tokens, int open, int at) =>
        tokens.IsWord(at - 1) || tokens.IsAny(at - 1, "?", "}", "]") && at - 1 > open;
}
