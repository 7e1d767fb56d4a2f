namespace Ashlar.Core.Judging.Syntax;

/// <summary>Whether a statement continues in the next line, in languages whose lines may end one.</summary>
internal static class LineText
{
    /// <summary>Whether the statement before continues with this token, which is the first of its line.</summary>
    public static bool GoesOn(SourceTokens tokens, int at) => Waits(tokens, at - 1) || Continues(tokens, at);

    private static bool Waits(SourceTokens tokens, int at)
    {
        if (at < 0)
        {
            return false;
        }

        return tokens.All[at].Kind switch
        {
            TokenKind.Sign => !tokens.IsAny(at, ")", "]", "}", "++", "--", ";", "?", "!", "*", ">")
                || (tokens.IsAny(at, "?", "*") && tokens.Text[tokens.All[at].Start - 1] is ' ' or '\n'),
            TokenKind.Word => tokens.IsAny(
                at,
                "typeof",
                "in",
                "of",
                "instanceof",
                "new",
                "extends",
                "as",
                "is",
                "satisfies",
                "await",
                "throw",
                "and",
                "or",
                "not",
                "else",
                "const",
                "let",
                "var"
            ) && !tokens.IsAny(at - 1, ".", "?."),
            _ => false,
        };
    }

    private static bool Continues(SourceTokens tokens, int at) =>
        tokens.All[at].Kind switch
        {
            TokenKind.Sign => !tokens.IsAny(at, "{", "}", "@", "++", "--", "!", "~", ";", "#", "-", "[", "(", "<", "*"),
            TokenKind.Word => tokens.IsAny(at, "instanceof", "in", "as", "satisfies", "extends", "implements"),
            _ => false,
        };
}
