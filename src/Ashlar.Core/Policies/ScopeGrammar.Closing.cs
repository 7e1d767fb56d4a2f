using System.Text.RegularExpressions;

namespace Ashlar.Core.Policies;

/// <content>What may be changed, and clauses that make that all that may be.</content>
internal static partial class ScopeGrammar
{
    private const string Other =
        "(?:(?:everything|anything|everywhere|anywhere) else|(?:all|any|every|the) other [a-z]+|the (?:rest|remainder)(?: of (?:the|this) [a-z]+)?)";

    private const string Closed =
        $"(?:{Other} (?:is|are|stays?|remains?|must (?:stay|remain)) (?:strictly |completely )?(?:off[- ]limits|read[- ]only|out of (?:your )?(?:scope|bounds)|forbidden|prohibited|untouchable|untouched|unchanged|not yours|not in (?:your )?scope)"
        + $"|(?:nothing|no (?:files?|paths?|folders?|director(?:y|ies)|code)) else (?:may|must|can|should|shall|is to|are to)(?: ever)? be {Done}|no other [a-z]+ (?:may|must|can|should|shall|is to|are to)(?: ever)? be {Done}"
        + $"|{Who}{No} {Verbs} {Other}|(?:{Who}(?:{May} )?(?:{Verbs}) )?nothing else|nowhere else|{Other} (?:must|may|shall|should|can|is|are)(?: not|n't)(?: to)? be {Done}"
        + $"|{Who}(?:leave|keep) {Other} (?:alone|untouched|unchanged|as (?:it|they) (?:is|are)|as is)|(?:stay|keep) (?:out of|away from) {Other}|(?:keep your )?hands off (?:of )?{Other})";

    /// <summary>The paths that a sentence says may be changed, without saying that nothing else may; empty where it says more or less.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="isTitled">Whether it begins in bold.</param>
    public static IReadOnlyList<string> Permitted(MarkedSentence sentence, bool isTitled) =>
        !IsLabelled(sentence)
        && Permission().FirstIn(sentence.Text) is { Success: true } match
        && ProseVoice.IsTopic(match.Groups["title"].Value, isTitled)
        && IsReason(match.Groups["tail"].Value, isAllow: true)
        && !Conditional().IsIn(sentence.Text)
            ? Patterns(sentence, match)
            : [];

    /// <summary>The paths of a sentence that says which may be changed, and behind that that nothing else may; empty where it is none.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="isTitled">Whether it begins in bold.</param>
    public static IReadOnlyList<string> PermittedAlone(MarkedSentence sentence, bool isTitled) =>
        !IsLabelled(sentence)
        && PermissionAndEnd().FirstIn(sentence.Text) is { Success: true } match
        && ProseVoice.IsTopic(match.Groups["title"].Value, isTitled)
        && !Conditional().IsIn(sentence.Text)
            ? Patterns(sentence, match)
            : [];

    /// <summary>Whether a lead says of the list below it what may be changed.</summary>
    public static bool Permits(string lead) =>
        Permitted(MarkedSentence.Of(WithPath(MarkedSentence.Of(LastSentence(lead)).Text)), isTitled: false).Count > 0;

    /// <summary>Whether a sentence says no more than that nothing besides what was named may be changed, whoever it speaks to.</summary>
    public static bool SpeaksOfTheRest(string words) => End().IsIn(MarkedSentence.Of(words).Text);

    /// <summary>The same of a sentence that speaks to the agent.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="isTitled">Whether it begins in bold.</param>
    public static bool Closes(MarkedSentence sentence, bool isTitled) =>
        !IsLabelled(sentence)
        && End().FirstIn(sentence.Text) is { Success: true } match
        && ProseVoice.IsTopic(match.Groups["title"].Value, isTitled);

    /// <summary>Whether words speak of changing something.</summary>
    public static bool SpeaksOfChange(string words) => AnyChange().IsIn(words);

    [GeneratedRegex($"{Head}{Who}(?:{May} (?:only )?{Verbs}|work) (?:in |on |to |within |under |inside )?{Files}{Tail}", Options, 1000)]
    private static partial Regex Permission();

    [GeneratedRegex(
        $"{Head}{Who}(?:{May} {Verbs}|{Verbs}|work|operate|make changes) (?:in |on |to |within |under |inside )?{Files}(?: only)?(?:[,;:.]| ?[—–]| -)? (?:and |but )?{Closed}[.!)]*$",
        Options,
        1000
    )]
    private static partial Regex PermissionAndEnd();

    [GeneratedRegex($"{Head}(?:and |but )?{Closed}[.!)]*$", Options, 1000)]
    private static partial Regex End();

    [GeneratedRegex($"\\b(?:{Change}|{Changed}|work)\\b", Options, 1000)]
    private static partial Regex AnyChange();
}
