namespace Ashlar.Core.Work;

/// <content>Check-boxes: tasks, or criteria of the group above.</content>
internal sealed partial class MarkdownTasks
{
    private void AddBox(BoxLine box, SourceLine line, int index)
    {
        _dependencyList = null;
        var indent = line.Indent;
        var title = TaskTitle.Parse(box.Rest, _prefixes);
        // Behind a blank line the list that follows such a label is over.
        if (_zone is { IsApart: true } && _afterBlank && _criteriaInZone > 0)
        {
            _zone = null;
        }

        if (IsAside(title, indent))
        {
            CriteriaBoxes++;
            _criteriaInZone++;
            OnlyBareChecklists = false;
            return;
        }

        if (IsCriterion(title, indent))
        {
            CriteriaBoxes++;
            _criteriaInZone++;
            OnlyBareChecklists &= _zone is null && CriteriaTitle.IsBareChecklist(_open[^1].Heading.Title);
            CriteriaOwner(indent).Add(box.Rest.Trim());
            AddCriterionOfHeading(box, line, index);
            Extend(index);
            return;
        }

        var isDropped =
            title.IsDropped || _open.LastOrDefault() is { IsDropped: true } || (_zone is { IsDropped: true } && _zone.Covers(indent));
        _criteriaInZone += isDropped ? 1 : 0;
        _zone = isDropped && _zone is { IsDropped: true } ? _zone : null;
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
            FieldId = title.FieldId,
            Title = title.Title,
            ListNumber = BoxLine.ListNumber(line.Text),
            State = TaskStateText.Of(mark, _dialect.Name, isDropped || parent is { IsDropped: true }),
            IsDropped = isDropped || parent is { IsDropped: true },
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
        AddTitleDependency(item.Dependencies, box.Rest, index);
        item.Dependencies.AddRange(title.DependsOn.Select(id => new DependencyStatement(id, index, Exact: true)));
    }

    // Numbered work under "## 4. Risks" is work.
    private bool IsAside(TaskTitle title, int indent) =>
        _zone is { IsAside: true } zone && zone.Covers(indent)
        || (
            _open.LastOrDefault() is { IsRecord: true } section
            && !(
                section.Heading is { Kind: HeadingKind.Numbered, Number: { } number }
                && title.Id is { } id
                && id.StartsWith(number + ".", StringComparison.Ordinal)
            )
        );

    // The boxes under "#### T001: …" are what is ticked where the heading itself is the task.
    private void AddCriterionOfHeading(BoxLine box, SourceLine line, int index)
    {
        var owner = _open.LastOrDefault(section => !section.IsCriteria && HeadingTasks.MayBe(section.Heading));
        var mark = new TaskMark(TaskMarkKind.Box, line.Start + box.MarkAt, System.Text.Encoding.UTF8.GetByteCount(box.Mark), box.Mark);
        owner?.CriteriaBoxes.Add(
            new TaskDraft
            {
                HasGivenId = true,
                Title = TaskTitle.Parse(box.Rest, new HashSet<string>()).Title,
                State = TaskStateText.Of(mark, _dialect.Name),
                Line = index,
                EndLine = index,
                Indent = line.Indent,
                Section = owner,
                Mark = mark,
            }
        );
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

        var inZone = _zone is { IsApart: false } zone && zone.Covers(indent);
        if (!inZone && _open.LastOrDefault() is not { IsCriteria: true })
        {
            return false;
        }

        if (title.Id is not { } id || id.StartsWith("CHK", StringComparison.Ordinal))
        {
            return true;
        }

        // A plain number continues counting the tasks where it is the next one, else it counts the criteria.
        return int.TryParse(id, out var number)
            ? _highestNumber == 0 || number != _highestNumber + 1 || _criteriaInZone > 0
            : id.StartsWith("AC", StringComparison.Ordinal) || (char.IsLetter(id[0]) && !CountsTasks(id));
    }

    // Letters that no task so far is counted by count something else, such as open questions.
    private bool CountsTasks(string id) =>
        id[0] == 'T' || _items.Exists(item => item.HasGivenId && Letters(item.Id).SequenceEqual(Letters(id)));

    private static ReadOnlySpan<char> Letters(string id)
    {
        var end = id.AsSpan().IndexOfAnyInRange('0', '9');
        return end < 0 ? id : id.AsSpan(0, end);
    }

    // A bullet among criteria, with a label before it or not, or a line that counts them by itself: "AC1: The total is shown".
    private bool AddCriterion(SourceLine line, int indent, bool isItem)
    {
        var isAmong =
            isItem
            && (
                _zone is { } zone
                    ? zone is { IsAcceptance: true, IsApart: false } && zone.Continues(line.Text, indent) && zone.Covers(indent)
                    : _open.LastOrDefault() is { IsAcceptance: true, IsCriteria: true }
            );
        var text = BoxLine.SkipListMarker(line.Text).ToString().Trim();
        var isCounted =
            !isAmong
            && !_boxesAreTasks
            && _zone is not { IsApart: true }
            && _open.LastOrDefault() is not { IsRecord: true }
            && CriteriaTitle.IsCounted(text);
        if (
            (!isAmong && !isCounted)
            || LabelLine.Parse(line.Text) is { Value.Length: 0 }
            || (StatusLine.Parse(line, TaskMarkKind.Status) is { } status && TaskStateText.OfWord(status.Written) != TaskState.Other)
        )
        {
            return false;
        }

        _zone = isCounted && _zone is { } other && !other.Covers(indent) ? null : _zone;
        CriteriaOwner(indent).Add(text);
        return true;
    }

    private List<string> CriteriaOwner(int indent)
    {
        if (_zone is { Owner: { } owner })
        {
            return owner.Acceptance;
        }

        if (_zone is null && _open.LastOrDefault() is { IsCriteria: true } && _open.Find(section => section.IsCriteria) is { } criteria)
        {
            return criteria.Parent is { HeadingTask: { } heading } ? heading.Acceptance : criteria.Acceptance;
        }

        return indent > 0 && _zone is null && _stack.LastOrDefault(item => item.Indent < indent) is { } item
            ? item.Acceptance
            : _lastGroup?.Acceptance ?? _loose;
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
}
