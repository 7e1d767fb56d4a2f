namespace Ashlar.Core.Reports;

/// <summary>What Ashlar saw when a turn ended without a report.</summary>
/// <param name="Files">Paths changed so far.</param>
public sealed record SeenSoFar(IReadOnlyList<string> Files)
{
    /// <summary>The agent's last test command, or null if it ran none.</summary>
    public string? Command { get; init; }

    /// <summary>The turn of that command, from 1.</summary>
    public int Turn { get; init; }

    /// <summary>Its result in a few words, such as <c>29 passed</c>.</summary>
    public string Result { get; init; } = "";

    /// <summary>Paths changed since that command.</summary>
    public IReadOnlyList<string> ChangedSince { get; init; } = [];
}

/// <summary>The one reminder that a turn without a report gets.</summary>
public static class MissingReportText
{
    private const int MostFiles = 10;

    /// <summary>What an agent is told that asks something before it has changed anything, once; a question that it repeats goes to a person.</summary>
    public const string GoAhead =
        "Nobody answers here while you work: the work order is the go-ahead, and what it leaves open is yours to decide and to report. Begin with "
        + "the next tool call. If a person has to decide before anything can be done, say so with Escalate, or ask again: the task then waits.";

    /// <summary>The message.</summary>
    public static string Render(SeenSoFar seen)
    {
        var files = seen.Files.Count switch
        {
            0 => "no file changed",
            1 => $"1 file changed ({Names(seen.Files)})",
            _ => $"{seen.Files.Count} files changed ({Names(seen.Files)})",
        };
        var run = seen.Command is null
            ? "no test run yet"
            : $"your last `{ShownText.Line(seen.Command)}` (turn {seen.Turn}): {seen.Result}, "
                + (seen.ChangedSince.Count == 0 ? "nothing changed since" : $"changed since: {Names(seen.ChangedSince)}");
        return $"""
            Your turn ended without a report. Nobody reads plain text here.
            Seen: {files}; {run}.
            Done: Report, READY_FOR_REVIEW. Stuck: Report with BLOCKED and what you tried. Decision needed: Escalate. Not finished: continue with the next tool call.
            """;
    }

    private static string Names(IReadOnlyList<string> paths) =>
        string.Join(", ", paths.Take(MostFiles).Select(ShownText.Line))
        + (paths.Count > MostFiles ? $" and {paths.Count - MostFiles} more" : "");
}
