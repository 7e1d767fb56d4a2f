namespace Ashlar.Core.Work;

/// <summary>Finds the tasks that dependency statements name.</summary>
internal sealed partial class DependencyResolver
{
    private readonly DraftList _list;
    private readonly string _path;
    private readonly DependencyTargets _targets;
    private readonly DependencyEdges _edges;
    private readonly HashSet<TaskDraft> _left = [];
    private List<TaskDraft>? _named;

    private DependencyResolver(DraftList list, string path)
    {
        _list = list;
        _path = path;
        _edges = new DependencyEdges(list, path);
        _targets = new DependencyTargets(list);
    }

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

        return resolver._edges.AnyStated;
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

        ApplyBinding(statement, owners);
        _left.Clear();
    }

    private void ApplyWhole(DependencyStatement statement, List<TaskDraft> owners)
    {
        var value = ApplyOthers(statement, owners);
        if (value.Length == 0)
        {
            return;
        }

        if (_targets.OfOwn(value).ToList() is { Count: > 0 } own)
        {
            Add(statement, owners, own.Except(owners));
            return;
        }

        var text = DependencyText.Parse(value);
        switch (text.Kind)
        {
            case DependencyKind.Nothing:
                _edges.AnyStated = true;
                return;
            case DependencyKind.AllPrior:
                Add(statement, owners, TopItems().Except(owners).Where(item => item.Line < owners[0].Line));
                return;
            case DependencyKind.Previous:
                Add(statement, owners, TopItems().Except(owners).Where(item => item.Line < owners[0].Line).TakeLast(1));
                return;
            case DependencyKind.AllOthers:
                Add(statement, owners, TopItems().Except(owners));
                return;
            case DependencyKind.Tasks:
                // "Requires: all of phase 1's artifacts" is about artifacts; ids with letters are ids all the same.
                var certain = statement.Precedence == TaskPrecedence.Waits || text.IsStrict;
                foreach (var reference in text.References.Where(reference => certain || char.IsLetter(reference.From[0])))
                {
                    Apply(statement, owners, reference);
                }

                return;
            default:
                ApplyTitles(statement with { Value = value }, owners);
                return;
        }
    }

    /// <summary>Takes out what names tasks of another list, and headings by their own word and number; what is left is returned.</summary>
    private string ApplyOthers(DependencyStatement statement, List<TaskDraft> owners)
    {
        var value = DependencyPlaces.Singly(statement.Value);
        foreach (var other in DependencyPlaces.OtherLists(value))
        {
            Warn(statement, other);
            value = value.Replace(other, "", StringComparison.Ordinal);
        }

        foreach (var (word, items) in _targets.OfHeadings(value))
        {
            Add(statement, owners, items.Except(owners));
            value = value.Replace(word, "", StringComparison.Ordinal);
        }

        // Nothing but what stood between them: then all is said.
        return value == statement.Value || !DependencyPlaces.IsBetween(value) ? value : "";
    }

    // Sub-tasks of one task name their siblings by the last number alone.
    private void ApplyExact(DependencyStatement statement, TaskDraft owner)
    {
        var found = _targets.FindExact(statement.Value, owner);
        if (found.Count > 0)
        {
            Add(statement, [owner], found);
        }
        else if (_list.Dialect.Name == "backlog")
        {
            // Each task is a file of its own; the files beside it tell whether that one is done.
            _edges.AnyStated = true;
            owner.DependsOn.Add(statement.Value);
        }
        else
        {
            Warn(statement, statement.Value);
        }
    }

    private void Apply(DependencyStatement statement, List<TaskDraft> owners, DependencyReference reference)
    {
        if (reference.To is { } to)
        {
            if (_targets.FindExact($"{reference.From}-{to}", owners[0]) is { Count: > 0 } paired)
            {
                Add(statement, owners, paired);
                return;
            }

            var range = _targets.Range(reference.Noun, reference.From, to, owners[0]).ToList();
            if (range.Count > 0)
            {
                Add(statement, owners, range);
                return;
            }
        }

        foreach (var id in reference.To is null ? [reference.From] : new[] { reference.From, reference.To })
        {
            var found = _targets.Find(reference.Noun, id, owners[0]);
            if (found.Count == 0 && id.LastIndexOf('-') is > 0 and var dash && char.IsAsciiDigit(id[dash - 1]))
            {
                // "T001-009" is a range where it is no id.
                found = [.. _targets.Range(reference.Noun, id[..dash], id[(dash + 1)..], owners[0])];
            }

            if (found.Count == 0)
            {
                Warn(statement, id);
            }
            else
            {
                WarnOfSeveral(statement, reference, owners[0]);
                Add(statement, owners, found);
            }
        }
    }

    private void ApplyTitles(DependencyStatement statement, List<TaskDraft> owners)
    {
        var any = false;
        if (_targets.OfTask(statement.Value) is { } whole && !owners.Contains(whole))
        {
            Add(statement, owners, [whole]);
            return;
        }

        foreach (var title in Parts(statement.Value))
        {
            var items = (_targets.OfTask(title) is { } task ? [task] : _targets.OfTitle(title)).Except(owners).ToList();
            if (items.Count > 0)
            {
                any = true;
                Add(statement, owners, items);
            }
        }

        if (!any)
        {
            Warn(statement, statement.Value);
        }
    }

    private IEnumerable<TaskDraft> TopItems() => _list.Items.Where(item => item.Parent is null);

    private static string Short(string text) => text.Length <= 100 ? text : text[..100] + "…";

    // Words such as "after" and "blocks" are about other things than tasks more often than not.
    private void Warn(DependencyStatement statement, string what)
    {
        if (statement.Precedence == TaskPrecedence.Waits && _named is null)
        {
            _list.Problems.Add(
                new Problem("tasks.unknown-dependency", $"the dependency \"{Short(what)}\" names no task of this list and does not bind")
                {
                    Path = _path,
                    Line = statement.Line + 1,
                    Observed = Short(statement.Value),
                    Warning = true,
                    Remedy = $"Write the id of a task of this list there, as `ashlar tasks list {_path}` shows it, or take it out",
                }
            );
        }
    }
}
