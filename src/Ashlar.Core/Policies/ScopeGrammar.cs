using System.Text.RegularExpressions;

namespace Ashlar.Core.Policies;

/// <summary>
/// The sentences that are rules on files, each by its whole form: subject, verb, paths, and at most a reason after them. Whatever else a
/// sentence holds (a condition, a phase, another object, an amount) is not in the grammar, so that it is no rule (contract section 5).
/// </summary>
internal static partial class ScopeGrammar
{
    private const string P = MarkedSentence.Mark;

    // Several paths, and what may stand around them.
    private const string Join = "(?:,? (?:and|or|nor) (?:in |under |within )?|, ?|/| )";
    private const string Pl = $"(?<paths>{P}(?:{Join}{P})*)(?:,? etc\\.?)?(?: folders?| director(?:y|ies)| tree)?";
    private const string Kind =
        "(?:(?:any|all|the|every|other|of|source|production|product|application|app|project|code|test|config|configuration|vendored|third-party) )*";
    private const string Noun = "(?:files?|code|sources?|anything|everything|folders?|director(?:y|ies)|modules?|packages?)";
    private const string In = "(?:in|under|within|inside|below|beneath|of|from)(?: the)? ";
    private const string Files =
        $"(?:(?:(?:{Kind}{Noun}|what(?:ever)? (?:is|lies)) {In})?(?:the |any |all )?(?:files? |folders? |director(?:y|ies) )?{Pl}(?: files?)?|{Kind}{Noun} \\({Pl}\\))";

    private const string All =
        "(?:everything(?: else)?|anything|anywhere|everywhere|(?:all|any|every|the whole|the entire)(?: of)?(?: the)?(?: [a-z]+)? ?(?:files?|code|folders?|director(?:y|ies)|repository|repo|project|codebase|paths?))";
    private const string But =
        "(?:other than|except(?: for)?|besides|apart from|but(?: not)?|excluding|outside(?: of)?|save(?: for)?|aside from)(?: (?:for |what is |what lies |files? ))?";

    private const string Change = "(?:modify|edit|change|touch|alter|write to|write|update|rewrite)";
    private const string Any =
        "(?:modify|edit|change|touch|alter|write to|write|update|rewrite|overwrite|create|delete|remove|rename|move|add|stage|refactor)";
    private const string And = "(?:, (?:or|and|nor) |,| or| and| nor|/)";
    private const string Verbs = $"(?=(?:[a-z ]+?{And} ?)*?{Change}\\b)(?:{Any}{And} ?)*{Any}";
    private const string Changed = "(?:modified|edited|changed|touched|altered|written to|written|updated|rewritten)";
    private const string Done =
        $"(?=(?:[a-z ]+?{And} ?)*?{Changed}\\b)(?:[a-z]+(?: to)?{And} ?)*(?:{Changed}|created|deleted|removed|renamed|moved|added)";
    private const string Changing = "(?:(?:modify|edit|chang|touch|alter|writ|updat)ing)";
    private const string Who =
        "(?:please )?(?:(?:make sure|ensure|remember|see to it)(?: that| to)? )?(?:(?:you|the agent|this agent|agents|the implementer|the developer|this subagent|we|i)(?:'re| are| is)? )?(?:absolutely |strictly |always )?";
    private const string No =
        "(?:never(?:,? ever)?|(?:(?:must|may|shall|should|can|will) )?(?:under no circumstances?|on no account|at no time)(?: (?:should|may|must|can|shall|are|is) (?:you|the agent)(?: to)?)?|(?:do|does|must|may|shall|should|can|could|will)(?: not|n't)(?: ever)?|cannot|(?:must|should|shall|may|can|will) never|(?:are |is )?(?:not (?:allowed|permitted)|forbidden|prohibited) to|not(?: to)?)";
    private const string May = "(?:may|must|should|shall|can|will|are to|is to|are allowed to|are permitted to|is allowed to)";

    private const string Closedness = "(?:off[- ]limits|read[- ]only|untouchable|immutable|frozen|write[- ]protected)";

    // A title before the rule, and nothing or a reason behind it.
    private const string Head =
        "^(?>[^\\w⟦]*)(?:(?<title>[a-z]+(?:[ -][a-z]+){0,2}|read-only) ?[:!—–] ?|(?:critical|important|warning|note)(?:,|!|:)? )?(?>[^\\w⟦]*)";
    private const string Tail =
        "(?: at all| ever| under any circumstances?| for any reason| no matter what)?(?:(?<tail>(?: ?[—–;:]| -|,? because|,? since|, as|, use|, (?:it|they|this|that|these|those)(?:'s|'re| is| are)| \\() ?.*))?[.!)]*$";

    private static readonly (StatementKind Kind, Regex Form)[] forms =
    [
        (StatementKind.FrozenMigrations, ExistingMigrations()),
        (StatementKind.Frozen, Existing()),
        (StatementKind.Allow, OutsideOf()),
        (StatementKind.Allow, NoOtherThan()),
        (StatementKind.Allow, NothingBut()),
        (StatementKind.Deny, EverythingBut()),
        (StatementKind.Deny, AllButThese()),
        (StatementKind.Deny, Forbidden()),
        (StatementKind.Deny, Refraining()),
        (StatementKind.Deny, NotToBeChanged()),
        (StatementKind.Deny, OffLimits()),
        (StatementKind.Deny, LeftAlone()),
        (StatementKind.Deny, NamedFirst()),
        (StatementKind.Deny, NounForbidden()),
        (StatementKind.Deny, NothingIn()),
        (StatementKind.Deny, KeptAsItIs()),
        (StatementKind.Hide, NeverRead()),
        (StatementKind.Allow, OnlyChange()),
        (StatementKind.Allow, ChangeOnly()),
        (StatementKind.Allow, WorkOnly()),
        (StatementKind.Allow, ScopeIs()),
        (StatementKind.Allow, ChangesStay()),
        (StatementKind.Allow, Restricted()),
        (StatementKind.Allow, OnlyThese()),
        (StatementKind.Allow, TheOnlyFiles()),
        (StatementKind.Allow, DescribedOnly()),
        (StatementKind.ReadOnly, IsReadOnly()),
        (StatementKind.ReadOnly, NoFiles()),
    ];

    /// <summary>What a sentence says, or null where it is no rule on files, or more than one.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="isTitled">Whether it begins in bold.</param>
    public static ScopeStatement? Read(MarkedSentence sentence, bool isTitled)
    {
        if (IsLabelled(sentence))
        {
            return null;
        }

        foreach (var (kind, form) in forms)
        {
            if (
                form.FirstIn(sentence.Text) is not { Success: true } match
                || !IsReason(match.Groups["tail"].Value, kind == StatementKind.Allow)
                || !ProseVoice.IsTopic(match.Groups["title"].Value, isTitled)
            )
            {
                continue;
            }

            // A form has the words of its own conditions, so what is left over is another one.
            var rest = sentence.Text.Remove(match.Groups["own"].Index, match.Groups["own"].Length);
            return Conditional().IsIn(rest) ? null : new ScopeStatement(kind, Patterns(sentence, match));
        }

        return null;
    }

    /// <summary>Whether words may hang on a case, a time or an amount.</summary>
    public static bool IsConditional(string words) => Conditional().IsIn(words.ToLowerInvariant());

    private static bool IsReason(string tail, bool isAllow) =>
        !tail.Contains('⟪', StringComparison.Ordinal) && !Exception().IsIn(tail) && !RuleFollower.Loosens(tail, Nearness.Near, isAllow);

    [GeneratedRegex(
        $"^\\W*(?:use migrations |.{{0,80}}\\()?{Who}{No} {Verbs} (?:any |an |the )?(?:existing|applied|old|committed)(?: [a-z]+)? migrations?\\b{Tail}",
        Options,
        1000
    )]
    private static partial Regex ExistingMigrations();

    [GeneratedRegex($"{Head}{Who}{No} {Verbs} (?:any |the )?existing {Files}{Tail}", Options, 1000)]
    private static partial Regex Existing();

    [GeneratedRegex(
        $"{Head}{Who}{No} {Verbs} (?:new )?(?:(?:{Kind}{Noun}|changes)(?: or {Noun})? )?(?:that (?:is|are|lies?) )?outside(?: of)?(?: the)? {Pl}{Tail}",
        Options,
        1000
    )]
    private static partial Regex OutsideOf();

    [GeneratedRegex(
        $"{Head}(?:{Who}{No} {Verbs} {Kind}{Noun} (?<own>other than|except(?: for)?|besides|apart from) (?:the )?(?:files? )?(?:{In})?{Pl}|(?:no|none of the) (?:other )?{Noun} (?<own>other than|except(?: for)?|besides|apart from|outside(?: of)?) {Pl} (?:may|must|can|should|shall|is to|are to)(?: ever)? be {Done}){Tail}",
        Options,
        1000
    )]
    private static partial Regex NoOtherThan();

    [GeneratedRegex(
        $"{Head}(?:{Who}(?:{May} )?(?:{Verbs}|edits|modifies|changes|touches|writes) nothing (?<own>{But}) (?:{In})?{Files}|(?<own>apart from|aside from|other than|besides|except for|outside(?: of)?) (?:{In})?{Files},? {Who}(?:{No} {Verbs} (?:{All})|(?:{May} )?{Verbs} nothing)|(?:nothing|no (?:other )?{Noun}) (?<own>{But}) (?:{In})?{Files} (?:may|must|can|should|shall|is to|are to)(?: ever)? be {Done}|(?:off[- ]limits|out[ -]of[ -](?:your )?scope) ?(?::|is|are) {All} (?<own>{But}) (?:{In})?{Files}|{All} (?<own>{But}) (?:{In})?{Files} (?:is|are) (?:strictly |completely )?(?:off[- ]limits|read[- ]only|out of (?:your )?scope)){Tail}",
        Options,
        1000
    )]
    private static partial Regex NothingBut();

    [GeneratedRegex(
        $"{Head}(?:(?<own>with the exception of|apart from|aside from|other than|besides|except for|outside(?: of)?) (?:{In})?{Files},? {Who}(?:{May} )?{Verbs} {All}|{Who}(?:{May} )?(?:{Verbs}|work|operate|make changes) (?:in |on |to )?{All} (?<own>{But}) (?:{In})?{Files}|(?:your |the |this agent's |its |in[ -])?scope ?(?:is|:|covers|includes) ?{All} (?<own>{But}) (?:{In})?{Files}){Tail}",
        Options,
        1000
    )]
    private static partial Regex EverythingBut();

    [GeneratedRegex(
        $"{Head}{All} (?<own>{But}) (?:{In})?{Files} (?:(?:may|can|is allowed to|are allowed to) be {Done}|(?:is|are) (?:in (?:your )?scope|yours(?: to (?:change|edit|modify))?|(?:open|free) to (?:you|edits?|changes?)|fair game)){Tail}",
        Options,
        1000
    )]
    private static partial Regex AllButThese();

    // Code that is not to be written somewhere leaves what is not code.
    [GeneratedRegex($"{Head}{Who}{No} (?!(?:write|add|create)(?: [a-z]+)? (?:code|sources?) ){Verbs} {Files}{Tail}", Options, 1000)]
    private static partial Regex Forbidden();

    [GeneratedRegex(
        $"{Head}{Who}(?:refrain from|(?:are |is )?(?:forbidden|prohibited|barred) from) {Changing}(?:{And} ?(?:{Changing}|creating|deleting))* {Files}{Tail}",
        Options,
        1000
    )]
    private static partial Regex Refraining();

    [GeneratedRegex(
        $"{Head}{Files} (?:(?:must|may|shall|should|can|will|is|are)(?: not|n't)(?: to)?(?: ever)?|cannot|(?:must|should|shall|may|can|will|is to|are to) never|(?:is|are) never(?: to)?) be {Done}{Tail}",
        Options,
        1000
    )]
    private static partial Regex NotToBeChanged();

    [GeneratedRegex(
        $"{Head}{Files} (?:is|are) (?:strictly |absolutely |completely )?(?:{Closedness}|out of (?:your )?scope|not in (?:your )?scope|not yours to (?:touch|change|edit|modify))(?: for you| to you)?{Tail}",
        Options,
        1000
    )]
    private static partial Regex OffLimits();

    [GeneratedRegex(
        $"{Head}{Who}(?:leave {Files} (?:exactly |completely |strictly )?(?:alone|untouched|unchanged|as (?:it is|they are|is))|(?:keep|stay) (?:out of|away from) {Files}|keep your hands off (?:of )?{Files}|hands off {Files}|{Files} ?[:,—–-]* ?hands off|(?:treat|consider|regard) {Files} (?:as |to be )?(?:strictly |absolutely |completely )?{Closedness}){Tail}",
        Options,
        1000
    )]
    private static partial Regex LeftAlone();

    // "`x/` is generated; do not edit": what stands before the rule is its reason.
    [GeneratedRegex(
        $"^\\W*{Files}(?: (?:is|are) (?:(?<own>(?:auto-?|automatically |machine-)?generated)|(?!not |never |to )[a-z' -]{{2,40}}?)(?: by [a-z ]{{2,40}}?)? ?[;:,—–-]+ ?(?:so |and )?| ?[:,—–-]* ?){Who}{No} {Verbs}(?: it| them| these| those| this| any of them)?{Tail}",
        Options,
        1000
    )]
    private static partial Regex NamedFirst();

    [GeneratedRegex(
        $"{Head}{Who}{No} (?:(?:read|open|view|look at|look into|access|print|cat)(?:{And} ?{Any}|{And} ?(?:read|open|view|access|print))*|(?:{Any}{And} ?)+(?:read|open|view|access)) {Files}{Tail}",
        Options,
        1000
    )]
    private static partial Regex NeverRead();

    [GeneratedRegex(
        $"{Head}{Who}(?:{May} )?only(?: ever)? (?:(?:allowed|permitted|authori[sz]ed) to )?(?:{Verbs}|work|make changes|operate) (?:in |on |to |within |under |inside )?{Files}{Tail}",
        Options,
        1000
    )]
    private static partial Regex OnlyChange();

    [GeneratedRegex(
        $"{Head}{Who}(?:{May} )?{Verbs} (?:(?:{Kind}{Noun} )?(?:only|exclusively|solely) (?:{In}|to )?{Files}|(?:in |under |to )?{Files} (?:only|exclusively|solely)){Tail}",
        Options,
        1000
    )]
    private static partial Regex ChangeOnly();

    [GeneratedRegex(
        $"{Head}{Who}(?:{May} )?(?:(?:work|operate|write|make changes) (?:only|exclusively|solely|strictly) (?:{In}|on |to )|(?:stay|remain|keep) (?:strictly |only )?(?:within|inside|in) |(?:work|operate|make changes) (?:{In}|on |to )(?={P}[^.;—]* (?:only|exclusively)\\W*$)){Files}(?: only| exclusively)?{Tail}",
        Options,
        1000
    )]
    private static partial Regex WorkOnly();

    [GeneratedRegex(
        $"^\\W*(?:(?:your|this agent's) scope is:? {Files}(?! only| exclusively)|(?:your |the |this agent's |its )?scope is (?:(?:strictly |only )?(?:limited|restricted|confined) to:? {Files}(?: only)?|(?:only |strictly |exclusively ){Files}|{Files} (?:only|exclusively))){Tail}",
        Options,
        1000
    )]
    private static partial Regex ScopeIs();

    [GeneratedRegex(
        $"{Head}(?:all |any |every |your |of |the |code )*(?:changes?|edits?|modifications?|work|writes?) (?:(?:must|should|shall|has to|have to|are to|is to|may|can|will) (?:only )?(?:(?:always )?(?:stay|remain|(?:be )?(?:kept|confined|limited|restricted))(?: strictly| only)?|(?:only )?be made(?= only)|be made only)|(?:is|are) (?:strictly |only )?(?:confined|limited|restricted)(?: only)?|(?:go|goes|belongs?) (?:only|exclusively|solely)|(?:go|goes|belongs?)(?=[^.;]* (?:only|exclusively|solely)\\W*$)) (?:only )?(?:{In}|to |on |into )?{Files}(?: only| exclusively| solely)?{Tail}",
        Options,
        1000
    )]
    private static partial Regex ChangesStay();

    [GeneratedRegex(
        $"{Head}(?:(?:you|the agent|this agent|this subagent)(?:'re| are| is) (?:strictly |only )?(?:limited|restricted|confined) to (?:work |changes? |edits? |writes? )?(?:{In})?{Files}(?: only)?|{Who}(?:restrict|limit|confine|keep) (?:yourself|(?:all |any |every |your |of |the |code )*(?:changes?|edits?|modifications?|work|writes?)) (?:strictly |only )?(?:{In}|to |on )?{Files}(?: only)?){Tail}",
        Options,
        1000
    )]
    private static partial Regex Restricted();

    [GeneratedRegex(
        "^\\W*(?:(?:critical|important|warning|note)(?:,|!|:)? )?(?:(?:you|the agent|this agent|this subagent|it)(?:'re| are| is| have| has| operates?(?: in)?| works?(?: in)?) )?(?:strictly |completely |purely |entirely |always )*(?:an? |with )?(?:strictly )?read[- ]only(?: (?:agent|access|reviewer|role|subagent|permissions?|analyst)|(?<own> mode(?! ?[:—–])))?(?! ?(?::|[—–-]) ?⟦)(?<tail>(?: ?[—–;:]| -| \\() ?.*)?[.!)]*$",
        Options,
        1000
    )]
    private static partial Regex IsReadOnly();

    [GeneratedRegex(
        $"{Head}{Who}{No} {Verbs} (?:(?:any |all |the |existing |or |create )*files?(?: or (?:folders?|directories))?(?: in (?:the|this) (?:repository|repo|project|codebase|worktree|workspace))?|anything(?: in (?:the|this) (?:repository|repo|project|codebase|worktree|workspace))?|(?:the|this) (?:repository|repo|codebase|code base|worktree|workspace)){Tail}",
        Options,
        1000
    )]
    private static partial Regex NoFiles();

    [GeneratedRegex(
        @"\b(?:if|when(?:ever)?|while|during|until|unless|once|before|after|without|except|phases?|steps?|stages?(?! (?:(?:any|all|the|your|these|those) )*(?:files?|changes?|anything|commits?|them|it|⟦))|temporarily|manually|by hand|directly|more than|less than|unrelated|instead of|yet|for now|in case|mode|(?:re|auto-?)?generat\w*|scaffold\w*)\b",
        Options,
        1000
    )]
    private static partial Regex Conditional();

    [GeneratedRegex(
        @"\b(?:but|other than|apart from|however|although|allowed|permitted|fine|okay|ok|first|initially|then|later|afterwards?|next|append\w*|(?:add|write|edit|change|update|extend) (?:to |only )?(?:it|them|its|their))\b",
        Options,
        1000
    )]
    private static partial Regex Exception();

    [GeneratedRegex(@"^\.[a-z]{1,5}$", Options, 1000)]
    private static partial Regex NamesExtension();

    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.Singleline | RegexOptions.IgnoreCase;
}
