using System.Text;
using System.Text.RegularExpressions;

namespace Ashlar.Core.Work;

/// <summary>A line such as <c>**Status**: todo</c> under a task's heading.</summary>
internal static partial class StatusLine
{
    /// <summary>The label with what parts it from its value: a colon, another sign, or the end of its emphasis.</summary>
    public const string Label =
        @"[*_`]{0,3}(?:status|state|状态|ステータス)(?:[*_`]{0,3}[ \t]*(?:[:：|→]|[=＝]>?|[-–—]{1,2}(?:>|(?=[ \t*_`])))|[*_`]{1,3}(?=[ \t]+\S))";

    /// <summary>The value's place in the lines between a heading and the next heading or box; null without one.</summary>
    public static TaskMark? Find(SourceLines source, int headingLine)
    {
        for (var i = headingLine + 1; i < source.Count; i++)
        {
            var line = source[i];
            if (line.Hidden)
            {
                continue;
            }

            if (HeadingLine.Parse(line.Text) is not null || line.Box is not null)
            {
                return null;
            }

            if (Parse(line, TaskMarkKind.Status) is { } mark)
            {
                return mark;
            }
        }

        return null;
    }

    /// <summary>The value's place in one line; null where it is no status line or its bytes are no UTF-8.</summary>
    public static TaskMark? Parse(SourceLine line, TaskMarkKind kind)
    {
        if (!line.Text.Contains("stat", StringComparison.OrdinalIgnoreCase) && !line.Text.Contains('状') && !line.Text.Contains('ス'))
        {
            return null;
        }

        var match = Pattern().FirstIn(line.Text);
        if (!match.Success || Encoding.UTF8.GetByteCount(line.Text) != line.Length)
        {
            return null;
        }

        var start = match.Length;
        var value = Value(line.Text.AsSpan(start));

        // What stands behind a colon is a value; behind another sign prose may stand ("State - as the server keeps it").
        if (value.IsEmpty || (!match.ValueSpan.ContainsAny(':', '：') && TaskStateText.OfWord(value.ToString()) == TaskState.Other))
        {
            return null;
        }

        var offset = Encoding.UTF8.GetByteCount(line.Text.AsSpan(0, start));
        return new TaskMark(kind, line.Start + offset, Encoding.UTF8.GetByteCount(value), value.ToString());
    }

    // Up to another column, a remark in brackets or after a dash, or the marks that close an emphasis. A word such as not_started has marks inside.
    private static ReadOnlySpan<char> Value(ReadOnlySpan<char> text)
    {
        foreach (var end in Ends)
        {
            var at = text.IndexOf(end, StringComparison.Ordinal);
            text = at > 0 ? text[..at] : text;
        }

        return text.TrimEnd(" \t*_`|.,;");
    }

    private static readonly string[] Ends = ["|", " (", "（", " - ", " – ", " — ", " #", " //", "<!--", ". ", "; "];

    [GeneratedRegex(@"^\s*(?:[-*+]\s+|>\s*)?" + Label + @"\s*[*_`]{0,3}\s*(?=\S)", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Pattern();
}
