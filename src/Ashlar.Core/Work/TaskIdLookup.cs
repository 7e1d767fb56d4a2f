namespace Ashlar.Core.Work;

/// <summary>Finds tasks by the ids that people type.</summary>
internal static class TaskIdLookup
{
    private const int Shown = 5;

    /// <summary>The indexes of the items that an id means: as written, then <c>2.0</c> for <c>2</c>, then whatever the case and leading zeros.</summary>
    public static IReadOnlyList<int> Find(TaskGraph graph, string id)
    {
        var exact = graph.WithId(id);
        exact = exact.Count > 0 ? exact : graph.WithId(id + ".0");
        if (exact.Count > 0 || id.Length == 0 || !char.IsLetter(id[0]))
        {
            return exact;
        }

        var normal = TaskIds.Normal(id);
        return
        [
            .. Enumerable
                .Range(0, graph.Items.Count)
                .Where(i => string.Equals(TaskIds.Normal(graph.Items[i].Id), normal, StringComparison.Ordinal)),
        ];
    }

    /// <summary>Whether two ids mean the same task, whatever the case and leading zeros.</summary>
    public static bool IsSame(string one, string other) =>
        string.Equals(one, other, StringComparison.Ordinal)
        || (
            one.Length > 0
            && other.Length > 0
            && char.IsLetter(one[0])
            && char.IsLetter(other[0])
            && string.Equals(TaskIds.Normal(one), TaskIds.Normal(other), StringComparison.Ordinal)
        );

    /// <summary>The problem of an id that the list does not have, with the nearest ones it has.</summary>
    public static Problem Unknown(TaskList list, string id)
    {
        var nearest = NearestText.Of(id, list.Tasks.Select(task => task.Id).Distinct(StringComparer.Ordinal), Shown);
        return new Problem("tasks.unknown-task", $"there is no task {id}")
        {
            Path = list.Path.Length > 0 ? list.Path : null,
            Observed = id,
            Expected = string.Join(", ", nearest),
            Remedy =
                list.Path.Length > 0
                    ? $"Nearest: {string.Join(", ", nearest)}. All ids: `ashlar tasks list {list.Path}`"
                    : $"The task given in words is {string.Join(", ", nearest)}",
        };
    }
}
