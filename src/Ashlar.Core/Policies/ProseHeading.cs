using System.Text.RegularExpressions;

namespace Ashlar.Core.Policies;

/// <summary>What a heading or title says of the rules below it: that they are void or somebody else's, or of what work they are.</summary>
internal static partial class ProseHeading
{
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    /// <summary>Whether it reports, proposes, shows, speaks to somebody else or is of the past: nothing below it is in force.</summary>
    public static bool IsVoid(string heading) =>
        !Persona().IsIn(heading)
        && (
            Past().IsIn(heading)
            || Proposed().IsIn(heading)
            || Reported().IsIn(heading)
            || Shown().IsIn(heading)
            || Addressed().IsIn(heading)
        );

    /// <summary>Whether it names something that is done for a time.</summary>
    public static bool IsActivity(string heading) => Activity().IsIn(Plain(heading)) && !Thing().IsIn(Plain(heading));

    /// <summary>Whether it names the work itself.</summary>
    public static bool IsTheWork(string heading) => Work().IsIn(Plain(heading));

    /// <summary>Whether it names what concerns all of the work: rules, the agent, the way in which it works.</summary>
    public static bool IsOfTheWhole(string heading)
    {
        var plain = Plain(heading);
        return (ProseVoice.IntroducesRules(plain) && !IsTheWork(plain) && !Part().IsIn(plain)) || OfAll().IsIn(plain);
    }

    // The agent's own title, whatever it works on.
    [GeneratedRegex(
        @"^(?!.*\b(?:old|former|previous|other|notes?|rules|messages?|the)\b).*\b(?:agent|developer|engineer|assistant|specialist|expert|executor|writer|author|maintainer|implementer)\W*$",
        Options,
        1000
    )]
    private static partial Regex Persona();

    // Without number, sign or mark before and behind.
    private static string Plain(string heading) => Around().ReplaceIn(heading, "");

    [GeneratedRegex(@"^[\W\d_]+|[\W_]+$", Options, 1000)]
    private static partial Regex Around();

    [GeneratedRegex(
        @"\b(?:no longer|not any ?more|superseded|revoked|withdrawn|repealed|former(?:ly)?|previous(?:ly)?|historical(?:ly)?|history|abandoned|cancell?ed|expired|used to|did|was|were|had)\b"
            + @"|\b(?:deprecated|obsolete|outdated|retired|archived?)\b(?! (?:[a-z]+ )?(?:code|files?|modules?|folders?|apis?|packages?|paths?|assets?|components?|services?)\b)"
            + @"|\b(?:old|earlier|past|prior|legacy|last|original)(?: [a-z]+)? (?:rules?|polic(?:y|ies)|guidelines?|conventions?|process(?:es)?|validation|verification|checks?|gates?|setup|ways?|instructions?|restrictions?|constraints?|limits?|agreements?|practices?|versions?|workflow|scope|teams?|year|month|week|quarter|sprint)\b",
        Options,
        1000
    )]
    private static partial Regex Past();

    [GeneratedRegex(
        @"\b(?:drafts?|proposed|proposals?|suggest(?:ed|ions?)|ideas?|rejected|considered|discussions?|open questions|future|planned|someday|wish ?list|roadmap|hypothetical|imaginary|fictional|inactive|disabled|void|non-binding|do not use|don't use|unused|not (?:yet |currently )?(?:in force|valid|active|used|applicable|binding|enforced|in use))\b",
        Options,
        1000
    )]
    private static partial Regex Proposed();

    // A clause with a subject of its own.
    [GeneratedRegex(
        @"^\W*(?:what|how|why|whose|who|where)\b(?! (?:not|never|to|you|is|are|counts|must|may|can|cannot|can't|belongs?|stays?|we|i|this|these|the agent|the implementer|agents?|changes?|matters|goes)\b)|\b(?:told|wrote|asked|complained|tried|believed?|according to|in (?:his|her|their) words|interviews?|meeting notes|minutes|anecdotes?|case stud(?:y|ies)|lessons? learned|post-?mortems?|retrospectives?)\b",
        Options,
        1000
    )]
    private static partial Regex Reported();

    [GeneratedRegex(
        @"^\W*(?:an? )?(?:good|better|poor|great|nice|ideal|typical|possible|well-written|weak|another|acceptable)(?: [a-z-]+){1,3}\W*$(?<!(?:practices?|style|hygiene|rules|manners|habits|standards|code|coverage|engineering|control|citizen|design)\W*)|\b(?:illustrat\w+|demos?|demonstrations?|scenarios?|walk-?throughs?|exercises?|tutorials?)\b",
        Options,
        1000
    )]
    private static partial Regex Shown();

    [GeneratedRegex(
        @"\b(?:notes?|messages?|information|info|memos?|letters?|hints?|tips|advice|reminders?|guidance|instructions|rules|constraints|restrictions) (?:to|from|by) (?!(?:all|any|each|every|this|you|your|yourself|agents?|ai|llms?|models?|assistants?|the (?:agent|implementer|developer|code|project|repository|work|task)|follow|obey|respect|observe|keep|remember|know|apply)\b)[a-z]"
            + @"|\b(?:for|to|from|by) (?:the |our |other |all |any |your )?(?:humans?|people|persons?|users?|readers?|customers?|clients?|colleagues|staff|employees|authors?|admins?|administrators?|owners?|leads?|managers?|devs|bots?|interns?|newcomers|everyone else|others|qa|ci|ops|support|sales|management|stakeholders|students?|teachers?|contractors?|vendors?|partners?|committers?)\b",
        Options,
        1000
    )]
    private static partial Regex Addressed();

    [GeneratedRegex(
        @"^(?:the |your )?(?:[a-z]{2,}ing(?: (?:and|&|/) [a-z]{2,}(?:ing)?)?|[a-z]{2,}(?:sis|[st]ion|ment)|(?:(?:initial|final|first|early|detailed|technical|quick|deep|requirements?|context|problem|task|root[- ]cause|self|code|solution|project|pre-[a-z]+|post-[a-z]+)[ -])?(?:[a-z]{2,}sis|exploration|investigation|preparation|implementation|verification|validation|execution|reviews?|research|design|discovery|survey|triage|plan|build|release|hand-?off|hand-?over|recovery|clean-?up|delivery|approval|roll-?out|wrap-?up|kick-?off|set-?up)|refactor|ship|fix|explore|implement|execute|verify|validate|report|investigate|analy[sz]e|study|read|draft|sketch|code|write|deploy|reproduce|finish|check|prepare|understand|learn|think|act|gather|test|inspect|debug|measure|decide|document|commit|merge|observe|orient)(?: (?:phase|stage|work|time|part))?$",
        Options,
        1000
    )]
    private static partial Regex Activity();

    // Ends like an activity, and is none.
    [GeneratedRegex(
        @"\b(?:documentation|configuration|section|version|constitution|permission|restriction|convention|expectation|definition|introduction|description|information|limitation|prohibition|instruction|mission|question|exception|option|function|application|organi[sz]ation|session|communication|environment|requirement|comment|agreement|compliance|protection|precaution|direction|discretion|basis|warning|naming|string|thing|anything|everything|nothing|heading|setting|logging|billing|pricing|typing|styling|scoping|versioning|caching|routing|authentication|authori[sz]ation|internationali[sz]ation|locali[sz]ation|integration|migration|management|pagination|notification|animation|seriali[sz]ation|messaging|rendering|theming|threading|networking|tracing|monitoring|parsing|formatting|linting|indexing|scripting|packaging|processing|tooling)$",
        Options,
        1000
    )]
    private static partial Regex Thing();

    [GeneratedRegex(
        @"^(?:the |your )?(?:implement(?:ation|ing)?|cod(?:e|ing)|develop(?:ment|ing)?|work(?:ing)?|execut(?:ion|ing|e)|build(?:ing)?|writ(?:e|ing)|edit(?:ing)?|chang(?:es?|ing)|fix(?:es|ing)?)(?: (?:phase|stage|work|time|part))?$",
        Options,
        1000
    )]
    private static partial Regex Work();

    // Words that rules are introduced by, and that alone are a part.
    [GeneratedRegex(@"^(?:the )?(?:source )?(?:code|files?|tests?|projects?|codebase|changes?|edits?)$", Options, 1000)]
    private static partial Regex Part();

    [GeneratedRegex(
        @"\b(?:scope|boundar(?:y|ies)|guardrails?|role|identity|persona|mission|responsibilit(?:y|ies))\b|\b(?:style|workflow|process|procedure|outputs?|reports?|reporting|formats?|tools?|tooling|environment|context|overview|background|communication|hand-?off|inputs?|quality|checks?|gates?|commands?|references?|goals?|objectives?|purpose|tasks?|job|approach|behaviou?r|mindset|tone|voice|introduction|summary|escalations?|done|validation|verification|standards|practices|patterns|expectations|deliverables|criteria|check-?list|git|commits?|conventions|guidelines|principles|areas|permissions|you|developer|engineer|agent|implementer|assistant|specialist|expert|executor|maintainer|writer|architect)$",
        Options,
        1000
    )]
    private static partial Regex OfAll();
}
