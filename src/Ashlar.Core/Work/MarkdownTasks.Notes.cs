namespace Ashlar.Core.Work;

/// <content>Lines that are neither heading nor box: labels, dependencies, criteria as bullets.</content>
internal sealed partial class MarkdownTasks
{
    private void AddNote(SourceLine line, int index)
    {
        var indent = line.Indent;
        var isItem = BoxLine.IsListItem(line.Text);
        if (isItem || _afterBlank)
        {
            PopTo(indent);
        }

        Extend(index);
        if (BoxLine.NearBox(line.Text) is { } near)
        {
            _problems.Add(
                new Problem("tasks.odd-box", $"{near} looks like a check-box and is none that is known, so the line is no task")
                {
                    Path = _path,
                    Line = index + 1,
                    Warning = true,
                    Remedy = "Write [ ] for what is to be done and [x] for what is done",
                }
            );
        }

        if (_sentences && isItem)
        {
            _named.Add((BoxLine.SkipListMarker(line.Text).ToString().Trim(), index));
            return;
        }

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

    /// <summary>Binds sentences such as <c>Task 2 depends on Task 1</c> to the task that they begin with.</summary>
    private void NameSentences()
    {
        foreach (var (sentence, index) in _named)
        {
            var said = DependencyTitle.Sentence(sentence);
            var statements = said is { } found ? StatementsOf(found.Owner) : null;
            if (statements is not null)
            {
                statements.Add(new DependencyStatement(said!.Value.On, index));
            }
            else if (!DependencyText.Parse(sentence).Kind.Equals(DependencyKind.Nothing))
            {
                _problems.Add(
                    new Problem("tasks.dependency-unread", $"this line does not bind: \"{sentence}\"")
                    {
                        Path = _path,
                        Line = index + 1,
                        Warning = true,
                        Expected = "Task 2 depends on Task 1",
                        Remedy = "Write it as a sentence that begins with a task's id, or put it under its task as **Depends on:**",
                    }
                );
            }
        }
    }

    private List<DependencyStatement>? StatementsOf(string id) =>
        _items.Find(item => item.HasGivenId && TaskIdLookup.IsSame(item.Id, id))?.Dependencies
        ?? _sections
            .Find(section =>
                section.Heading is { Kind: HeadingKind.Task or HeadingKind.TaskGroup, Number: { } number }
                && TaskIdLookup.IsSame(number, id)
            )
            ?.Dependencies;

    private static void AddTitleDependency(TaskDraft item, string title, int index)
    {
        if (DependencyText.InTitle(title) is { } value)
        {
            item.Dependencies.Add(new DependencyStatement(value, index));
        }
    }
}
