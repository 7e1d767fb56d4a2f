namespace Ashlar.Core.Work;

/// <summary>Holds a list whose marks were changed against the one before: the marks differ that were to be changed, and nothing else.</summary>
internal static class TickProof
{
    /// <summary>The first task that is not what it should be; null where all are.</summary>
    /// <param name="before">The list as it was.</param>
    /// <param name="after">The list as it reads now; null where it is no longer a list.</param>
    /// <param name="changed">The indexes of the tasks whose marks were changed.</param>
    /// <param name="done">Whether they are done now, or open again.</param>
    public static TaskItem? Of(TaskList before, TaskList? after, IEnumerable<int> changed, bool done)
    {
        var marks = changed.ToHashSet();
        if (after is null || after.Tasks.Count != before.Tasks.Count)
        {
            return before.Tasks[marks.FirstOrDefault()];
        }

        for (var i = 0; i < before.Tasks.Count; i++)
        {
            var (old, now) = (before.Tasks[i], after.Tasks[i]);
            if (!IsSame(old, now) || !Stands(old, now, marks.Contains(i), done))
            {
                return old;
            }
        }

        return null;
    }

    private static bool Stands(TaskItem old, TaskItem now, bool changed, bool done) =>
        changed
            ? (done ? now.State == TaskState.Done : now.State is TaskState.Todo or TaskState.InProgress)
            : old.Mark is null || now.State == old.State;

    private static bool IsSame(TaskItem old, TaskItem now) =>
        old.Id == now.Id
        && old.Title == now.Title
        && old.Line == now.Line
        && old.Parent == now.Parent
        && old.IsUnit == now.IsUnit
        && old.Optional == now.Optional
        && old.DependsOn.SequenceEqual(now.DependsOn, StringComparer.Ordinal)
        && old.Acceptance.SequenceEqual(now.Acceptance, StringComparer.Ordinal)
        && UnmarkedText.AreEqual(old.Text, now.Text);
}
