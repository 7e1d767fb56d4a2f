namespace Ashlar.Core.Work;

/// <summary>Reads the items, sections, criteria and dependency statements of a task list in Markdown, line by line.</summary>
internal sealed class MarkdownTasks
{
    private readonly SourceLines _source;
    private readonly TaskDialect _dialect;
    private readonly string _path;
    private readonly IReadOnlySet<string> _prefixes;
    private readonly bool _boxesAreTasks;
    private readonly List<TaskDraft> _items = [];
    private readonly List<TaskSection> _sections = [];
    private readonly List<TaskSection> _open = [];
    private readonly List<TaskDraft> _stack = [];
    private readonly List<Problem> _problems = [];
    private CriteriaZone? _zone;
    private TaskSection? _lastGroup;
    private List<DependencyStatement>? _dependencyList;
    private bool _afterBlank = true;
    private int _highestNumber;
    private int _criteriaInZone;
    private readonly List<string> _loose = [];

    private MarkdownTasks(SourceLines source, TaskDialect dialect, string path, bool boxesAreTasks)
    {
        _source = source;
        _dialect = dialect;
        _path = path;
        _boxesAreTasks = boxesAreTasks;
        _prefixes = IdPrefixes.Of(source);
    }

    /// <summary>The number of boxes that were taken as criteria.</summary>
    public int CriteriaBoxes { get; private set; }

    /// <summary>Whether all criteria boxes stand under a heading that says no more than "checklist".</summary>
    public bool OnlyBareChecklists { get; private set; } = true;

    /// <summary>Reads a list. Where every box turns out to be a criterion, a known path or a bare checklist makes them tasks after all.</summary>
    public static DraftList Read(SourceLines source, TaskDialect dialect, string path)
    {
        var reader = new MarkdownTasks(source, dialect, path, boxesAreTasks: false);
        var list = reader.Walk();
        return list.Items.Count == 0 && reader.CriteriaBoxes > 0 && (dialect.ByPath || reader.OnlyBareChecklists)
            ? new MarkdownTasks(source, dialect, path, boxesAreTasks: true).Walk()
            : list;
    }

    private DraftList Walk()
    {
        for (var i = _source.FrontMatterLines; i < _source.Count; i++)
        {
            var line = _source[i];
            if (line.Hidden)
            {
                Extend(i);
                continue;
            }

            if (line.Blank)
            {
                _afterBlank = true;
                continue;
            }

            if (HeadingLine.Parse(line.Text) is { } heading)
            {
                OpenSection(heading, i);
            }
            else if (line.Box is { HeadingLevel: 0 } box)
            {
                AddBox(box, line, i);
            }
            else
            {
                AddNote(line, i);
            }

            _afterBlank = false;
        }

        CloseSections(0, _source.Count - 1);
        return new DraftList(_source, _dialect, _items, _sections, _problems);
    }

    private void OpenSection(HeadingLine heading, int index)
    {
        CloseSections(heading.Level, index - 1);
        _stack.Clear();
        _zone = null;
        _criteriaInZone = 0;
        _dependencyList = null;
        var parent = _open.Count > 0 ? _open[^1] : null;
        var plain = heading.Kind == HeadingKind.Plain;
        var section = new TaskSection(heading, index, parent)
        {
            IsCriteria = plain && !_boxesAreTasks && (parent is { IsCriteria: true } || CriteriaTitle.IsCriteria(heading.Title)),
            IsAcceptance = plain && (parent is { IsAcceptance: true } || CriteriaTitle.IsAcceptance(heading.Title)),
        };
        parent?.Sections.Add(section);
        _sections.Add(section);
        _open.Add(section);
        if (!section.IsCriteria)
        {
            _lastGroup = section;
        }

        AddHeadingTask(section, index);
    }

    private void AddHeadingTask(TaskSection section, int index)
    {
        var line = _source[index];
        TaskMark? mark = null;
        if (line.Box is { } box)
        {
            mark = new TaskMark(TaskMarkKind.Box, line.Start + box.MarkAt, box.Mark.Length, box.Mark);
        }
        else if (section.Heading is { Kind: HeadingKind.Task })
        {
            mark = StatusLine.Find(_source, index);
        }

        if (mark is null || section.IsCriteria)
        {
            return;
        }

        var title = TaskTitle.Parse(section.Heading.Title, _prefixes);
        var item = new TaskDraft
        {
            Id = section.Heading is { Kind: HeadingKind.Task, Number: { } number } ? number : title.Id ?? "",
            HasGivenId = section.Heading.Kind == HeadingKind.Task || title.Id is not null,
            Title = section.Heading.Kind == HeadingKind.Task ? TaskTitle.Parse(section.Heading.Name, _prefixes).Title : title.Title,
            State = TaskStateText.Of(mark, _dialect.Name),
            Line = index,
            EndLine = index,
            Indent = -1,
            Section = section,
            Parallel = title.Parallel,
            Optional = title.Optional,
            Mark = mark,
        };
        section.HeadingTask = item;
        for (var outer = section.Parent; outer is not null; outer = outer.Parent)
        {
            if (outer.HeadingTask is { } above)
            {
                item.Parent = above;
                above.Children.Add(item);
                break;
            }
        }

        _items.Add(item);
        AddTitleDependency(item, section.Heading.Title, index);
    }

    private void CloseSections(int level, int lastLine)
    {
        while (_open.Count > 0 && (level == 0 || _open[^1].Heading.Level >= level))
        {
            _open[^1].EndLine = lastLine;
            if (_open[^1].HeadingTask is { } item)
            {
                item.EndLine = lastLine;
            }

            _open.RemoveAt(_open.Count - 1);
        }
    }

    private void AddBox(BoxLine box, SourceLine line, int index)
    {
        _dependencyList = null;
        var indent = line.Indent;
        var title = TaskTitle.Parse(box.Rest, _prefixes);
        if (IsCriterion(title, indent))
        {
            CriteriaBoxes++;
            _criteriaInZone++;
            OnlyBareChecklists &= _zone is null && CriteriaTitle.IsBareChecklist(_open[^1].Heading.Title);
            CriteriaOwner(indent).Add(box.Rest.Trim());
            Extend(index);
            return;
        }

        _zone = null;
        PopTo(indent);
        var parent = _stack.Count > 0 ? _stack[^1] : _open.LastOrDefault(section => section.HeadingTask is not null)?.HeadingTask;
        parent = SiblingById(parent, title.Id);
        var section = _open.Count > 0 ? _open[^1] : null;
        if (IsMarkOfHeading(title.Title, section))
        {
            title = new TaskTitle(section!.Heading.Number, section.Heading.Name, title.Parallel, title.Optional);
        }

        var mark = new TaskMark(TaskMarkKind.Box, line.Start + box.MarkAt, System.Text.Encoding.UTF8.GetByteCount(box.Mark), box.Mark);
        var item = new TaskDraft
        {
            Id = title.Id ?? "",
            HasGivenId = title.Id is not null,
            Title = title.Title,
            State = TaskStateText.Of(mark, _dialect.Name),
            Line = index,
            EndLine = index,
            Indent = indent,
            Parent = parent,
            Section = section,
            Parallel = title.Parallel,
            Optional = title.Optional,
            Mark = mark,
        };
        Enter(item, index);
        AddTitleDependency(item, box.Rest, index);
    }

    private void Enter(TaskDraft item, int index)
    {
        Extend(index);
        item.Parent?.Children.Add(item);
        if (item.Section is { } section)
        {
            section.FirstBox = section.FirstBox < 0 ? index : section.FirstBox;
            if (item.Parent is null)
            {
                section.Items.Add(item);
            }

            _lastGroup = section;
        }

        if (item.HasGivenId && int.TryParse(item.Id, out var number))
        {
            _highestNumber = Math.Max(_highestNumber, number);
        }

        _stack.Add(item);
        _items.Add(item);
    }

    // "## Task 1: Title" followed by "- [x] **Completed**": the box is the heading's.
    private static bool IsMarkOfHeading(string title, TaskSection? section) =>
        section is { Heading.Kind: HeadingKind.Task, HeadingTask: null, Items.Count: 0 }
        && title.Trim('*', ' ', '.', '!')
            is "Completed"
                or "Complete"
                or "Done"
                or "completed"
                or "complete"
                or "done"
                or "完了"
                or "完成"
                or "已完成";

    private bool IsCriterion(TaskTitle title, int indent)
    {
        if (_boxesAreTasks)
        {
            return false;
        }

        var inZone = _zone is { } zone && zone.Covers(indent);
        if (!inZone && _open.LastOrDefault() is not { IsCriteria: true })
        {
            return false;
        }

        if (title.Id is not { } id || id.StartsWith("CHK", StringComparison.Ordinal))
        {
            return true;
        }

        // A plain number goes on counting the tasks where it is the next one, else it counts the criteria.
        return int.TryParse(id, out var number)
            ? _highestNumber == 0 || number != _highestNumber + 1 || _criteriaInZone > 0
            : id.StartsWith("AC", StringComparison.Ordinal);
    }

    private List<string> CriteriaOwner(int indent)
    {
        if (_zone is { Owner: { } owner })
        {
            return owner.Acceptance;
        }

        if (_zone is null && _open.LastOrDefault() is { IsCriteria: true } criteria && criteria.Parent is { HeadingTask: { } heading })
        {
            return heading.Acceptance;
        }

        return indent > 0 && _zone is null && _stack.LastOrDefault(item => item.Indent < indent) is { } item
            ? item.Acceptance
            : _lastGroup?.Acceptance ?? _loose;
    }

    private void AddNote(SourceLine line, int index)
    {
        var indent = line.Indent;
        var isItem = BoxLine.IsListItem(line.Text);
        if (isItem || _afterBlank)
        {
            PopTo(indent);
        }

        Extend(index);
        if (_dependencyList is { } list && isItem)
        {
            list.Add(new DependencyStatement(BoxLine.SkipListMarker(line.Text).ToString(), index));
            return;
        }

        _dependencyList = null;
        if (AddDependency(line, index, indent))
        {
            return;
        }

        if (LabelLine.Parse(line.Text) is { } label)
        {
            EnterLabel(label, indent, isItem);
        }
        else if (_zone is { } zone && !zone.Continues(line.Text, indent))
        {
            _zone = null;
        }
        else if (
            isItem
            && (_zone is { IsAcceptance: true } || (_zone is null && _open.LastOrDefault() is { IsAcceptance: true, IsCriteria: true }))
        )
        {
            CriteriaOwner(indent).Add(BoxLine.SkipListMarker(line.Text).ToString().Trim());
        }
    }

    private void EnterLabel(LabelLine label, int indent, bool isItem)
    {
        if (!CriteriaTitle.IsCriteria(label.Name) || _boxesAreTasks)
        {
            if (_zone is { } zone && indent <= zone.Indent)
            {
                _zone = null;
            }

            return;
        }

        var owner = _stack.LastOrDefault(item => item.Indent < indent);
        var acceptance = CriteriaTitle.IsAcceptance(label.Name);
        _criteriaInZone = 0;
        _zone = new CriteriaZone(indent, isItem, acceptance, owner ?? (_open.LastOrDefault()?.HeadingTask));
        if (acceptance && label.Value.Length > 0)
        {
            CriteriaOwner(indent).Add(label.Value);
        }
    }

    private bool AddDependency(SourceLine line, int index, int indent)
    {
        if (DependencyText.LabelledValue(line.Text) is not { } value || _open.LastOrDefault() is { IsCriteria: true })
        {
            return false;
        }

        var owner = _stack.LastOrDefault(item => item.Indent < indent);
        var statements = owner?.Dependencies ?? _open.LastOrDefault()?.HeadingTask?.Dependencies ?? _open.LastOrDefault()?.Dependencies;
        if (statements is null)
        {
            return true;
        }

        if (value.Length == 0)
        {
            _dependencyList = statements;
        }
        else
        {
            statements.Add(new DependencyStatement(value, index));
        }

        return true;
    }

    private static void AddTitleDependency(TaskDraft item, string title, int index)
    {
        if (DependencyText.InTitle(title) is { } value)
        {
            item.Dependencies.Add(new DependencyStatement(value, index));
        }
    }

    private void PopTo(int indent)
    {
        while (_stack.Count > 0 && indent < _stack[^1].Indent + 2)
        {
            _stack.RemoveAt(_stack.Count - 1);
        }
    }

    // "1.2" indented under "1.1" is its sibling: numbers that continue each other say more than spaces.
    private static TaskDraft? SiblingById(TaskDraft? parent, string? id)
    {
        while (parent is { HasGivenId: true, Parent: not null } && id is not null && TaskIds.AreSiblings(parent.Id, id))
        {
            parent = parent.Parent;
        }

        return parent is { HasGivenId: true, Parent: null } && id is not null && TaskIds.AreSiblings(parent.Id, id) ? null : parent;
    }

    private void Extend(int index)
    {
        foreach (var item in _stack)
        {
            item.EndLine = index;
        }
    }
}
