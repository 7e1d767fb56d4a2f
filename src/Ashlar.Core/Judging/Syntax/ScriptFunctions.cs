namespace Ashlar.Core.Judging.Syntax;

/// <summary>Reads the functions of JavaScript and TypeScript.</summary>
internal sealed class ScriptFunctions
{
    private static readonly HashSet<string> Control = new(
        "if for while switch catch with function return typeof await super import new".Split(' '),
        StringComparer.Ordinal
    );

    private static readonly HashSet<string> Modifiers = new(
        "async get set static public private protected override readonly abstract accessor declare".Split(' '),
        StringComparer.Ordinal
    );

    private readonly SourceTokens tokens;
    private readonly SourceDialect dialect;
    private readonly OutlineBuilder outline;
    private readonly ScriptNames names;
    private readonly Stack<(int Close, string Prefix)> scopes = new();
    private readonly Stack<int> bodies = new();
    private readonly HashSet<int> classes = [];

    private ScriptFunctions(SourceTokens tokens, SourceDialect dialect)
    {
        this.tokens = tokens;
        this.dialect = dialect;
        outline = new OutlineBuilder(tokens, dialect);
        names = new ScriptNames(tokens);
    }

    /// <summary>The outline of a file.</summary>
    public static CodeOutline Read(SourceTokens tokens, SourceDialect dialect)
    {
        var reader = new ScriptFunctions(tokens, dialect);
        reader.Walk();
        ScriptStatements.Read(tokens, dialect, reader.outline);
        return reader.outline.Build();
    }

    private void Walk()
    {
        var at = 0;
        while (at < tokens.Count)
        {
            while (scopes.TryPeek(out var scope) && scope.Close <= at)
            {
                _ = scopes.Pop();
            }

            while (bodies.TryPeek(out var body) && body <= at)
            {
                _ = bodies.Pop();
            }

            at = Step(at);
        }
    }

    /// <summary>Looks at one token; gives the next to look at.</summary>
    private int Step(int at)
    {
        if (dialect.IsTyped && Types(at) is > 0 and var behind)
        {
            return behind;
        }

        if (tokens.Is(at, "class") && !tokens.IsAny(at - 1, ".", "?.") && !tokens.IsAny(at + 1, ":", ",", "}", ")", "=", "("))
        {
            return Class(at);
        }

        if (tokens.Is(at, "function") && !tokens.IsAny(at - 1, ".", "?.") && !tokens.IsAny(at + 1, ":", ",", "=", "}"))
        {
            return Function(at);
        }

        if (tokens.IsWord(at) && tokens.Is(at + 1, "=>"))
        {
            return Arrow(at, at, at + 1, []);
        }

        if (tokens.Is(at, "(") && tokens.Pair(at) > 0)
        {
            return Group(at);
        }

        if (tokens.Is(at, "{") && tokens.Pair(at) is > 0 and var close && names.Before(at, IsClass) is { } name)
        {
            scopes.Push((close, name));
        }

        return at + 1;
    }

    /// <summary>Behind a type in a place where only a type may stand, or 0.</summary>
    private int Types(int at)
    {
        if (tokens.Is(at, ":") && (IsField(at) || names.IsVariable(at - 1)))
        {
            var end = ScriptTypes.End(tokens, at + 1);
            names.Typed[end] = tokens[tokens.IsAny(at - 1, "?", "!") ? at - 2 : at - 1].ToString();
            return end;
        }

        if (
            tokens.IsAny(at, "as", "satisfies")
            && at > 0
            && !tokens.IsAny(at - 1, ".", ",", "{", "(")
            && !tokens.IsAny(at + 1, ":", ",", "=")
        )
        {
            return tokens.Is(at + 1, "const") ? at + 2 : ScriptTypes.End(tokens, at + 1);
        }

        if (tokens.Is(at, "<") && tokens.IsWord(at - 1) && tokens.BehindAngles(at) is > 0 and var angles && tokens.Is(angles, "("))
        {
            return angles;
        }

        return ScriptStatements.TypeEnd(tokens, at);
    }

    private bool IsField(int at) => IsClass(at) && (tokens.IsWord(at - 1) || tokens.IsAny(at - 1, "?", "!", "]"));

    /// <summary>Whether the token stands directly in the body of a class.</summary>
    private bool IsClass(int at) => classes.Contains(tokens.Around(at));

    private int Class(int at)
    {
        var body = at + 1;
        while (body < tokens.Count && !tokens.Is(body, "{"))
        {
            body = tokens.Is(body, "<") && tokens.BehindAngles(body) is > 0 and var angles ? angles : tokens.Behind(body);
        }

        if (tokens.Pair(body) < 0)
        {
            return at + 1;
        }

        var name =
            tokens.IsWord(at + 1) && !tokens.IsAny(at + 1, "extends", "implements")
                ? tokens[at + 1].ToString()
                : names.Before(at, IsClass) ?? "class";
        classes.Add(body);
        scopes.Push((tokens.Pair(body), name));
        var first = at;
        while (tokens.IsAny(first - 1, "export", "default", "abstract", "declare"))
        {
            first--;
        }

        outline.Add(RegionKind.Structure, first, body);
        outline.Add(RegionKind.Structure, tokens.Pair(body), tokens.Pair(body));
        return body + 1;
    }

    private int Function(int at)
    {
        var star = tokens.Is(at + 1, "*");
        var next = at + (star ? 2 : 1);
        var named = tokens.IsWord(next) ? next++ : -1;
        next = tokens.Is(next, "<") && tokens.BehindAngles(next) is > 0 and var angles ? angles : next;
        if (!tokens.Is(next, "(") || tokens.Pair(next) < 0)
        {
            return at + 1;
        }

        var isAsync = tokens.Is(at - 1, "async") && !tokens.IsFirstOfLine(at);
        var first = isAsync ? at - 1 : at;
        var outer = names.Before(first, IsClass);
        var name = named > 0 ? tokens[named].ToString() : outer;
        while (tokens.IsAny(first - 1, "export", "default"))
        {
            first--;
        }

        return Body(
            first,
            next,
            name,
            (isAsync ? FunctionTraits.Async : FunctionTraits.None) | (star ? FunctionTraits.Generator : FunctionTraits.None),
            arrow: -1
        );
    }

    private int Group(int at)
    {
        var after = tokens.Pair(at) + 1;
        if (dialect.IsTyped && tokens.Is(after, ":") && !tokens.Is(at - 1, "?"))
        {
            var type = ScriptTypes.End(tokens, after + 1);
            after = tokens.IsAny(type, "=>", "{") ? type : after;
        }

        if (tokens.Is(after, "=>"))
        {
            var generic = tokens.Is(at - 1, ">") && tokens.BeforeAngles(at - 1) is >= -1 and var open ? open + 1 : at;
            return Arrow(generic, at, after, ScriptTypes.In(tokens, at));
        }

        if (!tokens.Is(after, "{"))
        {
            return at + 1;
        }

        var name = tokens.Is(at - 1, ">") ? tokens.BeforeAngles(at - 1) : at - 1;
        var head = tokens.Is(name, "]") ? tokens.Pair(name) : name;
        if (
            name < 0
            || head < 0
            || tokens.All[name].Kind == TokenKind.Sign && !tokens.Is(name, "]")
            || Control.Contains(tokens[name].ToString())
        )
        {
            return at + 1;
        }

        var (first, traits) = (head, FunctionTraits.None);
        traits |= tokens.Is(first - 1, "*") ? FunctionTraits.Generator : FunctionTraits.None;
        first -= tokens.Is(first - 1, "*") ? 1 : 0;
        while (tokens.IsWord(first - 1) && Modifiers.Contains(tokens[first - 1].ToString()))
        {
            first--;
            traits |= tokens[first] switch
            {
                "async" => FunctionTraits.Async,
                "get" => FunctionTraits.Getter,
                "set" => FunctionTraits.Setter,
                _ => FunctionTraits.None,
            };
        }

        if (!tokens.IsAny(first - 1, "{", ",", ";", "}", ")") && !tokens.IsFirstOfLine(first))
        {
            return at + 1;
        }

        traits |= tokens.Is(name, "constructor") ? FunctionTraits.Constructor : FunctionTraits.None;
        var shown = tokens.Joined(head, name + 1).Trim('"', '\'');
        shown = (traits & FunctionTraits.Setter) != FunctionTraits.None ? $"{shown}=" : shown;
        return Body(first, at, shown, traits, arrow: -1);
    }

    private int Arrow(int head, int parameters, int arrow, IEnumerable<(int From, int Until)> _)
    {
        var isAsync = tokens.Is(head - 1, "async");
        var first = isAsync ? head - 1 : head;
        return Body(
            first,
            parameters,
            names.Before(first, IsClass),
            FunctionTraits.Arrow | (isAsync ? FunctionTraits.Async : FunctionTraits.None),
            arrow
        );
    }

    /// <summary>Adds the function with what comes behind its parameters; gives the first token of its body.</summary>
    private int Body(int first, int parameters, string? name, FunctionTraits traits, int arrow)
    {
        var silent = tokens.Is(parameters, "(") && dialect.IsTyped ? ScriptTypes.In(tokens, parameters).ToList() : [];
        var behind = tokens.Behind(parameters);
        if (dialect.IsTyped && tokens.Is(behind, ":"))
        {
            var type = ScriptTypes.End(tokens, behind + 1);
            silent.Add((behind, type));
            behind = type;
        }

        var open = arrow >= 0 ? arrow + 1 : behind;
        var isBlock = tokens.Is(open, "{") && tokens.Pair(open) > 0;
        if (!isBlock && arrow < 0)
        {
            return parameters + 1;
        }

        var (from, until) = isBlock ? (open + 1, tokens.Pair(open)) : (open, names.ExpressionEnd(open));
        if (until <= from && !isBlock)
        {
            return open;
        }

        var isInner = name is null && bodies.Count > 0;
        if (isInner)
        {
            outline.AddInner(from, until);
        }
        else
        {
            var (start, head) = names.Head(first);
            var called = name ?? names.Caller(first);
            outline.Add(
                new FunctionDraft(Qualified(called), start, head, from, until, isBlock ? until : until - 1)
                {
                    Form = isBlock ? BodyForm.Block : BodyForm.Expression,
                    Traits = traits | (name is null ? FunctionTraits.Anonymous : FunctionTraits.None),
                    Parameters = names.Parameters(parameters),
                    Opening = (traits & FunctionTraits.Constructor) != FunctionTraits.None ? names.BehindSuper(from, until) : 0,
                    Silent = silent,
                }
            );
            scopes.Push((until, called));
        }

        bodies.Push(until);
        return from;
    }

    private string Qualified(string name) => string.Join('.', scopes.Reverse().Select(scope => scope.Prefix).Append(name));
}
