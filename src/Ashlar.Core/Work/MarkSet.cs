namespace Ashlar.Core.Work;

/// <summary>Which marks change when some tasks are ticked, or their ticks are taken back.</summary>
internal static class MarkSet
{
    /// <summary>The indexes of the items whose marks change, in file order.</summary>
    /// <param name="graph">The list.</param>
    /// <param name="chosen">The indexes of the tasks.</param>
    /// <param name="done">Whether they are done now, or open again.</param>
    public static SortedSet<int> Of(TaskGraph graph, IEnumerable<int> chosen, bool done)
    {
        var changed = new SortedSet<int>();
        foreach (var index in chosen)
        {
            AddWithChildren(graph, index, done, changed);
        }

        foreach (var index in changed.ToList())
        {
            for (var above = graph.ParentOf(index); above >= 0; above = graph.ParentOf(above))
            {
                if (done ? !AllDone(graph, above, changed) : !graph.Items[above].Done)
                {
                    break;
                }

                if (graph.Items[above].Done != done)
                {
                    changed.Add(above);
                }
            }
        }

        return changed;
    }

    private static void AddWithChildren(TaskGraph graph, int index, bool done, SortedSet<int> changed)
    {
        var open = new Stack<int>();
        open.Push(index);
        while (open.TryPop(out var next))
        {
            if (done ? !graph.Items[next].Settled : graph.Items[next].Done)
            {
                changed.Add(next);
            }
            else if (next == index && done && !graph.Items[next].Done)
            {
                // A cancelled task, or one with a mark of its own, that is ticked by name.
                changed.Add(next);
            }

            foreach (var child in graph.ChildrenOf(next))
            {
                if (!done || !graph.Items[child].Optional)
                {
                    open.Push(child);
                }
            }
        }
    }

    private static bool AllDone(TaskGraph graph, int parent, SortedSet<int> changed)
    {
        foreach (var child in graph.ChildrenOf(parent))
        {
            if (!graph.Items[child].Settled && !graph.Items[child].Optional && !changed.Contains(child))
            {
                return false;
            }
        }

        return true;
    }
}
