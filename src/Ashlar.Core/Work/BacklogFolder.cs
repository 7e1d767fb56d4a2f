namespace Ashlar.Core.Work;

/// <summary>A backlog, in which each task is a file of its own, seen from one of them.</summary>
/// <param name="root">The repository's root.</param>
/// <param name="path">The file of a task.</param>
internal sealed class BacklogFolder(RootFolder root, string path)
{
    private const int MostBytes = 1024 * 1024;
    private IReadOnlyList<(string Path, TaskItem Task)>? all;

    /// <summary>The list of one task: not ready while one that it depends on is open; a warning where there is no such task.</summary>
    public TaskList Resolved(TaskList list)
    {
        if (list.Tasks is not [{ DependsOn.Count: > 0 } task])
        {
            return list;
        }

        var unknown = task
            .DependsOn.Where(id => Find(id) is null)
            .Select(id => new Problem(
                "tasks.unknown-dependency",
                $"the dependency \"{id}\" names no task of this backlog and does not bind"
            )
            {
                Path = list.Path,
                Line = task.Line,
                Observed = id,
                Warning = true,
                Remedy = "Write the id of a task of the backlog there, or take it out",
            });
        return list with { Ready = Waiting(task).Any() ? [] : list.Ready, Problems = [.. list.Problems, .. unknown] };
    }

    /// <summary>A task is not begun before those that it depends on.</summary>
    /// <exception cref="ProblemException">One of them is open; exit status 2.</exception>
    public void Check(TaskList list)
    {
        var task = list.Tasks[0];
        if (!task.Settled && Waiting(task).FirstOrDefault() is { Task: { } before } waiting)
        {
            throw new ProblemException(
                new Problem("tasks.unmet-dependency", $"task {task.Id} depends on {before.Id}, which is not done")
                {
                    Path = path,
                    Line = task.Line,
                    Remedy = $"Do that one first: `ashlar run \"{waiting.Path}\"`, or set its status if it is done",
                }
            );
        }
    }

    /// <summary>The only open task of a folder, else any of it where all are done.</summary>
    /// <exception cref="ProblemException">Several are open; one that can be done now is named. Exit status 2.</exception>
    public string Only(string folder)
    {
        var open = All.Where(one =>
                !one.Task.Settled && one.Path.StartsWith(folder.Length == 0 ? "" : folder + "/", StringComparison.Ordinal)
            )
            .ToList();
        if (open.Count <= 1)
        {
            return open.Count == 1 ? open[0].Path : path;
        }

        var next = open.Find(one => one.Task.State == TaskState.Todo && !Waiting(one.Task).Any());
        throw new ProblemException(
            new Problem("work.no-list", $"this folder holds {open.Count} open tasks, each in a file of its own")
            {
                Path = folder,
                Remedy = $"Name one of them, for example `ashlar run \"{next.Path ?? open[0].Path}\"`",
            }
        );
    }

    private IEnumerable<(string Path, TaskItem Task)> Waiting(TaskItem task) =>
        task.DependsOn.Select(Find).Where(found => found is { Task.Settled: false }).Select(found => found!.Value);

    private (string Path, TaskItem Task)? Find(string id)
    {
        var found = All.Where(one =>
            TaskIdLookup.IsSame(one.Task.Id, id) || string.Equals(one.Task.Id, id, StringComparison.OrdinalIgnoreCase)
        );
        return found.Select(one => ((string, TaskItem)?)one).FirstOrDefault();
    }

    private IReadOnlyList<(string Path, TaskItem Task)> All => all ??= [.. Read()];

    private IEnumerable<(string Path, TaskItem Task)> Read()
    {
        var folder = path.Contains('/', StringComparison.Ordinal) ? path[..path.LastIndexOf('/')] : "";
        var above = folder.Contains('/', StringComparison.Ordinal) ? folder[..folder.LastIndexOf('/')] : "";
        string[] folders = [folder, above + "/tasks", above + "/completed", above + "/archive/tasks"];
        // At the root a folder is named with and without a slash before it.
        foreach (
            var file in folders
                .Select(one => one.TrimStart('/'))
                .Distinct(StringComparer.Ordinal)
                .SelectMany(one => root.Files(one, deep: false))
        )
        {
            if (
                file.EndsWith(".md", StringComparison.OrdinalIgnoreCase)
                && root.Read(file, MostBytes) is { } content
                && TaskListReader.Read(file, content).List is { Dialect: "backlog", Tasks: [var task] }
            )
            {
                yield return (file, task);
            }
        }
    }
}
