using System.Text.RegularExpressions;

namespace Ashlar.Core.Policies;

/// <content>Headings and leads that say what the paths below them are.</content>
internal static partial class ScopeGrammar
{
    /// <summary>
    /// The kind of rule that a heading or lead makes of the paths below it; null for none. A lead is read as the sentence that it becomes with
    /// a path in place of "the following" or behind it; a document makes rules by the plainest leads alone.
    /// </summary>
    public static StatementKind? OfList(string lead, bool isDocument)
    {
        var words = MarkedSentence.Of(LastSentence(lead).TrimEnd(':', ' ') + " ⁂").Text;
        if (words.Contains('⟦', StringComparison.Ordinal))
        {
            return null;
        }

        if (!Conditional().IsIn(words))
        {
            if (ForbiddingList().IsIn(words))
            {
                return StatementKind.Deny;
            }

            if (AllowingList().IsIn(words))
            {
                return StatementKind.Allow;
            }
        }

        return isDocument ? null
            : PermittingList().IsIn(words) && !Conditional().IsIn(words) ? StatementKind.Allow
            : Read(MarkedSentence.Of(WithPath(words)), isTitled: false)?.Kind is (not StatementKind.ReadOnly) and var kind ? kind
            : null;
    }

    /// <summary>The paths of an item or part that is nothing but paths and what they are; empty where it says more.</summary>
    public static IReadOnlyList<string> OnlyPaths(MarkedSentence words) =>
        PathsAlone().FirstIn(words.Text) is { Success: true } match
        && !Conditional().IsIn(words.Text)
        && !RuleFollower.Loosens(words.Text[(words.Text.LastIndexOf('⟧') + 1)..], Nearness.Near, isAllow: false)
            ? Patterns(words, match)
            : [];

    /// <summary>An extension means the files that have it.</summary>
    private static IReadOnlyList<string> Patterns(MarkedSentence sentence, Match match) =>
        [
            .. sentence
                .PathsOf(string.Join(' ', match.Groups["paths"].Captures.Select(capture => capture.Value)))
                .Select(path => NamesExtension().IsIn(path) && sentence.Text.Contains("file", StringComparison.Ordinal) ? "*" + path : path)
                .Distinct(StringComparer.Ordinal),
        ];

    /// <summary>Whether nothing in a lead is a condition; "except" and its like in the sentence that takes the list are none.</summary>
    public static bool IsUnconditionalLead(string lead)
    {
        var last = LastSentence(lead);
        return !IsConditional(lead[..^last.Length]) && (!IsConditional(last) || OfList(last, isDocument: false) is not null);
    }

    /// <summary>Whether a sentence begins with code that is no path, as with the name of an agent: its rule is not everybody's.</summary>
    private static bool IsLabelled(MarkedSentence sentence) => CodeFirst().IsIn(sentence.Text);

    private static string LastSentence(string lead) =>
        SentenceEnd().AllIn(lead) is { Count: > 0 } ends ? lead[(ends[^1].Index + ends[^1].Length)..] : lead;

    // "Edit only the following files ⁂" is "edit only `x/`", "these paths are off limits ⁂" is "`x/` are off limits".
    private static string WithPath(string words)
    {
        var plain = words.Replace("⁂", "", StringComparison.Ordinal).TrimEnd(' ', ':', ',');
        return Following().FirstIn(plain) is { Success: true } place
            ? plain[..place.Index] + "`x/`" + plain[(place.Index + place.Length)..]
            : plain + " `x/`";
    }

    [GeneratedRegex(
        $"^\\W*(?:out[ -]of[ -]scope|(?:forbidden|prohibited|protected|off[- ]limits|read[- ]only|untouchable|immutable) (?:paths?|files?|folders?|director(?:y|ies)|areas?|locations?)|read[- ]only|no write access(?: to)?|off[- ]limits|(?:files?|paths?|folders?|director(?:y|ies)) (?:that |which )?{Who}{No} {Verbs}|{Who}{No} {Verbs}(?: any| the| of| to)*(?: following| these)?(?: files?| folders?| paths?| director(?:y|ies))*)\\W*⁂$",
        Options,
        1000
    )]
    private static partial Regex ForbiddingList();

    [GeneratedRegex(
        $"^\\W*(?:in[ -]scope|(?:allowed|permitted|writable|editable) (?:paths?|files?|folders?|director(?:y|ies)|locations?)|writable|write access(?: to)?(?= only| ⁂)(?: only)?|{Who}(?:{May} )?{Verbs} (?:only )?(?:the following|these)(?: files?| folders?| paths?| director(?:y|ies))*(?: only| exclusively| and nothing else)|{Who}(?:{May} )?only {Verbs}(?: to| in| files| the| these| following| folders?| paths?)*|(?:the )?only (?:files?|folders?|director(?:y|ies)|paths?) (?:that |which )?(?:you|the agent) {May}(?: ever)? {Verbs}(?: is| are)?)\\W*⁂$",
        Options,
        1000
    )]
    private static partial Regex AllowingList();

    // What one may change is all that one may; what one will change is a plan.
    [GeneratedRegex(
        $"^\\W*(?:the )?(?:files?|folders?|director(?:y|ies)|paths?)(?: and (?:files?|folders?|director(?:y|ies)))? (?:that |which )?(?:you|the agent|this agent) (?:may|can|are allowed to|are permitted to|is allowed to)(?: only)? {Verbs}\\W*⁂$",
        Options,
        1000
    )]
    private static partial Regex PermittingList();

    [GeneratedRegex("^[^a-z0-9⟦⟪]*⟪⟫", Options, 1000)]
    private static partial Regex CodeFirst();

    // What leaves something of the paths out.
    private const string Left = "\\b(?:but|other than|apart from|excluding|excludes|minus|save for)\\b";

    [GeneratedRegex(@"(?<=[.!?])\s+(?=\S)", Options, 1000)]
    private static partial Regex SentenceEnd();

    [GeneratedRegex(
        $"^\\W*(?:and )?{Files}(?: only)?(?: ?[—–:-] ?(?![^⟦⟪]*{Left})[^⟦⟪]*| \\((?!not\\b|[^⟪]*{Left})[^⟪]*\\))?[.;,]*$",
        Options,
        1000
    )]
    private static partial Regex PathsAlone();

    [GeneratedRegex(
        @"\b(?:(?:the )?following|these|those|the (?:paths?|files?|folders?) (?:listed )?below)(?: (?:other|source|test|code|configuration))*(?: (?:files?|paths?|folders?|director(?:y|ies)|locations?|places?|modules?|globs?|patterns?))*(?: only)?(?: and folders?| or folders?| and director(?:y|ies))?",
        Options,
        1000
    )]
    private static partial Regex Following();
}
