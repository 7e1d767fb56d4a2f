using System.Text;
using System.Text.Json;

namespace Ashlar.Core.Work;

/// <summary>
/// Reads Task Master's <c>tasks.json</c>, tagged or in the older form without tags. Ids are taken from the raw tokens, so <c>10.10</c> is not <c>10.1</c>.
/// </summary>
internal ref struct TaskMasterTasks
{
    private static readonly TaskDialect Dialect = new("task-master", "it is JSON with a list of tasks", ByPath: false);

    private readonly SourceLines _source;
    private readonly List<TaskDraft> _items = [];
    private readonly int _skipped;
    private Utf8JsonReader _json;

    private TaskMasterTasks(SourceLines source)
    {
        _source = source;
        _skipped = source.Bytes.Span.StartsWith(Encoding.UTF8.Preamble) ? 3 : 0;
        _json = new Utf8JsonReader(
            source.Bytes.Span[_skipped..],
            new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true }
        );
    }

    /// <summary>The list, or why the file is none.</summary>
    public static TaskListReading Read(SourceLines source, string path)
    {
        var reader = new TaskMasterTasks(source);
        try
        {
            reader._json.Read();
            reader.ReadRoot();
        }
        catch (JsonException error)
        {
            return TaskListReader.Refuse(path, "it is not valid JSON", (int?)error.LineNumber + 1);
        }
        catch (InvalidOperationException)
        {
            return TaskListReader.Refuse(path, "its JSON has another form than Task Master's");
        }

        if (reader._items.Count == 0)
        {
            return TaskListReader.Refuse(path, "its JSON holds no tasks (looked for \"tasks\", with or without a tag around it)");
        }

        return LookAlike.ByTasks(reader._items) is { } template
            ? TaskListReader.Refuse(path, template)
            : new TaskListReading(TaskListAssembly.Assemble(new DraftList(source, Dialect, reader._items, [], []), path), null);
    }

    private void ReadRoot()
    {
        if (_json.TokenType == JsonTokenType.StartArray)
        {
            ReadTasks(parent: null, group: null, stem: "");
            return;
        }

        var first = HasMaster(_json) ? "master" : null;
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            var name = _json.GetString()!;
            _json.Read();
            if (name == "tasks" && _json.TokenType == JsonTokenType.StartArray)
            {
                ReadTasks(parent: null, group: null, stem: "");
            }
            else if (_json.TokenType == JsonTokenType.StartObject)
            {
                var before = _items.Count;
                ReadTag(name, first is null || name == first ? "" : name + ":");
                first ??= _items.Count > before ? name : null;
            }
            else
            {
                _json.Skip();
            }
        }
    }

    // Ids of Task Master's own tag stand as they are, wherever it is in the file.
    private static bool HasMaster(Utf8JsonReader json)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isMaster = json.ValueTextEquals("master");
            json.Read();
            if (isMaster && json.TokenType == JsonTokenType.StartObject)
            {
                return true;
            }

            json.Skip();
        }

        return false;
    }

    private void ReadTag(string tag, string stem)
    {
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            var isTasks = _json.ValueTextEquals("tasks");
            _json.Read();
            if (isTasks && _json.TokenType == JsonTokenType.StartArray)
            {
                ReadTasks(parent: null, tag, stem);
            }
            else
            {
                _json.Skip();
            }
        }
    }

    private void ReadTasks(TaskDraft? parent, string? group, string stem)
    {
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            if (_json.TokenType == JsonTokenType.StartObject)
            {
                ReadTask(parent, group, stem);
            }
            else
            {
                _json.Skip();
            }
        }
    }

    private void ReadTask(TaskDraft? parent, string? group, string stem)
    {
        var start = (int)_json.TokenStartIndex + _skipped;
        var fields = new Fields();
        var copy = this;
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            ReadField(ref fields);
        }

        var end = (int)_json.TokenStartIndex + _skipped + 1;
        var id = fields.Id is { } own ? IdOf(own, parent, stem) : null;
        var item = new TaskDraft
        {
            Id = id ?? "",
            Stem = stem,
            HasGivenId = id is not null,
            Title = fields.Title ?? fields.Description ?? "",
            State = fields.Mark is { } mark ? TaskStateText.Of(mark, "task-master") : TaskState.Todo,
            Line = LineAt(start),
            EndLine = LineAt(end),
            Parent = parent,
            Group = stem.Length > 0 ? group : null,
            Tag = group,
            Mark = fields.Mark,
            Text = Encoding.UTF8.GetString(_source.Bytes.Span[start..end]),
        };
        foreach (var dependency in fields.Dependencies)
        {
            item.Dependencies.Add(new DependencyStatement(dependency, item.Line, Exact: true));
        }

        parent?.Children.Add(item);
        _items.Add(item);
        if (fields.HasSubtasks)
        {
            copy._json.Read();
            copy.ReadSubtasks(item, group, stem);
        }
    }

    // The sub-tasks are read once the task's own id is known, wherever they are in the object.
    private void ReadSubtasks(TaskDraft item, string? group, string stem)
    {
        while (_json.TokenType == JsonTokenType.PropertyName)
        {
            var isSubtasks = _json.ValueTextEquals("subtasks");
            _json.Read();
            if (isSubtasks && _json.TokenType == JsonTokenType.StartArray)
            {
                ReadTasks(item, group, stem);
            }
            else
            {
                _json.Skip();
            }

            _json.Read();
        }
    }

    private void ReadField(ref Fields fields)
    {
        var name = _json.GetString();
        _json.Read();
        switch (name)
        {
            case "id" when _json.TokenType is JsonTokenType.Number or JsonTokenType.String:
                fields.Id = Raw();
                break;
            case "title" when _json.TokenType == JsonTokenType.String:
                fields.Title = _json.GetString();
                break;
            case "description" when _json.TokenType == JsonTokenType.String:
                fields.Description = FirstLine(_json.GetString()!);
                break;
            case "status" when _json.TokenType == JsonTokenType.String:
                fields.Mark = new TaskMark(
                    TaskMarkKind.Json,
                    (int)_json.TokenStartIndex + _skipped + 1,
                    _json.ValueSpan.Length,
                    _json.GetString()!
                );
                break;
            case "dependencies" when _json.TokenType == JsonTokenType.StartArray:
                ReadDependencies(fields.Dependencies);
                break;
            case "subtasks" when _json.TokenType == JsonTokenType.StartArray:
                fields.HasSubtasks = true;
                _json.Skip();
                break;
            default:
                _json.Skip();
                break;
        }
    }

    private void ReadDependencies(List<string> dependencies)
    {
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            if (_json.TokenType is JsonTokenType.Number or JsonTokenType.String)
            {
                dependencies.Add(Raw());
            }
            else
            {
                _json.Skip();
            }
        }
    }

    private readonly string Raw() =>
        _json.TokenType == JsonTokenType.String ? _json.GetString()! : Encoding.UTF8.GetString(_json.ValueSpan);

    private static string IdOf(string own, TaskDraft? parent, string stem) =>
        parent is null ? stem + own
        : own.StartsWith(parent.Id[stem.Length..] + ".", StringComparison.Ordinal) ? stem + own
        : parent.Id + "." + own;

    private static string FirstLine(string text) => text.Split('\n', 2)[0].Trim();

    private readonly int LineAt(int offset)
    {
        int low = 0,
            high = _source.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = _source[middle].Start <= offset ? (middle, high) : (low, middle - 1);
        }

        return low;
    }

    private struct Fields()
    {
        public string? Id { get; set; }

        public string? Title { get; set; }

        public string? Description { get; set; }

        public TaskMark? Mark { get; set; }

        public bool HasSubtasks { get; set; }

        public List<string> Dependencies { get; } = [];
    }
}
