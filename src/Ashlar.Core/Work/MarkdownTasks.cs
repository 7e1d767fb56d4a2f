namespace Ashlar.Core.Work;

/// <summary>Reads the items, sections, criteria and dependency statements of a task list in Markdown, line by line.</summary>
internal sealed partial class MarkdownTasks
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
    private (List<DependencyStatement> Statements, TaskPrecedence Precedence)? _dependencyList;
    private bool _afterBlank = true;
    private int _highestNumber;
    private int _criteriaInZone;
    private readonly List<string> _loose = [];
    private readonly List<(string Sentence, int Line)> _named = [];
    private bool _sentences;

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
        return
            list.Items.Count == 0 && reader.CriteriaBoxes > 0 && !HeadingTasks.Exist(list) && (dialect.ByPath || reader.OnlyBareChecklists)
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

            if ((HeadingLine.Parse(line.Text) ?? BareHeading.Of(_source, i, _open)) is { } heading)
            {
                OpenSection(heading, i);
                i += heading.IsUnderlined ? 1 : 0;
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
        _problems.AddRange(OrderBlocks.Apply(_source, _items, _path));
        NameSentences();
        var acceptance = new CriteriaPlaces(_items, _sections).Place();
        return new DraftList(_source, _dialect, _items, _sections, _problems) { Acceptance = [.. _loose, .. acceptance] };
    }

    private void OpenSection(HeadingLine heading, int index)
    {
        CloseSections(heading.Level, index - 1);
        _stack.Clear();
        _zone = null;
        _criteriaInZone = 0;
        _dependencyList = null;
        _sentences = false;
        var parent = _open.Count > 0 ? _open[^1] : null;
        var plain = heading.Kind == HeadingKind.Plain;
        var numbered = heading.Kind == HeadingKind.Numbered;
        var section = new TaskSection(heading, index, parent)
        {
            IsCriteria =
                (plain || numbered)
                && !_boxesAreTasks
                && (parent is { IsCriteria: true } || CriteriaTitle.IsCriteria(heading, _dialect.Name)),
            IsAcceptance =
                (plain || numbered)
                && (parent is { IsAcceptance: true } || CriteriaTitle.IsAcceptance(plain ? heading.Title : heading.Name)),
            IsRecord =
                !_boxesAreTasks
                && (
                    parent is { IsRecord: true }
                    || (plain && CriteriaTitle.IsRecord(heading.Title))
                    || (numbered && CriteriaTitle.IsExcluded(heading.Name))
                ),
            IsDropped =
                parent is { IsDropped: true }
                || heading.IsStruck
                || ((plain || numbered) && CriteriaTitle.IsDropped(plain ? heading.Title : heading.Name)),
            GroupAbove = _lastGroup,
        };
        parent?.Sections.Add(section);
        _sections.Add(section);
        _open.Add(section);
        if (!section.IsCriteria && !section.IsRecord)
        {
            _lastGroup = section;
        }

        AddHeadingTask(section, index);
        if (section.HeadingTask is null)
        {
            AddTitleDependency(section.Dependencies, heading.Title, index);
        }

        if (plain && DependencyTitle.Is(heading.Title))
        {
            // Under a task or a group its bullets are what that depends on; under a whole list they are sentences.
            var statements =
                parent?.HeadingTask?.Dependencies ?? (parent is null or { Heading.Kind: HeadingKind.Plain } ? null : parent.Dependencies);
            _dependencyList = statements is null ? null : (statements, TaskPrecedence.Waits);
            _sentences = _dependencyList is null;
        }
    }

    private void AddHeadingTask(TaskSection section, int index)
    {
        var line = _source[index];
        TaskMark? mark = null;
        if (line.Box is { } box)
        {
            mark = new TaskMark(TaskMarkKind.Box, line.Start + box.MarkAt, System.Text.Encoding.UTF8.GetByteCount(box.Mark), box.Mark);
        }
        else if (section.Heading is { Kind: HeadingKind.Task })
        {
            mark = StatusLine.Find(_source, index);
        }

        if (
            mark is null
            || section.IsCriteria
            || section.IsRecord
            || (mark.Kind == TaskMarkKind.Status && section.Parent is { IsCriteria: true })
        )
        {
            return;
        }

        var title = TaskTitle.Parse(section.Heading.Title, _prefixes);
        if (section.Heading.Kind == HeadingKind.Task && TaskTitle.Parse(section.Heading.Name, _prefixes).Title.Length == 0)
        {
            return;
        }

        var item = new TaskDraft
        {
            Id = section.Heading is { Kind: HeadingKind.Task, Number: { } number } ? number : title.Id ?? "",
            HasGivenId = section.Heading.Kind == HeadingKind.Task || title.Id is not null,
            Title = section.Heading.Kind == HeadingKind.Task ? TaskTitle.Parse(section.Heading.Name, _prefixes).Title : title.Title,
            State = TaskStateText.Of(mark, _dialect.Name, title.IsDropped || section.IsDropped),
            IsDropped = title.IsDropped || section.IsDropped,
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
        AddTitleDependency(item.Dependencies, section.Heading.Title, index);
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

    private void PopTo(int indent)
    {
        while (_stack.Count > 0 && indent < _stack[^1].Indent + 2)
        {
            _stack.RemoveAt(_stack.Count - 1);
        }
    }

    private void Extend(int index)
    {
        foreach (var item in _stack)
        {
            item.EndLine = index;
        }
    }
}
