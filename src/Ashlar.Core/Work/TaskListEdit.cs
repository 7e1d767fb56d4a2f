using System.Text;

namespace Ashlar.Core.Work;

/// <summary>
/// Changes the marks of a task list and nothing else: one byte for a check-box, the value of a <c>Status:</c> line, or that of <c>"status"</c> in JSON.
/// The bytes given are those of now; they are read again before anything is changed.
/// </summary>
public static class TaskListEdit
{
    /// <summary>
    /// Ticks tasks by id, all that is under them (optional tasks aside), and every parent whose last child is done with that.
    /// An id that is given twice means none of its tasks: then nothing is ticked.
    /// </summary>
    /// <param name="path">The list's path.</param>
    /// <param name="current">Its bytes as they are now.</param>
    /// <param name="ids">The ids; <c>2</c> means <c>2.0</c> where there is no <c>2</c>.</param>
    public static TaskTick Tick(string path, ReadOnlyMemory<byte> current, IReadOnlyList<string> ids) =>
        ByIds(path, current, ids, done: true);

    /// <summary>Ticks tasks that were read before. A task that is gone, or whose text changed since then (marks aside), is reported and nothing is ticked.</summary>
    /// <param name="path">The list's path.</param>
    /// <param name="current">Its bytes as they are now.</param>
    /// <param name="tasks">The tasks as they were read.</param>
    public static TaskTick Tick(string path, ReadOnlyMemory<byte> current, IReadOnlyList<TaskItem> tasks) =>
        ByTasks(path, current, tasks, done: true);

    /// <summary>Takes the ticks of tasks back, of all that is under them, and of the parents that are then no longer done.</summary>
    public static TaskTick Untick(string path, ReadOnlyMemory<byte> current, IReadOnlyList<string> ids) =>
        ByIds(path, current, ids, done: false);

    /// <summary>Takes the ticks of tasks back that were read before.</summary>
    /// <param name="path">The list's path.</param>
    /// <param name="current">Its bytes as they are now.</param>
    /// <param name="tasks">The tasks as they were read.</param>
    /// <param name="before">The list as it was before the ticks, whose words are put back; null where that is not known.</param>
    public static TaskTick Untick(
        string path,
        ReadOnlyMemory<byte> current,
        IReadOnlyList<TaskItem> tasks,
        IReadOnlyList<TaskItem>? before = null
    ) => ByTasks(path, current, tasks, done: false, before);

    private static TaskTick ByIds(string path, ReadOnlyMemory<byte> current, IReadOnlyList<string> ids, bool done)
    {
        var reading = TaskListReader.Read(path, current);
        if (reading.List is not { } list)
        {
            return new TaskTick(null, [], [reading.Refusal!]);
        }

        var graph = TaskGraph.Of(list.Tasks);
        var found = new List<int>();
        var problems = new List<Problem>();
        foreach (var id in ids)
        {
            var same = TaskIdLookup.Find(graph, id);
            if (same.Count == 0)
            {
                problems.Add(TaskIdLookup.Unknown(list, id));
            }
            else if (same.Count > 1)
            {
                problems.Add(Ambiguous(path, id, [.. same.Select(i => list.Tasks[i].Line)]));
            }
            else
            {
                found.Add(same[0]);
            }
        }

        return Apply(path, current, list, graph, found, problems, done);
    }

    private static TaskTick ByTasks(
        string path,
        ReadOnlyMemory<byte> current,
        IReadOnlyList<TaskItem> tasks,
        bool done,
        IReadOnlyList<TaskItem>? before = null
    )
    {
        var reading = TaskListReader.Read(path, current);
        if (reading.List is not { } list)
        {
            return new TaskTick(null, [], [reading.Refusal!]);
        }

        var graph = TaskGraph.Of(list.Tasks);
        var found = new List<int>();
        var problems = new List<Problem>();
        foreach (var task in tasks)
        {
            var same = graph.WithId(task.Id);
            var match = same.Where(i => UnmarkedText.AreEqual(list.Tasks[i].Text, (task.Written ?? task).Text)).DefaultIfEmpty(-1).First();
            if (match >= 0)
            {
                found.Add(match);
            }
            else
            {
                problems.Add(Changed(path, task, same.Count > 0 ? list.Tasks[same[0]] : null));
            }
        }

        return Apply(path, current, list, graph, found, problems, done, before);
    }

    private static TaskTick Apply(
        string path,
        ReadOnlyMemory<byte> current,
        TaskList list,
        TaskGraph graph,
        List<int> found,
        List<Problem> problems,
        bool done,
        IReadOnlyList<TaskItem>? before = null
    )
    {
        if (problems.Count > 0)
        {
            return new TaskTick(null, [], problems);
        }

        var marks = MarkSet.Of(graph, found, done);
        var letter = TickLetter(graph.Items);
        var word = graph
            .Items.FirstOrDefault(item =>
                item is { Mark: { Kind: not TaskMarkKind.Box, Length: > 0 } } && item.State == (done ? TaskState.Done : TaskState.Todo)
            )
            ?.Mark!.Written;
        var edits = new List<(TaskMark Mark, string To)>();
        var changes = new List<TaskChange>();
        foreach (var index in marks)
        {
            var item = graph.Items[index];
            if (item.Mark is not { } mark)
            {
                continue;
            }

            if (mark is { Kind: TaskMarkKind.Box, Length: > 1 } && !string.IsNullOrWhiteSpace(mark.Written))
            {
                problems.Add(OwnMark(path, item));
                continue;
            }

            var to =
                StatusWord.Before(item, before)
                ?? (
                    mark.Kind != TaskMarkKind.Box ? StatusWord.For(mark, done, word)
                    : done ? letter
                    : mark.Length == 0 ? ""
                    : " "
                );
            edits.Add((mark, to));
            changes.Add(new TaskChange(item.Id, item.Line, mark.Written, to));
        }

        if (found.Exists(index => graph.Items[index].Mark is null && graph.ChildrenOf(index).Count == 0))
        {
            problems.AddRange(found.Where(index => graph.Items[index].Mark is null).Select(index => NoMark(path, graph.Items[index])));
        }

        if (problems.Count > 0)
        {
            return new TaskTick(null, [], problems);
        }

        var content = Splice(current.Span, edits);
        var wrong = TickProof.Of(list, TaskListReader.Read(path, content).List, marks.Where(i => graph.Items[i].Mark is not null), done);
        return wrong is { } task ? new TaskTick(null, [], [Unsafe(path, task, done)]) : new TaskTick(content, changes, []);
    }

    private static byte[] Splice(ReadOnlySpan<byte> current, List<(TaskMark Mark, string To)> edits)
    {
        edits.Sort((one, other) => one.Mark.Offset.CompareTo(other.Mark.Offset));
        var content = new MemoryStream(current.Length + (edits.Count * 8));
        var at = 0;
        foreach (var (mark, to) in edits)
        {
            content.Write(current[at..mark.Offset]);
            content.Write(Encoding.UTF8.GetBytes(to));
            at = mark.Offset + mark.Length;
        }

        content.Write(current[at..]);
        return content.ToArray();
    }

    private static string TickLetter(IReadOnlyList<TaskItem> items) =>
        items.Count(item => item.Mark is { Kind: TaskMarkKind.Box, Written: "X" })
        > items.Count(item => item.Mark is { Kind: TaskMarkKind.Box, Written: "x" })
            ? "X"
            : "x";

    private static Problem Changed(string path, TaskItem task, TaskItem? now) =>
        new(
            now is null ? "tasks.task-gone" : "tasks.task-changed",
            now is null ? $"task {task.Id} is no longer in the list" : $"the text of task {task.Id} changed since it was read"
        )
        {
            Path = path,
            Line = now?.Line ?? task.Line,
            Observed = now?.Title,
            Expected = task.Title,
            Remedy = $"Read the list again, and tick the task yourself if it is done: ashlar tasks tick {path} {task.Id}",
        };

    private static Problem Ambiguous(string path, string id, IReadOnlyList<int> lines) =>
        new("tasks.duplicate-id", $"the id {id} is given more than once: lines {string.Join(" and ", lines)}")
        {
            Path = path,
            Line = lines[0],
            Remedy = "Give each of them an id of its own, or change the mark by hand",
        };

    private static Problem OwnMark(string path, TaskItem item) =>
        new("tasks.own-mark", $"task {item.Id} holds a mark of the list's own, [{item.Mark!.Written}], which is left as it is")
        {
            Path = path,
            Line = item.Line,
            Remedy = "Put a space between the brackets first",
        };

    private static Problem Unsafe(string path, TaskItem item, bool done) =>
        new(
            "tasks.tick-unsafe",
            $"the file would say something else than that task {item.Id} is {(done ? "done" : "open")}, so nothing was changed"
        )
        {
            Path = path,
            Line = item.Line,
            Observed = item.Mark?.Written,
            Remedy = "Give the task a check-box, or a line `Status: todo`, or change its mark by hand",
        };

    private static Problem NoMark(string path, TaskItem item) =>
        new("tasks.no-mark", $"task {item.Id} has nothing that can be ticked")
        {
            Path = path,
            Line = item.Line,
            Remedy = "Give it a check-box or a status",
        };
}
