using System.Text.RegularExpressions;

namespace Ashlar.Core.Policies;

/// <summary>
/// Whether a sentence speaks to this agent, of all its work. What is above or before it may make it an example, a quotation, somebody
/// else's rule or a rule of one case. Leads and labels are believed only when they are known to introduce rules, since nobody can list the
/// words that do not; headings, which are free, unless they are known to introduce something else.
/// </summary>
internal static partial class ProseVoice
{
    /// <summary>Whether all that is above a block lets its sentences hold always.</summary>
    public static bool IsDirect(ProseBlock block) =>
        !block.IsAside
        && (block.Lead is null || IsLead(block.Lead))
        && !block.Headings.Any(heading =>
            (ScopeGrammar.IsConditional(heading) && !TheWork().IsIn(heading))
            || IsAside(heading)
            || IsActivity(heading)
            || ProseHeading.IsVoid(heading)
        )
        // The first heading may be the name of the agent itself.
        && !block
            .Headings.Where((heading, at) => at > 0 || heading.Contains(" for ", StringComparison.OrdinalIgnoreCase))
            .Any(heading => Somebody().IsIn(heading) && !Norm().IsIn(heading));

    /// <summary>Whether a title before a rule (<c>Scope discipline: only …</c>) says what the rule is about, not whose or when it is.</summary>
    /// <param name="title">Its words; empty where there is none.</param>
    /// <param name="isBold">Whether it is set in bold, as titles of items are.</param>
    public static bool IsTopic(string title, bool isBold) =>
        title.Length == 0
        || Norm().IsIn(title)
        || (
            isBold
            && !IsAside(title)
            && !Actor().IsIn(title)
            && !Case().IsIn(title)
            && !ScopeGrammar.IsConditional(title)
            && !ProseHeading.IsVoid(title)
        );

    /// <summary>Whether a block is a step of a procedure: what it says behind its order holds while that is done.</summary>
    /// <param name="first">The first sentence of the block.</param>
    public static bool IsStep(Sentence first) =>
        Sequence().IsIn(first.Text)
        || (first.Block.IsNumbered && !first.IsTitled && !IntroducesRules(first.Text) && !Standing().IsIn(first.Text));

    /// <summary>Whether a sentence itself holds at one point of a procedure ("First, …", "Now …").</summary>
    public static bool IsMoment(Sentence sentence) => Sequence().IsIn(sentence.Text);

    /// <summary>Whether a heading or title says no more than that rules follow, or what the paths below it are.</summary>
    public static bool IntroducesRules(string heading) =>
        Norm().IsIn(heading) || ScopeGrammar.OfList(heading, isDocument: false) is not null || ScopeGrammar.Permits(heading);

    // An example, somebody's words, one kind of work, or one time.
    private static bool IsAside(string heading) => Aside().IsIn(heading) || Occasion().IsIn(heading);

    private static bool IsLead(string lead) => ScopeGrammar.IsUnconditionalLead(lead) && (IntroducesRules(lead) || TheWork().IsIn(lead));

    // "Working on Windows", "Adding a page", "Writing tests": one kind of work. "Testing" and "Coding standards" are topics.
    private static bool IsActivity(string heading) => Activity().IsIn(heading) && !WholeWork().IsIn(heading) && !Norm().IsIn(heading);

    // Nothing but words that rules are introduced by, whatever their number and order.
    [GeneratedRegex(
        @"^(?:[\W\d]|\b(?:rules?|constraints?|restrictions?|boundar(?:y|ies)|guardrails?|limits?|limitations?|requirements?|principles?|guidelines?|polic(?:y|ies)|conventions?|standards?|instructions?|directives?|responsibilit(?:y|ies)|dut(?:y|ies)|permissions?|access|scope|scoping|discipline|notes?|warnings?|reminders?|safety|security|hygiene|expectations?|things?|points?|do's|dos|don'?ts|prohibitions?|prohibited|forbidden|off|critical|important|key|core|hard|strict|strictly|absolute|absolutely|general|global|basic|additional|other|mandatory|non-negotiable|essential|fundamental|golden|main|attention|careful|caution|danger|stop|files?|code|coding|paths?|director(?:y|ies)|folders?|projects?|repository|repo|codebase|workspace|work|working|implementation|implementing|development|read-only|write|changes?|edits?|editing|must|mustn'?t|shall|should|always|never|do|don'?t|not|cannot|can'?t|can|will|may|need|needs|have|has|follow|obey|respect|observe|adhere|remember|note|keep|mind|know|apply|applies|please|avoid|ensure|make|sure|stay|within|inside|in|agents?|implementer|developer|engineer|you|your|yourself|and|or|nor|the|a|an|are|is|be|of|to|for|on|with|this|these|those|following|below|here|all|any|each|every|some|as|by|at|what|which|that|it|its|no|only|how|we|our|us|i|my|'s|'re|'ll)\b){1,40}$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Norm();

    [GeneratedRegex(
        @"\b(?:(?:counter-?)?examples?|samples?|templates?|anti-?patterns?|bad|wrong|incorrect|mistakes?|pitfalls?|myths?|todos?|fixmes?|faq|transcripts?|conversations?|dialog(?:ue)?s?|quotes?|quotations?|says?|said|violations?|offen[cs]es?|red flags|smells)\b|^\W*(?:what|things|points|issues) to (?:look|check|watch|flag|verify|report|search|catch)\b|\b(?:review|audit|evaluation|assessment|grading|scoring)(?: [a-z]+)*? (?:criteria|check-?lists?|checks|points|questions|rubric|aspects)\W*$|^\W*for (?!(?:all|any|each|every|this|the|your|our)\b)[a-z]|^\W*(?:for )?(?:[a-z-]+ )?(?:tasks|tickets|issues|bugs|fix(?:es)?|features|releases|pull requests|prs)\W*$|\bmode\W*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Aside();

    // "Release day", "Sprint 3", "Hotfixes": what is said there holds then.
    [GeneratedRegex(
        @"\b(?:(?:week|(?:mon|tues|wednes|thurs|fri|satur|sun)?)days?|weeks?|weekends?|nights?|mornings?|afternoons?|evenings?|hours?|months?|quarters?|years?|seasons?|sprints?|windows|periods?|freezes?|hot-?fix(?:es)?|emergenc(?:y|ies)|incidents?|outages?)(?:\W*\d+)?\W*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Occasion();

    // A section on somebody else, whoever that is.
    [GeneratedRegex(
        @"^(?!.*\b(?:you|your|yours|yourself|you're|role|persona|identity)\b).*\b(?:agents?|subagents?|developers?|engineers?|reviewers?|testers?|architects?|designers?|maintainers?|contributors?|operators?|teams?)\W*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Somebody();

    // Somebody who acts: a title such as "coder" or "docs-writer" says whose the rule is.
    [GeneratedRegex(
        @"^\W*(?:[a-z]+[ -])*(?:(?!(?:folder|server|order|header|footer|parser|number|error|vendor|docker|container|compiler|router|controller|layer|provider|adapter|driver|loader|handler|other|paper|buffer|register|filter|master|factor|constructor|color|colour|minor|major|prior|behaviou?r|never|border|installer|wrapper)s?\W*$)[a-z]{2,}(?:er|or|ist|ant)s?|agents?|bots?|devs?|qa|architects?|leads?|teams?)\W*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Actor();

    [GeneratedRegex(
        @"^\W*(?:first(?!(?: and foremost| of all)\b)|firstly|second(?:ly)?|third(?:ly)?|then|next|now|finally|lastly|afterwards?|(?:start|begin) (?:by|with)|step \d+)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Sequence();

    // What holds always is no step.
    [GeneratedRegex(
        @"\b(?:always|never|must|shall|every|do not|don'?t|only|no|not|cannot|at all times)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Standing();

    // A title that begins so says when or where.
    [GeneratedRegex(
        @"^\W*(?:in|on|at|for|with|by|from|to|under|upon|per)\b(?! (?:scope|all|any|every|general|particular|addition|short|summary)\b)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Case();

    // What is done to something, or a verb and its plural object.
    [GeneratedRegex(
        @"^\W*(?!(?:existing|following|remaining|missing)\b)[a-z]{2,}ing (?:(?:with|on|in|to|from|up|an?|the|new|existing|your|our|another|other)\b.*|(?:[a-z]+ )?(?!(?:rules|standards|conventions|principles|guidelines|agreements|instructions|constraints|restrictions|boundaries|limits|limitations|requirements|practices|policies|notes|basics|details|expectations|responsibilities|permissions|rights|directives|guardrails|invariants|preferences|values)\W*$)[a-z]{2,}s)\W*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Activity();

    [GeneratedRegex(
        @"^\W*(?:writ|work|implement|cod|develop|build|edit|chang)ing(?: (?:in|on|with))? (?:the|this|your|our) (?:code|codebase|code base|repository|repo|project|changes?|tasks?|work)\W*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex WholeWork();

    // "While you write" is the whole of an implementer's time.
    [GeneratedRegex(
        @"^\W*(?:while|when|during)(?: you(?:'re| are)?| the)? (?:writ|work|implement|cod|develop|build|edit|chang)\w*\W*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex TheWork();
}
