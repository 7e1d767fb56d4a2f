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
    /// <summary>No noun is before it.</summary>
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
/// <param name="Kind">Whether it names tasks, none, all before, all others, or things that are not tasks.</param>
/// <param name="References">The tasks it names.</param>
internal sealed partial record DependencyText(string Value, DependencyKind Kind, IReadOnlyList<DependencyReference> References)
{
    /// <summary>Whether it consists of them and of what is between them.</summary>
    public bool IsStrict { get; private init; } = true;

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
            .Replace("`", "", StringComparison.Ordinal)
            .Trim('"', '\'');
        text = text.Contains('"', StringComparison.Ordinal) ? text.Replace("\"", "", StringComparison.Ordinal) : text;
        if (Nothing().IsIn(text))
        {
            return new DependencyText(value, DependencyKind.Nothing, []);
        }

        if (text.StartsWith("all", StringComparison.OrdinalIgnoreCase) && AllPrior().FirstIn(text) is { Success: true } all)
        {
            return new DependencyText(value, all.Groups[1].Success ? DependencyKind.AllOthers : DependencyKind.AllPrior, []);
        }

        if (Before().IsIn(text))
        {
            return new DependencyText(value, DependencyKind.Previous, []);
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

        return new DependencyText(value, references.Count > 0 ? DependencyKind.Tasks : DependencyKind.Things, references)
        {
            IsStrict = strict,
        };
    }

    /// <summary>The task or group that a text begins with; null where it begins with something else.</summary>
    public static DependencyReference? FirstIn(string text) =>
        Reference().FirstIn(text) is { Success: true, Index: 0 } match
            ? new DependencyReference(
                match.Groups[1].Success ? NounOf(match.Groups[1].Value) : DependencyNoun.None,
                match.Groups[2].Value,
                null
            )
            : null;

    /// <summary>The noun that a text begins with, with a blank behind it; empty where it begins with an id.</summary>
    public static string NounBefore(string text) =>
        Reference().FirstIn(text) is { Success: true } match && match.Groups[1].Success ? match.Groups[1].Value + " " : "";

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

    /// <summary>What the numbers in statements count.</summary>
    public const string Noun =
        @"(?:task\s*groups?|groups?|tasks?|phases?|milestones?|stages?|sprints?|slices?|checkpoints?|steps?|items?|任务|タスク|阶段|フェーズ)";

    /// <summary>Those after which a number follows without a blank.</summary>
    public const string JoinedNoun = "(?:任务|タスク|阶段|フェーズ)";

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

    [GeneratedRegex(
        @"^(?:the\s+)?(?:(?:previous|preceding|prior)\s+(?:task|step|item|one|group|phase)|(?:task|step|item|one)\s+(?:above|before))$",
        RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex Before();

    [GeneratedRegex(@"[(（][^)）]{0,300}[)）]", RegexOptions.None, 1000)]
    private static partial Regex Notes();

    [GeneratedRegex(
        @"^(?>(?:"
            + Noun
            + @"|"
            + TaskIdForm.Any
            + @"|\s|[,;&+/、，和与及と]|and|und|or|to|through|-|–|—|~|\.\.|#|:|complete[d]?|done|finished|merged|is|are|been|\)|\()+)$",
        RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex OnlyReferences();

    [GeneratedRegex(
        @"(?:(?<![\w.])|(?<=[和与及と])|(?="
            + JoinedNoun
            + @"))(?:(?i:("
            + Noun
            + @"))\s*#?\s*)?(?:(?<![\w.-])|(?<="
            + JoinedNoun
            + @"|[和与及と]))("
            + TaskIdForm.Any
            + @")(?:\s*(?:-|–|—|~|\.\.|(?i:to|through))\s*(?:(?i:"
            + Noun
            + @")\s*)?("
            + TaskIdForm.Any
            + @"))?(?![A-Za-z0-9_]|\.\d)",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Reference();
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

    /// <summary>The task before it.</summary>
    Previous,

    /// <summary>It names things that are not tasks.</summary>
    Things,
}
