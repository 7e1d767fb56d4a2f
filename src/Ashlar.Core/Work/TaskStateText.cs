using System.Text.RegularExpressions;

namespace Ashlar.Core.Work;

/// <summary>What marks and status words mean.</summary>
internal static partial class TaskStateText
{
    /// <summary>Where a task with this mark stands. <c>[-]</c> is begun in Kiro and given up elsewhere.</summary>
    public static TaskState Of(TaskMark mark, string dialect) =>
        mark.Kind == TaskMarkKind.Box
            ? mark.Written switch
            {
                "" or " " or "\t" => TaskState.Todo,
                "x" or "X" => TaskState.Done,
                "~" => TaskState.InProgress,
                "-" => dialect == "kiro" ? TaskState.InProgress : TaskState.Cancelled,
                _ => TaskState.Other,
            }
            : OfWord(mark.Written);

    /// <summary>Where a task with this status word stands.</summary>
    public static TaskState OfWord(string status) =>
        Separators().ReplaceIn(status, " ").Trim().ToLowerInvariant() switch
        {
            ""
            or "todo"
            or "to do"
            or "pending"
            or "open"
            or "new"
            or "planned"
            or "backlog"
            or "not started"
            or "ready"
            or "待办"
            or "未着手" => TaskState.Todo,
            "in progress" or "inprogress" or "doing" or "started" or "wip" or "active" or "进行中" or "進行中" => TaskState.InProgress,
            "done" or "complete" or "completed" or "finished" or "closed" or "完了" or "完成" or "已完成" => TaskState.Done,
            "cancelled" or "canceled" or "dropped" or "abandoned" or "won't do" or "wont do" or "已取消" => TaskState.Cancelled,
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

    [GeneratedRegex(@"[^\p{L}\p{N}']+", RegexOptions.None, 1000)]
    private static partial Regex Separators();
}
