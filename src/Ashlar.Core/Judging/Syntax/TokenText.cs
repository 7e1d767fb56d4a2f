using System.Text;

namespace Ashlar.Core.Judging.Syntax;

/// <summary>Tokens in a normal form, which layout and comments do not change, and neither do marks that mean nothing.</summary>
internal static class TokenText
{
    /// <summary>The normal form of tokens; <paramref name="holes"/> are left out.</summary>
    /// <param name="tokens">The tokens.</param>
    /// <param name="dialect">What they are written in.</param>
    /// <param name="from">The first.</param>
    /// <param name="until">Behind the last.</param>
    /// <param name="holes">Parts by their first and behind their last token, sorted.</param>
    /// <param name="mark">What stands in the place of each.</param>
    public static string Of(
        SourceTokens tokens,
        SourceDialect dialect,
        int from,
        int until,
        IReadOnlyList<(int From, int Until)>? holes = null,
        string mark = ""
    )
    {
        var text = new StringBuilder();
        var hole = 0;
        for (var at = from; at < until; at++)
        {
            while (holes is not null && hole < holes.Count && holes[hole].Until <= at)
            {
                hole++;
            }

            if (holes is not null && hole < holes.Count && at >= holes[hole].From)
            {
                text.Append(mark);
                at = holes[hole].Until - 1;
            }
            else if (!IsMeaningless(tokens, dialect, at))
            {
                text.Append(' ').Append(Plain(tokens, dialect, at));
            }
        }

        return text.ToString();
    }

    private static bool IsMeaningless(SourceTokens tokens, SourceDialect dialect, int at) =>
        (tokens.Is(at, ",") && tokens.IsAny(at + 1, ")", "]", "}"))
        || (tokens.Is(at, ";") && dialect.EndsAtLines && !InHead(tokens, at))
        || (dialect.Language == SourceLanguage.Script && IsAroundParameter(tokens, at));

    /// <summary>The signs of <c>for (a; b; c)</c> are none that lines could replace.</summary>
    private static bool InHead(SourceTokens tokens, int at) => tokens.IsAny(at + 1, ";", ")");

    /// <summary>The brackets of <c>(x) =&gt; …</c>.</summary>
    private static bool IsAroundParameter(SourceTokens tokens, int at)
    {
        var open =
            tokens.Is(at, "(") ? at
            : tokens.Is(at, ")") ? tokens.Pair(at)
            : -1;
        return open >= 0 && tokens.Pair(open) == open + 2 && tokens.IsWord(open + 1) && tokens.Is(open + 3, "=>");
    }

    private static string Plain(SourceTokens tokens, SourceDialect dialect, int at)
    {
        var text = tokens[at].ToString();
        if (dialect.Language == SourceLanguage.Script && tokens.All[at].Kind == TokenKind.Text)
        {
            return text[0] is '\'' && !text.AsSpan(1).Contains('"') && !text.Contains('\\', StringComparison.Ordinal) ? $"\"{text[1..^1]}\""
                : text[0] is '<' ? string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
                : text;
        }

        return text;
    }
}
