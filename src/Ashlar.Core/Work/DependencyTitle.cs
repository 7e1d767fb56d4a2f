using System.Text.RegularExpressions;

namespace Ashlar.Core.Work;

/// <summary>A heading that announces dependencies, and the sentences under it.</summary>
internal static partial class DependencyTitle
{
    /// <summary>Whether a heading says no more than that.</summary>
    public static bool Is(string title) => Heading().IsIn(title.Trim(':', ' ', '*'));

    /// <summary>The id that a sentence begins with and what it depends on; null where it is no such sentence.</summary>
    public static (string Owner, string On)? Sentence(string text)
    {
        var match = DependsOn().FirstIn(text);
        return match.Success ? (match.Groups[1].Value, match.Groups[2].Value.Trim()) : null;
    }

    [GeneratedRegex(
        @"^(?:task )?(?:dependenc(?:y|ies)|depends on|blocked by|dependency (?:graph|order)|依赖(?:关系)?|依存関係)$",
        RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex Heading();

    [GeneratedRegex(
        @"^[*_`]{0,3}(?:Task|Step|Item)?\s*#?((?:[A-Z]{1,10}-?)?\d{1,6}(?:\.\d{1,4}){0,4}[a-z]?)[*_`]{0,3}(?:\s*\([^)]{0,100}\))?\s*[:：]?\s*(?:depends\s+on|requires|needs|is\s+blocked\s+by|blocked\s+by|(?:comes|runs|starts)?\s*after|←|<-)\s*[:：]?\s*(.+)$",
        RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex DependsOn();
}
