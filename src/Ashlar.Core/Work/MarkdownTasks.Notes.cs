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
        _criteriaInZone += isItem && _zone is { IsApart: true } ? 1 : 0;
        if (NearBox.In(line.Text) is { } near && _zone is not { IsAside: true } && _open.LastOrDefault() is not { IsRecord: true })
        {
            _problems.Add(
                new Problem("tasks.odd-box", $"{near} looks like a check-box and is none that is known, so the line is not a task")
                {
                    Path = _path,
                    Line = index + 1,
                    Warning = true,
                    Remedy = "Write - [ ] for what is to be done and - [x] for what is done",
                }
            );
        }

        if (_sentences && (isItem || DependencyArrows.Steps(line.Text) is not null))
        {
            _named.Add((BoxLine.SkipListMarker(line.Text).ToString().Trim(), index));
            return;
        }

        if (_dependencyList is { } list && isItem)
        {
            var named = BoxLine.SkipListMarker(line.Text).ToString();
            if (list.Precedence == TaskPrecedence.Waits || DependencyPhrase.NamesOnlyTasks(named))
            {
                list.Statements.Add(new DependencyStatement(named, index, Precedence: list.Precedence));
            }

            return;
        }

        _dependencyList = null;
        if (AddDependency(line, index, indent))
        {
            return;
        }

        if (AddCriterion(line, indent, isItem))
        {
            return;
        }

        if (LabelLine.Parse(line.Text) is { } label)
        {
            EnterLabel(label, indent, isItem);
        }
        else if (_zone is { } zone && (!zone.Continues(line.Text, indent) || (zone.IsApart && _afterBlank && !isItem)))
        {
            _zone = null;
        }
    }

    private void EnterLabel(LabelLine label, int indent, bool isItem)
    {
        if (!_boxesAreTasks && label.Value.Length == 0 && (CriteriaTitle.IsExcluded(label.Name) || CriteriaTitle.IsDropped(label.Name)))
        {
            _criteriaInZone = 0;
            _zone = new CriteriaZone(indent, isItem, IsAcceptance: false, Owner: null)
            {
                IsAside = CriteriaTitle.IsExcluded(label.Name),
                IsDropped = CriteriaTitle.IsDropped(label.Name),
            };
            return;
        }

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
        var phrases = DependencyPhrase.OfLine(line.Text, _prefixes);
        if (phrases.Count == 0 || _open.LastOrDefault() is { IsCriteria: true })
        {
            return false;
        }

        var owner = _stack.LastOrDefault(item => item.Indent < indent);
        if (
            (owner?.Dependencies ?? _open.LastOrDefault()?.HeadingTask?.Dependencies ?? _open.LastOrDefault()?.Dependencies)
            is not { } statements
        )
        {
            return true;
        }

        foreach (var phrase in phrases)
        {
            if (phrase.Value.Length > 0)
            {
                statements.Add(new DependencyStatement(phrase.Value, index, Precedence: phrase.Precedence));
            }
            else
            {
                _dependencyList = (statements, phrase.Precedence);
            }
        }

        // What may be about something else may be a label of that, too.
        return phrases.Any(phrase => phrase.Precedence != TaskPrecedence.MayWait);
    }

    /// <summary>Binds rows of tables, and sentences such as <c>Task 2 depends on Task 1</c>, to the task that they begin with.</summary>
    private void NameSentences()
    {
        foreach (var (owner, phrase, index) in DependencyTable.Rows(_source))
        {
            StatementsOf(owner)?.Statements.Add(new DependencyStatement(phrase.Value, index, Precedence: phrase.Precedence));
        }

        foreach (var (sentence, index) in _named)
        {
            if (!Bind(sentence, index) && !DependencyText.Parse(sentence).Kind.Equals(DependencyKind.Nothing))
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

    private bool Bind(string sentence, int index)
    {
        if (DependencyArrows.Steps(sentence) is { } steps)
        {
            var ends = steps.Select(step => (First: StatementsOf(step.First), Next: StatementsOf(step.Next), step.Next)).ToList();

            // An arrow against the order of the list may mean the other thing.
            if (ends.Exists(end => end is not { First: { } first, Next: { } next } || first.Line >= next.Line))
            {
                return false;
            }

            foreach (var (first, names) in steps)
            {
                foreach (var id in TaskIdForm.AllIn(first))
                {
                    StatementsOf(DependencyText.NounBefore(first) + id)
                        ?.Statements.Add(new DependencyStatement(names, index, Precedence: TaskPrecedence.Holds));
                }
            }

            return true;
        }

        if (DependencyTitle.Sentence(sentence) is not { } said || StatementsOf(said.Owner) is not { } owner)
        {
            return false;
        }

        owner.Statements.Add(new DependencyStatement(said.On, index, Precedence: said.Precedence));
        return true;
    }

    private void AddTitleDependency(List<DependencyStatement> statements, string title, int index) =>
        statements.AddRange(
            DependencyPhrase
                .InTitle(title, _prefixes)
                .Select(phrase => new DependencyStatement(phrase.Value, index, Precedence: phrase.Precedence))
        );

    // The statements of the task or group that a text begins with.
    private (List<DependencyStatement> Statements, int Line)? StatementsOf(string text)
    {
        var name = text.Trim('*', '`', ' ', '[', '(', '#');
        if (_items.Find(item => string.Equals(item.Title, name, StringComparison.OrdinalIgnoreCase)) is { } titled)
        {
            return (titled.Dependencies, titled.Line);
        }

        if (_items.Find(item => item.HasGivenId && OwnIds.At(name + ")") is { } own && own.Id == item.Id) is { } counted)
        {
            return (counted.Dependencies, counted.Line);
        }

        if (DependencyText.FirstIn(name) is not { } reference)
        {
            return null;
        }

        if (
            reference.Noun is DependencyNoun.None or DependencyNoun.Task
            && _items.Find(item => item.HasGivenId && TaskIdLookup.IsSame(item.Id, reference.From)) is { } item
        )
        {
            return (item.Dependencies, item.Line);
        }

        var section = _sections.Find(section =>
            section.Heading is { Number: { } number } heading
            && heading.Kind
                == (
                    reference.Noun == DependencyNoun.Phase ? HeadingKind.Phase
                    : heading.Kind is HeadingKind.Task or HeadingKind.TaskGroup ? heading.Kind
                    : HeadingKind.Plain
                )
            && TaskIdLookup.IsSame(number, reference.From)
        );
        return section is null ? null : (section.Dependencies, section.Line);
    }
}
