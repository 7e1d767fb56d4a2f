namespace Ashlar.Core.Judging.Syntax;

/// <summary>Reads the functions of C#, Java, C and C++: languages in which a member begins with its type and ends with a block or semicolon.</summary>
internal sealed class BlockFunctions
{
    private readonly SourceTokens tokens;
    private readonly SourceDialect dialect;
    private readonly OutlineBuilder outline;

    private BlockFunctions(SourceTokens tokens, SourceDialect dialect)
    {
        this.tokens = tokens;
        this.dialect = dialect;
        outline = new OutlineBuilder(tokens, dialect);
    }

    /// <summary>The outline of a file.</summary>
    public static CodeOutline Read(SourceTokens tokens, SourceDialect dialect)
    {
        var reader = new BlockFunctions(tokens, dialect);
        reader.Scope(0, tokens.Count, "", "");
        return reader.outline.Build();
    }

    /// <summary>Reads what is between two brackets, or the whole file.</summary>
    private void Scope(int from, int until, string prefix, string type)
    {
        var (at, start) = (from, from);
        while (at < until)
        {
            if (at == start && (tokens.All[at].Kind == TokenKind.Directive || tokens.Is(at, ",")))
            {
                // A comma is between constants of an enumeration.
                start = ++at;
            }
            else if (tokens.Is(at, ";"))
            {
                Statement(start, at);
                start = ++at;
            }
            else if (tokens.Is(at, "template") && tokens.BehindAngles(at + 1) is > 0 and var angles)
            {
                at = angles;
            }
            else if (tokens.Is(at, "=>") && dialect.Language == SourceLanguage.CSharp)
            {
                at = Arrow(start, at, until, prefix, type);
                start = at;
            }
            else if (tokens.IsAny(at, "=") && !tokens.Is(at - 1, "operator"))
            {
                at = Semicolon(at, until);
            }
            else if (tokens.Is(at, "{") && tokens.Pair(at) > 0)
            {
                var goesOn = Block(start, at, prefix, type);
                at = tokens.Pair(at) + 1;
                if (!goesOn)
                {
                    start = at;
                }
            }
            else
            {
                at = tokens.Behind(at);
            }
        }
    }

    /// <summary>Reads a block; whether its statement continues behind it.</summary>
    private bool Block(int start, int open, string prefix, string type)
    {
        var close = tokens.Pair(open);
        var head = MemberHead.Of(tokens, dialect.Language, start, open, type);
        switch (head.Kind)
        {
            case MemberKind.Type or MemberKind.Open or MemberKind.Interface:
                if (head.Kind == MemberKind.Type && head.Traits == FunctionTraits.Test)
                {
                    outline.Add(RegionKind.Test, start, close);
                    return false;
                }

                outline.Add(RegionKind.Structure, start, open);
                outline.Add(RegionKind.Structure, close, close);
                Scope(
                    open + 1,
                    close,
                    head.Kind == MemberKind.Open || head.Name.Length == 0 ? prefix : $"{prefix}{head.Name}.",
                    head.Kind == MemberKind.Open ? "" : head.Name
                );
                return false;
            case MemberKind.Function when IsInitialiser(head, open, close):
                return true;
            case MemberKind.Function:
                Add(head, open, prefix);
                return false;
            case MemberKind.Property:
                Accessors(head, open, prefix);
                return tokens.Is(close + 1, "=");
            case MemberKind.Opaque:
                outline.Add(RegionKind.Silent, start, close);
                return false;
            case MemberKind.Silent:
                outline.Add(RegionKind.Structure, start, open);
                outline.Add(RegionKind.Structure, close, close);
                return false;
            default:
                if (!tokens.IsAny(close + 1, ";", "=", ",", ".", ")"))
                {
                    Statement(start, close);
                    return false;
                }

                return true;
        }
    }

    /// <summary>Whether the braces are one of a constructor's initialisers: <c>: a{1}, b{2} {</c>.</summary>
    private bool IsInitialiser(MemberHead head, int open, int close) =>
        dialect.Language == SourceLanguage.Cpp
        && head.Open > 0
        && tokens.Is(tokens.Behind(head.Open), ":")
        && tokens.IsWord(open - 1)
        && tokens.IsAny(close + 1, ",", "{");

    private void Add(MemberHead head, int open, string prefix)
    {
        var close = tokens.Pair(open);
        var traits = head.Traits | BodyTraits(open + 1, close);
        var trailing =
            dialect.Language == SourceLanguage.Cpp && head.Open > 0 && tokens.Is(tokens.Behind(head.Open), "->")
                ? tokens.Joined(tokens.Behind(head.Open) + 1, open).Replace(" ", "", StringComparison.Ordinal)
                : null;
        outline.Add(
            new FunctionDraft(prefix + head.Name, head.Start, head.Head, open + 1, close, close)
            {
                Traits = traits | (trailing is "void" ? FunctionTraits.Void : FunctionTraits.None),
                Parameters = Parameters(head.Open),
                Returns = trailing ?? head.Returns,
                Opening = head.Traits.HasFlag(FunctionTraits.Constructor) ? BehindSuper(open + 1, close) : 0,
            }
        );
    }

    /// <summary>A member with an expression for a body; gives the token behind its semicolon.</summary>
    private int Arrow(int start, int arrow, int until, string prefix, string type)
    {
        var end = Semicolon(arrow, until);
        var head = MemberHead.Of(tokens, dialect.Language, start, arrow, type);
        if (head.Kind is MemberKind.Function or MemberKind.Property)
        {
            outline.Add(
                new FunctionDraft(prefix + head.Name, head.Start, head.Head, arrow + 1, end, Math.Min(end, tokens.Count - 1))
                {
                    Form = BodyForm.Expression,
                    Traits = head.Traits | (head.Kind == MemberKind.Property ? FunctionTraits.Getter : FunctionTraits.None),
                    Parameters = Parameters(head.Open),
                    Returns = head.Returns,
                }
            );
        }
        else
        {
            Statement(start, end);
        }

        return Math.Min(end + 1, until);
    }

    private void Accessors(MemberHead property, int open, string prefix)
    {
        var close = tokens.Pair(open);
        var start = open + 1;
        for (var at = open + 1; at < close; at = tokens.Behind(at))
        {
            var isBlock = tokens.Is(at, "{");
            if (!isBlock && !tokens.Is(at, "=>"))
            {
                start = tokens.Is(at, ";") ? at + 1 : start;
                continue;
            }

            var name = tokens[at - 1].ToString();
            var end = isBlock ? tokens.Pair(at) : Semicolon(at, close);
            if (name is "get" or "set" or "init" or "add" or "remove")
            {
                outline.Add(
                    new FunctionDraft($"{prefix}{property.Name}.{name}", start, start, at + 1, end, end)
                    {
                        Form = isBlock ? BodyForm.Block : BodyForm.Expression,
                        Returns = name == "get" ? property.Returns : "void",
                        Traits =
                            (name == "get" ? FunctionTraits.Getter : FunctionTraits.Setter | FunctionTraits.Void) | BodyTraits(at + 1, end),
                    }
                );
            }

            at = isBlock ? at : end - 1;
            start = end + 1;
        }

        outline.Add(RegionKind.Structure, property.Start, open);
        outline.Add(RegionKind.Structure, close, close);
    }

    private FunctionTraits BodyTraits(int from, int until)
    {
        if (dialect.Language != SourceLanguage.CSharp)
        {
            return FunctionTraits.None;
        }

        for (var at = from; at < until; at++)
        {
            if (tokens.Is(at, "yield") && tokens.IsAny(at + 1, "return", "break"))
            {
                return FunctionTraits.Generator;
            }
        }

        return FunctionTraits.None;
    }

    private IReadOnlyList<string> Parameters(int open)
    {
        var found = new List<string>();
        if (open < 0)
        {
            return found;
        }

        var close = tokens.Pair(open);
        var (name, isDefault) = (-1, false);
        for (var at = open + 1; at <= close; at = at == close ? at + 1 : tokens.Behind(at))
        {
            if (at == close || tokens.Is(at, ","))
            {
                if (name > 0)
                {
                    found.Add(tokens[name].ToString());
                }

                (name, isDefault) = (-1, false);
            }
            else if (tokens.Is(at, "<") && tokens.BehindAngles(at) is > 0 and var angles)
            {
                at = angles - 1;
            }
            else
            {
                isDefault |= tokens.Is(at, "=");
                name = tokens.IsWord(at) && !isDefault ? at : name;
            }
        }

        return found;
    }

    /// <summary>Behind <c>super(…);</c> or <c>this(…);</c> at the beginning of a constructor of Java, or 0.</summary>
    private int BehindSuper(int from, int until) =>
        dialect.Language == SourceLanguage.Java
        && tokens.IsAny(from, "super", "this")
        && tokens.Is(from + 1, "(")
        && tokens.Behind(from + 1) is var semicolon
        && semicolon < until
            ? semicolon + 1
            : 0;

    private int Semicolon(int at, int until)
    {
        while (at < until && !tokens.Is(at, ";"))
        {
            at = tokens.Behind(at);
        }

        return Math.Min(at, until);
    }

    private void Statement(int start, int last)
    {
        if (start > last)
        {
            return;
        }

        var isImport =
            dialect.Language == SourceLanguage.Java
                ? tokens.IsAny(start, "import", "package")
                : dialect.Language == SourceLanguage.CSharp
                    && (
                        (tokens.Is(start, "using") && !tokens.Is(start + 1, "("))
                        || (tokens.Is(start, "global") && tokens.Is(start + 1, "using"))
                        || tokens.Is(start, "namespace")
                    )
                    && !tokens.Is(start + 2, "=")
                    && !tokens.Is(start + 3, "=");
        outline.Add(isImport ? RegionKind.Import : RegionKind.Statement, start, Math.Min(last, tokens.Count - 1));
    }
}
