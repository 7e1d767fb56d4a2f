using System.Text.RegularExpressions;

namespace Ashlar.Core.Work;

/// <summary>Words that are struck through as a whole: <c>~~Rewrite the parser~~ (see T5)</c>.</summary>
internal static partial class StruckText
{
    /// <summary>The words without their marks, with a remark in brackets behind them; null where they are not struck through as a whole.</summary>
    public static string? Of(string text) =>
        text.AsSpan().ContainsAny('~', '<') && Whole().FirstIn(text.Trim()) is { Success: true } match
            ? $"{match.Groups[3].Value.Trim()} {match.Groups[4].Value.Trim()}".Trim()
            : null;

    [GeneratedRegex(
        @"^(\*\*|__)?(~~|<(?:del|s|strike)>)\s*((?:(?!~~|</?(?:del|s|strike)>).)+?)\s*(?:~~|</(?:del|s|strike)>)(?:\*\*|__)?\s*((?:[(\[（][^()\[\]（）]{0,200}[)\]）]|(?:[—–:-]+\s*)?(?:replaced|superseded|moved|merged|folded|dropped|obsolete|removed|cancell?ed|rejected|abandoned|descoped|out of scope|not (?:needed|required)|no longer|duplicate|won['’]t|see)\b[^~<]{0,200})?)[\s.!]*$",
        RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex Whole();
}
