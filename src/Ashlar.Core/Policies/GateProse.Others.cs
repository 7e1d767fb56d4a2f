using System.Text.RegularExpressions;

namespace Ashlar.Core.Policies;

/// <content>Commands of others, and those for one kind of change.</content>
internal sealed partial class GateProse
{
    // Somebody else's, for some of the work, or without effect.
    [GeneratedRegex(
        @"\b(?:only|optional|informational|informative|advisory|non-blocking|best[ -]effort|ignor(?:e|es|ed|ing)|takes? (?:too |very )?(?:long|a while|(?:[\w-]+ )?(?:seconds|minutes|hours))|slow|expensive|weekly|daily|hourly|monthly|periodically|occasionally|sometimes|usually|ideally|might|could|allowed to fail|flaky|nice to have|(?:just|mainly|mostly) for|by hand|manually|ask(?:s|ed|ing)?|suggest(?:s|ed)?|recommended|consider|someone|somebody|the user|humans?|(?:in|on) ci|ci (?:runs|does|will|executes|takes)|used to)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex Restricted();

    // "Users can run `x`", "The pipeline runs `x`": somebody else does. "For Python changes: `x`": not for each.
    [GeneratedRegex(
        @"^\W*(?!(?:you|we|i|it|this|that|please|always|never|then|finally|next|also|and|to|make|ensure|the agent|this agent|the implementer|all|every|each)\b)(?:(?:the|an?|our|your|their) )?[a-z-]+(?: [a-z-]+){0,2} (?:(?:can|may|might|could|will) (?:also |then |still )?(?:run|execute|use|call|invoke)|runs|executes|invokes|calls)\b"
            + @"|^\W*for (?!(?:all|any|each|every|this|the|your|our)\b)[^:,`—–]*\b(?:changes?|edits?|files?|code|work|projects?|modules?|packages?|components?|branch(?:es)?|releases?|tasks?|features?|fix(?:es)?|apps?|services?)\b[^:,`—–]*[:,—–]",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex OfOthers();
}
