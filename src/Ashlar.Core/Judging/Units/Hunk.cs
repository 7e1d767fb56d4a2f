using Ashlar.Core.Judging.Syntax;

namespace Ashlar.Core.Judging.Units;

/// <summary>A part of the task's text and what stood there on the base.</summary>
/// <param name="Start">The part's first character.</param>
/// <param name="End">Behind its last.</param>
/// <param name="OldStart">The first character on the base.</param>
/// <param name="OldEnd">Behind the last on the base.</param>
internal sealed record Hunk(int Start, int End, int OldStart, int OldEnd);

/// <summary>Whether a hunk can be reversed so that what is left is as well-formed as before, by brackets and the ends of statements.</summary>
internal static class HunkCut
{
    /// <summary>Whether the text with the hunk reversed hangs together.</summary>
    public static bool Fits(SourceTokens now, SourceTokens then, SourceDialect dialect, Hunk hunk, string reversed)
    {
        if (Cuts(now, hunk.Start, hunk.End) || Cuts(then, hunk.OldStart, hunk.OldEnd))
        {
            return false;
        }

        var (from, until) = (now.At(hunk.Start), now.At(hunk.End));
        var (oldFrom, oldUntil) = (then.At(hunk.OldStart), then.At(hunk.OldEnd));
        if (Open(now, from, until) != Open(then, oldFrom, oldUntil) || !SourceScanner.Of(reversed, dialect).IsBalanced)
        {
            return false;
        }

        // What comes before the part that follows must end as what came before it.
        var was = until > from ? Ending(now, until - 1) : Ending(now, from - 1);
        var will = oldUntil > oldFrom ? Ending(then, oldUntil - 1) : Ending(now, from - 1);
        var first = Ending(now, from - 1);
        var beforeOld = oldUntil > oldFrom ? Ending(then, oldFrom - 1) : first;
        return Follows(was, will, now, until, dialect) && (oldUntil == oldFrom || first == beforeOld || first == End.Open);
    }

    private static bool Follows(End was, End will, SourceTokens now, int next, SourceDialect dialect) =>
        was == will
        || (will == End.Open && was != End.Value)
        || (next >= now.Count && will != End.Comma)
        || (dialect.EndsAtLines && was is End.Value or End.Statement && will is End.Value or End.Statement)
        || (will == End.Comma && was == End.Value && now.IsAny(next, "}", "]") && dialect.Language is not SourceLanguage.Java)
        || (will == End.Value && was == End.Comma && now.IsAny(next, "}", "]", ")"))
        || (dialect.Language == SourceLanguage.Rust && will == End.Comma && now.Is(next, ")"));

    private static End Ending(SourceTokens tokens, int at) =>
        at < 0 ? End.Statement
        : tokens.IsAny(at, "(", "[", "{") ? End.Open
        : tokens.Is(at, ",") ? End.Comma
        : tokens.IsAny(at, ";", "}") || tokens.All[at].Kind == TokenKind.Directive ? End.Statement
        : tokens.All[at].Kind == TokenKind.Sign && !tokens.IsAny(at, ")", "]", ">", "++", "--", "?", "!") ? End.Operator
        : End.Value;

    /// <summary>The brackets and conditions of the preprocessor that a part opens or closes for the text around it.</summary>
    private static string Open(SourceTokens tokens, int from, int until)
    {
        var open = new System.Text.StringBuilder();
        var conditions = 0;
        for (var at = from; at < until; at++)
        {
            if (tokens.Pair(at) is >= 0 and var pair && (pair < from || pair >= until))
            {
                open.Append(tokens[at]);
            }

            if (tokens.All[at].Kind == TokenKind.Directive)
            {
                var word = tokens[at][1..].TrimStart();
                if (word.StartsWith("if"))
                {
                    conditions++;
                }
                else if (word.StartsWith("endif") || (conditions == 0 && word.StartsWith("el")))
                {
                    conditions -= word.StartsWith("endif") ? 1 : 0;
                    open.Append(
                        conditions < 0 ? "#endif"
                        : conditions == 0 && !word.StartsWith("endif") ? "#else"
                        : ""
                    );
                    conditions = Math.Max(conditions, 0);
                }
            }
        }

        return open.Append(conditions > 0 ? $"#if{conditions}" : "").ToString();
    }

    /// <summary>Whether a border of the part lies in a token or comment.</summary>
    private static bool Cuts(SourceTokens tokens, int start, int end) => Cuts(tokens, start) || Cuts(tokens, end);

    private static bool Cuts(SourceTokens tokens, int place)
    {
        var at = tokens.At(place) - 1;
        return (at >= 0 && tokens.All[at].End > place) || tokens.Comments.Any(comment => comment.Start < place && comment.End > place);
    }

    private enum End
    {
        Statement,
        Comma,
        Open,
        Operator,
        Value,
    }
}
