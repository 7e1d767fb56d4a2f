namespace Ashlar.Core.Work;

/// <summary>Finds what is wrong with a list as a whole: ids given twice, cycles, tasks that depend on themselves, open tasks under done ones.</summary>
internal static class TaskListChecks
{
    /// <summary>The problems, errors and warnings.</summary>
    public static IEnumerable<Problem> Of(IReadOnlyList<TaskItem> tasks, TaskGraph graph, string path) =>
        [
            .. Untitled(tasks, path),
            .. Duplicates(tasks, path),
            .. SelfDependencies(tasks, path),
            .. Cycles(tasks, graph, path),
            .. OpenUnderDone(tasks, graph, path),
            .. OnOptional(tasks, graph, path),
        ];

    private static IEnumerable<Problem> Untitled(IReadOnlyList<TaskItem> tasks, string path) =>
        tasks
            .Where(task => task.Title.Length == 0)
            .Select(task => new Problem("tasks.no-title", $"task {task.Id} says nothing, so it is not done")
            {
                Path = path,
                Line = task.Line,
                Warning = true,
                Remedy = "Say what is to be done, or take the line out",
            });

    private static IEnumerable<Problem> Duplicates(IReadOnlyList<TaskItem> tasks, string path)
    {
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var task in tasks)
        {
            if (!first.TryAdd(task.Id, task.Line))
            {
                yield return new Problem("tasks.duplicate-id", $"the id {task.Id} is given twice: lines {first[task.Id]} and {task.Line}")
                {
                    Path = path,
                    Line = task.Line,
                    Remedy = "Give one of them another id",
                };
            }
        }
    }

    private static IEnumerable<Problem> SelfDependencies(IReadOnlyList<TaskItem> tasks, string path) =>
        tasks
            .Where(task => task.DependsOn.Contains(task.Id, StringComparer.Ordinal))
            .Select(task => new Problem("tasks.self-dependency", $"task {task.Id} depends on itself")
            {
                Path = path,
                Line = task.Line,
                Observed = $"{task.Id} → {task.Id}",
                Remedy = "Take the dependency out",
            });

    private static IEnumerable<Problem> Cycles(IReadOnlyList<TaskItem> tasks, TaskGraph graph, string path)
    {
        var units = Enumerable.Range(0, tasks.Count).Where(i => tasks[i].IsUnit).ToHashSet();
        var stuck = units.Except(graph.OrderOf(units, _ => true)).ToHashSet();
        var seen = new HashSet<int>();
        foreach (var start in stuck.Order())
        {
            var way = new List<int>();
            for (var at = start; at >= 0 && seen.Add(at); at = Next(graph, stuck, at))
            {
                way.Add(at);
            }

            var end = way.Count > 0 ? Next(graph, stuck, way[^1]) : -1;
            var from = way.IndexOf(end);
            if (from < 0 || (way.Count - from == 1 && tasks[end].DependsOn.Contains(tasks[end].Id, StringComparer.Ordinal)))
            {
                continue;
            }

            var cycle = string.Join(" → ", way.Skip(from).Append(end).Select(i => tasks[i].Id));
            yield return new Problem("tasks.cycle", $"tasks depend on each other in a circle: {cycle}")
            {
                Path = path,
                Line = tasks[end].Line,
                Observed = cycle,
                Remedy = "Take one of these dependencies out",
            };
        }
    }

    private static int Next(TaskGraph graph, HashSet<int> stuck, int at)
    {
        foreach (var before in graph.Before(at))
        {
            if (stuck.Contains(before))
            {
                return before;
            }
        }

        return -1;
    }

    private static IEnumerable<Problem> OnOptional(IReadOnlyList<TaskItem> tasks, TaskGraph graph, string path) =>
        from task in tasks
        where task is { Optional: false, Settled: false, DependsOn.Count: > 0 }
        from id in task.DependsOn
        where graph.WithId(id) is [var one] && tasks[one] is { Optional: true, Settled: false, Title.Length: > 0 }
        select new Problem(
            "tasks.optional-dependency",
            $"task {task.Id} does not wait for {id}, which is optional and done only when named"
        )
        {
            Path = path,
            Line = task.Line,
            Warning = true,
            Remedy = $"Name both with `--only` where {task.Id} needs it, or take the mark of optional tasks off {id}",
        };

    private static IEnumerable<Problem> OpenUnderDone(IReadOnlyList<TaskItem> tasks, TaskGraph graph, string path)
    {
        for (var i = 0; i < tasks.Count; i++)
        {
            if (
                tasks[i] is { State: TaskState.Todo or TaskState.InProgress, Optional: false } task
                && graph.ParentOf(i) is >= 0 and var parent
                && tasks[parent].State == TaskState.Done
            )
            {
                yield return new Problem("tasks.open-under-done", $"task {task.Id} is open although {tasks[parent].Id} above it is done")
                {
                    Path = path,
                    Line = task.Line,
                    Warning = true,
                    Remedy = $"Tick it with `ashlar tasks tick {path} {task.Id}` where it is done; else open {tasks[parent].Id} again",
                };
            }
        }
    }
}
