using System.Text.RegularExpressions;

namespace Ashlar.Core.Policies;

/// <summary>How near to a rule something stands that follows it.</summary>
internal enum Nearness
{
    /// <summary>In the same sentence or block, or in a sub-item.</summary>
    Near,

    /// <summary>First in the item or paragraph behind it, or behind its list.</summary>
    Next,

    /// <summary>Further down in the same section.</summary>
    Later,
}

/// <summary>
/// What follows a rule, by its form: a reason, another rule or something else leaves the rule as it is; an exception, a condition, a permission
/// or (where the rule names all that may be changed) an addition makes it uncertain.
/// </summary>
internal static partial class RuleFollower
{
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.IgnoreCase;

    /// <summary>Whether words behind a rule take something of it back.</summary>
    /// <param name="words">The words, marked.</param>
    /// <param name="nearness">How near they are.</param>
    /// <param name="isAllow">Whether the rule names all that may be changed.</param>
    public static bool Loosens(string words, Nearness nearness, bool isAllow)
    {
        if (words.Length == 0 || NoException().IsIn(words))
        {
            return false;
        }

        if (Exempts().IsIn(words))
        {
            return true;
        }

        return nearness switch
        {
            Nearness.Later => false,
            Nearness.Next => IsNext(words) || Adds(words, isAllow),
            _ => IsNear(words) || Adds(words, isAllow),
        };
    }

    private static bool IsNear(string words)
    {
        if (Condition().IsIn(words))
        {
            var comma = words.IndexOf(',', StringComparison.Ordinal);
            return comma < 0 || Permits().IsIn(words[comma..]) || Changes().IsIn(words[comma..]);
        }

        return Permits().IsIn(words) || Asks().IsIn(words) || (Contrasts().IsIn(words) && !Denies().IsIn(words));
    }

    private static bool IsNext(string words) =>
        OnlyThen().IsIn(words)
        || ((Condition().IsIn(words) || Refers().IsIn(words)) && Permits().IsIn(words))
        || (Asks().IsIn(words) && First().IsIn(words))
        || (Contrasts().IsIn(words) && !Denies().IsIn(words));

    private static bool Adds(string words, bool isAllow) =>
        Or().IsIn(words)
        || (
            Addition().FirstIn(words) is { Success: true } addition
            && (isAllow ? !Denies().IsIn(words) && !OtherWork().IsIn(words[addition.Length..]) : Permits().IsIn(words))
        )
        || (isAllow && (Whatever().IsIn(words) || (Too().IsIn(words) && !Denies().IsIn(words))));

    [GeneratedRegex(
        @"^\W*(?:there (?:are|is) )?(?:absolutely )?(?:no|without(?: any)?) exceptions?\b(?! (?:unless|other|but|except|if|when))",
        Options,
        1000
    )]
    private static partial Regex NoException();

    [GeneratedRegex(
        @"^\W*(?:(?:the|an?|one|only|sole|single|possible|known) )*(?:exceptions?|exempt(?:ed|ions?)?|except(?:ing)?|unless|excluding|excluded|barring|save for|with the exception)\b|\bexceptions? (?:needs?|requires?|are|is|must|may|can|to (?:this|the|that|these)|from (?:this|that)|appl(?:y|ies)|exists?|hold)\b|\b(?:is|are) (?:exempt|excepted|excluded)\b|\b(?:excepted|exempted)\b|\b(?:rule|limit|restriction|ban|prohibition|this|that) (?:does not|doesn't|do not|don't) (?:apply|hold)\b",
        Options,
        1000
    )]
    private static partial Regex Exempts();

    [GeneratedRegex(
        @"^\W*(?:only )?(?:if|when|whenever|once|where|while|until|till|after|before|during|without|as long as|provided|assuming|in case|should|in (?:some|certain|rare|urgent|other|such|those|these|exceptional) (?:cases?|circumstances|situations?))\b",
        Options,
        1000
    )]
    private static partial Regex Condition();

    [GeneratedRegex(@"^\W*only (?:if|when|after|with|for|in|on|until|where|by)\b", Options, 1000)]
    private static partial Regex OnlyThen();

    [GeneratedRegex(
        @"\b(?:may|can|could|might)(?: still| also| only| always| freely| then| sometimes)? (?:be )?(?:modif\w+|edit\w*|change[sd]?|touch\w*|alter\w*|writ\w+|update[sd]?|rewrit\w+|made|do so|do it|done|proceed)\b"
            + @"|\b(?:is|are|it's|that's|they're)(?: (?!not\b|never\b)[a-z]+)? (?:allowed|permitted|fine|okay|ok|acceptable|possible|welcome|free to|optional|negotiable)\b|(?<!\bnot |n't |\bnever )\b(?:ok|okay|fine|allowed|permitted)\W*$|\b(?:you|they|it) (?:may|can)\W*$|\b(?:can|may|might|could) (?:override|overrule|waive|lift|grant|approve|allow|permit)\b"
            + @"|\b(?:with|after|on|upon|needs?|requires?|without|pending) (?:[a-z'-]+ )?(?:approval|permission|sign-?off|consent|agreement)\b|\bmust be (?:approved|agreed|signed off)\b"
            + @"|\b(?:feel free|go ahead|do so|do it|up to you|at your discretion|case[- ]by[- ]case|(?:as|where|if|when|unless) (?:needed|necessary|required|asked|requested|told)|ask (?:first|before)|(?:if|when|where) (?:you|it) (?:must|have to|need)|your judge?ment)\b",
        Options,
        1000
    )]
    private static partial Regex Permits();

    [GeneratedRegex(
        @"\b(?:modify|edit|change|touch|alter|write|update|rewrite|ignore|override|skip|ask|approval|permission)\b",
        Options,
        1000
    )]
    private static partial Regex Changes();

    [GeneratedRegex(
        @"^\W*(?:please |always |then )?(?:ask|consult|check with|talk to|get (?:an? |the )?(?:approval|permission|ok|okay|sign-?off)|request|seek|obtain)\b",
        Options,
        1000
    )]
    private static partial Regex Asks();

    [GeneratedRegex(@"\b(?:first|before|permission|approval|must|need)\b", Options, 1000)]
    private static partial Regex First();

    [GeneratedRegex(
        @"^\W*(?:but|however|though|although|otherwise|still|yet|nevertheless|even so|normally|usually|generally|typically|mostly|sometimes|by default|as a rule|in general|ideally|at least|for now|preferably)\b",
        Options,
        1000
    )]
    private static partial Regex Contrasts();

    [GeneratedRegex(@"\b(?:not|never|nothing|no|nowhere|none|forbidden|prohibited)\b|n't\b", Options, 1000)]
    private static partial Regex Denies();

    [GeneratedRegex(@"^\W*(?:it|they|this|that|these|those|such|both|all of (?:it|them|this|these))\b", Options, 1000)]
    private static partial Regex Refers();

    [GeneratedRegex(@"^\W*(?:and/or|or)\b", Options, 1000)]
    private static partial Regex Or();

    [GeneratedRegex(
        @"^\W*(?:and|also|plus|additionally|in addition|as well as|together with|along with|including|besides|apart from|aside from|likewise|the same (?:goes|holds|applies)|same for)\b[ ,:]*(?:also |please |you (?:must|should) )?",
        Options,
        1000
    )]
    private static partial Regex Addition();

    // What is ordered besides, and is no change of files.
    [GeneratedRegex(
        @"^(?:run|read|check|make sure|ensure|keep|use|follow|report|commit|avoid|respect|remember|look|note|stay|verify|see|be|prefer|ask|review|test|explain|tell|mention|think|stop|wait|work|apply)\b",
        Options,
        1000
    )]
    private static partial Regex OtherWork();

    [GeneratedRegex(
        @"^\W*(?:what(?:ever)?(?! (?:you|we|matters|follows|counts)\b)|whichever|(?:any|every)thing(?= (?:else|that|the|which)\b))\b(?! (?:else )?(?:is|are|stays?|remains?|must)\b)",
        Options,
        1000
    )]
    private static partial Regex Whatever();

    [GeneratedRegex(@"\b(?:too|as well|also|included)\W*$", Options, 1000)]
    private static partial Regex Too();
}
