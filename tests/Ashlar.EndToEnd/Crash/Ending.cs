using System.Text.RegularExpressions;

namespace Ashlar.EndToEnd.Crash;

/// <summary>How a run ended, without what may differ between two runs: ids, hashes of commits, times.</summary>
/// <param name="ExitStatus">The exit status of the last execution.</param>
/// <param name="Commits">Tree and message of each commit, oldest first.</param>
/// <param name="List">The task list, byte for byte.</param>
/// <param name="Reports">What <c>report --json</c> prints.</param>
/// <param name="Iterations">Each completed task and its gate cycles.</param>
/// <param name="Talk">The last request of each turn of each task: what the model was told.</param>
internal sealed partial record Ending(int ExitStatus, string Commits, string List, string Reports, string Iterations, string Talk)
{
    /// <summary>Looks at a run that has ended.</summary>
    public static async Task<Ending> OfAsync(CrashedRun crashed, int exitStatus)
    {
        var (project, run) = (crashed.Project, crashed.Id);
        var hashes = project.Git("log", "--reverse", "--format=%H", SmallShop.Branch).Split('\n');
        var reports = await project.Ashlar("report", run, "--json").RunAsync();
        var tasks = crashed
            .Journal.Of("task.completed")
            .Select(entry => entry.GetProperty("task").GetString() + " " + entry.GetProperty("body").GetProperty("iterations").GetInt32());
        var talk = crashed
            .Server.Requests.GroupBy(request => (request.TaskId, request.Turn))
            .OrderBy(turn => turn.Key.TaskId, StringComparer.Ordinal)
            .ThenBy(turn => turn.Key.Turn)
            .Select(turn => $"{turn.Key}: {turn.Last().System}\n{turn.Last().Body.GetProperty("messages").GetRawText()}");
        return new Ending(
            exitStatus,
            Plain(project.Git("log", "--reverse", "--format=%T%n%B", SmallShop.Branch), run, hashes),
            project.Git("show", $"{SmallShop.Branch}:tasks.md"),
            Plain(reports.Out, run, hashes),
            string.Join('\n', tasks),
            Plain(string.Join("\n\n", talk), run, hashes)
        );
    }

    /// <summary>Where another ending first differs, with some text around it; empty when it is the same.</summary>
    public string DifferenceTo(Ending other) =>
        string.Join(
            '\n',
            Parts.Zip(other.Parts, (mine, its) => Difference(mine.Name, mine.Text, its.Text)).Where(difference => difference.Length > 0)
        );

    private IReadOnlyList<(string Name, string Text)> Parts =>
        [
            ("exit status", $"{ExitStatus}"),
            ("commits", Commits),
            ("task list", List),
            ("reports", Reports),
            ("iterations", Iterations),
            ("talk", Talk),
        ];

    private static string Difference(string name, string mine, string other)
    {
        var same = mine.Zip(other).TakeWhile(pair => pair.First == pair.Second).Count();
        return string.Equals(mine, other, StringComparison.Ordinal) ? "" : $"{name}:\n  {Around(mine, same)}\n  {Around(other, same)}";
    }

    private static string Around(string text, int at)
    {
        var start = Math.Max(0, at - 200);
        return text[start..Math.Min(text.Length, at + 200)].Replace("\n", "\n  ", StringComparison.Ordinal);
    }

    private static string Plain(string text, string run, IReadOnlyList<string> hashes)
    {
        text = text.Replace(run, "RUN", StringComparison.Ordinal);
        for (var index = 0; index < hashes.Count; index++)
        {
            text = text.Replace(hashes[index], $"COMMIT{index}", StringComparison.Ordinal)
                .Replace(hashes[index][..12], $"COMMIT{index}", StringComparison.Ordinal);
        }

        return Volatile().Replace(ProjectPath().Replace(text, "PROJECT"), "TIME");
    }

    [GeneratedRegex(@"\b\d+(\.\d+)? ?m?s\b|(?<=""seconds"": )[0-9.]+|(?<=artifact:)[0-9a-f]+|(?<=toolu_)\d+", RegexOptions.None, 1000)]
    private static partial Regex Volatile();

    [GeneratedRegex(@"/tmp/ashlar-test-\w+", RegexOptions.None, 1000)]
    private static partial Regex ProjectPath();
}
