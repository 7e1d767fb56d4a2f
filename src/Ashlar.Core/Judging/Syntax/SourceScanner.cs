namespace Ashlar.Core.Judging.Syntax;

/// <summary>
/// Cuts a text into tokens: the one place that knows where strings, templates, regular expressions, elements, comments and preprocessor
/// lines begin and end. What it cannot end, it ends at the text's end.
/// </summary>
internal sealed class SourceScanner
{
    private static readonly HashSet<string> LongSigns =
    [
        "=>",
        "->",
        "::",
        "==",
        "!=",
        "<=",
        ">=",
        "&&",
        "||",
        "??",
        "?.",
        "++",
        "--",
        "+=",
        "-=",
        "*=",
        "/=",
        "|=",
        "&=",
        ":=",
        "<-",
        "|>",
    ];

    private readonly List<Token> tokens = [];
    private readonly List<(int Start, int End)> comments = [];
    private readonly RubyText ruby;
    private int nesting;

    private SourceScanner(string text, SourceDialect dialect)
    {
        Text = text;
        Dialect = dialect;
        ruby = new RubyText(this);
    }

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>What it is written in.</summary>
    public SourceDialect Dialect { get; }

    private SourceLanguage Language => Dialect.Language;

    /// <summary>The tokens of a text.</summary>
    public static SourceTokens Of(string text, SourceDialect dialect)
    {
        var scanner = new SourceScanner(text, dialect);
        var begin = scanner.Begin();
        _ = scanner.Code(begin, '\0', scanner.tokens);
        return new SourceTokens(text, scanner.tokens, scanner.comments);
    }

    /// <summary>Code inside of a literal, up to the bracket that ends it.</summary>
    /// <returns>Behind that bracket, or the text's end.</returns>
    public int Nested(int at, char close)
    {
        if (++nesting > 64)
        {
            return Text.Length;
        }

        var end = Code(at, close, []);
        nesting--;
        return Math.Min(end + 1, Text.Length);
    }

    /// <summary>The character here, or NUL outside.</summary>
    public char Sign(int at) => at >= 0 && at < Text.Length ? Text[at] : '\0';

    /// <summary>Whether the text continues like this.</summary>
    public bool Has(int at, string text) => string.CompareOrdinal(Text, at, text, 0, text.Length) == 0;

    /// <summary>Behind the next occurrence, or the text's end.</summary>
    public int Behind(string text, int from) =>
        from <= Text.Length && Text.IndexOf(text, from, StringComparison.Ordinal) is >= 0 and var found ? found + text.Length : Text.Length;

    /// <summary>The end of the line: at its line feed, or the text's end.</summary>
    public int LineEnd(int at) => Text.IndexOf('\n', at) is >= 0 and var found ? found : Text.Length;

    /// <summary>Whether nothing but blanks is before this on its line.</summary>
    public bool IsLineStart(int at)
    {
        while (--at >= 0 && Text[at] is ' ' or '\t' or '\uFEFF') { }
        return at < 0 || Text[at] == '\n';
    }

    /// <summary>Whether the character may be in a name.</summary>
    public static bool IsName(char sign) => char.IsLetterOrDigit(sign) || sign is '_' || sign > 0x7F && char.IsSurrogate(sign);

    private int Begin()
    {
        if (Language == SourceLanguage.Php)
        {
            var end = LiteralText.Markup(this, 0);
            if (end > 0)
            {
                tokens.Add(new Token(TokenKind.Text, 0, end));
            }

            return end;
        }

        if (Has(0, "#!") && Language is SourceLanguage.Script or SourceLanguage.Ruby or SourceLanguage.Elixir or SourceLanguage.Lua)
        {
            comments.Add((0, LineEnd(0)));
            return LineEnd(0);
        }

        return Sign(0) == '\uFEFF' ? 1 : 0;
    }

    /// <summary>Scans code up to the unpaired bracket, whose place it returns.</summary>
    private int Code(int at, char close, List<Token> into)
    {
        var depth = 0;
        var open =
            close == '}' ? '{'
            : close == ')' ? '('
            : '\0';
        while (at < Text.Length)
        {
            var sign = Text[at];
            if (sign == '\n' && ruby.Bodies(at + 1, into) is var behind && behind > at + 1)
            {
                at = behind;
            }
            else if (char.IsWhiteSpace(sign))
            {
                at++;
            }
            else if (CommentText.End(this, at) is > 0 and var comment)
            {
                if (close == '\0')
                {
                    comments.Add((at, comment));
                }

                at = comment;
            }
            else if (sign == '#' && Language is SourceLanguage.C or SourceLanguage.Cpp or SourceLanguage.CSharp && IsLineStart(at))
            {
                at = Add(into, TokenKind.Directive, at, LiteralText.Directive(this, at));
            }
            else if (Literal(at, into) is > 0 and var literal)
            {
                at = Add(into, TokenKind.Text, at, literal);
            }
            else if (WordEnd(at) is var word && word > at)
            {
                at = Add(into, TokenKind.Word, at, word);
            }
            else if (char.IsDigit(sign))
            {
                at = Add(into, TokenKind.Number, at, LiteralText.Number(this, at));
            }
            else
            {
                depth += sign == open ? 1 : 0;
                if (close != '\0' && sign == close && depth-- == 0)
                {
                    return at;
                }

                var length = at + 1 < Text.Length && LongSigns.Contains(Text.Substring(at, 2)) ? 2 : 1;
                at = Add(into, TokenKind.Sign, at, at + length);
            }
        }

        return Text.Length;
    }

    private static int Add(List<Token> into, TokenKind kind, int at, int end)
    {
        into.Add(new Token(kind, at, end));
        return end;
    }

    private int WordEnd(int at)
    {
        var end = at;
        var sign = Sign(at);
        if (sign == '\'' && Language == SourceLanguage.Rust)
        {
            end++;
        }
        else if (sign is '$' && Language is SourceLanguage.Script or SourceLanguage.Php or SourceLanguage.Java or SourceLanguage.Ruby)
        {
            end++;
        }
        else if (
            (sign == '@' && Language is SourceLanguage.CSharp or SourceLanguage.Ruby) || (sign == '#' && Language == SourceLanguage.Script)
        )
        {
            end += Sign(at + 1) == '@' ? 2 : 1;
            if (!IsName(Sign(end)))
            {
                return at;
            }
        }
        else if (!IsName(sign) || char.IsDigit(sign))
        {
            return at;
        }

        if (sign == '$' && Language == SourceLanguage.Ruby && Sign(end) > ' ' && !IsName(Sign(end)))
        {
            // $', $" and the like are variables.
            return end + 1;
        }

        while (IsName(Sign(end)) || (Sign(end) == '$' && Language is SourceLanguage.Script or SourceLanguage.Java))
        {
            end++;
        }

        var asks = Language is SourceLanguage.Ruby or SourceLanguage.Elixir && Sign(end) is '?' or '!';
        return asks && Sign(end + 1) is not ('=' or '?') ? end + 1 : end;
    }

    private int Literal(int at, List<Token> before) =>
        Language switch
        {
            SourceLanguage.Script => ScriptLiteral.End(this, at, before),
            SourceLanguage.Ruby => ruby.End(at, before),
            _ => LiteralText.End(this, at),
        };
}
