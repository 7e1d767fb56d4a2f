using System.Text.RegularExpressions;

namespace Ashlar.Core.Work;

/// <content>What a title says besides its phrases.</content>
internal sealed partial record DependencyPhrase
{
    /// <summary>
    /// A task's words without the phrases that are behind them (<c>; depends on T1</c>) and the brackets that hold nothing else.
    /// </summary>
    /// <param name="title">The words.</param>
    /// <param name="own">What the list counts by besides the common forms of ids.</param>
    public static string Without(string title, IReadOnlySet<string> own)
    {
        var left = Bracket().ReplaceIn(title, bracket => IsPhrase(bracket.Groups[1].Value, own) ? "" : bracket.Value).TrimEnd();
        for (var last = Match.Empty; last is not null; )
        {
            var plain = Unmarked(left);
            last = Start()
                .AllIn(plain)
                .LastOrDefault(start => (IsApart(plain, start.Index) || IsVerb(start)) && EndsWith(plain, start, own));
            left = last is null ? left : Before(left, last.Index);
        }

        return left.Length > 0 ? left : title;
    }

    /// <summary>
    /// A text of the same length with blanks for the marks of emphasis, and for those of code around one word, so that a phrase reads the same
    /// with and without them: <c>— *needs T1*</c>, <c>(after `T1`)</c>.
    /// </summary>
    private static string Unmarked(string text) =>
        text.AsSpan().ContainsAny('*', '_', '`') ? Marks().ReplaceIn(text, mark => new string(' ', mark.Length)) : text;

    // What is before a phrase, without what parts it from that and the marks that open its emphasis.
    private static string Before(string text, int at)
    {
        var left = text.AsSpan(0, at).TrimEnd(Separators);
        for (
            var open = left.TrimEnd("*_`");
            open.Length < left.Length && (open.Length == 0 || Separators.Contains(open[^1]));
            open = left.TrimEnd("*_`")
        )
        {
            left = open.TrimEnd(Separators);
        }

        return left.ToString();
    }

    // Words of a label or a text that the task is about.
    private static bool IsQuoted(string title, int at) =>
        title.AsSpan(0, at).Count('"') % 2 == 1 || title.AsSpan(0, at).Count('“') > title.AsSpan(0, at).Count('”');

    private static bool IsPhrase(string text, IReadOnlySet<string> own) =>
        OfLine(text, own) is { Count: > 0 } phrases && phrases.All(phrase => IsNames(phrase.Value, own));

    private static bool IsNames(string text, IReadOnlySet<string> own) =>
        NamesOnlyTasks(text) || OwnIds.Named(text, own) is not null || WithException(text) is not null;

    private static bool IsVerb(Match start) => start.Groups[1].Value.EndsWith("on", StringComparison.OrdinalIgnoreCase);

    private static bool EndsWith(string text, Match start, IReadOnlySet<string> own)
    {
        var named = text[(start.Index + start.Length)..].TrimEnd('.', ' ', '*', '_', '`');
        return named.Length > 0 && Named(text, start, own) is not null && IsNames(named, own);
    }

    private const string Separators = " ;,，|·•—–-([";

    [GeneratedRegex(@"(?<![\p{L}\p{N}])[*_]+|[*_]+(?![\p{L}\p{N}])|`(?=[^`\s]{1,30}`)|(?<=`[^`\s]{1,30})`", RegexOptions.None, 1000)]
    private static partial Regex Marks();
}
