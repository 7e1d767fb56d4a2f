using System.Text.RegularExpressions;

namespace Ashlar.Core.Work;

/// <summary>One reference in a dependency statement: an id or number, or a range of them, with the noun before it.</summary>
/// <param name="Noun">What it is a number of.</param>
/// <param name="From">The first id.</param>
/// <param name="To">The last id of a range, else null.</param>
internal sealed record DependencyReference(DependencyNoun Noun, string From, string? To);

/// <summary>What the number in a dependency statement counts.</summary>
internal enum DependencyNoun
{
    /// <summary>No noun stands before it.</summary>
    None,

    /// <summary>A task.</summary>
    Task,

    /// <summary>A task group.</summary>
    Group,

    /// <summary>A phase.</summary>
    Phase,
}

/// <summary>What a dependency statement says.</summary>
/// <param name="Value">The statement as written, without its label.</param>
/// <param name="Kind">Whether it names tasks, none, all before, all others, or things that are no tasks.</param>
/// <param name="References">The tasks it names.</param>
internal sealed partial record DependencyText(string Value, DependencyKind Kind, IReadOnlyList<DependencyReference> References)
{
    /// <summary>Reads the value of a dependency line: <c>None</c>, <c>Task Groups 1-3</c>, <c>T001, T002 and [T003](#t003)</c>.</summary>
    public static DependencyText Parse(string value)
    {
        if (TaskIds.CommonLength(value) == value.Length && value.Length > 0)
        {
            return new DependencyText(value, DependencyKind.Tasks, [new DependencyReference(DependencyNoun.None, value, null)]);
        }

        var text = value.Contains('[', StringComparison.Ordinal)
            ? Links().ReplaceIn(value, "$1").Replace("[D:", "", StringComparison.Ordinal)
            : value;
        text = text.Trim(' ', '*', '_', '.', '。', '\t')
            .Replace("*", "", StringComparison.Ordinal)
            .Replace("`", "", StringComparison.Ordinal);
        if (Nothing().IsIn(text))
        {
            return new DependencyText(value, DependencyKind.Nothing, []);
        }

        if (text.StartsWith("all", StringComparison.OrdinalIgnoreCase) && AllPrior().FirstIn(text) is { Success: true } all)
        {
            return new DependencyText(value, all.Groups[1].Success ? DependencyKind.AllOthers : DependencyKind.AllPrior, []);
        }

        var bare = text.AsSpan().ContainsAny('(', '（') ? Notes().ReplaceIn(text, " ") : text;
        var strict = OnlyReferences().IsIn(bare);
        var references = new List<DependencyReference>();
        var noun = DependencyNoun.None;
        foreach (Match match in Reference().AllIn(bare))
        {
            noun = match.Groups[1].Success ? NounOf(match.Groups[1].Value) : noun;
            var from = match.Groups[2].Value;
            if (noun != DependencyNoun.None || strict || char.IsLetter(from[0]))
            {
                references.Add(new DependencyReference(noun, from, match.Groups[3].Success ? match.Groups[3].Value : null));
            }
        }

        return new DependencyText(value, references.Count > 0 ? DependencyKind.Tasks : DependencyKind.Things, references);
    }

    /// <summary>The value of a line such as <c>**Dependencies:** Task Group 1</c>; null where the line is none. Empty where a list follows.</summary>
    public static string? LabelledValue(string line) =>
        MayState(line) && Label().FirstIn(line) is { Success: true } match ? match.Groups[1].Value.Trim() : null;

    /// <summary>The statement inside a task's own line: <c>(depends on T012)</c>, <c>[D: 1.2]</c>; null where there is none.</summary>
    public static string? InTitle(string title)
    {
        if (!MayState(title) && !title.Contains("[D:", StringComparison.Ordinal))
        {
            return null;
        }

        var match = InBrackets().FirstIn(title);
        match = match.Success ? match : InWords().FirstIn(title);
        return !match.Success ? null
            : match.Groups[1].Success ? match.Groups[1].Value
            : match.Groups[2].Value;
    }

    private static bool MayState(string line) =>
        line.Contains("dep", StringComparison.OrdinalIgnoreCase)
        || line.Contains("block", StringComparison.OrdinalIgnoreCase)
        || line.AsSpan().ContainsAny('依', '前');

    private static DependencyNoun NounOf(string noun) =>
        noun.Contains("group", StringComparison.OrdinalIgnoreCase) ? DependencyNoun.Group
        : noun.ToLowerInvariant().TrimEnd('s')
            is "phase"
                or "milestone"
                or "stage"
                or "sprint"
                or "slice"
                or "checkpoint"
                or "阶段"
                or "フェーズ"
            ? DependencyNoun.Phase
        : DependencyNoun.Task;

    private const string Id =
        @"(?:(?:[A-Z]{1,10}-){0,2}[A-Z]{1,10}(?:\d{1,3}-)?-?\d{1,6}(?:\.\d{1,4}){0,5}(?:[a-f]|(?:-[A-Z]{2,6}(?![A-Z0-9]))?)|\d{1,4}(?:\.\d{1,4}){0,5}[a-f]?)";

    private const string Noun =
        @"(?:task\s*groups?|groups?|tasks?|phases?|milestones?|stages?|sprints?|slices?|checkpoints?|steps?|items?|任务|タスク|阶段|フェーズ)";

    [GeneratedRegex(@"\[([^\]\[]{1,200})\](?:\([^)\s]{0,300}\))?", RegexOptions.None, 1000)]
    private static partial Regex Links();

    [GeneratedRegex(
        @"^(?:$|(?:none|n/a|na|nothing|no dependenc(?:y|ies)|no|nil|无|なし|ない|没有|-+|—|–|\[\])(?=$|[\s,.;:(（—–])(?!\s*\d))",
        RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex Nothing();

    [GeneratedRegex(
        @"^all\s+(?:of\s+)?(?:the\s+)?(?:prior|previous|preceding|earlier|above|(other|others|remaining))\b(?:\s+(?:implementation|task|tasks|groups?|phases?|steps?|items?))*",
        RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex AllPrior();

    [GeneratedRegex(@"[(（][^)）]{0,300}[)）]", RegexOptions.None, 1000)]
    private static partial Regex Notes();

    [GeneratedRegex(
        @"^(?>(?:" + Noun + @"|" + Id + @"|\s|[,;&+/、，]|and|und|or|to|through|-|–|—|~|\.\.|#|:|complete[d]?|done|\)|\()+)$",
        RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex OnlyReferences();

    [GeneratedRegex(
        @"(?<![\w.])(?:(?i:("
            + Noun
            + @"))\s*#?\s*)?(?<![\w.-])("
            + Id
            + @")(?:\s*(?:-|–|—|~|\.\.|(?i:to|through))\s*(?:(?i:"
            + Noun
            + @")\s*)?("
            + Id
            + @"))?(?![\w]|\.\d)",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Reference();

    [GeneratedRegex(
        @"^\s*(?:[-*+]\s+|>\s*)?[*_]{0,3}(?:depends(?:\s+on)?|dependenc(?:y|ies)|deps|blocked\s+by|依赖|依赖项|依存|依存関係|前置任务)[*_]{0,3}\s*[:：]\s*[*_]{0,3}(.*?)_?\s*$",
        RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex Label();

    [GeneratedRegex(
        @"[(\[（](?:(?:depends|depending|dependent)\s+on\s*[:：]?|blocked\s+by\s*[:：]?|(?:depends|dependenc(?:y|ies)|deps?|D)\s*[:：])\s*([^)）\]]{1,400})[)\]）]",
        RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex InBrackets();

    [GeneratedRegex(
        @"\b(?:(?:depends\s+on|blocked\s+by)[:\s]\s*((?:(?:Tasks?|Task Groups?)\s+\d|T-?\d{1,6}).*)|(?:depends(?:\s+on)?|blocked\s+by|deps)\s*[:：]\s*("
            + Id
            + @"(?![\w.]).*))$",
        RegexOptions.None,
        1000
    )]
    private static partial Regex InWords();
}

/// <summary>What a dependency statement amounts to.</summary>
internal enum DependencyKind
{
    /// <summary>It names tasks.</summary>
    Tasks,

    /// <summary>It says that there is no dependency.</summary>
    Nothing,

    /// <summary>All tasks before it.</summary>
    AllPrior,

    /// <summary>All other tasks.</summary>
    AllOthers,

    /// <summary>It names things that are no tasks.</summary>
    Things,
}
