using System.Globalization;
using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd.RedTeam;

/// <summary>Calls whose arguments, number or work are out of all proportion: each gets one result, and the run continues.</summary>
public sealed class OddCalls
{
    private static readonly string[] Tools =
    [
        "Read",
        "Write",
        "Edit",
        "Bash",
        "BashOutput",
        "KillShell",
        "Glob",
        "Grep",
        "WebFetch",
        "NoteDeviation",
        "Report",
        "Escalate",
    ];

    private static readonly string[] Shapes =
    [
        "[\"x\"]",
        "\"x\"",
        "1",
        "null",
        "true",
        "[]",
        "{\"command\": [[\"ls\"]], \"file_path\": {\"a\": 1}, \"pattern\": {}, \"url\": {}, \"kind\": {}, \"what\": {}}",
        "{\"file_path\": \"\\ud800\", \"command\": \"\\udfff\"}",
        "{\"x\": " + new string('[', 1000) + new string(']', 1000) + "}",
        "{\"file_path\": \"a\", \"file_path\": \"b\"}",
        "{\"offset\": 1e999, \"limit\": -1e999, \"timeout\": 1e999, \"file_path\": 1e999}",
        "{\"command\": \"a\\u0000b\", \"file_path\": \"a\\u0000b\", \"pattern\": \"[\"}",
    ];

    [Fact]
    [Trait("case", "MODEL-003")]
    public async Task Arguments_of_any_shape_get_an_error_result_from_every_tool()
    {
        using var project = Project.TwoTasks();
        var all = Tools.SelectMany(tool => Shapes.Select(shape => (tool, shape))).ToList();
        List<ScriptedAnswer> turns =
        [
            .. all.Chunk(36)
                .Select(calls => calls.Aggregate(new ScriptedAnswer(), (answer, call) => answer.ThenCall(call.tool, call.shape))),
            Say.Write("a.txt", "a\n"),
            ScriptedAnswer.Call("Escalate", "[\"x\"]"),
            ScriptedAnswer.Call("Report", "\"x\""),
            Say.Done("a.txt"),
        ];
        await using var server = await Script.Of("1", [.. turns]).ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1").Asking(server).EndsWithAsync(0);

        var results = server.Requests.Skip(1).Take(4).SelectMany(request => request.LastToolResults).ToList();
        Assert.Equal(all.Count, results.Count);
        Assert.All(results, result => Assert.True(result.IsError, result.Text));
    }

    [Theory]
    [InlineData("[\"x\"]")]
    [InlineData("\"x\"")]
    [InlineData("null")]
    public async Task A_recorded_call_with_such_arguments_does_not_keep_the_run_from_being_resumed(string arguments)
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of("1", ScriptedAnswer.Call("Bash", arguments).ThenCall("Read", arguments), Say.Write("a.txt", "a\n"), Say.Done("a.txt"))
            .ServeAsync();
        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--max-turns", "1").Asking(server).EndsWithAsync(4);

        await project.Ashlar("resume", "--max-turns", "20").Knowing(server).EndsWithAsync(0);

        await project.Ashlar("logs", project.Runs[0]).EndsWithAsync(0);
        await project.Ashlar("replay").EndsWithAsync(0);
    }

    [Fact]
    public async Task Of_500_calls_in_one_turn_128_are_carried_out_and_each_gets_one_result()
    {
        using var project = Project.TwoTasks();
        var many = Enumerable
            .Range(1, 500)
            .Aggregate(
                new ScriptedAnswer(),
                (answer, number) => answer.ThenCall("Write", new { file_path = $"n/{number}.txt", content = "n\n" })
            );
        var written = Enumerable.Range(1, 128).Select(number => string.Create(CultureInfo.InvariantCulture, $"n/{number}.txt"));
        await using var server = await Script.Of("1", many, Say.Done([.. written])).ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1").Asking(server).EndsWithAsync(0);

        var results = server.Requests[1].LastToolResults;
        Assert.Equal(500, results.Select(result => result.CallId).Distinct().Count());
        Assert.All(results.Take(128), result => Assert.False(result.IsError));
        Assert.All(results.Skip(128), result => Assert.Contains("at most 128 calls", result.Text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(
        "{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}"
    )]
    [InlineData("{a,{a,{a,{a,{a,{a,{a,{a,{a,{a,{a,{a,{a,{a,{a,{a,{a,{a,{a,{a,{a,{a,{a,{a,{a,{a,{a,{a,{a,{a,{a,{a,{a,{a,{a,{a,{a")]
    [InlineData("**/**/**/**/**/**/**/**/**/**/**/**/**/**/**/**/**/**/**/**/**/**/*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[!-!-!-")]
    public async Task No_pattern_of_files_keeps_a_search_busy(string pattern)
    {
        using var project = Project.TwoTasks(
            ("x/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/aaaaaaaaaaaaaaaaaaaaaaaaaa.txt", "a\n")
        );
        var searches = ScriptedAnswer
            .Call("Glob", new { pattern })
            .ThenCall("Grep", new { pattern = "a", glob = pattern })
            .ThenCall("Glob", new { pattern = string.Concat(Enumerable.Repeat(pattern, 2000)) })
            .ThenCall("Glob", new { pattern = "x/**/*.{txt,md}" });
        await using var server = await Script.Of("1", searches, Say.Write("a.txt", "a\n"), Say.Done("a.txt")).ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--max-minutes", "2").Asking(server).EndsWithAsync(0);

        var results = server.Requests[1].LastToolResults;
        Assert.Equal(4, results.Count);
        Assert.True(results[2].IsError, results[2].Text);
        Assert.StartsWith("x/aaaa", results[3].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4_000)]
    [InlineData(400_000)]
    public async Task A_line_without_a_blank_costs_neither_the_answer_nor_the_strike(int length)
    {
        using var attacked = AttackedProject.With(1, "scope:\n  frozen: [\"tests/**\"]\n");
        var command = $"echo weaker > tests/test_app.py; head -c {length} /dev/zero | tr '\\0' a; echo; exit 1";
        await using var server = await Script.Of("1", Say.Bash(command), Say.Bash(command), Say.Bash(command)).ServeAsync();

        await attacked.Project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(3);

        var journal = attacked.Project.Journal();
        Assert.Equal(3, journal.Of("change.reverted").Count);
        Assert.Contains("undone: tests/test_app.py (1 of 3", server.Requests[1].LastToolResults[0].Text, StringComparison.Ordinal);
        Assert.Contains("aaaaaaaa", server.Requests[1].LastToolResults[0].Text, StringComparison.Ordinal);
    }
}
