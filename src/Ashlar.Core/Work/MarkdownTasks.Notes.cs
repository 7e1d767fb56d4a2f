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
}
