namespace Ashlar.Core.Work;

/// <summary>Finds the tasks that dependency statements name.</summary>
internal sealed class DependencyResolver
{
    private const int MostEdges = 200_000;

    private readonly DraftList _list;
    private readonly string _path;
    private readonly Dictionary<string, List<TaskDraft>> _given = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<TaskDraft>> _normal = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<TaskDraft>> _positions = new(StringComparer.Ordinal);
    private readonly Dictionary<(HeadingKind, string), TaskSection> _numbers = [];
    private readonly Dictionary<string, TaskSection> _titles = new(StringComparer.OrdinalIgnoreCase);
    private int _edges;

    private DependencyResolver(DraftList list, string path)
    {
        _list = list;
        _path = path;
        foreach (var item in list.Items)
        {
            Add(item.HasGivenId ? _given : _positions, item.Id, item);
            if (item.HasGivenId)
            {
                Add(_normal, TaskIds.Normal(item.Id), item);
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
        }
    }

    /// <summary>Whether any statement was found, if only that there is no dependency.</summary>
    public bool AnyStated { get; private set; }

    /// <summary>Fills <see cref="TaskDraft.DependsOn"/> of all items; statements that name no known task become warnings.</summary>
    /// <returns>Whether the list states any dependency.</returns>
    public static bool Resolve(DraftList list, string path)
    {
        var resolver = new DependencyResolver(list, path);
        foreach (var section in list.Sections)
        {
            foreach (var statement in section.Dependencies)
            {
                resolver.Apply(statement, [.. section.AllItems()]);
            }
        }

        foreach (var item in list.Items)
        {
            foreach (var statement in item.Dependencies)
            {
                resolver.Apply(statement, [item]);
            }
        }

        return resolver.AnyStated;
    }

    private static void Add(Dictionary<string, List<TaskDraft>> index, string id, TaskDraft item)
    {
        if (!index.TryGetValue(id, out var items))
        {
            index[id] = items = [];
        }

        items.Add(item);
    }

    private void Apply(DependencyStatement statement, List<TaskDraft> owners)
    {
        if (owners.Count == 0)
        {
            return;
        }

        if (statement.Exact)
        {
            ApplyExact(statement, owners[0]);
            return;
        }

        var text = DependencyText.Parse(statement.Value);
        switch (text.Kind)
        {
            case DependencyKind.Nothing:
                AnyStated = true;
                return;
            case DependencyKind.AllPrior:
                Link(statement, owners, TopItems().Except(owners).Where(item => item.Line < owners[0].Line));
                return;
            case DependencyKind.AllOthers:
                Link(statement, owners, TopItems().Except(owners));
                return;
            case DependencyKind.Tasks:
                foreach (var reference in text.References)
                {
                    Apply(statement, owners, reference);
                }

                return;
            default:
                ApplyTitles(statement, owners);
                return;
        }
    }

    // Sub-tasks of one task name their siblings by the last number alone.
    private void ApplyExact(DependencyStatement statement, TaskDraft owner)
    {
        var found =
            (owner.Parent is { } parent ? _given.GetValueOrDefault(parent.Id + "." + statement.Value) : null)
            ?? _given.GetValueOrDefault(owner.Stem + statement.Value)
            ?? _normal.GetValueOrDefault(TaskIds.Normal(owner.Stem + statement.Value));
        if (found is null)
        {
            Warn(statement, statement.Value);
        }
        else
        {
            Link(statement, [owner], found);
        }
    }

    private void Apply(DependencyStatement statement, List<TaskDraft> owners, DependencyReference reference)
    {
        if (reference.To is { } to)
        {
            var range = Range(reference.Noun, reference.From, to).ToList();
            if (range.Count > 0)
            {
                Link(statement, owners, range);
                return;
            }
        }

        foreach (var id in reference.To is null ? [reference.From] : new[] { reference.From, reference.To })
        {
            var found = Find(reference.Noun, id);
            if (found.Count == 0)
            {
                Warn(statement, id);
            }
            else
            {
                Link(statement, owners, found);
            }
        }
    }

    private void ApplyTitles(DependencyStatement statement, List<TaskDraft> owners)
    {
        var any = false;
        foreach (var part in statement.Value.Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (_titles.TryGetValue(part.Trim('*', '`', '.', ' '), out var section))
            {
                var items = section.AllItems().Where(item => !owners.Contains(item)).ToList();
                any |= items.Count > 0;
                Link(statement, owners, items);
            }
        }

        if (!any)
        {
            Warn(statement, statement.Value);
        }
    }

    private List<TaskDraft> Find(DependencyNoun noun, string id)
    {
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

    private List<TaskDraft>? Known(string id) =>
        _given.GetValueOrDefault(id)
        ?? _given.GetValueOrDefault(id + ".0")
        ?? (char.IsLetter(id[0]) ? _normal.GetValueOrDefault(TaskIds.Normal(id)) : null);

    private List<TaskDraft>? Section(HeadingKind kind, string number) =>
        _numbers.TryGetValue((kind, number.ToUpperInvariant()), out var section) && section.AllItems().ToList() is { Count: > 0 } items
            ? items
            : null;

    private IEnumerable<TaskDraft> Range(DependencyNoun noun, string from, string to)
    {
        to = char.IsLetter(from[0]) && !char.IsLetter(to[0]) ? from[..from.AsSpan().IndexOfAnyInRange('0', '9')] + to : to;
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
        return items.Count > 0
            ? items
            : sections
                .Where(entry => entry.Key.Item1 is HeadingKind.Task or HeadingKind.TaskGroup or HeadingKind.Numbered)
                .SelectMany(entry => entry.Value.AllItems());
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

    private IEnumerable<TaskDraft> TopItems() => _list.Items.Where(item => item.Parent is null);

    private void Link(DependencyStatement statement, List<TaskDraft> owners, IEnumerable<TaskDraft> targets)
    {
        AnyStated = true;
        var ids = targets.Select(target => target.Id).Distinct(StringComparer.Ordinal).ToList();
        foreach (var owner in owners)
        {
            if (_edges > MostEdges)
            {
                return;
            }

            foreach (var id in ids.Where(id => !owner.DependsOn.Contains(id, StringComparer.Ordinal)))
            {
                owner.DependsOn.Add(id);
                if (++_edges > MostEdges)
                {
                    _list.Problems.Add(
                        new Problem(
                            "tasks.too-many-dependencies",
                            $"the list states more than {MostEdges} dependencies; the rest are left out"
                        )
                        {
                            Path = _path,
                            Line = statement.Line + 1,
                        }
                    );
                    return;
                }
            }
        }
    }

    private static string Short(string text) => text.Length <= 100 ? text : text[..100] + "…";

    private void Warn(DependencyStatement statement, string what) =>
        _list.Problems.Add(
            new Problem("tasks.unknown-dependency", $"the dependency \"{Short(what)}\" names no task of this list and does not bind")
            {
                Path = _path,
                Line = statement.Line + 1,
                Observed = Short(statement.Value),
                Warning = true,
            }
        );
}
