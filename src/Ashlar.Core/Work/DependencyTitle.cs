using System.Text.RegularExpressions;

namespace Ashlar.Core.Work;

/// <summary>A heading that announces dependencies, and the sentences under it.</summary>
internal static partial class DependencyTitle
{
    /// <summary>Whether a heading says no more than that.</summary>
    public static bool Is(string title) => Heading().IsIn(title.Trim(':', ' ', '*'));

    /// <summary>
    /// The id that a sentence begins with, and the tasks that it waits for or that wait for it: <c>Task 2 depends on Task 1</c>,
    /// <c>T1 blocks T2</c>, <c>T2: T1</c>; null where it is no such sentence.
    /// </summary>
    public static (string Owner, string On, TaskPrecedence Precedence)? Sentence(string text)
    {
        var match = Relation().FirstIn(text);
        return match.Success
            ? (match.Groups[1].Value, match.Groups[3].Value.Trim(), match.Groups[2].Success ? TaskPrecedence.Holds : TaskPrecedence.Waits)
            : null;
    }

    [GeneratedRegex(
        @"^(?:task )?(?:dependenc(?:y|ies)|depends on|blocked by|dependency (?:graph|order)|依赖(?:关系)?|依存関係)$",
        RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex Heading();

    [GeneratedRegex(
        @"^[*_`]{0,3}((?i:"
            + DependencyText.Noun
            + @"\s*)?#?"
            + TaskIdForm.Any
            + @")[*_`]{0,3}(?:\s*\([^)]{0,100}\))?\s*(?:[:：]?\s*(?i:is\s+)?(?i:(?:"
            + DependencyRelation.Waits
            + "|"
            + DependencyRelation.MayWait
            + ")|("
            + DependencyRelation.Holds
            + @"))(?![\p{L}\p{N}_])\s*[:：]?|←|<-|[:：]\s*(?=(?i:none\b|no\b|task|step|phase|group|T?\d)))\s*(.+)$",
        RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Relation();
}
