namespace Ashlar.Core.Work;

/// <summary>The units of work that a run does, in order, and which of them may continue when others fail or wait. Immutable and pure.</summary>
public sealed class Assignment
{
    private readonly TaskGraph _graph;
    private readonly List<int> _order;
    private readonly HashSet<int> _assigned;
    private readonly bool _orderBinds;
    private readonly IReadOnlyList<string> _acceptance;
    private readonly int _completing;

    private Assignment(TaskList list, TaskGraph graph, HashSet<int> assigned)
    {
        _graph = graph;
        _assigned = assigned;
        _order = graph.OrderOf(assigned, _ => true);
        _orderBinds = !list.StatesDependencies;
        _acceptance = list.Acceptance;
        _completing = list.Acceptance.Count > 0 && graph.OpenUnits().IsSubsetOf(assigned) && _order.Count > 0 ? _order[^1] : -1;
    }

    /// <summary>The units to do, in order; empty where nothing is left.</summary>
    public IReadOnlyList<TaskItem> Units => [.. _order.Select(Item)];

    /// <summary>Works out what is to be done.</summary>
    /// <param name="list">The task list.</param>
    /// <param name="only">The ids named with <c>--only</c>; empty for all open units that are not optional. <c>2</c> means <c>2.0</c>, a parent means its children.</param>
    /// <exception cref="ProblemException">Exit status 2: an id is unknown or ambiguous, a stated dependency is neither done nor assigned, or assigned tasks depend on each other in a circle.</exception>
    public static Assignment Of(TaskList list, IReadOnlyList<string> only)
    {
        var graph = TaskGraph.Of(list.Tasks);
        var assigned = only.Count == 0 ? graph.OpenUnits() : Named(list, graph, only);
        var problems = new List<Problem>();
        if (only.Count > 0)
        {
            problems.AddRange(AssignmentChecks.Unmet(list, graph, assigned));
        }

        problems.AddRange(AssignmentChecks.Ambiguous(list, graph, assigned));
        var assignment = new Assignment(list, graph, assigned);
        if (assignment._order.Count < assigned.Count)
        {
            problems.AddRange(AssignmentChecks.Stuck(list, assigned.Except(assignment._order)));
        }

        return problems.Count == 0 ? assignment : throw new ProblemException(problems);
    }

    /// <summary>The ids of a comma list, as in <c>--only 1,2.1</c>.</summary>
    public static IReadOnlyList<string> Ids(string commaList) =>
        commaList.Split([',', ' '], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>
    /// The next unit to do: the first one in order that is not yet settled and whose predecessors among the assigned units are done.
    /// Null where none is left that may be done now.
    /// </summary>
    /// <param name="done">The ids of the units done in this run.</param>
    /// <param name="stopped">The ids of the units that failed, wait or were skipped.</param>
    /// <param name="running">The ids of the units that are being worked on.</param>
    public TaskItem? Next(IReadOnlySet<string> done, IReadOnlySet<string> stopped, IReadOnlySet<string> running) =>
        ReadyNow(done, stopped, running).FirstOrDefault();

    /// <summary>All units that may be done now, in order; several only where they do not depend on each other.</summary>
    /// <param name="done">The ids of the units done in this run.</param>
    /// <param name="stopped">The ids of the units that failed, wait or were skipped.</param>
    /// <param name="running">The ids of the units that are being worked on.</param>
    public IEnumerable<TaskItem> ReadyNow(IReadOnlySet<string> done, IReadOnlySet<string> stopped, IReadOnlySet<string> running)
    {
        var blocked = Blocked(stopped);
        foreach (var unit in _order)
        {
            var id = Id(unit);
            if (!done.Contains(id) && !stopped.Contains(id) && !running.Contains(id) && !blocked.ContainsKey(id) && !Waits(unit, done))
            {
                yield return Item(unit);
            }
        }
    }

    /// <summary>
    /// The units that are skipped because of others: those that depend on a stopped one, in a list that states no dependency at all every later one
    /// (<c>[P]</c> siblings excepted).
    /// </summary>
    /// <param name="stopped">The ids of the units that failed or wait.</param>
    /// <returns>The skipped unit's id and the id of the unit that it is skipped for.</returns>
    public IReadOnlyDictionary<string, string> Blocked(IReadOnlySet<string> stopped)
    {
        var blocked = new Dictionary<string, string>(StringComparer.Ordinal);
        var stops = Enumerable.Range(0, _order.Count).Where(i => stopped.Contains(Id(_order[i]))).ToList();
        for (var i = stops.Count > 0 ? 0 : _order.Count; i < _order.Count; i++)
        {
            var unit = _order[i];
            if (!stopped.Contains(Id(unit)) && CauseOf(i, stops, stopped, blocked) is { } cause)
            {
                blocked[Id(unit)] = cause;
            }
        }

        return blocked;
    }

    private string? CauseOf(int position, List<int> stops, IReadOnlySet<string> stopped, Dictionary<string, string> blocked)
    {
        var unit = _order[position];
        foreach (var before in _graph.Before(unit))
        {
            if (_assigned.Contains(before))
            {
                if (stopped.Contains(Id(before)))
                {
                    return Id(before);
                }

                if (blocked.TryGetValue(Id(before), out var cause))
                {
                    return cause;
                }
            }
        }

        foreach (var stop in stops.TakeWhile(stop => stop < position))
        {
            var earlier = _order[stop];
            var binds = _graph.Items[earlier].Rank < _graph.Items[unit].Rank || (_orderBinds && !AreSiblings(earlier, unit));
            if (binds)
            {
                return Id(earlier);
            }
        }

        return null;
    }

    private bool Waits(int unit, IReadOnlySet<string> done)
    {
        foreach (var before in _graph.Before(unit))
        {
            if (_assigned.Contains(before) && !done.Contains(Id(before)))
            {
                return true;
            }
        }

        foreach (var earlier in _order)
        {
            if (earlier == unit)
            {
                return false;
            }

            var binds = _graph.Items[earlier].Rank < _graph.Items[unit].Rank || (_orderBinds && !AreSiblings(earlier, unit));
            if (binds && !done.Contains(Id(earlier)))
            {
                return true;
            }
        }

        return false;
    }

    // Both marked [P], under the same parent and heading: independent of each other.
    private bool AreSiblings(int one, int other)
    {
        var (first, second) = (_graph.Items[one], _graph.Items[other]);
        return first.Parallel
            && second.Parallel
            && string.Equals(first.Parent, second.Parent, StringComparison.Ordinal)
            && string.Equals(first.Group, second.Group, StringComparison.Ordinal);
    }

    // The task that completes the list answers for the criteria of all of it.
    private TaskItem Item(int unit) =>
        unit == _completing
            ? _graph.Items[unit] with
            {
                Acceptance = [.. _graph.Items[unit].Acceptance, .. _acceptance],
            }
            : _graph.Items[unit];

    private string Id(int unit) => _graph.Items[unit].Id;

    private static HashSet<int> Named(TaskList list, TaskGraph graph, IReadOnlyList<string> only)
    {
        var assigned = new HashSet<int>();
        var problems = new List<Problem>();
        foreach (var id in only)
        {
            var found = TaskIdLookup.Find(graph, id);
            if (found.Count == 0)
            {
                problems.Add(TaskIdLookup.Unknown(list, id));
            }

            foreach (var index in found)
            {
                var units = graph.UnitsOf(index).ToList();
                assigned.UnionWith(units.Where(unit => unit == index || units.Count == 1 || !graph.Items[unit].Optional));
            }
        }

        assigned.RemoveWhere(unit => graph.Items[unit].State is TaskState.Done or TaskState.Cancelled);
        return problems.Count == 0 ? assigned : throw new ProblemException(problems);
    }
}
