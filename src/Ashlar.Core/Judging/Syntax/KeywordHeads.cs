namespace Ashlar.Core.Judging.Syntax;

/// <summary>Heads of functions in Go, Rust, Kotlin and PHP: modifiers, attributes, parameters, types of results.</summary>
internal sealed class KeywordHeads(SourceTokens tokens, SourceLanguage language, IReadOnlySet<string> modifiers)
{
    /// <summary>Whether a declared type is none.</summary>
    public bool IsVoid(string? returns) =>
        language switch
        {
            SourceLanguage.Go => returns is null,
            SourceLanguage.Rust => returns is null or "()",
            SourceLanguage.Kotlin => returns is null or "Unit",
            _ => returns is "void",
        };

    /// <summary>What the words before a function say.</summary>
    public FunctionTraits Words(int from, int until)
    {
        var traits = FunctionTraits.None;
        for (var at = from; at < until; at++)
        {
            traits |= tokens[at] switch
            {
                "async" or "suspend" => FunctionTraits.Async,
                "const" => FunctionTraits.Constant,
                _ => FunctionTraits.None,
            };
        }

        return traits;
    }

    /// <summary>What a body shows.</summary>
    public FunctionTraits BodyTraits(int from, int until)
    {
        for (var at = from; language == SourceLanguage.Php && at < until; at++)
        {
            if (tokens.Is(at, "yield"))
            {
                return FunctionTraits.Generator;
            }
        }

        return FunctionTraits.None;
    }

    /// <summary>The property that an accessor belongs to.</summary>
    public string Property(int at)
    {
        while (--at > 0)
        {
            if (tokens.IsAny(at, "val", "var"))
            {
                return tokens[at + 1].ToString();
            }
        }

        return "";
    }

    public int TypeEnd(int at)
    {
        if (language == SourceLanguage.Go && tokens.Is(at, "("))
        {
            return tokens.Behind(at);
        }

        while (at < tokens.Count && !tokens.IsAny(at, "{", ";", "}", ")", ",", "where"))
        {
            if (tokens.Is(at, "=") || (language is SourceLanguage.Go or SourceLanguage.Kotlin && tokens.IsFirstOfLine(at)))
            {
                break;
            }

            at =
                language == SourceLanguage.Go && tokens.IsAny(at, "interface", "struct") && tokens.Is(at + 1, "{") ? tokens.Behind(at + 1)
                : tokens.Is(at, "<") && tokens.BehindAngles(at) is > 0 and var angles ? angles
                : tokens.Behind(at);
        }

        return at;
    }

    public (int Head, int Start, FunctionTraits Traits) Heads(int at)
    {
        var head = at;
        while (
            (tokens.IsWord(head - 1) && modifiers.Contains(tokens[head - 1].ToString()))
            || (language == SourceLanguage.Rust && tokens.Is(head - 1, ")") && tokens.Is(tokens.Pair(head - 1) - 1, "pub"))
            || (language == SourceLanguage.Rust && head > 0 && tokens.All[head - 1].Kind == TokenKind.Text && tokens.Is(head - 2, "extern"))
        )
        {
            head = tokens.Before(head - 1) + 1;
        }

        var start = Before(head);
        return (head, start, HasTestMark(start, head) ? FunctionTraits.Test : FunctionTraits.None);
    }

    public int Before(int head)
    {
        var start = head;
        while (start > 0)
        {
            var before = start;
            if (language == SourceLanguage.Kotlin)
            {
                var name = tokens.Is(start - 1, ")") ? tokens.Pair(start - 1) - 1 : start - 1;
                while (tokens.IsAny(name - 1, ".", ":") && tokens.IsWord(name))
                {
                    name -= 2;
                }

                before =
                    tokens.IsWord(name) && tokens.Is(name - 1, "@") ? name - 1
                    : tokens.IsAny(start - 1, "data", "sealed", "enum", "open", "abstract", "private", "internal", "public") ? start - 1
                    : start;
            }
            else if (tokens.Is(start - 1, "]") && tokens.Pair(start - 1) is > 0 and var open)
            {
                before = tokens.Is(open - 1, "#") ? open - 1 : start;
            }
            else if (tokens.IsAny(start - 1, "pub", "final", "abstract", "readonly", "unsafe"))
            {
                before = start - 1;
            }

            if (before == start)
            {
                break;
            }

            start = before;
        }

        return start;
    }

    private bool HasTestMark(int from, int until) =>
        language is SourceLanguage.Kotlin
        && Enumerable.Range(from, until - from).Any(at => tokens.Is(at - 1, "@") && tokens[at].EndsWith("Test"));

    public bool IsTestMark(int open)
    {
        var (first, close) = (open + 1, tokens.Pair(open));
        if (tokens.Is(first, "cfg"))
        {
            return Enumerable.Range(first, Math.Max(0, close - first)).Any(at => tokens.Is(at, "test") && !tokens.Is(at - 2, "not"));
        }

        for (var at = first; at < close && !tokens.IsAny(at, "(", "="); at++)
        {
            if (tokens.IsWord(at) && !tokens.Is(at + 1, "::") && tokens[at].Contains("test", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The type of a method's receiver.</summary>
    public string GoReceiver(int open)
    {
        for (var at = tokens.Pair(open) - 1; at > open; at = tokens.Before(at))
        {
            if (tokens.IsWord(at))
            {
                return tokens[at].ToString();
            }
        }

        return "";
    }

    /// <summary>Names of the parameters.</summary>
    public List<string> Parameters(int open)
    {
        var found = new List<string>();
        var isFirst = true;
        for (var at = open + 1; at < tokens.Pair(open); at = tokens.Behind(at))
        {
            var isName = language switch
            {
                SourceLanguage.Php => tokens.IsWord(at) && tokens[at][0] == '$',
                SourceLanguage.Go => isFirst && tokens.IsWord(at),
                _ => tokens.IsWord(at) && tokens.Is(at + 1, ":"),
            };
            if (isName)
            {
                found.Add(tokens[at].ToString());
            }

            isFirst = tokens.Is(at, ",");
        }

        return found;
    }

    /// <summary>A part as it is written.</summary>
    public string Written(int from, int until)
    {
        return tokens.Text[tokens.All[from].Start..tokens.All[until - 1].End];
    }
}
