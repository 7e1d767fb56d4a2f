using System.Text;

namespace Ashlar.Core.Work;

/// <summary>Reads a Backlog.md task: one file a task, with its state in the front matter and its criteria as boxes.</summary>
internal static class BacklogTask
{
    /// <summary>The task as a list of one; null where the file is none.</summary>
    public static DraftList? Read(SourceLines source, string path)
    {
        var values = new Dictionary<string, (string Value, int Line)>(StringComparer.Ordinal);
        var dependencies = new List<DependencyStatement>();
        ReadFrontMatter(source, values, dependencies);
        if (
            !values.TryGetValue("id", out var id)
            || !values.TryGetValue("title", out var title)
            || !values.TryGetValue("status", out var status)
            || id.Value.Length == 0
        )
        {
            return null;
        }

        var mark = Mark(source[status.Line]);
        var item = new TaskDraft
        {
            Id = id.Value,
            HasGivenId = true,
            Title = title.Value,
            State = mark is null ? TaskState.Todo : TaskStateText.OfWord(status.Value),
            Line = status.Line,
            EndLine = source.Count - 1,
            Mark = mark,
            Text = source.Slice(0, source.Count - 1),
        };
        item.Dependencies.AddRange(dependencies);
        AddCriteria(source, item);
        return new DraftList(
            source,
            new TaskDialect("backlog", "its front matter has id, title and status", ByPath: false),
            [item],
            [],
            []
        );
    }

    private static void ReadFrontMatter(
        SourceLines source,
        Dictionary<string, (string Value, int Line)> values,
        List<DependencyStatement> dependencies
    )
    {
        var key = "";
        for (var i = 1; i < source.FrontMatterLines - 1; i++)
        {
            var text = source[i].Text;
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            if (text.Length > 0 && char.IsLetter(text[0]) && colon > 0)
            {
                key = text[..colon];
                var value = Scalar(text[(colon + 1)..]);
                if (key == "dependencies")
                {
                    dependencies.AddRange(
                        value
                            .Trim('[', ']')
                            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                            .Select(one => new DependencyStatement(Scalar(one), i, Exact: true))
                    );
                }

                values.TryAdd(key, (value is ">-" or ">" or "|" or "|-" ? "" : value, i));
            }
            else if (key == "dependencies" && text.TrimStart().StartsWith('-'))
            {
                dependencies.Add(new DependencyStatement(Scalar(text.TrimStart()[1..]), i, Exact: true));
            }
            else if (key.Length > 0 && text.Length > 0 && char.IsWhiteSpace(text[0]) && values.TryGetValue(key, out var folded))
            {
                values[key] = ((folded.Value + " " + text.Trim()).Trim(), folded.Line);
            }
        }
    }

    private static TaskMark? Mark(SourceLine line)
    {
        var start = line.Text.IndexOf(':', StringComparison.Ordinal) + 1;
        var value = Scalar(line.Text[start..]);
        var at = value.Length == 0 ? -1 : line.Text.IndexOf(value, start, StringComparison.Ordinal);
        return at < 0 || Encoding.UTF8.GetByteCount(line.Text) != line.Length
            ? null
            : new TaskMark(
                TaskMarkKind.Status,
                line.Start + Encoding.UTF8.GetByteCount(line.Text.AsSpan(0, at)),
                Encoding.UTF8.GetByteCount(value),
                value
            );
    }

    private static void AddCriteria(SourceLines source, TaskDraft item)
    {
        for (var i = source.FrontMatterLines; i < source.Count; i++)
        {
            if (!source[i].Hidden && source[i].Box is { HeadingLevel: 0 } box)
            {
                item.Acceptance.Add(box.Rest.Trim());
            }
        }
    }

    // A scalar without its quotes and without the comment behind it (YAML 1.2, sections 6.6 and 7.3).
    private static string Scalar(string text)
    {
        text = text.Trim();
        if (text.Length > 1 && text[0] is '\'' or '"' && EndOfQuoted(text) is > 0 and var end)
        {
            return text[1..end].Replace("''", "'", StringComparison.Ordinal);
        }

        var comment = text.StartsWith('#') ? 0 : text.IndexOf(" #", StringComparison.Ordinal);
        comment = comment < 0 ? text.IndexOf("\t#", StringComparison.Ordinal) : comment;
        return comment < 0 ? text : text[..comment].TrimEnd();
    }

    // The index of the closing quote, where nothing but a comment follows it; else -1.
    private static int EndOfQuoted(string text)
    {
        for (var i = 1; i < text.Length; i++)
        {
            if (text[0] == '"' && text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == text[0] && text[0] == '\'' && i + 1 < text.Length && text[i + 1] == '\'')
            {
                i++;
            }
            else if (text[i] == text[0])
            {
                var rest = text.AsSpan(i + 1).TrimStart();
                return rest.IsEmpty || rest[0] == '#' ? i : -1;
            }
        }

        return -1;
    }
}
