using System.Text.RegularExpressions;
using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;

namespace Ashlar.EndToEnd.SeveralTasks;

/// <summary>Projects whose tasks may be worked on concurrently, and how a run of one ended whatever the order.</summary>
internal static partial class ParallelProject
{
    /// <summary>The branch of the runs.</summary>
    public const string Branch = "work";

    /// <summary>A list with these lines and one gate.</summary>
    public static Project Of(string gate, params IReadOnlyList<string> tasks) =>
        Project.With(
            ("tasks.md", $"# Tasks\n\n{string.Concat(tasks.Select(task => $"- [ ] {task}\n"))}"),
            ("shared.txt", "one\ntwo\nthree\n"),
            (".ashlar/config.yaml", $"gates:\n  - {{name: check, run: \"{gate}\"}}\n")
        );

    /// <summary>Four tasks that have nothing to do with each other.</summary>
    public static Project OfFour() =>
        Of("test ! -e broken", "T001 [P] Write one", "T002 [P] Write two", "T003 [P] Write three", "T004 [P] Write four");

    /// <summary>Each task writes a file of its own name.</summary>
    public static ScriptedAnswer Quick(RecordedRequest request) =>
        request.Turn == 1 ? Say.Write($"{request.TaskId}.txt", $"{request.TaskId}\n") : Say.Done($"{request.TaskId}.txt");

    /// <summary>Changes the second line of the shared file.</summary>
    public static ScriptedAnswer ChangeShared(string from, string to) =>
        ScriptedAnswer
            .Call("Read", new { file_path = "shared.txt" })
            .ThenCall(
                "Edit",
                new
                {
                    file_path = "shared.txt",
                    old_string = from,
                    new_string = to,
                }
            );

    /// <summary>The command that starts a run.</summary>
    public static AshlarCommand Run(this Project project, int parallel) =>
        project.Ashlar("run", "tasks.md", "--trust", "--branch", Branch, "--parallel", $"{parallel}");

    /// <summary>What was committed, as a set: message and change of each commit, without what differs between two runs.</summary>
    public static IReadOnlyList<string> CommitSet(this Project project) =>
        [
            .. project
                .Hashes(Branch)
                .Select(hash => project.Git("show", "--format=%an %ae%n%B", "--unified=0", hash))
                .Select(text => Volatile().Replace(text, ""))
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>The tasks of a status.</summary>
    public static async Task<IReadOnlyList<string>> TaskStatesAsync(this Project project)
    {
        var status = (await project.Ashlar("status", project.Runs[0], "--json").EndsWithAsync(0)).Json;
        return [.. status.GetProperty("tasks").EnumerateArray().Select(task => task.GetProperty("state").GetString()!)];
    }

    [GeneratedRegex(@"^index .*$|(?<=^@@ .* @@).*$|r-\d{8}-[0-9a-f]{4}", RegexOptions.Multiline, 1000)]
    private static partial Regex Volatile();
}
