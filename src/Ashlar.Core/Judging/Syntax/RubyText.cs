namespace Ashlar.Core.Judging.Syntax;

/// <summary>Where literals of Ruby end, here-documents among them, whose bodies come behind the line that names them.</summary>
internal sealed class RubyText(SourceScanner source)
{
    private static readonly HashSet<string> BeforeExpression = new(
        "return if unless while until and or not when then else elsif case in do puts p raise yield match".Split(' '),
        StringComparer.Ordinal
    );

    private readonly Queue<(string Name, bool Indented)> waiting = new();

    /// <summary>Behind the literal that begins here, or 0.</summary>
    public int End(int at, List<Token> before)
    {
        var sign = source.Sign(at);
        switch (sign)
        {
            case '`' when before.Count > 0 && Before(before) is "def" or ".":
                return 0;
            case '"' or '`':
                return KeyEnd(LiteralText.Quoted(source, at, 1, "#{", lines: true));
            case '\'':
                return KeyEnd(LiteralText.Quoted(source, at, 1, lines: true));
            case '/' when ExpectsValue(at, before):
                return Flags(LiteralText.Quoted(source, at, 1, "#{", lines: true));
            case '%' when ExpectsValue(at, before) && Percent(at) is > 0 and var percent:
                return percent;
            case '<' when source.Has(at, "<<") && Heredoc(at, before) is > 0 and var named:
                return named;
            case '?' when ExpectsValue(at, before) && source.Sign(at + 1) > ' ' && !SourceScanner.IsName(source.Sign(at + 2)):
                return at + 2;
        }

        return Symbol(source, at) is > 0 and var symbol ? symbol : Key(at, before);
    }

    /// <summary>Adds the bodies of here-documents that were named on the line before; gives the place behind them.</summary>
    public int Bodies(int at, List<Token> into)
    {
        while (waiting.TryDequeue(out var document))
        {
            var start = at;
            while (at < source.Text.Length)
            {
                var line = source.Text[at..source.LineEnd(at)].TrimEnd('\r');
                at = Math.Min(source.LineEnd(at) + 1, source.Text.Length);
                if ((document.Indented ? line.Trim() : line) == document.Name)
                {
                    break;
                }
            }

            into.Add(new Token(TokenKind.Text, start, at));
        }

        return at;
    }

    /// <summary><c>:name</c>, <c>:"name"</c>, <c>:+</c>.</summary>
    public static int Symbol(SourceScanner source, int at)
    {
        if (source.Sign(at) != ':' || source.Sign(at - 1) == ':' || source.Sign(at + 1) == ':')
        {
            return 0;
        }

        if (source.Sign(at + 1) == '"')
        {
            return LiteralText.Quoted(source, at + 1, 1, "#{", lines: true);
        }

        if (!SourceScanner.IsName(source.Sign(at + 1)) || char.IsDigit(source.Sign(at + 1)))
        {
            return 0;
        }

        at++;
        while (SourceScanner.IsName(source.Sign(at)) || source.Sign(at) is '@')
        {
            at++;
        }

        return source.Sign(at) is '?' or '!' ? at + 1 : at;
    }

    /// <summary>Between brackets of one kind, which may be nested, or between equal signs.</summary>
    public static int Bracketed(SourceScanner source, int at, string? hole)
    {
        var open = source.Sign(at);
        var close = open switch
        {
            '(' => ')',
            '[' => ']',
            '{' => '}',
            '<' => '>',
            _ => open,
        };
        if (open is '\0' || char.IsWhiteSpace(open) || char.IsLetterOrDigit(open))
        {
            return 0;
        }

        var depth = 1;
        for (at++; at < source.Text.Length; at++)
        {
            var sign = source.Text[at];
            if (sign == '\\')
            {
                at++;
            }
            else if (hole is not null && source.Has(at, hole))
            {
                at = source.Nested(at + hole.Length, '}') - 1;
            }
            else if (sign == close && --depth == 0)
            {
                return at + 1;
            }
            else if (sign == open && open != close)
            {
                depth++;
            }
        }

        return source.Text.Length;
    }

    private int Percent(int at)
    {
        var letter = source.Sign(at + 1);
        return letter is 'w' or 'W' or 'i' or 'I' or 'q' or 'Q' or 'r' or 's' or 'x' && !SourceScanner.IsName(source.Sign(at + 2))
                ? Flags(Bracketed(source, at + 2, letter is 'W' or 'I' or 'Q' or 'r' or 'x' ? "#{" : null))
            : letter is '(' or '[' or '{' or '|' ? Bracketed(source, at + 1, "#{")
            : 0;
    }

    private int Heredoc(int at, List<Token> before)
    {
        var name = at + 2;
        var indented = source.Sign(name) is '~' or '-';
        name += indented ? 1 : 0;
        var quote = source.Sign(name) is '"' or '\'' or '`' ? source.Sign(name) : '\0';
        name += quote == '\0' ? 0 : 1;
        var end = name;
        while (SourceScanner.IsName(source.Sign(end)))
        {
            end++;
        }

        // A << B and class << self are no documents.
        if (end == name || (!indented && quote == '\0' && (!char.IsUpper(source.Sign(name)) || !ExpectsValue(at, before))))
        {
            return 0;
        }

        waiting.Enqueue((source.Text[name..end], indented));
        return quote == '\0' ? end : end + 1;
    }

    /// <summary><c>name:</c> as a key, which is no keyword whatever its name.</summary>
    private int Key(int at, List<Token> before)
    {
        if (!SourceScanner.IsName(source.Sign(at)) || char.IsDigit(source.Sign(at)))
        {
            return 0;
        }

        var end = at;
        while (SourceScanner.IsName(source.Sign(end)))
        {
            end++;
        }

        end += source.Sign(end) is '?' or '!' ? 1 : 0;
        var isKey = source.Sign(end) == ':' && source.Sign(end + 1) != ':' && !Before(before).SequenceEqual("?");
        return isKey ? end + 1 : 0;
    }

    private int KeyEnd(int end) => source.Sign(end) == ':' && source.Sign(end + 1) is ' ' ? end + 1 : end;

    private int Flags(int end)
    {
        while (end > 0 && char.IsLetter(source.Sign(end)))
        {
            end++;
        }

        return end;
    }

    /// <summary><c>def self.</c>: a name follows.</summary>
    private bool IsDefinition(List<Token> before) => source.Text.AsSpan(before[^3].Start, before[^3].End - before[^3].Start) is "def";

    private ReadOnlySpan<char> Before(List<Token> before) =>
        before.Count == 0 ? default : source.Text.AsSpan(before[^1].Start, before[^1].End - before[^1].Start);

    private bool ExpectsValue(int at, List<Token> before)
    {
        if (before.Count == 0 || source.IsLineStart(at))
        {
            return true;
        }

        var last = before[^1];
        var text = Before(before);
        return last.Kind switch
        {
            // def /(other) and def `(command) are names.
            TokenKind.Word when text is "def" => false,
            // p /x/ and puts %w[a] begin an argument; a / b and a % b do not.
            TokenKind.Word => BeforeExpression.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text)
                || (char.IsWhiteSpace(source.Sign(at - 1)) && !char.IsWhiteSpace(source.Sign(at + 1)) && source.Sign(at + 1) != '='),
            TokenKind.Sign => text is not (")" or "]" or "}") && !(text is "." && before.Count > 2 && IsDefinition(before)),
            TokenKind.Text => text.EndsWith(":"),
            _ => false,
        };
    }
}
