using System.Text;
using Ashlar.Core.Work;

namespace Ashlar.Core.Tests.Work;

/// <summary>Short ways to read lists in tests.</summary>
internal static class Lists
{
    public static TaskList Read(string text, string path = "tasks/list.md") => TaskListReader.Read(path, Bytes(text)).Required;

    public static Problem Refusal(string text, string path = "tasks/list.md") => TaskListReader.Read(path, Bytes(text)).Refusal!;

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>One line a task: id, state, parent, dependencies and marks.</summary>
    public static string[] Shape(TaskList list) =>
        [
            .. list.Tasks.Select(task =>
                $"{task.Id} {task.StateName}"
                + (task.Parent is { } parent ? $" in {parent}" : "")
                + (task.DependsOn.Count > 0 ? $" after {string.Join(",", task.DependsOn)}" : "")
                + (task.Parallel ? " parallel" : "")
                + (task.Optional ? " optional" : "")
                + (task.IsUnit ? " unit" : "")
            ),
        ];
}
