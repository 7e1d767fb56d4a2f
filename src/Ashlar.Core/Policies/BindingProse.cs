using System.Text.RegularExpressions;

namespace Ashlar.Core.Policies;

/// <summary>Reads every sentence that binds, so that none is silent, and says of each whether something in Ashlar enforces or checks it.</summary>
internal static partial class BindingProse
{
    /// <summary>The rule of a sentence that binds, else null.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="path">The file that it stands in.</param>
    /// <param name="isCompiled">Whether a rule that is enforced was made of its line.</param>
    public static PolicyRule? Read(Sentence sentence, string path, bool isCompiled)
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

    /// <summary>Whether a sentence demands that all tests pass.</summary>
    public static bool SaysTestsPass(string text) => TestsPass().IsIn(text);

    /// <summary>Whether the words only introduce a list.</summary>
    private static bool IsHead(string text) => text.EndsWith(':') && Head().IsIn(text);

    /// <summary>Whether a check of every task covers the sentence: gates, placeholders, test integrity, order, commits by Ashlar alone.</summary>
    private static bool IsChecked(string text) =>
        TestsPass().IsIn(text) || Placeholders().IsIn(text) || TestIntegrity().IsIn(text) || Order().IsIn(text) || GitByAgent().IsIn(text);

    [GeneratedRegex(
        @"\b(?:must|shall|never|always|do not|don't|don’t|cannot|may not|mandatory|forbidden|prohibited|not allowed|requires? human|non-negotiable)\b|\b(?-i:REQUIRED?|REQUIRES|ONLY|NO|NOT|ALL|EVERY|CRITICAL|IMPORTANT)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Words();

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

    [GeneratedRegex(
        @"\b(?:all|existing) (?:\w+ )?tests (?:must |should |have to )?pass\b|\btests must (?:all )?pass\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex TestsPass();

    [GeneratedRegex(
        @"\b(?:do not|don't|don’t|never|no)\b.{0,40}\b(?:todos?|fixmes?|placeholders?|stubs?|unimplemented|half-finished)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Placeholders();

    [GeneratedRegex(
        @"\b(?:do not|don't|don’t|never|must not)\b.{0,20}\b(?:weaken|skip|delete|remove|disable|comment out)\b.{0,20}\btests?\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex TestIntegrity();

    [GeneratedRegex(@"\btask dependenc(?:y|ies)\b|\bignore dependencies\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Order();

    [GeneratedRegex(
        @"\b(?:never|do not|don't|don’t|must not)\b.{0,30}\b(?:(?:force[ -]?)?push|amend|rebase|git (?:commit|push|reset|stash))\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex GitByAgent();
}
