namespace Ashlar.Core.Judging.Syntax;

/// <summary>Reads the functions of Go, Rust, Kotlin and PHP: languages in which a keyword begins each of them.</summary>
internal sealed class KeywordFunctions
{
    private readonly SourceTokens tokens;
    private readonly SourceLanguage language;
    private readonly SourceDialect dialect;
    private readonly OutlineBuilder outline;
    private readonly Stack<(int Close, string Prefix)> scopes = new();
    private readonly string keyword;
    private readonly KeywordHeads heads;

    private KeywordFunctions(SourceTokens tokens, SourceDialect dialect)
    {
        this.tokens = tokens;
        this.dialect = dialect;
        language = dialect.Language;
        outline = new OutlineBuilder(tokens, dialect);
        var words = language switch
        {
            SourceLanguage.Go => "func",
            SourceLanguage.Rust => "fn pub const async unsafe extern default crate",
            SourceLanguage.Kotlin =>
                "fun public private protected internal open override abstract final suspend inline tailrec operator infix external actual expect",
            _ => "function public private protected static abstract final",
        };
        keyword = words.Split(' ')[0];
        heads = new KeywordHeads(tokens, language, new HashSet<string>(words.Split(' ').Skip(1), StringComparer.Ordinal));
    }

    /// <summary>The outline of a file.</summary>
    public static CodeOutline Read(SourceTokens tokens, SourceDialect dialect)
    {
        var reader = new KeywordFunctions(tokens, dialect);
        var at = 0;
        while (at < tokens.Count)
        {
            while (reader.scopes.TryPeek(out var scope) && scope.Close <= at)
            {
                _ = reader.scopes.Pop();
            }

            at = reader.Step(at);
        }

        KeywordStatements.Read(tokens, dialect, reader.outline);
        return reader.outline.Build();
    }

    private int Step(int at)
    {
        if (language == SourceLanguage.Rust)
        {
            if (tokens.IsWord(at) && tokens.Is(at + 1, "!") && !tokens.Is(at + 2, "="))
            {
                // What a macro makes of its tokens is its own affair.
                var group = tokens.IsWord(at + 2) ? at + 3 : at + 2;
                return tokens.IsAny(group, "{", "(", "[") ? tokens.Behind(group) : at + 2;
            }

            if (tokens.Is(at, "#") && tokens.IsAny(at + 1, "[") && heads.IsTestMark(at + 1) && tokens.Behind(at + 1) is var next)
            {
                return Test(at, next);
            }
        }

        if (tokens.Is(at, keyword) && !tokens.IsAny(at - 1, ".", "?.", "->", "::"))
        {
            return Function(at);
        }

        if (tokens.IsWord(at) && Scope(at) is > 0 and var body)
        {
            return body;
        }

        return language == SourceLanguage.Kotlin ? Kotlin(at) : at + 1;
    }

    /// <summary>A type, module or block of methods; gives the first token in it, or 0.</summary>
    private int Scope(int at)
    {
        var isScope = language switch
        {
            SourceLanguage.Rust => tokens.IsAny(at, "impl", "trait", "mod", "struct", "enum", "union"),
            SourceLanguage.Kotlin => tokens.IsAny(at, "class", "interface", "object") && !tokens.IsAny(at - 1, ".", "::"),
            SourceLanguage.Php => tokens.IsAny(at, "class", "interface", "trait", "enum") && !tokens.IsAny(at - 1, "::", "->", "$"),
            _ => tokens.Is(at, "type") && tokens.IsWord(at + 1) && tokens.Around(at) < 0,
        };
        if (!isScope)
        {
            return 0;
        }

        var open = at + 1;
        while (open < tokens.Count && !tokens.IsAny(open, "{", ";", "}", "=") && !(language is SourceLanguage.Kotlin && EndsAt(open)))
        {
            open = tokens.Is(open, "<") && tokens.BehindAngles(open) is > 0 and var angles ? angles : tokens.Behind(open);
        }

        if (!tokens.Is(open, "{") || tokens.Pair(open) < 0)
        {
            return 0;
        }

        if (language == SourceLanguage.Go)
        {
            if (tokens.Is(open - 1, "interface"))
            {
                outline.Add(RegionKind.Silent, at, tokens.Pair(open));
            }

            return tokens.Pair(open);
        }

        outline.Add(RegionKind.Structure, heads.Before(at), open);
        outline.Add(RegionKind.Structure, tokens.Pair(open), tokens.Pair(open));
        scopes.Push((tokens.Pair(open), ScopeName(at, open)));
        return open + 1;
    }

    private bool EndsAt(int at) =>
        tokens.IsFirstOfLine(at)
        && !tokens.IsAny(at, ":", ",", "{", "(", "where", "constructor", "private", "internal")
        && !tokens.IsAny(at - 1, ":", ",");

    private string ScopeName(int at, int open)
    {
        if (!tokens.Is(at, "impl"))
        {
            return tokens.IsWord(at + 1) ? tokens[at + 1].ToString() : tokens[at].ToString();
        }

        var name = at + 1;
        name = tokens.Is(name, "<") && tokens.BehindAngles(name) is > 0 and var angles ? angles : name;
        var until = name;
        while (until < open && !tokens.Is(until, "where"))
        {
            until++;
        }

        return tokens.Joined(name, until).Replace(" for ", " for ", StringComparison.Ordinal);
    }

    private int Function(int at)
    {
        var next = at + 1;
        var name = "";
        if (language == SourceLanguage.Go && tokens.Is(next, "("))
        {
            var receiver = tokens.Behind(next);
            if (!tokens.IsWord(receiver) || !tokens.Is(tokens.Is(receiver + 1, "[") ? tokens.Behind(receiver + 1) : receiver + 1, "("))
            {
                return GoLiteral(at);
            }

            name = heads.GoReceiver(next) + ".";
            next = receiver;
        }

        if (language == SourceLanguage.Kotlin)
        {
            next = tokens.Is(next, "<") && tokens.BehindAngles(next) is > 0 and var generic ? generic : next;
            while (tokens.IsWord(next) && !tokens.Is(next + 1, "(") && !tokens.Is(next, "{"))
            {
                // fun List<Int>.total(…)
                name += tokens[next].ToString();
                next = tokens.Is(next + 1, "<") && tokens.BehindAngles(next + 1) is > 0 and var args ? args : next + 1;
                if (tokens.Is(next, "("))
                {
                    break;
                }

                next += tokens.Is(next, "?") || tokens.Is(next, "?.") ? 1 : 0;
                name += ".";
                next += tokens.Is(next, ".") ? 1 : 0;
            }
        }

        next += tokens.Is(next, "&") ? 1 : 0;
        if (tokens.IsWord(next))
        {
            name += tokens[next].ToString().Trim('`');
            next++;
        }
        else if (name.Length == 0)
        {
            return language == SourceLanguage.Go ? GoLiteral(at)
                : language == SourceLanguage.Php ? Anonymous(at, next)
                : at + 1;
        }

        next =
            tokens.Is(next, "<") && tokens.BehindAngles(next) is > 0 and var behind ? behind
            : tokens.Is(next, "[") ? tokens.Behind(next)
            : next;
        return tokens.Is(next, "(") && tokens.Pair(next) > 0 ? Body(at, next, name, FunctionTraits.None) : at + 1;
    }

    private int Anonymous(int at, int open)
    {
        var before = tokens.Is(at - 1, "static") ? at - 2 : at - 1;
        var isInner = scopes.Any(scope => scope.Prefix.EndsWith("()", StringComparison.Ordinal));
        if (!tokens.Is(open, "(") || isInner || tokens.Pair(open) < 0)
        {
            return InnerBody(at, open);
        }

        var name =
            tokens.Is(before, "=") && tokens.IsWord(before - 1) ? tokens[before - 1].ToString()
            : tokens.Around(at) is > 1 and var call && tokens.Is(call, "(") && tokens.IsWord(call - 1)
                ? tokens.Joined(call - 1, call) + (tokens.All[call + 1].Kind == TokenKind.Text ? $"({tokens[call + 1]})" : "()")
            : "function";
        return Body(at, open, name, tokens.Is(before, "=") ? FunctionTraits.None : FunctionTraits.Anonymous);
    }

    private int InnerBody(int at, int open)
    {
        var body = tokens.Behind(open);
        while (body < tokens.Count && !tokens.IsAny(body, "{", ";", ")"))
        {
            body = tokens.Behind(body);
        }

        if (tokens.Is(body, "{") && tokens.Pair(body) > 0)
        {
            outline.AddInner(body + 1, tokens.Pair(body));
        }

        return at + 1;
    }

    /// <summary>A function without a name; one that a variable of the file gets is called by that.</summary>
    private int GoLiteral(int at)
    {
        var open = at + 1;
        if (tokens.Is(open, "(") && tokens.Pair(open) > 0)
        {
            var end = heads.TypeEnd(tokens.Behind(open));
            if (tokens.Is(end, "{") && tokens.Pair(end) > 0)
            {
                if (tokens.Around(at) < 0 && tokens.Is(at - 1, "=") && tokens.IsWord(at - 2))
                {
                    return Body(at, open, tokens[at - 2].ToString(), FunctionTraits.None);
                }

                outline.AddInner(end + 1, tokens.Pair(end));
            }
        }

        return at + 1;
    }

    /// <summary>Adds the function with what comes behind its parameters; gives the next token to look at.</summary>
    private int Body(int at, int open, string name, FunctionTraits traits)
    {
        var type = tokens.Behind(open);
        if (language == SourceLanguage.Php && tokens.Is(type, "use") && tokens.Is(type + 1, "("))
        {
            type = tokens.Behind(type + 1);
        }

        type += tokens.IsAny(type, "->", ":") ? 1 : 0;
        var body = heads.TypeEnd(type);
        var returns = type < body ? heads.Written(type, body) : null;
        while (
            body < tokens.Count && tokens.Is(body, "where")
            || (body > type && !tokens.IsAny(body, "{", ";", "=", "}") && tokens.Is(body - 1, "where"))
        )
        {
            body++;
            while (body < tokens.Count && !tokens.IsAny(body, "{", ";", "="))
            {
                body = tokens.Is(body, "<") && tokens.BehindAngles(body) is > 0 and var angles ? angles : tokens.Behind(body);
            }
        }

        var (head, start, marks) = heads.Heads(at);
        traits |=
            marks
            | heads.Words(head, at)
            | (heads.IsVoid(returns) && !traits.HasFlag(FunctionTraits.Getter) ? FunctionTraits.Void : FunctionTraits.None);
        var full = string.Join('.', scopes.Reverse().Select(scope => scope.Prefix.TrimEnd('(', ')')).Append(name));
        if (tokens.Is(body, "{") && tokens.Pair(body) is > 0 and var close)
        {
            outline.Add(
                new FunctionDraft(full, start, head, body + 1, close, close)
                {
                    Traits = traits | heads.BodyTraits(body + 1, close),
                    Parameters = heads.Parameters(open),
                    Returns = returns,
                }
            );
            scopes.Push((close, name + "()"));
            return body + 1;
        }

        if (tokens.Is(body, "=") && language == SourceLanguage.Kotlin)
        {
            var end = new ScriptNames(tokens).ExpressionEnd(body + 1);
            if (end > body + 1)
            {
                outline.Add(
                    new FunctionDraft(full, start, head, body + 1, end, end - 1)
                    {
                        Form = BodyForm.Expression,
                        Traits = traits & ~FunctionTraits.Void | (returns == "Unit" ? FunctionTraits.Void : FunctionTraits.None),
                        Parameters = heads.Parameters(open),
                        Returns = returns,
                    }
                );
                scopes.Push((end, name + "()"));
            }
        }

        return Math.Max(body, at) + 1;
    }

    /// <summary>Accessors, initialisers and second constructors.</summary>
    private int Kotlin(int at)
    {
        if (!tokens.IsAny(at, "get", "set", "init", "constructor") || tokens.IsAny(at - 1, ".", "?.") || !tokens.IsFirstOfLine(at))
        {
            return at + 1;
        }

        if (tokens.Is(at, "init"))
        {
            var isBlock = tokens.Is(at + 1, "{") && tokens.Pair(at + 1) > 0;
            if (isBlock)
            {
                var close = tokens.Pair(at + 1);
                outline.Add(
                    new FunctionDraft(Scoped("init"), at, at, at + 2, close, close)
                    {
                        Traits = FunctionTraits.Constructor | FunctionTraits.Void,
                    }
                );
                scopes.Push((close, "init()"));
            }

            return at + 1;
        }

        if (!tokens.Is(at + 1, "(") || tokens.Pair(at + 1) < 0)
        {
            return at + 1;
        }

        var kind = tokens[at] switch
        {
            "get" => FunctionTraits.Getter,
            "set" => FunctionTraits.Setter | FunctionTraits.Void,
            _ => FunctionTraits.Constructor | FunctionTraits.Void,
        };
        if ((kind & FunctionTraits.Constructor) != FunctionTraits.None && tokens.Is(tokens.Behind(at + 1), ":"))
        {
            return at + 1;
        }

        return Body(at, at + 1, kind == FunctionTraits.Getter ? $"{heads.Property(at)}.get" : tokens[at].ToString(), kind);
    }

    private string Scoped(string name) => string.Join('.', scopes.Reverse().Select(scope => scope.Prefix.TrimEnd('(', ')')).Append(name));

    /// <summary>Behind the type of a result that begins here.</summary>
    /// <summary>The first token of the declaration without and with its attributes.</summary>
    /// <summary>The first token of attributes before a declaration.</summary>
    /// <summary>Whether an attribute says that what follows is for tests: <c>#[test]</c>, <c>#[tokio::test(…)]</c>, <c>#[cfg(test)]</c>.</summary>
    /// <summary>Leaves out what an attribute says is a test.</summary>
    private int Test(int start, int at)
    {
        while (at < tokens.Count && !tokens.IsAny(at, "{", ";"))
        {
            at = tokens.Is(at, "<") && tokens.BehindAngles(at) is > 0 and var angles ? angles : tokens.Behind(at);
        }

        var end = tokens.Behind(at);
        outline.Add(RegionKind.Test, start, Math.Min(end, tokens.Count) - 1);
        return end;
    }
}
