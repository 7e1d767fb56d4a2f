using System.Text.RegularExpressions;

namespace Ashlar.Core.Work;

/// <summary>Tells prompts and templates that merely look like task lists from task lists.</summary>
internal static partial class LookAlike
{
    private static readonly string[] PromptKeys =
    [
        "allowed-tools:",
        "argument-hint:",
        "tools:",
        "scripts:",
        "handoffs:",
        "agent:",
        "disable-model-invocation:",
    ];

    /// <summary>Why a file is a prompt or template by its path or front matter; null where nothing says so.</summary>
    public static string? ByFrame(string path, SourceLines source, TaskDialect dialect)
    {
        if (!dialect.ByPath && TemplatePath().FirstIn("/" + path.Replace('\\', '/').TrimStart('/')) is { Success: true } match)
        {
            return $"its path says that it is a template or a prompt ({match.Value.Trim('/')})";
        }

        for (var i = 1; i < source.FrontMatterLines; i++)
        {
            if (Array.Exists(PromptKeys, key => source[i].Text.StartsWith(key, StringComparison.Ordinal)))
            {
                return $"its front matter is that of a prompt ({source[i].Text.Trim()})";
            }
        }

        for (var i = source.FrontMatterLines; i < source.Count; i++)
        {
            if (!dialect.ByPath && !source[i].Hidden && TakesArguments(source[i]))
            {
                return "it takes $ARGUMENTS, so it is a prompt";
            }
        }

        return null;
    }

    // A prompt is given them; a list of work on prompts speaks of them in items and code.
    private static bool TakesArguments(SourceLine line) =>
        line.Text.Contains("$ARGUMENTS", StringComparison.Ordinal)
        && !BoxLine.IsListItem(line.Text)
        && CodeSpan().ReplaceIn(line.Text, "").Contains("$ARGUMENTS", StringComparison.Ordinal);

    [GeneratedRegex("`[^`]*`", RegexOptions.None, 1000)]
    private static partial Regex CodeSpan();

    /// <summary>Why the tasks that were found are those of a template; null where they are real.</summary>
    public static string? ByTasks(IReadOnlyList<TaskDraft> items)
    {
        var placeholders = items.Where(item => IsPlaceholder(item)).ToList();
        return placeholders.Count * 2 > items.Count
            ? $"its tasks are placeholders (\"{placeholders[0].Title}\"), so it is a template that was never filled in"
            : null;
    }

    private static bool IsPlaceholder(TaskDraft item) =>
        item.Title.Length == 0
        || (item.Parent is null && item.Title == item.Id && char.IsAsciiDigit(item.Title[0]))
        || Placeholder().IsIn(item.Title)
        || BareTask().IsIn(item.Title);

    [GeneratedRegex(
        @"/(?:_?templates?|\.claude/(?:commands|agents|skills)|\.opencode/[^/]+|\.cursor/[^/]+|agent-os/(?:commands|instructions|profiles)|prompts)/(?:.*/)?[^/]*$|[^/]*[-_.]template\.(?:md|json)$",
        RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex TemplatePath();

    // What stands for text to be filled in: {{…}}, <!-- … -->, [Description], [TASK], [Task title].
    [GeneratedRegex(
        @"\{\{[^}]*\}\}|^<!--|^(?:(?:<[^<>]{1,200}>|\[(?!x\])[^\]\[]{1,80}\](?!\(|\[)|\{[^{}]{1,80}\}|…|\.{3,}|_{3,})[\s:,.\-–—/()*`]*)+$|^\[(?!x\])[^\]\[]{1,80}\](?!\(|\[)[\s.…]*(?:\([^)]*\))?$|^\[(?:TASK|TaskID|ID|Title|Task|Description|Sub-?task)[^\]]*\](?!\()|^<[a-z][a-z _-]*>$",
        RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex Placeholder();

    [GeneratedRegex(
        @"^(?:(?:parent |sub-?)?task(?: title| description)?|todo|item|description)(?: \d{1,3}| [A-Z])?$",
        RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex BareTask();
}
