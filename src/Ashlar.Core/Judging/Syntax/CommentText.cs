namespace Ashlar.Core.Judging.Syntax;

/// <summary>Where comments end.</summary>
internal static class CommentText
{
    /// <summary>Behind the comment that begins here, or 0 where none does. A comment to the line's end leaves the line feed.</summary>
    public static int End(SourceScanner source, int at)
    {
        var sign = source.Sign(at);
        switch (source.Dialect.Language)
        {
            case SourceLanguage.Ruby or SourceLanguage.Elixir when sign == '#':
                return source.LineEnd(at);
            case SourceLanguage.Ruby when source.Has(at, "=begin") && (at == 0 || source.Sign(at - 1) == '\n'):
                return source.LineEnd(source.Behind("\n=end", at) - 1);
            case SourceLanguage.Ruby when source.Has(at, "__END__") && (at == 0 || source.Sign(at - 1) == '\n'):
                return source.Text.Length;
            case SourceLanguage.Lua when source.Has(at, "--"):
                return LiteralText.LongBracket(source, at + 2) is > 0 and var end ? end : source.LineEnd(at);
            case SourceLanguage.Php when sign == '#' && source.Sign(at + 1) != '[':
                return PhpLine(source, at);
            case SourceLanguage.Php when source.Has(at, "//"):
                return PhpLine(source, at);
            case SourceLanguage.Ruby or SourceLanguage.Elixir or SourceLanguage.Lua or SourceLanguage.Python or SourceLanguage.Other:
                return 0;
        }

        return source.Has(at, "//") ? source.LineEnd(at)
            : !source.Has(at, "/*") ? 0
            : source.Dialect.Language is SourceLanguage.Kotlin or SourceLanguage.Rust ? NestedEnd(source, at)
            : source.Behind("*/", at + 2);
    }

    private static int PhpLine(SourceScanner source, int at)
    {
        var end = source.LineEnd(at);
        return source.Text.IndexOf("?>", at, end - at, StringComparison.Ordinal) is >= 0 and var close ? close : end;
    }

    private static int NestedEnd(SourceScanner source, int at)
    {
        var depth = 0;
        while (at < source.Text.Length)
        {
            if (source.Has(at, "/*"))
            {
                depth++;
                at += 2;
            }
            else if (source.Has(at, "*/"))
            {
                at += 2;
                if (--depth == 0)
                {
                    return at;
                }
            }
            else
            {
                at++;
            }
        }

        return at;
    }
}
