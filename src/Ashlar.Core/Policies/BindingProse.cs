using System.Text.RegularExpressions;

namespace Ashlar.Core.Policies;

/// <summary>Reads every sentence that binds, so that none is silent, and says of each whether something in Ashlar enforces or checks it.</summary>
internal static partial class BindingProse
{
    /// <summary>The rule of a sentence that binds, else null.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="path">The file that it stands in.</param>
    /// <param name="isCompiled">Whether a rule that is enforced was made of its line.</param>
    /// <param name="isDocument">Whether the file speaks of the product, so that its lists of paths are none of rules.</param>
    public static PolicyRule? Read(Sentence sentence, string path, bool isCompiled, bool isDocument)
    {
        var block = sentence.Block;
        if (IsHead(sentence.Text))
        {
            return null;
        }

        var forbids = ScopeProse.IsForbiddingList(block);
        var binds =
            forbids
            || Words().IsIn(sentence.Text)
            || Restricts(sentence.Text)
            || ScopeGrammar.SpeaksOfTheRest(sentence.Text)
            || (!isDocument && block.IsItem && ScopeGrammar.OfList(block.Lead ?? block.Heading, isDocument) is not null)
            || block.Headings.Any(heading => RuleHeading().IsIn(heading))
            || Demanding().IsIn(block.Lead ?? "");
        if (!binds)
        {
            return null;
        }

        var value = forbids && !Words().IsIn(sentence.Text) ? $"DO NOT: {sentence.Text}" : sentence.Text;
        return new PolicyRule("binding", value, isCompiled || IsChecked(value))
        {
            Path = path,
            Line = sentence.Line,
            Words = value == sentence.Text ? null : sentence.Text,
        };
    }

    /// <summary>A sentence that became a rule without a word that binds, so that it is said where the rule is dropped.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="path">The file that it is in.</param>
    public static PolicyRule Compiled(Sentence sentence, string path) =>
        new("binding", sentence.Text, true) { Path = path, Line = sentence.Line };

    /// <summary>Whether a sentence demands that all tests pass.</summary>
    public static bool SaysTestsPass(string text) => TestsPass().IsIn(text);

    /// <summary>Whether the words only introduce a list.</summary>
    private static bool IsHead(string text) => text.EndsWith(':') && Head().IsIn(text);

    /// <summary>
    /// Whether a sentence may limit what is done with a file: it names a path, and has a word that excludes or denies. These words are few in
    /// each language, whatever verbs people take.
    /// </summary>
    private static bool Restricts(string text) => Excluding().IsIn(text) && MarkedSentence.Of(text).Paths.Count > 0;

    /// <summary>Whether a check of every task covers the sentence: gates, placeholders, test integrity, order, commits by Ashlar alone.</summary>
    private static bool IsChecked(string text) =>
        TestsPass().IsIn(text) || Placeholders().IsIn(text) || TestIntegrity().IsIn(text) || Order().IsIn(text) || GitByAgent().IsIn(text);

    [GeneratedRegex(
        @"\b(?:must|shall|never|always|do not|don't|don’t|cannot|may not|mandatory|forbidden|prohibited|not allowed|requires? human|non-negotiable|read-only|no write access|off[- ]limits|under no circumstances|on no account|hands off|(?:keep|stay) (?:out of|away from))\b|\b(?-i:REQUIRED?|REQUIRES|ONLY|NO|NOT|ALL|EVERY|CRITICAL|IMPORTANT)\b"
            // The same in other languages, which are listed and never enforced.
            + @"|\b(?:muss|müssen|darf nicht|dürfen nicht|niemals|immer|verboten|debe[ns]?|nunca|siempre|prohibido|obligatorio|doit|doivent|jamais|toujours|interdit|obligatoire|deve[m]?|sempre|proibido|mai|vietato|moet|nooit|altijd|verboden|должн\w*|нельзя|никогда|всегда|запрещ\w*|обязательно)\b"
            + "|必须|不要|禁止|不得|切勿|严禁|务必|不能|绝不|不可|必ず|ないで|してはいけ|してはなら|絶対に|なければならない|반드시|금지|하지 마|하지 않|해야|절대",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Words();

    [GeneratedRegex(
        @"\b(?:not|only|nothing|none|nobody|unless|(?:in|out)(?:[- ]of)?[- ]scope|except|apart from|other than|outside|exclusively|solely|limited to|restricted to|confined to|off[- ]limits|out of bounds|read-only|frozen|untouched|unchanged|as (?:it|they) (?:is|are)|limit|restrict|confine|leave|lack|sacrosanct)\b|\bno (?:edits?|changes?|writes?|files?|other|one|permissions?|access|rights?|write access)\b|n['’]t\b"
            + @"|\b(?:nicht|nur|kein\w*|nichts|au(?:ss|ß)er|ohne|solo|sólo|únicamente|nada|ningún\w*|excepto|salvo|ne|pas|uniquement|seul\w*|rien|aucun\w*|sauf|hormis|non|soltanto|nessun\w*|tranne|não|só|somente|apenas|nenhum\w*|exceto|niet|alleen|geen|behalve|nie|tylko|inte|endast|bara|не|только|кроме)\b|^\W*no \p{L}+(?:es|as|éis)\b"
            + "|只|仅|除了|だけ|のみ|以外|만 |않|외에는",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Excluding();

    [GeneratedRegex(
        @"\b(?:non-negotiable|hard (?:constraints?|rules?)|critical rules?|absolute rules?|mandatory|strict rules?)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex RuleHeading();

    [GeneratedRegex(@"^\W*(?:you must|always|must|required|mandatory)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Demanding();

    [GeneratedRegex(
        @"^\W*(?:do not|don't|don’t|never|always|you must(?: not)?|must(?: not)?|do)\W*$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Head();

    // Each of these is a whole sentence: a word that only occurs in one says nothing of what it asks.
    private const string Title = @"^\W*(?:do not: |(?:critical|important|warning|note|rule)\W+)?";
    private const string Denied = @"^\W*(?:do not: |(?:(?:critical|important|warning|note|rule)\W+)?" + No + ")";
    private const string No =
        @"(?:you )?(?:do not|don't|don’t|never|must not|must never|may not|should not|should never|cannot|no)(?: ever)? ";
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;

    [GeneratedRegex(
        @"^\W*(?:(?:ensure|make sure|verify|check|confirm)(?: that)? )?(?:(?:all|the|existing|new|your|unit|relevant|project|other|old|these|automated) ){0,3}(?:(?<=\ball )[a-z]+ )?tests (?:must |should |have to |need to |shall )?(?:all )?(?:still )?pass(?:es)?(?: before [^,;()]+| at all times| at the end)?[.!]*$",
        Options,
        1000
    )]
    private static partial Regex TestsPass();

    [GeneratedRegex(
        Denied
            + @"(?:leave|insert|use|add|write|commit|keep|have|include)(?: any| behind)?(?=[^.]*\b(?:todos?|fixmes?|placeholders?|stubs?)\b)(?: (?:todos?|fixmes?|placeholders?|stubs?|comments?|markers?|code|implementations?|,|or|and|/)){1,8}(?: (?:in (?:the|your) code|behind|anywhere))?[.!]*$",
        Options,
        1000
    )]
    private static partial Regex Placeholders();

    [GeneratedRegex(
        Denied
            + @"(?:(?:weaken|skip|delete|remove|disable|comment out)(?:, or |, | or |/)?)+ ?(?:any |the |existing |failing |of the |your |a )*tests?(?: (?:just |only |simply )?(?:to|so that|in order to) [^;]*(?:pass|green)\w*(?: (?:result|run|build|suite|gate|again|s))*)?[.!]*$",
        Options,
        1000
    )]
    private static partial Regex TestIntegrity();

    [GeneratedRegex(
        "(?:"
            + Title
            + @"(?:you must |always )?(?:respect|follow|honou?r|obey) (?:the )?task dependenc(?:y|ies)(?: order)?|"
            + Denied
            + @"ignore (?:the |task )*dependencies)[.!]*$",
        Options,
        1000
    )]
    private static partial Regex Order();

    [GeneratedRegex(
        Denied
            + @"(?:run |use |execute |do )?(?:(?:`?git )?(?:(?:force[ -]?)?push|commit|amend|rebase|reset|stash|merge)(?:ing|ting)?`?(?: --?[a-z-]+)*(?:, or |, | or | and |/)?)+(?: (?:to|your|any|the|changes?|anything|code|commits?|it|them|git|branch(?:es)?|remote|origin|main|master|history|repository|repo|work|yourself))*[.!]*$",
        Options,
        1000
    )]
    private static partial Regex GitByAgent();
}
