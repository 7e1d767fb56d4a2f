namespace Ashlar.Core.Work;

/// <summary>Why tasks cannot be assigned as they were named.</summary>
internal static class AssignmentChecks
{
    /// <summary>Tasks that depend on others which are neither done nor assigned.</summary>
    public static IEnumerable<Problem> Unmet(TaskList list, TaskGraph graph, HashSet<int> assigned) =>
        from unit in assigned.Order()
        from before in graph.Before(unit)
        where !assigned.Contains(before) && !graph.IsSatisfied(before)
        select new Problem(
            "tasks.unmet-dependency",
            $"task {graph.Items[unit].Id} depends on {graph.Items[before].Id}, which is neither done nor assigned"
        )
        {
            Path = list.Path.Length > 0 ? list.Path : null,
            Line = graph.Items[unit].Line,
            Remedy = $"Add {graph.Items[before].Id} to --only, or tick it if it is done",
        };

    /// <summary>Ids that mean several open tasks.</summary>
    public static IEnumerable<Problem> Ambiguous(TaskList list, TaskGraph graph, HashSet<int> assigned) =>
        assigned
            .GroupBy(unit => graph.Items[unit].Id, StringComparer.Ordinal)
            .Where(same => same.Count() > 1)
            .Select(same => new Problem(
                "tasks.duplicate-id",
                $"the id {same.Key} means {same.Count()} open tasks (lines {string.Join(", ", same.Order().Select(unit => graph.Items[unit].Line))})"
            )
            {
                Path = list.Path,
                Line = graph.Items[same.Max()].Line,
                Remedy = "Give each of them an id of its own, or name the others with --only",
            });

    /// <summary>Tasks that wait for each other.</summary>
    public static List<Problem> Stuck(TaskList list, IEnumerable<int> stuck)
    {
        var errors = list.Problems.Where(problem => problem.Code is "tasks.cycle" or "tasks.self-dependency").ToList();
        return errors.Count > 0
            ? errors
            :
            [
                new Problem(
                    "tasks.cycle",
                    $"tasks {string.Join(", ", stuck.Select(unit => list.Tasks[unit].Id))} depend on each other in a circle"
                )
                {
                    Path = list.Path,
                    Remedy = "Take one of these dependencies out",
                },
            ];
    }
}
