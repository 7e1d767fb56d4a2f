namespace Ashlar.Core.Judging.Syntax;

/// <summary>Where strings, templates, regular expressions and elements of JavaScript and TypeScript end.</summary>
internal static class ScriptLiteral
{
    private static readonly HashSet<string> BeforeExpression = new(
        "return typeof case in of do else void delete throw new instanceof yield await default extends".Split(' '),
        StringComparer.Ordinal
    );

    /// <summary>Behind the literal that begins here, or 0.</summary>
    public static int End(SourceScanner source, int at, List<Token> before) =>
        source.Sign(at) switch
        {
            '"' or '\'' => LiteralText.Quoted(source, at, 1),
            '`' => LiteralText.Quoted(source, at, 1, "${", lines: true),
            '/' when ExpectsValue(source, before) => RegularExpression(source, at),
            '<' when source.Dialect.HasMarkup && ExpectsValue(source, before) && OpensElement(source, at) => Element(source, at),
            _ => 0,
        };

    private static bool ExpectsValue(SourceScanner source, List<Token> before)
    {
        if (before.Count == 0)
        {
            return true;
        }

        var last = before[^1];
        var text = source.Text.AsSpan(last.Start, last.End - last.Start);
        return last.Kind switch
        {
            TokenKind.Word => BeforeExpression.GetAlternateLookup<ReadOnlySpan<char>>().Contains(text)
                && !(before.Count > 1 && source.Text[before[^2].Start] == '.'),
            TokenKind.Sign => text is not ("]" or "++" or "--") && (text is not ")" || EndsCondition(source, before)),
            _ => false,
        };
    }

    /// <summary>Whether the bracket that closes last belongs to <c>if (…)</c> and the like, behind which a statement begins.</summary>
    private static bool EndsCondition(SourceScanner source, List<Token> before)
    {
        var depth = 0;
        for (var at = before.Count - 1; at > 0; at--)
        {
            var sign = before[at].Kind == TokenKind.Sign ? source.Text[before[at].Start] : '\0';
            depth +=
                sign == ')' ? 1
                : sign == '(' ? -1
                : 0;
            if (depth == 0)
            {
                var word = source.Text.AsSpan(before[at - 1].Start, before[at - 1].End - before[at - 1].Start);
                return word is "if" or "while" or "for" or "with";
            }
        }

        return false;
    }

    private static int RegularExpression(SourceScanner source, int at)
    {
        var (end, inClass) = (at + 1, false);
        while (end < source.Text.Length && source.Text[end] != '\n')
        {
            switch (source.Text[end])
            {
                case '\\':
                    end++;
                    break;
                case '[':
                    inClass = true;
                    break;
                case ']':
                    inClass = false;
                    break;
                case '/' when !inClass:
                    end++;
                    while (char.IsLetter(source.Sign(end)))
                    {
                        end++;
                    }

                    return end;
            }

            end++;
        }

        return 0;
    }

    private static bool OpensElement(SourceScanner source, int at)
    {
        var next = source.Sign(at + 1);
        if (next == '>')
        {
            return true;
        }

        if (!char.IsLetter(next) && next is not ('_' or '$'))
        {
            return false;
        }

        // <T,>(x) => x and <T extends X>(x) => x are functions with a type parameter.
        var end = NameEnd(source, at + 1);
        var rest = end;
        while (char.IsWhiteSpace(source.Sign(rest)))
        {
            rest++;
        }

        return !(source.Dialect.IsTyped && (source.Sign(rest) == ',' || (source.Has(rest, "extends") && source.Sign(rest + 7) != '=')));
    }

    /// <summary>An element with its children.</summary>
    private static int Element(SourceScanner source, int at)
    {
        var (end, isWhole) = Opening(source, at);
        return isWhole ? end : Children(source, end);
    }

    private static (int End, bool IsWhole) Opening(SourceScanner source, int at)
    {
        at = NameEnd(source, at + 1);
        while (at < source.Text.Length)
        {
            switch (source.Text[at])
            {
                case '>':
                    return (at + 1, false);
                case '/' when source.Sign(at + 1) == '>':
                    return (at + 2, true);
                case '/' when source.Sign(at + 1) is '*' or '/':
                    at = CommentText.End(source, at);
                    break;
                case '{':
                    at = source.Nested(at + 1, '}');
                    break;
                case '"' or '\'':
                    at = LiteralText.Quoted(source, at, 1, lines: true, escapes: false);
                    break;
                case '<':
                    // A type argument: <Select<string> …>.
                    at = source.Behind(">", at);
                    break;
                default:
                    at++;
                    break;
            }
        }

        return (at, true);
    }

    private static int Children(SourceScanner source, int at)
    {
        var depth = 1;
        while (at < source.Text.Length)
        {
            switch (source.Text[at])
            {
                case '{':
                    at = source.Nested(at + 1, '}');
                    break;
                case '<' when source.Sign(at + 1) == '/':
                    at = source.Behind(">", at);
                    if (--depth == 0)
                    {
                        return at;
                    }

                    break;
                case '<':
                    (at, var isWhole) = Opening(source, at);
                    depth += isWhole ? 0 : 1;
                    break;
                default:
                    at++;
                    break;
            }
        }

        return at;
    }

    private static int NameEnd(SourceScanner source, int at)
    {
        while (SourceScanner.IsName(source.Sign(at)) || source.Sign(at) is '.' or '-' or ':' or '$')
        {
            at++;
        }

        return at;
    }
}
