namespace Ashlar.Core.Work;

/// <summary>The dependencies between the tasks of a list, as they are found; at most a bounded number.</summary>
/// <param name="list">The list.</param>
/// <param name="path">Its path.</param>
internal sealed class DependencyEdges(DraftList list, string path)
{
    private const int MostEdges = 200_000;

    private int edges;

    /// <summary>Whether any statement was found, if only that there is no dependency.</summary>
    public bool AnyStated { get; set; }

    /// <summary>Has tasks depend on others, or the others on them, as the statement says.</summary>
    public void Add(DependencyStatement statement, List<TaskDraft> owners, IEnumerable<TaskDraft> targets)
    {
        AnyStated = true;
        if (statement.Precedence == TaskPrecedence.Holds)
        {
            List<TaskDraft> waiting = [.. targets];
            targets = owners;
            owners = waiting;
        }

        List<string> ids = targets is List<TaskDraft> { Count: 1 } one
            ? [one[0].Id]
            : [.. targets.Select(target => target.Id).Distinct(StringComparer.Ordinal)];
        foreach (var owner in owners)
        {
            if (edges > MostEdges)
            {
                return;
            }

            foreach (var id in ids)
            {
                if (owner.DependsOn.Contains(id))
                {
                    continue;
                }

                owner.DependsOn.Add(id);
                if (++edges > MostEdges)
                {
                    list.Problems.Add(
                        new Problem(
                            "tasks.too-many-dependencies",
                            $"the list states more than {MostEdges} dependencies; the rest are left out"
                        )
                        {
                            Remedy =
                                "let a task depend on the group that holds the others, as in `(depends on 2)`, instead of on each of them",
                            Path = path,
                            Line = statement.Line + 1,
                        }
                    );
                    return;
                }
            }
        }
    }
}
