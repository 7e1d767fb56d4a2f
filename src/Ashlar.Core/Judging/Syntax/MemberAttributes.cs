namespace Ashlar.Core.Judging.Syntax;

/// <summary>Attributes and annotations before members.</summary>
internal static class MemberAttributes
{
    /// <summary>Behind the attributes at the beginning, and whether one of them says that it is a test.</summary>
    public static (int Head, bool IsTest) Behind(SourceTokens tokens, SourceLanguage language, int at, int until)
    {
        var isTest = false;
        while (at < until)
        {
            var end = at;
            if (language == SourceLanguage.Java && tokens.Is(at, "@") && !tokens.Is(at + 1, "interface"))
            {
                end = AnnotationEnd(tokens, at);
            }
            else if (tokens.Is(at, "[") && language is SourceLanguage.CSharp or SourceLanguage.Cpp)
            {
                end = tokens.Behind(at);
            }
            else if (
                tokens.IsAny(at, "public", "private", "protected", "signals", "slots")
                && tokens.Is(at + 1, ":")
                && language == SourceLanguage.Cpp
            )
            {
                at += 2;
                continue;
            }
            else if (tokens.All[at].Kind == TokenKind.Directive)
            {
                at++;
                continue;
            }

            if (end == at)
            {
                break;
            }

            isTest |= IsTestMark(tokens, at, end);
            at = end;
        }

        return (at, isTest);
    }

    private static bool IsTestMark(SourceTokens tokens, int from, int until)
    {
        for (var at = from; at < until; at = tokens.Is(at, "(") ? tokens.Behind(at) : at + 1)
        {
            if (tokens.IsWord(at))
            {
                var word = tokens[at].ToString();
                if (
                    word is "Fact" or "Theory"
                    || word.StartsWith("Test", StringComparison.Ordinal)
                    || word.EndsWith("Test", StringComparison.Ordinal)
                )
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Behind an annotation of Java.</summary>
    public static int AnnotationEnd(SourceTokens tokens, int at)
    {
        at += 2;
        while (tokens.Is(at, ".") && tokens.IsWord(at + 1))
        {
            at += 2;
        }

        return tokens.Is(at, "(") ? tokens.Behind(at) : at;
    }
}
