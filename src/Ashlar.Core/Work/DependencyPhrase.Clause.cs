using System.Text.RegularExpressions;

namespace Ashlar.Core.Work;

/// <content>Phrases that leave something out, stand around the names, or stand before others.</content>
internal sealed partial record DependencyPhrase
{
    // "T1 through T3, except T2", up to where the phrase ends.
    private static string? WithException(string text)
    {
        var phrase = Clause().FirstIn(text).Value;
        return
            DependencyNegation.Split(phrase) is { } parts
            && (parts.Left.Length == 0 ? parts.Binding.Length < phrase.Length : NamesOnlyTasks(parts.Left))
            && NamesOnlyTasks(parts.Binding)
            ? phrase
            : null;
    }

    // "hängt von T1 ab": the words stand around the names.
    private static DependencyPhrase? Around(string text)
    {
        var match = AroundNames().FirstIn(text);
        var names = match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Value;
        return match.Success && NamesOnlyTasks(names)
            ? new DependencyPhrase(match.Groups[1].Success ? TaskPrecedence.Waits : TaskPrecedence.MayWait, names)
            : null;
    }

    // Up to another phrase, which may be denied: "T1; not blocked by T2".
    private static string UpToNext(string value)
    {
        value = NextPhrase().FirstIn(value) is { Success: true } next ? value[..next.Index] : value;
        return
            DependencyNegation.Split(value) is null
            && Names().FirstIn(value) is { Success: true } names
            && TaskIdForm.AllIn(names.Value).Any()
            ? names.Value.Trim()
            : value;
    }

    [GeneratedRegex(@"^[^)）\];；|]*", RegexOptions.None, 1000)]
    private static partial Regex Clause();

    // What is in a bracket or behind a separator.
    [GeneratedRegex(@"(?<=[(\[（;；—–]|\s-\s)[^()\[\]（）;；]{3,160}?(?=\s*(?:[)\]）;；]|\.?$))", RegexOptions.None, 1000)]
    private static partial Regex InsideOut();

    [GeneratedRegex(
        @"^(?:(?:hängt|haengt|hangt)\s+(?:(?:noch|auch|direkt|nur|nog|ook)\s+)?(?:von|van)\s+(?<1>.{1,120}?)\s+(?:ab|af)|hangt\s+af\s+van\s+(?<1>.{1,120}?)|setzt\s+(?<1>.{1,120}?)\s+voraus|baut\s+auf\s+(?<1>.{1,120}?)\s+auf"
            + @"|(?<1>.{1,120}?)\s*(?:に依存(?:する|します|している)?|が(?:前提|必要)|에\s*의존(?:함|한다|합니다)?)"
            + @"|在?\s*(?<2>.{1,120}?)\s*(?:(?:の|完了)後(?:に|で)?|(?:완료\s*)?(?:이후|후)(?:에)?|之后|以后|完成(?:之)?后))\.?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex AroundNames();

    [GeneratedRegex(
        @"[;；,，]\s*(?=(?:[\p{L}'’]+\s+){0,3}(?:"
            + DependencyRelation.Waits
            + "|"
            + DependencyRelation.Holds
            + "|"
            + DependencyRelation.MayWait
            + @")(?![\p{L}\p{N}_]))|;\s*(?=\p{L}+\s*[:：])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex NextPhrase();
}
