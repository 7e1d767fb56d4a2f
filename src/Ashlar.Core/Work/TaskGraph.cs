namespace Ashlar.Core.Work;

/// <summary>The units of a task list and what must be done before each of them.</summary>
internal sealed class TaskGraph
{
    private readonly IReadOnlyList<TaskItem> _items;
    private readonly Dictionary<string, List<int>> _byId = new(StringComparer.Ordinal);
    private readonly int[] _parents;
    private readonly List<int>[] _children;
    private readonly List<int>[] _before;

    private TaskGraph(IReadOnlyList<TaskItem> items)
    {
        _items = items;
        _parents = new int[items.Count];
        _children = new List<int>[items.Count];
        _before = new List<int>[items.Count];
        FindParents();
        for (var i = 0; i < items.Count; i++)
        {
            _before[i] = items[i].IsUnit ? UnitsBefore(i) : [];
        }
    }

    /// <summary>The graph of some items; ids that are given twice mean all items that have them.</summary>
    public static TaskGraph Of(IReadOnlyList<TaskItem> items) => new(items);

    /// <summary>The items.</summary>
    public IReadOnlyList<TaskItem> Items => _items;

    /// <summary>The index of the item's parent, or -1.</summary>
    public int ParentOf(int index) => _parents[index];

    /// <summary>The indexes of the items directly under one.</summary>
    public IReadOnlyList<int> ChildrenOf(int index) => _children[index];

    /// <summary>The indexes of the units that must be done before a unit, by what it and the items above it state.</summary>
    public IReadOnlyList<int> Before(int index) => _before[index];

    /// <summary>The indexes of all items with an id.</summary>
    public IReadOnlyList<int> WithId(string id) => _byId.TryGetValue(id, out var found) ? found : [];

    /// <summary>The units at and under an item.</summary>
    public IEnumerable<int> UnitsOf(int index)
    {
        var above = index;
        while (above >= 0 && !_items[above].IsUnit)
        {
            above = _parents[above];
        }

        return above >= 0 ? [above] : UnitsUnder(index);
    }

    /// <summary>The open units whose dependencies are all settled, in file order.</summary>
    public List<TaskItem> Ready() => [.. Open().Where(unit => _before[unit].TrueForAll(IsSatisfied)).Select(unit => _items[unit])];

    /// <summary>The open units in the order in which they would be done; those in a cycle, and what depends on them, are left out.</summary>
    public List<TaskItem> Order() => [.. OrderOf(Open().ToHashSet(), IsSatisfied).Select(unit => _items[unit])];

    /// <summary>Some units in order: again and again the first one whose predecessors are done.</summary>
    /// <param name="units">The units to do.</param>
    /// <param name="satisfied">Whether a unit that is not among them is in no one's way.</param>
    public List<int> OrderOf(IReadOnlySet<int> units, Func<int, bool> satisfied)
    {
        var waiting = new int[_items.Count];
        var after = new List<int>?[_items.Count];
        var sorted = units.Order().ToList();
        foreach (var unit in sorted)
        {
            foreach (var before in _before[unit])
            {
                if (units.Contains(before) || !satisfied(before))
                {
                    waiting[unit]++;
                    (after[before] ??= []).Add(unit);
                }
            }
        }

        var ready = new PriorityQueue<int, int>();
        var order = new List<int>(units.Count);
        for (var rank = 0; rank <= 2; rank++)
        {
            foreach (var unit in sorted)
            {
                if (waiting[unit] == 0 && _items[unit].Rank == rank)
                {
                    ready.Enqueue(unit, unit);
                }
            }

            while (ready.TryDequeue(out var unit, out _))
            {
                order.Add(unit);
                foreach (var next in after[unit] ?? [])
                {
                    if (--waiting[next] == 0 && _items[next].Rank <= rank)
                    {
                        ready.Enqueue(next, next);
                    }
                }
            }
        }

        return order;
    }

    /// <summary>The open units that are done without being named.</summary>
    public HashSet<int> OpenUnits() => [.. Open()];

    /// <summary>Whether a unit is in no one's way: settled, or optional, which nobody needs to wait for.</summary>
    public bool IsSatisfied(int unit) => _items[unit].Settled || _items[unit].Optional;

    private IEnumerable<int> Open() =>
        Enumerable
            .Range(0, _items.Count)
            .Where(i =>
                _items[i] is { IsUnit: true, Optional: false, Aside: false, State: TaskState.Todo or TaskState.InProgress }
                && !HasOptionalAncestor(i)
            );

    private bool HasOptionalAncestor(int index)
    {
        for (var above = _parents[index]; above >= 0; above = _parents[above])
        {
            if (_items[above].Optional)
            {
                return true;
            }
        }

        return false;
    }

    // Where an id is given twice, a child belongs to the nearest item with it above.
    private void FindParents()
    {
        for (var i = 0; i < _items.Count; i++)
        {
            _children[i] = [];
            _parents[i] = _items[i].Parent is { } id && _byId.TryGetValue(id, out var above) ? above[^1] : -1;
            if (_parents[i] >= 0)
            {
                _children[_parents[i]].Add(i);
            }

            if (!_byId.TryGetValue(_items[i].Id, out var same))
            {
                _byId[_items[i].Id] = same = [];
            }

            same.Add(i);
        }
    }

    private List<int> UnitsBefore(int unit)
    {
        if (_items[unit].DependsOn.Count == 0 && _parents[unit] < 0)
        {
            return [];
        }

        var units = new SortedSet<int>();
        for (var i = unit; i >= 0; i = _parents[i])
        {
            foreach (var id in _items[i].DependsOn)
            {
                foreach (var target in WithId(id).Where(target => target != i || WithId(id).Count == 1))
                {
                    units.UnionWith(UnitsOf(target));
                }
            }
        }

        // A step that waits for another step of its own unit says nothing about units.
        if (!_items[unit].DependsOn.Contains(_items[unit].Id, StringComparer.Ordinal) && _children[unit].Count > 0)
        {
            units.Remove(unit);
        }

        return [.. units];
    }

    private IEnumerable<int> UnitsUnder(int index)
    {
        var open = new Stack<int>();
        open.Push(index);
        while (open.TryPop(out var next))
        {
            if (_items[next].IsUnit)
            {
                yield return next;
            }
            else
            {
                _children[next].ForEach(open.Push);
            }
        }
    }
}
