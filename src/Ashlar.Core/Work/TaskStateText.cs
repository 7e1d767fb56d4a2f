using System.Text.RegularExpressions;

namespace Ashlar.Core.Work;

/// <summary>What marks and status words mean.</summary>
internal static partial class TaskStateText
{
    private static readonly string[] InProgress = ["⏳", "🚧", "🔄"];

    /// <summary>Where a task with this mark stands, whose words may say that it was given up.</summary>
    public static TaskState Of(TaskMark mark, string dialect, bool isDropped) => isDropped ? GivenUp(Of(mark, dialect)) : Of(mark, dialect);

    /// <summary>Where a task stands that was given up; what is done stays done.</summary>
    public static TaskState GivenUp(TaskState state) =>
        state is TaskState.Todo or TaskState.InProgress or TaskState.Other ? TaskState.Cancelled : state;

    /// <summary>Where a task with this mark stands. <c>[-]</c> is begun in Kiro and given up elsewhere.</summary>
    public static TaskState Of(TaskMark mark, string dialect) =>
        mark.Kind == TaskMarkKind.Box
            ? mark.Written switch
            {
                var written when string.IsNullOrWhiteSpace(written) => TaskState.Todo,
                "x" or "X" => TaskState.Done,
                "~" => TaskState.InProgress,
                "-" => dialect == "kiro" ? TaskState.InProgress : TaskState.Cancelled,
                _ => TaskState.Other,
            }
            : OfWord(mark.Written);

    /// <summary>
    /// Where a task with this status stands, whatever its spelling: <c>not_started</c>, <c>Not Started</c>, <c>notStarted</c>. A remark may
    /// follow, as in <c>Done on 3 May</c>.
    /// </summary>
    public static TaskState OfWord(string status)
    {
        var words = Words(status);
        if (words.Count == 0)
        {
            return string.IsNullOrWhiteSpace(status) ? TaskState.Todo
                : status.AsSpan().ContainsAny("✅✔✓☑") ? TaskState.Done
                : status.AsSpan().ContainsAny("☐⬜□◻▢") ? TaskState.Todo
                : InProgress.Any(symbol => status.Contains(symbol, StringComparison.Ordinal)) ? TaskState.InProgress
                : TaskState.Other;
        }

        for (var count = words.Count; count > 0; count--)
        {
            if (
                (count == words.Count || IsRemark(words[count]))
                && OfPhrase(string.Join(' ', words.Take(count))) is not TaskState.Other and var state
            )
            {
                return state;
            }
        }

        return TaskState.Other;
    }

    /// <summary>Whether a status is a symbol without words that is known.</summary>
    public static bool IsSymbol(string status) => status.Length > 0 && Words(status).Count == 0 && OfWord(status) != TaskState.Other;

    private static List<string> Words(string status) =>
        [
            .. Separators()
                .ReplaceIn(Humps().ReplaceIn(status, "$1 $2"), " ")
                .ToLowerInvariant()
                .Split(' ', StringSplitOptions.RemoveEmptyEntries),
        ];

    private static bool IsRemark(string word) =>
        char.IsDigit(word[0]) || word is "on" or "at" or "by" or "in" or "since" or "via" or "with" or "for" or "as" or "and" or "see";

    private static TaskState OfPhrase(string phrase) =>
        phrase switch
        {
            "todo"
            or "to do"
            or "pending"
            or "open"
            or "new"
            or "planned"
            or "backlog"
            or "not started"
            or "not yet started"
            or "not begun"
            or "not done"
            or "unstarted"
            or "ready"
            or "ready to start"
            or "ready for dev"
            or "ready for development"
            or "queued"
            or "upcoming"
            or "draft"
            or "drafted"
            or "approved"
            or "incomplete"
            or "待办"
            or "未开始"
            or "未完成"
            or "未着手" => TaskState.Todo,
            "in progress"
            or "inprogress"
            or "doing"
            or "started"
            or "begun"
            or "ongoing"
            or "working"
            or "wip"
            or "active"
            or "under way"
            or "underway"
            or "partial"
            or "partially done"
            or "partially complete"
            or "进行中"
            or "進行中" => TaskState.InProgress,
            "done"
            or "complete"
            or "completed"
            or "finished"
            or "closed"
            or "resolved"
            or "implemented"
            or "shipped"
            or "merged"
            or "fixed"
            or "完了"
            or "完成"
            or "已完成" => TaskState.Done,
            "cancelled"
            or "canceled"
            or "dropped"
            or "abandoned"
            or "skipped"
            or "rejected"
            or "obsolete"
            or "superseded"
            or "won't do"
            or "wont do"
            or "won't fix"
            or "wontfix"
            or "not needed"
            or "已取消" => TaskState.Cancelled,
            _ => TaskState.Other,
        };

    /// <summary>The state's name in JSON documents.</summary>
    public static string Name(TaskState state) =>
        state switch
        {
            TaskState.Todo => "todo",
            TaskState.InProgress => "in_progress",
            TaskState.Done => "done",
            TaskState.Cancelled => "cancelled",
            _ => "other",
        };

    [GeneratedRegex(@"(\p{Ll})(\p{Lu})", RegexOptions.None, 1000)]
    private static partial Regex Humps();

    [GeneratedRegex(@"[^\p{L}\p{N}']+", RegexOptions.None, 1000)]
    private static partial Regex Separators();
}
