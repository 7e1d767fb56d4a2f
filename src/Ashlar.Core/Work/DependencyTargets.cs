namespace Ashlar.Core.Work;

/// <summary>The items and sections of a list by the ids, numbers and titles under which dependency statements name them.</summary>
internal sealed class DependencyTargets
{
    private readonly DraftList _list;
    private readonly Dictionary<string, List<TaskDraft>> _given = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<TaskDraft>> _normal = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<TaskDraft>> _positions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<TaskDraft>> _counted = new(StringComparer.Ordinal);
    private readonly Dictionary<(HeadingKind, string), TaskSection> _numbers = [];
    private readonly Dictionary<string, TaskDraft?> _tasks = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, TaskSection> _titles = new(StringComparer.OrdinalIgnoreCase);
    private HashSet<string>? _own;

    /// <summary>The targets of a list whose ids are made.</summary>
    public DependencyTargets(DraftList list)
    {
        _list = list;
        foreach (var item in list.Items)
        {
            _tasks[item.Title] = _tasks.ContainsKey(item.Title) ? null : item;
            Add(item.HasGivenId ? _given : _positions, item.Id, item);
            if (item.HasGivenId)
            {
                Add(_normal, TaskIds.Normal(item.Id), item);
            }

            if (item is { HasGivenId: false, Parent: null, ListNumber: { } number })
            {
                Add(_counted, number, item);
            }

            if (item.FieldId is { } field && field != item.Id)
            {
                Add(_given, field, item);
            }
        }

        foreach (var section in list.Sections.Where(section => !section.IsCriteria))
        {
            if (section.Heading.Number is { } number)
            {
                _numbers.TryAdd((section.Heading.Kind, number.ToUpperInvariant()), section);
            }

            _titles.TryAdd(section.Heading.Name, section);
            _titles.TryAdd(section.Heading.Title, section);

            // "## Group B (depends on Group C)" is called "Group B".
            var bare = section.BareHeading;
            _titles.TryAdd(bare.Name, section);
            _titles.TryAdd(bare.Title, section);
        }
    }

    /// <summary>The tasks that an id as it stands means to another task: a sibling sub-task's last number first, then any task of its tag.</summary>
    public List<TaskDraft> FindExact(string id, TaskDraft owner) =>
        (owner.Parent is { } parent ? _given.GetValueOrDefault(parent.Id + "." + id) : null)
        ?? _given.GetValueOrDefault(owner.Stem + id)
        ?? _normal.GetValueOrDefault(TaskIds.Normal(owner.Stem + id))
        ?? [];

    /// <summary>The headings that a text names by the word and number that they begin with (<c>Slice 1</c>, <c>Epic B</c>), with their tasks.</summary>
    public IEnumerable<(string Word, IEnumerable<TaskDraft> Items)> OfHeadings(string text) =>
        from word in DependencyPlaces.Counted(text)
        let section = _list.Sections.Find(section => !section.IsCriteria && IsCalled(section.Heading, word))
        where section is not null
        select (word, section.AllItems());

    private static bool IsCalled(HeadingLine heading, string word) =>
        DependencyPlaces.BeginsWith(heading.Title, word)
        || (heading.Kind == HeadingKind.TaskGroup && DependencyPlaces.BeginsWith(heading.Title, "Task " + word));

    /// <summary>The tasks of the section with a title; empty where there is none.</summary>
    public IEnumerable<TaskDraft> OfTitle(string title) => _titles.TryGetValue(title, out var section) ? section.AllItems() : [];

    /// <summary>The tasks with ids of forms that only their list counts by, where a text names such ids and nothing else; empty otherwise.</summary>
    public IEnumerable<TaskDraft> OfOwn(string text)
    {
        _own ??= _given.Keys.Where(id => OwnIds.At(id + ")")?.Id == id).ToHashSet(StringComparer.Ordinal);
        return (OwnIds.Named(text, _own) ?? []).SelectMany(id => _given[id]);
    }

    /// <summary>The one task with a title; null where there is none or several.</summary>
    public TaskDraft? OfTask(string title) => _tasks.GetValueOrDefault(title);

    private static void Add(Dictionary<string, List<TaskDraft>> index, string id, TaskDraft item)
    {
        if (!index.TryGetValue(id, out var items))
        {
            index[id] = items = [];
        }

        items.Add(item);
    }

    /// <summary>The tasks that an id or number means to a task; empty where there are none.</summary>
    public List<TaskDraft> Find(DependencyNoun noun, string id, TaskDraft owner)
    {
        if (noun is DependencyNoun.None or DependencyNoun.Task && !_given.ContainsKey(id) && Counted(id, owner) is { } counted)
        {
            return [counted];
        }

        if (noun == DependencyNoun.Group && Section(HeadingKind.TaskGroup, id) is { } group)
        {
            return group;
        }

        if (noun == DependencyNoun.Phase)
        {
            return Section(HeadingKind.Phase, id) ?? Section(HeadingKind.Numbered, id) ?? [];
        }

        return Known(id)
            ?? (_list.Dialect.Name == "agent-os" ? Section(HeadingKind.TaskGroup, id) : null)
            ?? Section(HeadingKind.Task, id)
            ?? Section(HeadingKind.TaskGroup, id)
            ?? Section(HeadingKind.Numbered, id)
            ?? _positions.GetValueOrDefault(id)
            ?? [];
    }

    // Lists that begin again at 1 under another heading speak of their own items.
    private TaskDraft? Counted(string id, TaskDraft owner)
    {
        if (!_counted.TryGetValue(id, out var alike) || (alike.Count == 1 && owner.ListNumber is null))
        {
            return null;
        }

        for (var section = owner.Section; section is not null; section = section.Parent)
        {
            if (alike.FindAll(item => item.Line > section.Line && item.Line <= section.EndLine) is [var only])
            {
                return only;
            }
        }

        return null;
    }

    /// <summary>The lines, from 1, of the items that a numbered list gives a number, where there are several and none is nearest to a task.</summary>
    public IReadOnlyList<int> LinesOf(string id, TaskDraft owner) =>
        !_given.ContainsKey(id) && _counted.TryGetValue(id, out var alike) && alike.Count > 1 && Counted(id, owner) is null
            ? alike.ConvertAll(item => item.Line + 1)
            : [];

    private List<TaskDraft>? Known(string id) =>
        _given.GetValueOrDefault(id)
        ?? _given.GetValueOrDefault(id + ".0")
        ?? (char.IsLetter(id[0]) ? _normal.GetValueOrDefault(TaskIds.Normal(id)) : null);

    private List<TaskDraft>? Section(HeadingKind kind, string number) =>
        _numbers.TryGetValue((kind, number.ToUpperInvariant()), out var section) && section.AllItems().ToList() is { Count: > 0 } items
            ? items
            : null;

    /// <summary>The tasks from one id to another; empty where there are none.</summary>
    public IEnumerable<TaskDraft> Range(DependencyNoun noun, string from, string to, TaskDraft owner)
    {
        to = char.IsLetter(from[0]) && !char.IsLetter(to[0]) ? from[..^LastNumber(from)] + to : to;
        var sections = _numbers.Where(entry => Within(entry.Key.Item2, from, to));
        if (noun == DependencyNoun.Group)
        {
            var groups = sections
                .Where(entry => entry.Key.Item1 == HeadingKind.TaskGroup)
                .SelectMany(entry => entry.Value.AllItems())
                .ToList();
            if (groups.Count > 0)
            {
                return groups;
            }
        }

        if (noun == DependencyNoun.Phase)
        {
            return sections.Where(entry => entry.Key.Item1 == HeadingKind.Phase).SelectMany(entry => entry.Value.AllItems());
        }

        var items = _list.Items.Where(item => item.HasGivenId && Within(item.Id, from, to)).ToList();
        items =
            items.Count > 0 || owner.ListNumber is null
                ? items
                : _list.Items.FindAll(item =>
                    item is { Parent: null, ListNumber: { } number } && item.Section == owner.Section && Within(number, from, to)
                );
        items =
            items.Count > 0
                ? items
                :
                [
                    .. sections
                        .Where(entry => entry.Key.Item1 is HeadingKind.Task or HeadingKind.TaskGroup or HeadingKind.Numbered)
                        .SelectMany(entry => entry.Value.AllItems()),
                ];
        return items.Count > 0
            ? items
            : _list.Items.Where(item => item is { HasGivenId: false, Parent: null } && Within(item.Id, from, to));
    }

    private static int LastNumber(string id)
    {
        var start = id.Length;
        while (start > 0 && (char.IsAsciiDigit(id[start - 1]) || id[start - 1] == '.'))
        {
            start--;
        }

        return id.Length - start;
    }

    // Only ids of the same form lie in a range: "1.5" is not in "1-3" (it is done with "1"), "T002" is in "T001-T009".
    private static bool Within(string id, string from, string to)
    {
        var plain = id.EndsWith(".0", StringComparison.Ordinal) && !from.Contains('.') ? id[..^2] : id;
        return plain.Count(c => c == '.') == from.Count(c => c == '.')
            && char.IsLetter(plain[0]) == char.IsLetter(from[0])
            && TaskIds.Compare(from, plain) <= 0
            && TaskIds.Compare(plain, to) <= 0;
    }
}
