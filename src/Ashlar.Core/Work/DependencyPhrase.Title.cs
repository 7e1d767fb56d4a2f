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
            last = Start().AllIn(left).LastOrDefault(start => (IsApart(left, start.Index) || IsVerb(start)) && EndsWith(left, start, own));
            left = last is null ? left : left[..last.Index].TrimEnd(' ', ';', ',', '，', '|', '·', '•', '—', '–', '-', '(', '[', '*', '_');
        }

        return left.Length > 0 ? left : title;
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
}
