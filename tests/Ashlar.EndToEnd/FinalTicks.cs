using System.Globalization;
using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>What ticks rest on is looked at again at the end of a run.</summary>
public sealed class FinalTicks
{
    private const string List = """
        # Tasks

        ### [ ] T-1: Write a.txt

        **Acceptance Criteria**:
        - `test -e a.txt`

        ### [ ] T-2: Write b.txt

        **Acceptance Criteria**:
        - It is short

        """;

    private static readonly string[] Exists = ["`test -e a.txt`"];
    private static readonly string[] Short = ["It is short"];

    [Fact]
    public async Task A_tick_whose_acceptance_command_fails_on_the_final_tree_is_taken_back_and_named_and_the_task_can_be_done_anew()
    {
        using var project = Shop();
        await using var server = await Ending().ServeAsync();

        var ended = await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(1);
        var status = (await project.Ashlar("status", project.Runs[0], "--json").EndsWithAsync(0)).Json;
        var list = project.Read("work", "tasks.md");
        var again = await project.Ashlar("resume").Knowing(server).EndsWithAsync(1);
        var commits = project.Hashes("work").Count;
        await using var second = await Script.Of("T-1", Say.Write("a.txt", "a\n"), Say.Report(["a.txt"], acceptance: Exists)).ServeAsync();
        await project.Ashlar("resume", "--retry", "T-1").Knowing(second).EndsWithAsync(0);

        Assert.Contains("T-1 (`test -e a.txt` is red)", ended.Error, StringComparison.Ordinal);
        Assert.Contains("T-1", again.Error, StringComparison.Ordinal);
        Assert.Equal(
            ["failed", "done"],
            status.GetProperty("tasks").EnumerateArray().Select(task => task.GetProperty("state").GetString())
        );
        Assert.Contains("[ ] T-1", list, StringComparison.Ordinal);
        Assert.Contains("[x] T-2", list, StringComparison.Ordinal);
        Assert.Equal(3, commits);
        Assert.Equal("Take back the tick of: Write a.txt", project.Subjects("work")[2]);
        Assert.Contains("[x] T-1", project.Read("work", "tasks.md"), StringComparison.Ordinal);
        Assert.True(project.Journal().IsWhole);
    }

    [Fact]
    public async Task A_run_that_is_killed_while_it_looks_again_ends_the_same()
    {
        using var whole = Shop();
        await using var server = await Ending().ServeAsync();
        await whole.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(1);
        string[] expected = [.. whole.Subjects("work"), whole.Read("work", "tasks.md")];
        var types = whole.Journal().Types.ToList();

        for (var line = types.LastIndexOf("task.completed") + 1; line <= types.Count; line++)
        {
            using var project = Shop();
            await using var own = await Ending().ServeAsync();
            var killed = await project
                .Ashlar("run", "tasks.md", "--trust", "--branch", "work")
                .Asking(own)
                .With("ASHLAR_FAILPOINT", line.ToString(CultureInfo.InvariantCulture))
                .RunAsync();
            await project.Ashlar("resume").Knowing(own).EndsWithAsync(1);

            Assert.NotEqual(0, killed.ExitStatus);
            Assert.Equal(expected, (string[])[.. project.Subjects("work"), project.Read("work", "tasks.md")]);
        }
    }

    [Fact]
    public async Task What_ran_on_the_final_tree_already_does_not_run_again()
    {
        using var project = Shop();
        await using var server = await Script.Of("T-1", Say.Write("a.txt", "a\n"), Say.Report(["a.txt"], acceptance: Exists)).ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work", "--only", "T-1").Asking(server).EndsWithAsync(0);

        Assert.DoesNotContain(
            project.Journal().Of("gate.finished"),
            gate => gate.GetProperty("body").GetProperty("key").GetString()!.StartsWith("final/", StringComparison.Ordinal)
        );
    }

    /// <summary>The second task takes away what the first one was for.</summary>
    private static Script Ending() =>
        Script
            .Of("T-1", Say.Write("a.txt", "a\n"), Say.Report(["a.txt"], acceptance: Exists))
            .Then("T-2", Say.Bash("mv a.txt b.txt"), Removing());

    private static Project Shop() =>
        Project.With(("tasks.md", List), (".ashlar/config.yaml", "gates:\n  - {name: check, run: test ! -e broken}\n"));

    private static ScriptedAnswer Removing() =>
        ScriptedAnswer.Call(
            "Report",
            new
            {
                status = "READY_FOR_REVIEW",
                summary = "Moved.",
                files = new[] { new { path = "a.txt", change = "deleted" }, new { path = "b.txt", change = "created" } },
                key_changes = new[] { "b.txt" },
                tests = new
                {
                    total = 0,
                    passing = 0,
                    failing = 0,
                },
                acceptance = Short.Select(criterion => new
                {
                    criterion,
                    met = true,
                    shown_by = "its size",
                }),
            }
        );
}
