namespace Ashlar.Core.Judging.Syntax;

/// <summary>Where strings, characters and their like end. Each method gives the place behind it, or 0 where none begins.</summary>
internal static class LiteralText
{
    /// <summary>Any literal of the language, apart from Ruby's and those of scripts.</summary>
    public static int End(SourceScanner source, int at) =>
        source.Dialect.Language switch
        {
            SourceLanguage.CSharp => CSharp(source, at),
            SourceLanguage.Java => Plain(source, at, triple: true),
            SourceLanguage.Kotlin => Kotlin(source, at),
            SourceLanguage.Go => source.Sign(at) == '`' ? source.Behind("`", at + 1) : Plain(source, at, triple: false),
            SourceLanguage.Rust => Rust(source, at),
            SourceLanguage.Php => Php(source, at),
            SourceLanguage.C or SourceLanguage.Cpp => Cpp(source, at),
            SourceLanguage.Elixir => Elixir(source, at),
            SourceLanguage.Lua => source.Sign(at) is '"' or '\'' ? Quoted(source, at, 1) : LongBracket(source, at),
            _ => 0,
        };

    /// <summary>A number with its letters, separators and exponent.</summary>
    public static int Number(SourceScanner source, int at)
    {
        var end = at + 1;
        while (true)
        {
            var sign = source.Sign(end);
            var goesOn =
                SourceScanner.IsName(sign)
                || (sign == '.' && char.IsDigit(source.Sign(end + 1)))
                || (sign == '\'' && source.Dialect.Language == SourceLanguage.Cpp && char.IsLetterOrDigit(source.Sign(end + 1)))
                || (sign is '+' or '-' && source.Sign(end - 1) is 'e' or 'E' && !source.Has(at, "0x"));
            if (!goesOn)
            {
                return end;
            }

            end++;
        }
    }

    /// <summary>A preprocessor line with those that continue it; a comment at its end is part of it.</summary>
    public static int Directive(SourceScanner source, int at)
    {
        var end = source.LineEnd(at);
        while (end < source.Text.Length && source.Sign(source.Sign(end - 1) == '\r' ? end - 2 : end - 1) == '\\')
        {
            end = source.LineEnd(end + 1);
        }

        return end;
    }

    /// <summary>From here to where PHP's code begins.</summary>
    public static int Markup(SourceScanner source, int at)
    {
        var open = source.Text.IndexOf("<?", at, StringComparison.Ordinal);
        return open < 0 ? source.Text.Length
            : source.Has(open, "<?php") ? open + 5
            : source.Has(open, "<?=") ? open + 3
            : source.Has(open, "<?xml") ? Markup(source, open + 5)
            : open + 2;
    }

    /// <summary><c>[[ … ]]</c>, <c>[=[ … ]=]</c>.</summary>
    public static int LongBracket(SourceScanner source, int at)
    {
        if (source.Sign(at) != '[')
        {
            return 0;
        }

        var level = 0;
        while (source.Sign(at + 1 + level) == '=')
        {
            level++;
        }

        return source.Sign(at + 1 + level) == '[' ? source.Behind($"]{new string('=', level)}]", at + 2 + level) : 0;
    }

    /// <summary>Between quotes of this length, with a backslash before what does not end it, and code in <paramref name="hole"/>.</summary>
    public static int Quoted(SourceScanner source, int at, int length, string? hole = null, bool lines = false, bool escapes = true)
    {
        var quote = source.Text.Substring(at, length);
        at += length;
        while (at < source.Text.Length)
        {
            if (escapes && source.Text[at] == '\\')
            {
                at += 2;
            }
            else if (source.Has(at, quote))
            {
                return at + length;
            }
            else if (hole is not null && source.Has(at, hole))
            {
                at = source.Nested(at + hole.Length, '}');
            }
            else if (source.Text[at] == '\n' && !lines)
            {
                return at;
            }
            else
            {
                at++;
            }
        }

        return source.Text.Length;
    }

    private static int Plain(SourceScanner source, int at, bool triple) =>
        triple && source.Has(at, "\"\"\"") ? Quoted(source, at, 3, lines: true)
        : source.Sign(at) is '"' or '\'' ? Quoted(source, at, 1)
        : 0;

    private static int CSharp(SourceScanner source, int at)
    {
        if (source.Sign(at) == '\'')
        {
            return Quoted(source, at, 1);
        }

        var (quote, dollars, verbatim) = (at, 0, false);
        while (source.Sign(quote) is '$' or '@')
        {
            dollars += source.Sign(quote) == '$' ? 1 : 0;
            verbatim |= source.Sign(quote) == '@';
            quote++;
        }

        if (source.Sign(quote) != '"')
        {
            return 0;
        }

        var count = 0;
        while (source.Sign(quote + count) == '"')
        {
            count++;
        }

        return count >= 3 && !verbatim ? CSharpRaw(source, quote, count, dollars) : CSharpString(source, quote + 1, dollars > 0, verbatim);
    }

    private static int CSharpRaw(SourceScanner source, int at, int quotes, int dollars)
    {
        var end = new string('"', quotes);
        var hole = dollars > 0 ? new string('{', dollars) : null;
        at += quotes;
        while (at < source.Text.Length && !source.Has(at, end))
        {
            at = hole is not null && source.Has(at, hole) && source.Sign(at + dollars) != '{' ? source.Nested(at + dollars, '}') : at + 1;
        }

        at += quotes;
        while (source.Sign(at) == '"')
        {
            at++;
        }

        return Math.Min(at, source.Text.Length);
    }

    private static int CSharpString(SourceScanner source, int at, bool holes, bool verbatim)
    {
        while (at < source.Text.Length)
        {
            var sign = source.Text[at];
            if (sign == '"')
            {
                if (!verbatim || source.Sign(at + 1) != '"')
                {
                    return at + 1;
                }

                at += 2;
            }
            else if ((sign == '\\' && !verbatim) || (holes && sign == '{' && source.Sign(at + 1) == '{'))
            {
                at += 2;
            }
            else if (holes && sign == '{')
            {
                at = source.Nested(at + 1, '}');
            }
            else if (sign == '\n' && !verbatim)
            {
                return at;
            }
            else
            {
                at++;
            }
        }

        return source.Text.Length;
    }

    private static int Kotlin(SourceScanner source, int at) =>
        source.Has(at, "\"\"\"") ? KotlinRaw(source, at)
        : source.Sign(at) == '"' ? Quoted(source, at, 1, "${")
        : source.Sign(at) == '\'' ? Quoted(source, at, 1)
        : source.Sign(at) == '`' ? source.Behind("`", at + 1)
        : 0;

    private static int KotlinRaw(SourceScanner source, int at)
    {
        var end = Quoted(source, at, 3, "${", lines: true, escapes: false);
        while (source.Sign(end) == '"')
        {
            end++;
        }

        return end;
    }

    private static int Rust(SourceScanner source, int at)
    {
        var sign = source.Sign(at);
        if (sign == '\'')
        {
            return source.Sign(at + 1) == '\\' ? Quoted(source, at, 1)
                : source.Sign(at + 2) == '\'' ? at + 3
                : char.IsSurrogate(source.Sign(at + 1)) && source.Sign(at + 3) == '\'' ? at + 4
                : 0;
        }

        var start = at;
        while (source.Sign(at) is 'b' or 'c' or 'r' && at - start < 2)
        {
            at++;
        }

        var isRaw = at > start && source.Sign(at - 1) == 'r';
        var hashes = 0;
        while (isRaw && source.Sign(at + hashes) == '#')
        {
            hashes++;
        }

        return source.Sign(at + hashes) == '"'
            ? isRaw
                ? source.Behind("\"" + new string('#', hashes), at + hashes + 1)
                : Quoted(source, at, 1, lines: true)
            : at == start + 1 && source.Sign(start) == 'b' && source.Sign(at) == '\''
                ? Quoted(source, at, 1)
                : 0;
    }

    private static int Php(SourceScanner source, int at)
    {
        switch (source.Sign(at))
        {
            case '\'':
                return Quoted(source, at, 1, lines: true);
            case '"' or '`':
                return Quoted(source, at, 1, "{$", lines: true);
            case '?' when source.Has(at, "?>"):
                return Markup(source, at + 2);
            case '<' when source.Has(at, "<<<"):
                return Heredoc(source, at + 3);
            default:
                return 0;
        }
    }

    private static int Heredoc(SourceScanner source, int at)
    {
        while (source.Sign(at) is ' ' or '\t' or '"' or '\'')
        {
            at++;
        }

        var name = at;
        while (SourceScanner.IsName(source.Sign(at)))
        {
            at++;
        }

        if (at == name)
        {
            return 0;
        }

        var id = source.Text[name..at];
        for (var line = source.LineEnd(at) + 1; line < source.Text.Length; line = source.LineEnd(line) + 1)
        {
            var first = line;
            while (source.Sign(first) is ' ' or '\t')
            {
                first++;
            }

            if (source.Has(first, id) && !SourceScanner.IsName(source.Sign(first + id.Length)))
            {
                return first + id.Length;
            }
        }

        return source.Text.Length;
    }

    private static int Cpp(SourceScanner source, int at)
    {
        var quote = at;
        while (source.Sign(quote) is 'L' or 'u' or 'U' or '8' or 'R' && quote - at < 3)
        {
            quote++;
        }

        if (source.Sign(quote) is not ('"' or '\'') || (quote > at && source.Sign(at) == '8'))
        {
            return 0;
        }

        if (quote > at && source.Sign(quote - 1) == 'R' && source.Sign(quote) == '"')
        {
            var open = source.Text.IndexOf('(', quote);
            return open < 0 ? source.Text.Length : source.Behind($"){source.Text[(quote + 1)..open]}\"", open);
        }

        return Quoted(source, quote, 1);
    }

    private static int Elixir(SourceScanner source, int at)
    {
        var sign = source.Sign(at);
        if (source.Has(at, "\"\"\"") || source.Has(at, "'''"))
        {
            return Quoted(source, at, 3, "#{", lines: true);
        }

        if (sign is '"' or '\'')
        {
            return Quoted(source, at, 1, "#{", lines: true);
        }

        if (sign == '?' && !SourceScanner.IsName(source.Sign(at - 1)) && source.Sign(at + 1) > ' ')
        {
            return source.Sign(at + 1) == '\\' ? at + 3 : at + 2;
        }

        return RubyText.Symbol(source, at) is > 0 and var symbol ? symbol
            : sign == '~' && char.IsLetter(source.Sign(at + 1)) ? Sigil(source, at)
            : 0;
    }

    private static int Sigil(SourceScanner source, int at)
    {
        var holes = char.IsLower(source.Sign(at + 1)) ? "#{" : null;
        at++;
        while (char.IsLetter(source.Sign(at)))
        {
            at++;
        }

        if (source.Has(at, "\"\"\"") || source.Has(at, "'''"))
        {
            return Quoted(source, at, 3, holes, lines: true);
        }

        return source.Sign(at) is '"' or '\'' or '/' or '|'
            ? Quoted(source, at, 1, holes, lines: true)
            : RubyText.Bracketed(source, at, holes);
    }
}
