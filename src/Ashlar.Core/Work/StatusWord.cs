namespace Ashlar.Core.Work;

/// <summary>The word that a status takes, in the spelling that the file uses.</summary>
internal static class StatusWord
{
    /// <summary>What stood in the place of a task's mark while it was open; null where that is not known.</summary>
    /// <param name="item">The task as it stands.</param>
    /// <param name="before">The list as it was; null where it is not known.</param>
    public static string? Before(TaskItem item, IReadOnlyList<TaskItem>? before) =>
        before
            ?.FirstOrDefault(one =>
                string.Equals(one.Id, item.Id, StringComparison.Ordinal)
                && one.State is TaskState.Todo or TaskState.InProgress
                && one.Mark?.Kind == item.Mark?.Kind
            )
            ?.Mark?.Written;

    /// <summary>The new value of a status.</summary>
    /// <param name="mark">The status as it stands.</param>
    /// <param name="done">Whether the task is done now, or open again.</param>
    /// <param name="known">The word for that which the file uses already; null for none.</param>
    public static string For(TaskMark mark, bool done, string? known)
    {
        if (known is not null)
        {
            return known;
        }

        var word =
            done ? "done"
            : mark.Kind == TaskMarkKind.Json ? "pending"
            : "todo";
        var written = mark.Written;
        if (TaskStateText.IsSymbol(written) || (written.Length is 1 or 2 && written[0] is ('❌' or '❎' or '✗' or '✘' or '✖' or '✕' or '×')))
        {
            return (written.Contains('☐') || written.Contains('☑'), done) switch
            {
                (true, true) => "☑",
                (true, false) => "☐",
                (false, true) => "✅",
                _ => "⬜",
            };
        }

        return written.Length > 1 && written.All(c => !char.IsAsciiLetterLower(c)) && written.Any(char.IsAsciiLetterUpper)
                ? word.ToUpperInvariant()
            : char.IsAsciiLetterUpper(written.FirstOrDefault()) ? (done ? "Done" : "To Do")
            : word;
    }
}
