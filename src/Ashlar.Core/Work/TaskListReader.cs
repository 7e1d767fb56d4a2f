using System.Text;

namespace Ashlar.Core.Work;

/// <summary>A task list, or why a file is none.</summary>
/// <param name="List">The list; null when refused.</param>
/// <param name="Refusal">Why it is not a task list; null when it is one.</param>
public sealed record TaskListReading(TaskList? List, Problem? Refusal)
{
    /// <summary>The list, or a <see cref="ProblemException"/> with exit status 2.</summary>
    public TaskList Required => List ?? throw new ProblemException(Refusal!);
}

/// <summary>
/// Reads task lists of Agent OS, Spec Kit, Kiro, OpenSpec, Task Master, Backlog.md and plain Markdown. Any bytes may be given; nothing is thrown.
/// </summary>
public static class TaskListReader
{
    /// <summary>The largest file that is read, in bytes.</summary>
    public const int MostBytes = 16 * 1024 * 1024;

    /// <summary>Reads a file's content.</summary>
    /// <param name="path">Its path, relative to the repository root where it lies inside; decides the dialect first and is used in problems.</param>
    /// <param name="content">Its bytes.</param>
    public static TaskListReading Read(string path, ReadOnlyMemory<byte> content)
    {
        if (content.Length > MostBytes)
        {
            return Refuse(path, $"it is larger than {MostBytes / 1024 / 1024} MiB");
        }

        if (content.Span.Contains((byte)0))
        {
            return Refuse(path, "it holds NUL bytes, so it is no UTF-8 text");
        }

        var source = SourceLines.Split(content);
        if (IsJson(content.Span))
        {
            return TaskMasterTasks.Read(source, path);
        }

        if (BacklogTask.Read(source, path) is { } backlog)
        {
            return new TaskListReading(TaskListAssembly.Assemble(backlog, path), null);
        }

        var dialect = TaskListDialect.Of(path, source);
        dialect = dialect.Name is "task-master" or "backlog" ? new TaskDialect("markdown", "it is Markdown", ByPath: false) : dialect;
        if (LookAlike.ByFrame(path, source, dialect) is { } frame)
        {
            return Refuse(path, frame);
        }

        var list = MarkdownTasks.Read(source, dialect, path);
        if (list.Items.Count == 0 && !HeadingTasks.Exist(list) && TaskTable.Read(source, dialect, path) is { } table)
        {
            list = table;
        }
        else if (list.Items.Count == 0 && !HeadingTasks.Exist(list))
        {
            return HeadingsOnly(path, source) ?? Refuse(path, NothingFound(source));
        }

        return LookAlike.ByTasks(list.Items) is { } template
            ? Refuse(path, template)
            : new TaskListReading(TaskListAssembly.Assemble(list, path), null);
    }

    /// <summary>The refusal of a file that is not a task list.</summary>
    internal static TaskListReading Refuse(string path, string reason, int? line = null, string? remedy = null) =>
        new(
            null,
            new Problem("tasks.no-list", $"this is not a task list: {reason}")
            {
                Path = path,
                Line = line,
                Remedy = remedy ?? $"Name a task list, or do what the file says as one task: --task-file {Quoted(path)}",
                Expected =
                    "tasks as check-boxes (\"- [ ] 1.1 Title\"), headings with a box or a Status line, a table with a column Status, or Task Master's JSON",
            }
        );

    private static TaskListReading? HeadingsOnly(string path, SourceLines source)
    {
        var headings = Enumerable
            .Range(source.FrontMatterLines, source.Count - source.FrontMatterLines)
            .Where(i =>
                !source[i].Hidden
                && HeadingLine.Parse(source[i].Text) is { Kind: HeadingKind.Task, Name.Length: > 0 } heading
                && !heading.Title.StartsWith("Step", StringComparison.OrdinalIgnoreCase)
            )
            .ToList();
        return headings.Count == 0
            ? null
            : Refuse(
                path,
                $"its headings name tasks and hold no check-box that could be ticked (\"{source[headings[0]].Text.Trim()}\")",
                headings[0] + 1,
                $"Put a box into each, as in \"{Boxed(source[headings[0]].Text)}\", or do the file as one task: --task-file {Quoted(path)}"
            );
    }

    private static string Boxed(string heading)
    {
        var text = heading.Trim();
        var title = text.TrimStart('#');
        return $"{text[..(text.Length - title.Length)]} [ ] {title.Trim()}";
    }

    private static string Quoted(string path) => path.Contains(' ', StringComparison.Ordinal) ? $"\"{path}\"" : path;

    private static string NothingFound(SourceLines source)
    {
        var fenced = 0;
        var boxes = 0;
        for (var i = source.FrontMatterLines; i < source.Count; i++)
        {
            var isBox = source[i].Box is not null;
            boxes += isBox && !source[i].Hidden ? 1 : 0;
            fenced += isBox && source[i].Hidden ? 1 : 0;
        }

        return boxes > 0 ? "its check-boxes are criteria or check-lists, not tasks"
            : fenced > 0 ? "its check-boxes stand in code or comments only"
            : "it has no check-box";
    }

    private static bool IsJson(ReadOnlySpan<byte> content)
    {
        var text = content.StartsWith(Encoding.UTF8.Preamble) ? content[3..] : content;
        text = text.TrimStart(" \t\r\n"u8);
        return text.Length > 0 && (text[0] == '{' || (text[0] == '[' && text[1..].TrimStart(" \t\r\n"u8) is [(byte)'{', ..]));
    }
}
