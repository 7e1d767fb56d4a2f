using System.Text;

namespace Ashlar.Core.Work;

/// <summary>Finds the work order in a repository: documents, task list, ticket and the files that belong to it.</summary>
/// <param name="root">The repository's root folder.</param>
public sealed class WorkOrderFinder(string root)
{
    private const int MostTextBytes = 1024 * 1024;
    private readonly RootFolder _root = new(root);

    /// <summary>The work order that a person asked for.</summary>
    /// <exception cref="ProblemException">Exit status 2: the path does not exist (with the nearest ones), holds no task list (with what was looked for), or nothing was asked for.</exception>
    public WorkOrder Find(WorkRequest request)
    {
        var order =
            request.Work is { } work ? OfPath(work, request.Task is not null || request.TaskFile is not null)
            : request.Task is null && request.TaskFile is null ? OfPrompt(request.PromptPaths)
            : null;
        if ((request.Task ?? TextOf(request.TaskFile)) is { } text)
        {
            order = OfText(text, request.TaskFile, order);
        }

        return WithTicket(order!, request.TicketFile);
    }

    private WorkOrder OfText(string text, string? file, WorkOrder? spec)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw Trouble("work.empty-task", "the task is empty", file, "Say in words what is to be done");
        }

        var list = SingleTask.OfText(text);
        var paths = file is not null && _root.Relative(file) is { Length: > 0 } inside && _root.IsFile(inside) ? new[] { inside } : [];
        return spec is null
            ? new WorkOrder
            {
                Kind = WorkOrderKind.Text,
                List = list,
                TaskText = text,
                Paths = paths,
                Ticket = TicketText.Find(text),
            }
            : spec with
            {
                List = list,
                ListPath = null,
                TaskText = text,
                Paths = [.. spec.Paths.Union(paths, StringComparer.Ordinal).Order(StringComparer.Ordinal)],
                Ticket = TicketText.Find(text) ?? spec.Ticket,
            };
    }

    private WorkOrder OfPath(string given, bool hasTask)
    {
        if (_root.Relative(given) is not { } path)
        {
            throw Trouble("work.outside", "the work order lies outside the repository", given, "Name a path inside it");
        }

        return _root.IsFile(path) ? OfFile(path)
            : _root.IsFolder(path) ? OfFolder(_root.Target(path), hasTask)
            : throw new ProblemException(NearestWork.Missing(_root, given, path));
    }

    private WorkOrder OfFile(string given)
    {
        // Git keeps where a link leads and no content; ticks and checks are for the file that has it.
        var path = _root.Target(given);
        var list = Read(path).Required;
        if (list.Dialect == "backlog")
        {
            new BacklogFolder(_root, path).Check(list);
        }

        var folder = path.Contains('/', StringComparison.Ordinal) ? path[..path.LastIndexOf('/')] : "";
        return SpecFolder.Folder().IsIn("/" + folder)
            ? OfList(WorkOrderKind.Spec, folder, path, list)
            : new WorkOrder
            {
                Kind = WorkOrderKind.TaskFile,
                ListPath = path,
                List = list,
                Paths = [path],
                Ticket = TicketIn([path]),
            };
    }

    private WorkOrder OfFolder(string folder, bool hasTask)
    {
        var files = _root.Files(folder);
        var isDesign = SpecFolder.IsDesign(folder, files);
        var refusals = new List<Problem>();
        foreach (var candidate in SpecFolder.Lists(folder, files))
        {
            var reading = Read(candidate);
            if (reading.List is { } list)
            {
                if (list.Dialect == "backlog")
                {
                    return OfFile(new BacklogFolder(_root, candidate).Only(folder));
                }

                return OfList(isDesign ? WorkOrderKind.Design : WorkOrderKind.Spec, folder, _root.Target(candidate), list);
            }

            refusals.Add(reading.Refusal!);
        }

        var name = Name(folder);
        if (hasTask || isDesign)
        {
            return OfList(hasTask ? WorkOrderKind.Spec : WorkOrderKind.Design, folder, null, SingleTask.OfDesign(folder, name));
        }

        // Agent OS 3 writes a plan without boxes: the folder is one task.
        if (SpecFolder.AgentOs().IsIn("/" + folder) && files.Contains(folder + "/plan.md"))
        {
            return OfList(WorkOrderKind.Spec, folder, null, SingleTask.OfPlan(folder, name));
        }

        var tried =
            refusals.Count > 0
                ? " "
                    + string.Join(
                        "; ",
                        refusals.Select(refusal => $"{refusal.Path?[(folder.Length == 0 ? 0 : folder.Length + 1)..]}: {refusal.Message}")
                    )
                : "";
        throw new ProblemException(
            new Problem("work.no-list", $"there is no task list in this folder.{tried}")
            {
                Path = folder,
                Expected = string.Join(", ", SpecFolder.ListNames) + ", or a Markdown file with \"task\" in its name",
                Remedy =
                    $"Looked for {string.Join(", ", SpecFolder.ListNames)} and *task*.md; write one with check-boxes, or give the work with --task",
            }
        );
    }

    private WorkOrder OfPrompt(IReadOnlyList<string> paths)
    {
        foreach (var given in paths)
        {
            if (_root.Relative(given) is { } path && _root.IsFile(path) && Read(path).List is not null)
            {
                return OfFile(path);
            }
        }

        var named = paths.Count > 0 ? $"; the agent's prompt names {string.Join(", ", paths.Take(5))}, where no task list is" : "";
        throw new ProblemException(
            new Problem("work.none", $"nothing says what is to be done{named}")
            {
                Remedy =
                    "Name a spec folder or a task file, for example `ashlar run agent-os/specs/NAME`, or give the work with --task \"TEXT\"",
            }
        );
    }

    private WorkOrder OfList(WorkOrderKind kind, string folder, string? path, TaskList list)
    {
        var files = _root.Files(folder).Select(_root.Target).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return new WorkOrder
        {
            Kind = kind,
            Spec = Name(folder),
            Folder = folder,
            ListPath = path,
            List = list,
            Paths = files,
            Ticket = TicketIn(path is null ? files : files.Where(file => file != path).Prepend(path)),
        };
    }

    private WorkOrder WithTicket(WorkOrder order, string? file)
    {
        if (file is null)
        {
            return order;
        }

        var text = TextOf(file)!;
        var inside = _root.Relative(file) is { Length: > 0 } path && _root.IsFile(path) ? path : null;
        return order with
        {
            Ticket = TicketText.Find(text) ?? Path.GetFileNameWithoutExtension(file),
            TicketPath = inside ?? Path.GetFullPath(file, root),
            Paths = inside is null
                ? order.Paths
                : [.. order.Paths.Append(inside).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
        };
    }

    /// <summary>A list with what the files around it say: the tag that Task Master works in, tasks of a backlog that it waits for.</summary>
    /// <param name="path">The list's path relative to the root.</param>
    /// <param name="list">The list.</param>
    public TaskList Surrounded(string path, TaskList list) =>
        list.Dialect == "task-master" ? list.InTag(TaskTag.Current(_root, path))
        : list.Dialect == "backlog" ? new BacklogFolder(_root, path).Resolved(list)
        : list;

    private TaskListReading Read(string path) =>
        _root.Read(path, TaskListReader.MostBytes + 1) is { } content
            ? TaskListReader.Read(path, content) is { List: { } list } reading
                ? reading with
                {
                    List = Surrounded(path, list),
                }
                : TaskListReader.Read(path, content)
            : throw Trouble(
                "work.unreadable",
                "the task list cannot be read",
                path,
                "Make it an ordinary file, no link, that you may read"
            );

    private string? TextOf(string? file)
    {
        if (file is null)
        {
            return null;
        }

        if (_root.Relative(file) is { } path && _root.Read(path, MostTextBytes) is { } content)
        {
            return Encoding.UTF8.GetString(content).TrimStart('\uFEFF');
        }

        // A file that a person names on the command line may lie anywhere.
        var full = Path.GetFullPath(file, root);
        return File.Exists(full)
            ? OrdinaryFile.ReadAllText(full)
            : throw Trouble("work.not-found", "there is no such file", file, "Name an existing file");
    }

    private string? TicketIn(IEnumerable<string> paths) =>
        paths
            .Where(path => Path.GetExtension(path).ToLowerInvariant() is ".md" or ".txt" or ".yml" or ".yaml")
            .Select(path => _root.Read(path, MostTextBytes) is { } content ? TicketText.Find(Encoding.UTF8.GetString(content)) : null)
            .FirstOrDefault(ticket => ticket is not null);

    private string Name(string folder) =>
        folder.Length > 0 ? folder[(folder.LastIndexOf('/') + 1)..] : Path.GetFileName(Path.GetFullPath(root).TrimEnd('/'));

    private static ProblemException Trouble(string code, string message, string? path, string remedy) =>
        new(new Problem(code, message) { Path = path, Remedy = remedy });
}
