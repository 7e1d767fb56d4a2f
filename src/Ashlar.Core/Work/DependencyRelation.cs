using System.Text.RegularExpressions;

namespace Ashlar.Core.Work;

/// <summary>Which of two tasks comes first.</summary>
internal enum TaskPrecedence
{
    /// <summary>Nothing is said of it.</summary>
    None,

    /// <summary>The task waits for those named: <c>depends on T1</c>.</summary>
    Waits,

    /// <summary>The task waits for those named, in words that say many other things too: <c>after 1.2</c>, <c>Requires: Node 20</c>.</summary>
    MayWait,

    /// <summary>Those named wait for the task: <c>Blocks: T4</c>.</summary>
    Holds,
}

/// <summary>The words that say which of two tasks comes first.</summary>
internal static partial class DependencyRelation
{
    /// <summary>Words that say nothing else.</summary>
    public const string Waits =
        @"depend(?:s|ing|ent)?(?:[\s_-]*(?:on|upon))?|dependenc(?:y|ies)|deps?|blocked(?:[\s_-]*(?:by|on))"
        + @"|blo[cqk]\p{L}+\s+(?:por|par|da|durch|von)|(?:hängt|haengt)\s+ab\s+von|abhängig\s+von|abhängigkeit(?:en)?|depende(?:n)?\s+de|dependencias?|dépend(?:ent)?\s+de|dépendances?"
        + @"|dependências?|dipende\s+da|dipendenze|zależy\s+od|зависит\s+от|зависимост[ьи]|依赖(?:于|项|任务)?|依存(?:関係|先)?|前置任务|의존(?:성)?|선행\s*(?:작업|태스크)?";

    // "Not before" says the same as "after".
    private const string NotBefore =
        @"(?:(?:must|should|may|can|do|does|is|to|shall|will)\s+)?(?:\p{L}+n['’]t|cannot|not|never)\s+(?:(?!not\b)\p{L}+\s+){0,3}?(?:before|until|till|unless)"
        + @"|(?:no|not)\s+(?:earlier|sooner)\s+than|(?:blocked|wait(?:s|ing)?|(?:on\s+)?hold|deferred|postponed)\s+(?:until|till)|only\s+(?:when|if|once)"
        + @"|(?:nicht|erst)\s+(?:\p{L}+\s+){0,2}?(?:be)?vor|(?:frühestens|erst)\s+(?:nach|wenn)|(?:ne\s+)?(?:\p{L}+\s+)?pas\s+(?:\p{L}+\s+){0,2}?avant(?:\s+(?:de|que))?|seulement\s+après"
        + @"|no\s+(?:\p{L}+\s+){0,2}?antes\s+(?:de|que)|s[oó]lo\s+después\s+de|não\s+(?:\p{L}+\s+){0,2}?antes\s+(?:de|que)|(?:só|somente|apenas)\s+(?:depois\s+de|após)"
        + @"|non\s+(?:\p{L}+\s+){0,2}?prima\s+(?:di|che)|solo\s+dopo|niet\s+(?:\p{L}+\s+){0,2}?(?:voor|vóór|voordat)|pas\s+na"
        + @"|nie\s+(?:\p{L}+\s+){0,2}?(?:przed|wcześniej\s+niż)|dopiero\s+po|не\s+(?:\p{L}+\s+){0,2}?(?:раньше|до)|только\s+после|inte\s+(?:\p{L}+\s+){0,2}?(?:före|förrän)|不(?:得|能|可)?早于";

    /// <summary>Words that also order other things than tasks.</summary>
    public const string MayWait =
        NotBefore
        + @"|blockers?|requires?|needs?|pre-?\s?req(?:uisite)?s?|predecessors?|preceded\s+by|wait(?:s|ing)?\s+(?:for|on)|gated\s+(?:by|on)|follows|builds\s+(?:up)?on"
        + @"|(?:(?:must|should|can|may|to)\s+)?(?:only\s+)?(?:(?:comes?|runs?|starts?|begins?|do|be\s+(?:done|started)|done|started)\s+)?(?:only\s+)?after|once"
        + @"|nach|benötigt|voraussetzung(?:en)?|después\s+de|requiere|après|nécessite|depois\s+de|dopo|na|po|после|требует|前提(?:タスク|条件)?";

    /// <summary>Words that say it the other way round.</summary>
    public const string Holds =
        @"(?:un)?block(?:s|ing)|precedes|successors?|dependents?|(?:required|needed)\s+(?:by|for|before)|prerequisite\s+(?:of|for)"
        + @"|(?:(?:must|should|to)\s+)?(?:(?:comes?|runs?|be\s+(?:done|completed|finished)|is\s+done)\s+)?before|blockiert|bloquea|bloque|блокирует|阻塞";

    /// <summary>What a label says of its task and those that follow.</summary>
    public static TaskPrecedence OfLabel(string label)
    {
        var words = Between().ReplaceIn(Humps().ReplaceIn(label, " "), " ").Trim();
        return words.Length is 0 or > 40 ? TaskPrecedence.None
            : OnlyWaits().IsIn(words) ? TaskPrecedence.Waits
            : OnlyHolds().IsIn(words) ? TaskPrecedence.Holds
            : OnlyMayWait().IsIn(words) ? TaskPrecedence.MayWait
            : TaskPrecedence.None;
    }

    // "dependsOn" is two words.
    [GeneratedRegex(@"(?<=\p{Ll})(?=\p{Lu}\p{Ll})", RegexOptions.None, 1000)]
    private static partial Regex Humps();

    [GeneratedRegex(@"[\s*_`\\@""'-]+", RegexOptions.None, 1000)]
    private static partial Regex Between();

    [GeneratedRegex("^(?:" + Waits + ")$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex OnlyWaits();

    [GeneratedRegex("^(?:" + Holds + ")$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex OnlyHolds();

    [GeneratedRegex("^(?:" + MayWait + ")$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex OnlyMayWait();
}
