using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>What becomes of the calls of a model that does not keep to the rules.</summary>
public sealed class ToolCalls
{
    public static TheoryData<WireProtocol> Protocols => [WireProtocol.Anthropic, WireProtocol.OpenAI];

    [Theory]
    [MemberData(nameof(Protocols))]
    [Trait("case", "MODEL-003")]
    public async Task Every_call_gets_one_result_in_order_whatever_it_was(WireProtocol protocol)
    {
        using var project = Project.TwoTasks();
        var calls = Say.Write("a.txt", "a\n")
            .ThenCall("Fly", new { to = "moon" })
            .ThenCall("Bash", "{\"command\": \"echo o")
            .ThenCall("Bash", "{\"command\": \"echo once\", \"command\": \"echo twice\"}")
            .ThenCall("Read", new { file_path = "tasks.md" }, "same")
            .ThenCall("Read", new { file_path = "tasks.md" }, "same")
            .ThenCall("Read", new { file_path = "none.txt" });
        await using var server = await Script.Of("1", calls, Say.Done("a.txt")).ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1").Asking(server, protocol).EndsWithAsync(0);

        var results = server.Requests[1].LastToolResults;
        Assert.Equal([false, true, true, true, false, false, true], results.Select(result => result.IsError));
        Assert.Equal(7, results.Select(result => result.CallId).Distinct().Count());
        Assert.Contains("Write", results[1].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("twice", results[3].Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_report_sent_together_with_other_calls_is_not_taken(WireProtocol protocol)
    {
        using var project = Project.TwoTasks();
        var both = Say.Write("a.txt", "a\n");
        both = both with { Parts = [.. both.Parts, .. Say.Done("a.txt").Parts] };
        await using var server = await Script.Of("1", both, Say.Done("a.txt")).ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1").Asking(server, protocol).EndsWithAsync(0);

        Assert.Equal([false, true], server.Requests[1].LastToolResults.Select(result => result.IsError));
        Assert.Contains("not taken", server.Requests[1].LastToolResults[1].Text, StringComparison.Ordinal);
        Assert.Equal(1, project.Journal().Last("iteration.finished").GetProperty("iteration").GetInt32());
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task A_path_with_a_NUL_is_refused_and_makes_no_file(WireProtocol protocol)
    {
        using var project = Project.TwoTasks();
        var calls = Say.Write("a\0b.txt", "a\n")
            .ThenCall("Read", new { file_path = "a\0b.txt" })
            .ThenCall("Write", new { file_path = "a\u0007b.txt", content = "a\n" })
            .ThenCall("Write", new { file_path = "a.txt", content = "a\n" });
        await using var server = await Script.Of("1", calls, Say.Done("a.txt")).ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work").Asking(server, protocol).EndsWithAsync(0);

        Assert.Equal([true, true, true, false], server.Requests[1].LastToolResults.Select(result => result.IsError));
        Assert.Contains("NUL", server.Requests[1].LastToolResults[0].Text, StringComparison.Ordinal);
        Assert.Equal("a.txt\ntasks.md", project.Git("diff", "--name-only", "main", "work"));
    }

    [Fact]
    public async Task A_turn_without_a_report_gets_one_reminder_and_the_second_in_a_row_fails_the_task()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of(
                "1",
                ScriptedAnswer.Text("I think about it."),
                Say.Write("a.txt", "a\n"),
                ScriptedAnswer.Text("All done!"),
                ScriptedAnswer.Text("Really, all done!")
            )
            .ServeAsync();

        var result = await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(1);

        Assert.Contains("Nobody reads plain text here", server.Requests[1].LastUserText, StringComparison.Ordinal);
        Assert.Contains("Nobody reads plain text here", server.Requests[3].LastUserText, StringComparison.Ordinal);
        Assert.Equal(4, server.Requests.Count);
        Assert.Contains("without a report", result.Error, StringComparison.Ordinal);
        Assert.Equal("", project.Git("log", "main..work"));
        Assert.Equal(
            "failed",
            (await project.Ashlar("status", project.Runs[0], "--json").RunAsync())
                .Json.GetProperty("tasks")[0]
                .GetProperty("state")
                .GetString()
        );
        Assert.Contains("a.txt", project.Git("ls-tree", "--name-only", $"refs/ashlar/{project.Runs[0]}/1/1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_written_as_text_is_understood()
    {
        using var project = Project.TwoTasks();
        const string Report = """
            IMPLEMENTATION COMPLETE

            ## Summary
            Wrote the file.

            ## Files Modified
            - `a.txt` (created)

            ## Key Changes
            - The file

            ## Tests
            Total: 0
            Passing: 0
            Failing: 0

            ## Status
            READY FOR REVIEW
            """;
        await using var server = await Script.Of("1", Say.Write("a.txt", "a\n"), ScriptedAnswer.Text(Report)).ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work").Asking(server).EndsWithAsync(0);

        Assert.Equal(["1"], project.Trailers("work", "Ashlar-Task"));
    }
}
