using System.Text.RegularExpressions;

namespace Ashlar.Core.Work;

/// <summary>What kind of group a heading opens.</summary>
internal enum HeadingKind
{
    /// <summary>A title without a number.</summary>
    Plain,

    /// <summary><c>Task Group 2: …</c>.</summary>
    TaskGroup,

    /// <summary><c>Phase 3: …</c>.</summary>
    Phase,

    /// <summary><c>Task 1.2: …</c> or <c>T-006: …</c>.</summary>
    Task,

    /// <summary><c>2. …</c>.</summary>
    Numbered,
}

/// <summary>A heading: <c>#### Task Group 2: API</c>.</summary>
/// <param name="Level">1 to 6.</param>
/// <param name="Title">Its text without hashes and bold.</param>
/// <param name="Kind">What it opens.</param>
/// <param name="Number">Its number or id, null for <see cref="HeadingKind.Plain"/>.</param>
/// <param name="Name">Its text after the number.</param>
internal sealed partial record HeadingLine(int Level, string Title, HeadingKind Kind, string? Number, string Name)
{
    /// <summary>Whether it stands without hashes.</summary>
    public bool IsBare { get; init; }

    /// <summary>Whether the line below it is its underline.</summary>
    public bool IsUnderlined { get; init; }

    /// <summary>Whether all its words are struck through.</summary>
    public bool IsStruck { get; init; }

    /// <summary>Reads a line; null where it is no heading. A box in the heading belongs to no part of it.</summary>
    public static HeadingLine? Parse(string line)
    {
        var level = 0;
        var at = line.AsSpan().IndexOfAnyExcept(' ');
        while (at >= 0 && at + level < line.Length && line[at + level] == '#')
        {
            level++;
        }

        if (at is < 0 or > 3 || level is 0 or > 6 || (at + level < line.Length && line[at + level] is not (' ' or '\t')))
        {
            return null;
        }

        return Of((BoxLine.Parse(line) is { } box ? box.Rest : line[(at + level)..]).Trim().TrimEnd('#'), level);
    }

    /// <summary>The heading of a level with a text.</summary>
    public static HeadingLine Of(string text, int level)
    {
        if (StruckText.Of(text) is { } struck)
        {
            return Of(struck, level) with { IsStruck = true };
        }

        var title = text.Replace("**", "", StringComparison.Ordinal).Trim();
        var plain = title.Length > 0 && title[0] is '*' or '_' ? Emphasised().ReplaceIn(title, "$2$3") : title;
        foreach (var (kind, pattern) in Patterns)
        {
            if (pattern.FirstIn(plain) is { Success: true } match)
            {
                title = plain;
                var name = title[match.Length..].TrimStart(' ', ':', '：', '-', '–', '—', '.', ')', '、', ']');
                return new HeadingLine(level, title, kind, match.Groups[1].Value, name);
            }
        }

        return new HeadingLine(level, title, HeadingKind.Plain, null, title);
    }

    private static (HeadingKind Kind, Regex Pattern)[] Patterns =>
        [
            (HeadingKind.TaskGroup, GroupNumber()),
            (HeadingKind.Phase, PhaseNumber()),
            (HeadingKind.Task, TaskNumber()),
            (HeadingKind.Task, TaskId()),
            (HeadingKind.Numbered, LeadingNumber()),
        ];

    // Emphasis of a number, or of all words: "__T-006__: Title", "*Task 2: Title*".
    [GeneratedRegex(@"^(?:(\*{1,3}|_{1,3})(?=[^\s*_])(.{1,200}?)(?<=[^\s*_])\1(?![\p{L}\p{N}*_])(.*))$", RegexOptions.None, 1000)]
    private static partial Regex Emphasised();

    [GeneratedRegex(@"^(?:Task\s+)?Group\s+#?(\d{1,4}(?:\.\d{1,4})*[a-z]?|[A-Z])(?=[\s:：.)\-–—]|$)", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex GroupNumber();

    [GeneratedRegex(
        @"^(?:Phase|Milestone|Stage|Sprint|Slice|Checkpoint|阶段|フェーズ)\s*#?(\d{1,4}(?:\.\d{1,4})*[a-z]?|[A-Z]\d{0,3}|N)(?=[\s:：.)\-–—(]|$)",
        RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex PhaseNumber();

    [GeneratedRegex(@"^(?:Task|Step|任务|タスク)\s*#?(\d{1,4}(?:\.\d{1,4})*[a-z]?)(?=[\s:：.)\-–—(]|$)", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex TaskNumber();

    [GeneratedRegex(@"^\[?((?:[A-Z]{1,10}-){0,2}(?:T|TASK)-?\d{1,6}(?:\.\d{1,4})*)(?=[\s:：.)\]\-–—]|$)", RegexOptions.None, 1000)]
    private static partial Regex TaskId();

    [GeneratedRegex(@"^(\d{1,4}(?:\.\d{1,4})*[a-z]?)(?=[\s:：.)、．]|$)", RegexOptions.None, 1000)]
    private static partial Regex LeadingNumber();
}
