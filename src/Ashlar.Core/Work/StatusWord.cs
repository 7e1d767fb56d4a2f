namespace Ashlar.Core.Work;

/// <summary>The word that a status takes, in the spelling that the file uses.</summary>
internal static class StatusWord
{
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
