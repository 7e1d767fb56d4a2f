using System.Text.Json;
using Ashlar.Cli.Terminal;
using Ashlar.Core;
using Ashlar.Core.Work;

namespace Ashlar.Cli.Rendering;

/// <summary>Task lists as people and scripts read them (contract section 8).</summary>
internal static class TaskListRendering
{
    private const int WidestTitle = 72;

    /// <summary>Writes one document for one list, an array for several.</summary>
    public static void WriteArray(CommandIo io, IReadOnlyList<FoundList> lists, Action<Utf8JsonWriter, FoundList> write) =>
        io.WriteJson(json =>
        {
            if (lists.Count == 1)
            {
                write(json, lists[0]);
                return;
            }

            json.WriteStartArray();
            foreach (var list in lists)
            {
                write(json, list);
            }

            json.WriteEndArray();
        });

    /// <summary>Writes a list; one that was refused has no dialect, no tasks, and the refusal as its problem.</summary>
    public static void WriteList(Utf8JsonWriter json, FoundList found)
    {
        json.WriteStartObject();
        json.WriteString("dialect", found.List?.Dialect);
        json.WriteString("path", found.Shown);
        json.WriteStartArray("tasks");
        foreach (var task in found.List?.Tasks ?? [])
        {
            WriteTask(json, task);
        }

        json.WriteEndArray();
        WriteStrings(json, "order", found.List?.Order ?? []);
        WriteStrings(json, "ready", found.List?.Ready ?? []);
        WriteStrings(json, "acceptance", found.List?.Acceptance ?? []);
        WriteProblemArray(json, found);
        json.WriteEndObject();
    }

    /// <summary>Writes the next task of a list, null where none is left.</summary>
    public static void WriteNext(Utf8JsonWriter json, FoundList found)
    {
        json.WriteStartObject();
        json.WriteString("path", found.Shown);
        json.WritePropertyName("next");
        if (Next(found.List) is { } task)
        {
            WriteTask(json, task);
        }
        else
        {
            json.WriteNullValue();
        }

        WriteProblemArray(json, found);
        json.WriteEndObject();
    }

    /// <summary>Writes the problems of a list.</summary>
    public static void WriteProblems(Utf8JsonWriter json, FoundList found)
    {
        json.WriteStartObject();
        json.WriteString("path", found.Shown);
        WriteProblemArray(json, found);
        json.WriteEndObject();
    }

    /// <summary>Shows a list as a table: mark, id, title and what it waits for.</summary>
    public static void ShowList(CommandIo io, TaskList list)
    {
        io.Line($"{list.Path}: {list.Dialect} ({list.DialectReason}), {Count(list.Tasks)}");
        var width = list.Tasks.Max(task => task.Id.Length);
        string? group = null;
        foreach (var task in list.Tasks)
        {
            if (task.Group is { } heading && heading != group)
            {
                io.Line();
                io.Line(ShownText.Line(heading));
            }

            group = task.Group;
            io.Line(Row(task, width));
        }

        io.Line();
        io.Line(
            list.Order.Count > 0 ? $"Order: {string.Join(", ", list.Order)}"
            : Hindrances(list).Count > 0 ? "No task can be done."
            : "Nothing left to do."
        );
        if (list.Ready.Count > 0)
        {
            io.Line($"Ready: {string.Join(", ", list.Ready)}");
        }

        foreach (var problem in list.Problems)
        {
            io.Line($"{(problem.Warning ? "Warning" : "Error")}: {ShownText.Line(problem.ToString())}");
        }
    }

    /// <summary>Shows the task that comes next, with its text.</summary>
    public static void ShowNext(CommandIo io, TaskList list)
    {
        if (Next(list) is not { } task)
        {
            io.Line($"{list.Path}: nothing left to do");
            return;
        }

        io.Line($"{list.Path}:{task.Line}: {task.Id} — {task.Title}");
        io.Line();
        io.Line(task.Text);
    }

    /// <summary>Shows what was ticked.</summary>
    public static void ShowTick(CommandIo io, string path, TaskTick tick)
    {
        if (io.Json)
        {
            io.WriteJson(json =>
            {
                json.WriteStartObject();
                json.WriteString("path", path);
                json.WriteStartArray("changed");
                foreach (var change in tick.Changes)
                {
                    json.WriteStartObject();
                    json.WriteString("id", change.Id);
                    json.WriteNumber("line", change.Line);
                    json.WriteString("from", change.From);
                    json.WriteString("to", change.To);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            });
            return;
        }

        foreach (var change in tick.Changes)
        {
            io.Line($"{path}:{change.Line}: {change.Id} ticked");
        }

        if (tick.Changes.Count == 0)
        {
            io.Line($"{path}: ticked already, nothing changed");
        }
    }

    /// <summary>Why a list that has open tasks has none that could be done; nothing where there is one, or none is open.</summary>
    public static IReadOnlyList<Problem> Hindrances(TaskList list) =>
        list.Order.Count == 0
        && list.Tasks.Any(task => task is { IsUnit: true, Optional: false, State: TaskState.Todo or TaskState.InProgress })
            ? [.. list.Problems.Where(problem => problem.Code is "tasks.cycle" or "tasks.self-dependency")]
            : [];

    private static TaskItem? Next(TaskList? list) =>
        list is { Order: [var id, ..] }
            ? list.Tasks.First(task => task.Id == id && task is { IsUnit: true, State: TaskState.Todo or TaskState.InProgress })
            : null;

    private static void WriteTask(Utf8JsonWriter json, TaskItem task)
    {
        json.WriteStartObject();
        json.WriteString("id", task.Id);
        json.WriteString("title", task.Title);
        json.WriteBoolean("done", task.Done);
        json.WriteString("state", task.StateName);
        json.WriteString("parent", task.Parent);
        json.WriteString("group", task.Group);
        WriteStrings(json, "depends_on", task.DependsOn);
        json.WriteBoolean("parallel", task.Parallel);
        json.WriteBoolean("optional", task.Optional);
        json.WriteNumber("line", task.Line);
        WriteStrings(json, "acceptance", task.Acceptance);
        json.WriteEndObject();
    }

    private static void WriteStrings(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static void WriteProblemArray(Utf8JsonWriter json, FoundList found)
    {
        json.WriteStartArray("problems");
        foreach (var problem in found.Refusal is { } refusal ? [refusal] : found.List?.Problems ?? [])
        {
            problem.WriteTo(json);
        }

        json.WriteEndArray();
    }

    private static string Row(TaskItem task, int width)
    {
        var mark = task.State switch
        {
            TaskState.Done => "[x]",
            TaskState.InProgress => "[~]",
            TaskState.Cancelled => "[-]",
            TaskState.Other => "[?]",
            _ => "[ ]",
        };
        var title = ShownText.Line(task.Title);
        title = title.Length <= WidestTitle ? title : title[..(WidestTitle - 1)] + "…";
        var notes = string.Join(
            ", ",
            new[]
            {
                task.DependsOn.Count > 0 ? "after " + string.Join(" ", task.DependsOn) : null,
                task.Parallel ? "parallel" : null,
                task.Optional ? "optional" : null,
            }.OfType<string>()
        );
        var row = $"  {mark} {task.Id.PadRight(width)}  {(task.Parent is null ? "" : "  ")}{title}";
        return notes.Length == 0 ? row : $"{row}  ({notes})";
    }

    private static string Count(IReadOnlyList<TaskItem> tasks) => $"{tasks.Count(task => task.Done)} of {tasks.Count} tasks done";
}
