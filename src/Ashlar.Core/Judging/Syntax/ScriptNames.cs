namespace Ashlar.Core.Judging.Syntax;

/// <summary>What functions of a script are called by the text before them.</summary>
internal sealed class ScriptNames(SourceTokens tokens)
{
    private static readonly HashSet<string> Leading = new(
        "export const let var static readonly public private protected override declare accessor".Split(' '),
        StringComparer.Ordinal
    );

    /// <summary>What is before a type that ends at this token, and so gets the value behind it.</summary>
    public Dictionary<int, string> Typed { get; } = [];

    /// <summary>The name that the value beginning here gets, or null.</summary>
    public string? Before(int at, Func<int, bool> isClass)
    {
        if (tokens.Is(at - 1, "default") && tokens.Is(at - 2, "export"))
        {
            return "default";
        }

        if (tokens.Is(at - 1, ":") && IsKey(at - 2) && !isClass(at))
        {
            return tokens[at - 2].Trim("\"'").ToString();
        }

        return !tokens.Is(at - 1, "=") ? null
            : Typed.TryGetValue(at - 1, out var typed) ? typed
            : Target(at - 1);
    }

    /// <summary>Whether the token is the name of a variable that is declared.</summary>
    public bool IsVariable(int at)
    {
        at = tokens.IsAny(at, "!", "?") ? at - 1 : at;
        return tokens.IsWord(at) && tokens.IsAny(at - 1, "const", "let", "var");
    }

    /// <summary>Behind the expression that begins here.</summary>
    public int ExpressionEnd(int at)
    {
        var first = at;
        while (at < tokens.Count && !tokens.IsAny(at, ",", ";", ")", "]", "}"))
        {
            if (at > first && tokens.IsFirstOfLine(at) && !LineText.GoesOn(tokens, at))
            {
                break;
            }

            at = tokens.Behind(at);
        }

        return at;
    }

    /// <summary>Behind the call of the super constructor in a body, or 0.</summary>
    public int BehindSuper(int from, int until)
    {
        for (var at = from; at < until; at = tokens.Behind(at))
        {
            if (tokens.Is(at, "super") && tokens.Is(at + 1, "("))
            {
                var end = tokens.Behind(at + 1);
                return tokens.Is(end, ";") ? end + 1 : end;
            }
        }

        return 0;
    }

    /// <summary>Names of the parameters; of a pattern the names in it.</summary>
    public IReadOnlyList<string> Parameters(int open)
    {
        if (!tokens.Is(open, "("))
        {
            return [tokens[open].ToString()];
        }

        var found = new List<string>();
        var expects = true;
        for (var at = open + 1; at < tokens.Pair(open); at = expects && tokens.IsAny(at, "{", "[") ? at + 1 : tokens.Behind(at))
        {
            if (expects && tokens.IsWord(at) && !tokens.IsAny(at, "public", "private", "protected", "readonly"))
            {
                found.Add(tokens[at].ToString());
                expects = false;
            }
            else if (tokens.Is(at, ","))
            {
                expects = true;
            }
        }

        return found;
    }

    /// <summary>The first token of a function with its decorators and without them, where it begins a declaration.</summary>
    public (int Start, int Head) Head(int first)
    {
        var start = first;
        while (true)
        {
            // @name, @name(…), @a.b(…)
            var name = tokens.Is(start - 1, ")") ? tokens.Pair(start - 1) - 1 : start - 1;
            while (tokens.IsWord(name) && tokens.Is(name - 1, "."))
            {
                name -= 2;
            }

            if (!tokens.IsWord(name) || !tokens.Is(name - 1, "@"))
            {
                return (start, first);
            }

            start = name - 1;
        }
    }

    /// <summary>What an argument is called: the function that it is given to, with its first string.</summary>
    public string Caller(int at)
    {
        var open = tokens.Around(at);
        if (!tokens.Is(open, "(") || !tokens.IsWord(open - 1))
        {
            return "function";
        }

        var first = open - 1;
        while (tokens.IsAny(first - 1, ".", "?.") && tokens.IsWord(first - 2))
        {
            first -= 2;
        }

        var name = tokens.Joined(first, open).Replace(" ", "", StringComparison.Ordinal);
        return tokens.All[open + 1].Kind == TokenKind.Text ? $"{name}({tokens[open + 1]})" : $"{name}()";
    }

    private bool IsKey(int at) => at >= 0 && tokens.All[at].Kind != TokenKind.Sign && tokens.IsAny(at - 1, "{", ",");

    /// <summary>The target of an assignment: <c>module.exports.total</c>.</summary>
    private string? Target(int equals)
    {
        var first = equals;
        while (first > 0 && !tokens.IsAny(first - 1, ";", "{", "}", ",", "(", "=>", "?", "&&", "||", "return", "="))
        {
            if (first < equals && tokens.IsFirstOfLine(first) && !LineText.GoesOn(tokens, first))
            {
                break;
            }

            first =
                tokens.Is(first - 1, ">") && tokens.BeforeAngles(first - 1) is >= 0 and var angles
                    ? angles + 1
                    : tokens.Before(first - 1) + 1;
        }

        if (
            tokens.IsAny(first - 1, "(", "=>", "?", "&&", "||", "return", "=")
            || (tokens.Is(first - 1, ",") && !tokens.IsFirstOfLine(first))
        )
        {
            return null;
        }

        while (first < equals && Leading.Contains(tokens[first].ToString()))
        {
            first++;
        }

        var end = first;
        while (end < equals && !tokens.IsAny(end, ":", "<", "?", "!"))
        {
            end++;
        }

        var name = tokens.Joined(first, end).Replace(" ", "", StringComparison.Ordinal);
        return name.Length is > 0 and < 80 && !tokens.IsAny(first, "{", "[") ? name : null;
    }
}
