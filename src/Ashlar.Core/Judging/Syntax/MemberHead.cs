namespace Ashlar.Core.Judging.Syntax;

/// <summary>What is before a block in C#, Java, C and C++, understood.</summary>
/// <param name="Kind">What the block is.</param>
/// <param name="Name">Its name.</param>
internal sealed record MemberHead(MemberKind Kind, string Name = "")
{
    private static readonly Dictionary<SourceLanguage, HashSet<string>> Modifiers = new()
    {
        [SourceLanguage.CSharp] = Words(
            "public private protected internal static virtual override abstract sealed async unsafe extern partial new readonly required file const implicit explicit"
        ),
        [SourceLanguage.Java] = Words(
            "public private protected final static abstract synchronized native strictfp default sealed transient"
        ),
        [SourceLanguage.C] = Words("static inline extern __inline __inline__ __forceinline register _Noreturn __extension__"),
        [SourceLanguage.Cpp] = Words(
            "static inline extern virtual explicit constexpr consteval friend __inline __inline__ __forceinline typename mutable _Noreturn"
        ),
    };

    private static readonly Dictionary<SourceLanguage, HashSet<string>> Types = new()
    {
        [SourceLanguage.CSharp] = Words("class struct interface enum record namespace"),
        [SourceLanguage.Java] = Words("class interface enum record"),
        [SourceLanguage.C] = Words("struct union enum"),
        [SourceLanguage.Cpp] = Words("class struct union enum namespace"),
    };

    private static readonly HashSet<string> Control = Words(
        "if for while switch catch foreach lock using fixed synchronized return sizeof do else try new throw assert unchecked checked when"
    );

    /// <summary>The first token of the declaration with its attributes.</summary>
    public int Start { get; init; }

    /// <summary>Without them.</summary>
    public int Head { get; init; }

    /// <summary>The bracket that opens the parameters, or -1.</summary>
    public int Open { get; init; } = -1;

    /// <summary>The type of the result, or null.</summary>
    public string? Returns { get; init; }

    /// <summary>Traits.</summary>
    public FunctionTraits Traits { get; init; }

    /// <summary>Understands the tokens before a block.</summary>
    /// <param name="tokens">The tokens.</param>
    /// <param name="language">The language.</param>
    /// <param name="from">The first token of the statement.</param>
    /// <param name="until">The bracket that opens the block, or the arrow.</param>
    /// <param name="type">The short name of the type around, or empty.</param>
    public static MemberHead Of(SourceTokens tokens, SourceLanguage language, int from, int until, string type)
    {
        var (head, isTest) = MemberAttributes.Behind(tokens, language, from, until);
        var place = new MemberHead(MemberKind.Other) { Start = from, Head = head };
        var (keyword, open) = (-1, -1);
        for (var at = head; at < until; at = Next(tokens, at, until))
        {
            if (tokens.Is(at, "="))
            {
                if (!tokens.Is(at - 1, "operator"))
                {
                    return place;
                }
            }
            else if (tokens.Is(at, "(") && IsParameters(tokens, language, at, until) && (open < 0 || language == SourceLanguage.C))
            {
                open = at;
            }
            else if (open < 0 && keyword < 0 && IsType(tokens, language, at))
            {
                keyword = at;
            }
        }

        if (keyword >= 0 && (open < 0 || NameEnd(tokens, keyword + 1) == open))
        {
            return place with
            {
                Kind =
                    tokens.Is(keyword, "namespace") ? MemberKind.Open
                    : tokens.Is(keyword, "enum") && language != SourceLanguage.Java ? MemberKind.Silent
                    : tokens.Is(keyword, "interface") ? MemberKind.Interface
                    : MemberKind.Type,
                Name = TypeName(tokens, keyword + 1, until),
                Traits = isTest ? FunctionTraits.Test : FunctionTraits.None,
            };
        }

        return open > 0 ? Function(tokens, language, place, open, type, isTest)
            : tokens.Is(head, "extern") && head + 1 < until ? place with { Kind = MemberKind.Open }
            : until > head && (tokens.IsWord(until - 1) || tokens.Is(tokens.Pair(until - 1) - 1, "this"))
                ? Bare(tokens, language, place, until, type)
            : place;
    }

    private static MemberHead Function(SourceTokens tokens, SourceLanguage language, MemberHead place, int open, string type, bool isTest)
    {
        var last = tokens.Is(open - 1, ">") && !tokens.Is(open - 2, "operator") ? tokens.BeforeAngles(open - 1) : open - 1;
        var first = tokens.Is(last, ")") && tokens.Is(last - 2, "operator") ? last - 2 : last;
        while (first > place.Head && tokens.All[first].Kind == TokenKind.Sign && !tokens.IsAny(first, "]", ")"))
        {
            // operator +=, operator ()
            first--;
        }

        if (tokens.Is(first - 1, "operator"))
        {
            first--;
        }

        while (tokens.IsAny(first - 1, "~", "::", ".") && first - 1 >= place.Head)
        {
            first--;
            first =
                tokens.Is(first, "~") ? first
                : tokens.Is(first - 1, ">") && tokens.BeforeAngles(first - 1) is >= 0 and var angles ? angles
                : first > place.Head && tokens.IsWord(first - 1) ? first - 1
                : first;
        }

        var name = tokens.Joined(first, last + 1).Replace(" ", "", StringComparison.Ordinal);
        if (first < place.Head || Control.Contains(name) || tokens.IsAny(first - 1, "new", "else", "return", "->"))
        {
            return place;
        }

        var results = new List<string>();
        var (isAsync, reference) = (false, false);
        for (var at = place.Head; at < first; at++)
        {
            isAsync |= tokens.Is(at, "async");
            if (tokens.Is(at, "template") && tokens.BehindAngles(at + 1) is > 0 and var behind)
            {
                at = behind - 1;
            }
            else if (
                tokens.Is(at, "<")
                && results.Count == 0
                && language == SourceLanguage.Java
                && tokens.BehindAngles(at) is > 0 and var generic
            )
            {
                at = generic - 1;
            }
            else if (tokens.Is(at, "@") && language == SourceLanguage.Java)
            {
                at = MemberAttributes.AnnotationEnd(tokens, at) - 1;
            }
            else if (!(results.Count == 0 || tokens.IsWord(at)) || !Modifiers[language].Contains(tokens[at].ToString()))
            {
                reference |= tokens.IsAny(at, "&", "ref", "&&");
                results.Add(tokens[at].ToString());
            }
        }

        var returns = Written(results);
        var owner = name.Contains("::", StringComparison.Ordinal) ? name[..name.LastIndexOf("::", StringComparison.Ordinal)] : type;
        owner = owner[(owner.LastIndexOf(':') + 1)..];
        var shortName = name[(name.LastIndexOf(':') + 1)..];
        var isConversion = shortName == "operator" || name.StartsWith("operator", StringComparison.Ordinal);
        if (returns.Length == 0 && !isConversion)
        {
            var isOwn = shortName == owner.Split('<')[0] || (shortName.StartsWith('~') && shortName[1..] == owner.Split('<')[0]);
            return isOwn
                ? place with
                {
                    Kind = MemberKind.Function,
                    Name = name,
                    Open = open,
                    Traits = FunctionTraits.Constructor | FunctionTraits.Void,
                }
                : place with
                {
                    Kind = language == SourceLanguage.Java && type.Length > 0 ? MemberKind.Type : MemberKind.Opaque,
                    Name = name,
                };
        }

        return place with
        {
            Kind = MemberKind.Function,
            Name = name,
            Open = open,
            Returns = returns.Length == 0 ? null : returns,
            Traits =
                (isAsync ? FunctionTraits.Async : FunctionTraits.None)
                | (returns == "void" ? FunctionTraits.Void : FunctionTraits.None)
                | (reference ? FunctionTraits.Reference : FunctionTraits.None)
                | (isTest ? FunctionTraits.Test : FunctionTraits.None),
        };
    }

    /// <summary>A name before a block: a property, a static initialiser, a compact constructor, a constant of an enumeration.</summary>
    private static MemberHead Bare(SourceTokens tokens, SourceLanguage language, MemberHead place, int until, string type)
    {
        until = tokens.Is(until - 1, "]") ? tokens.Pair(until - 1) : until;
        var name = tokens[until - 1].ToString();
        if (language == SourceLanguage.Java && type.Length > 0)
        {
            return name == type
                ? place with
                {
                    Kind = MemberKind.Function,
                    Name = name,
                    Traits = FunctionTraits.Constructor | FunctionTraits.Void,
                }
                : place with
                {
                    Kind = name == "static" ? MemberKind.Other : MemberKind.Type,
                    Name = name,
                };
        }

        return language == SourceLanguage.CSharp && type.Length > 0 && until - 1 > place.Head
            ? place with
            {
                Kind = MemberKind.Property,
                Name = name,
                Returns = Written([
                    .. Enumerable
                        .Range(place.Head, until - 1 - place.Head)
                        .Select(at => tokens[at].ToString())
                        .SkipWhile(Modifiers[language].Contains),
                ]),
            }
            : place;
    }

    private static int Next(SourceTokens tokens, int at, int until) =>
        tokens.Is(at, "template") && tokens.BehindAngles(at + 1) is > 0 and var angles ? Math.Min(angles, until) : tokens.Behind(at);

    private static bool IsType(SourceTokens tokens, SourceLanguage language, int at) =>
        tokens.IsWord(at)
        && Types[language].Contains(tokens[at].ToString())
        && (!tokens.Is(at, "record") || tokens.IsWord(at + 1))
        && !tokens.IsAny(at - 1, ":", ",", ".");

    /// <summary>Whether the bracket opens the parameters of what is declared.</summary>
    private static bool IsParameters(SourceTokens tokens, SourceLanguage language, int at, int until)
    {
        var (before, after) = (at - 1, tokens.Behind(at));
        if (
            tokens.IsAny(
                before,
                "operator",
                "__attribute__",
                "__declspec",
                "alignas",
                "decltype",
                "noexcept",
                "throw",
                "requires",
                "explicit",
                "asm"
            )
        )
        {
            return false;
        }

        var isName =
            tokens.IsWord(before)
            || tokens.Is(before, ">")
            || IsOperator(tokens, before)
            || (tokens.Is(before, ")") && tokens.Is(before - 2, "operator"));
        if (language != SourceLanguage.CSharp)
        {
            return isName && !(language == SourceLanguage.Java && tokens.Is(before - 1, "@"));
        }

        return isName && (after == until || tokens.IsAny(after, "where", ":"));
    }

    private static bool IsOperator(SourceTokens tokens, int at) =>
        tokens.Is(at - 1, "operator") || tokens.Is(at - 2, "operator") || tokens.Is(at - 3, "operator");

    private static int NameEnd(SourceTokens tokens, int at)
    {
        at += tokens.IsAny(at, "class", "struct") ? 1 : 0;
        at++;
        return tokens.Is(at, "<") && tokens.BehindAngles(at) is > 0 and var angles ? angles : at;
    }

    private static string TypeName(SourceTokens tokens, int at, int until)
    {
        at += tokens.IsAny(at, "class", "struct") ? 1 : 0;
        var name = at;
        while (at < until && (tokens.IsWord(at) || tokens.IsAny(at, "::", ".")))
        {
            // A macro may be before the name: class API Ledger : Base {
            name = tokens.IsWord(at) && !tokens.IsAny(at - 1, "::", ".") && !tokens.Is(at, "final") ? at : name;
            at++;
        }

        return at > name
            ? tokens.Joined(name, tokens.IsAny(name + 1, "::", ".") ? at : name + 1).Replace(" ", "", StringComparison.Ordinal)
            : "";
    }

    private static string Written(List<string> words)
    {
        var text = "";
        foreach (var word in words)
        {
            text += text.Length > 0 && SourceScanner.IsName(text[^1]) && SourceScanner.IsName(word[0]) ? " " + word : word;
        }

        return text;
    }

    private static HashSet<string> Words(string words) => new(words.Split(' '), StringComparer.Ordinal);
}

/// <summary>What a block is.</summary>
internal enum MemberKind
{
    /// <summary>Anything: its inside is not looked at.</summary>
    Other,

    /// <summary>A body of something whose kind cannot be told, such as a macro: no unit.</summary>
    Opaque,

    /// <summary>A function's body.</summary>
    Function,

    /// <summary>A type.</summary>
    Type,

    /// <summary>A type without code of its own.</summary>
    Interface,

    /// <summary>Accessors.</summary>
    Property,

    /// <summary>A block without a name of its own: a namespace.</summary>
    Open,

    /// <summary>A list of names; its lines are hunks.</summary>
    Silent,
}
