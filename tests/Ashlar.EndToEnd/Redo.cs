using System.Globalization;
using System.Text.Json;
using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>Done tasks that a person opens again.</summary>
public sealed class Redo
{
    [Fact]
    public async Task A_task_that_is_opened_again_is_done_anew_with_the_note_and_what_builds_on_it_is_stale_until_the_end()
    {
        using var project = Project.TwoTasks();
        await using var first = await DoneAsync(project);

        var said = await project.Ashlar("redo", project.Runs[0], "1", "--note", "It must say more").EndsWithAsync(0);
        var open = await StatusAsync(project);
        var list = project.Read("work", "tasks.md");
        await using var second = await Again().ServeAsync();
        await project.Ashlar("resume").Knowing(second).EndsWithAsync(0);
        var ended = await StatusAsync(project);

        Assert.Contains("Stale", said.Out, StringComparison.Ordinal);
        Assert.Equal("# Tasks\n\n- [ ] Write a.txt\n- [x] Write b.txt", list);
        Assert.Equal(("interrupted", "pending", "done", true), Read(open));
        Assert.Contains("It must say more", second.Requests[0].Body.ToString(), StringComparison.Ordinal);
        Assert.Equal(("done", "done", "done", false), Read(ended));
        Assert.Equal("# Tasks\n\n- [x] Write a.txt\n- [x] Write b.txt", project.Read("work", "tasks.md"));
        Assert.Equal("more", project.Read("work", "a.txt"));
        Assert.Equal(["1", "2", "1", "1"], project.Trailers("work", "Ashlar-Task"));
        Assert.Equal("Open again: Write a.txt", project.Subjects("work")[2]);
        Assert.Single(project.Journal().Of("task.reopened"));
        Assert.Equal(
            [1, 1, 2],
            project.Journal().Of("task.started").Select(entry => entry.GetProperty("body").GetProperty("attempt").GetInt32())
        );
        Assert.True(project.Journal().IsWhole);
    }

    [Fact]
    public async Task A_redo_that_is_killed_at_any_line_of_the_journal_is_finished_by_resume()
    {
        string[]? subjects = null;
        for (var line = 1; line <= 3; line++)
        {
            using var project = Project.TwoTasks();
            await using var first = await DoneAsync(project);
            var at = (project.Journal().Lines.Count + line).ToString(CultureInfo.InvariantCulture);
            var redo = await project
                .Ashlar("redo", project.Runs[0], "1", "--note", "It must say more")
                .With("ASHLAR_FAILPOINT", at)
                .RunAsync();
            await using var second = await Again().ServeAsync();
            await project.Ashlar("resume").Knowing(second).EndsWithAsync(0);

            Assert.NotEqual(0, redo.ExitStatus);
            subjects ??= [.. project.Subjects("work")];
            Assert.Equal(subjects, project.Subjects("work"));
            Assert.Equal("more", project.Read("work", "a.txt"));
            Assert.Equal("# Tasks\n\n- [x] Write a.txt\n- [x] Write b.txt", project.Read("work", "tasks.md"));
        }
    }

    [Fact]
    public async Task A_task_of_a_run_that_waits_may_be_opened_again_and_one_that_is_not_done_may_not()
    {
        using var project = Project.With(
            ("tasks.md", "# Tasks\n\n- [ ] [P] Write a.txt\n- [ ] [P] Write b.txt\n"),
            (".ashlar/config.yaml", "gates:\n  - {name: check, run: test ! -e broken}\n")
        );
        await using var first = await Script
            .Of("1", Say.Write("a.txt", "a\n"), Say.Done("a.txt"))
            .Then("2", Say.Escalate("question", "Which words?"))
            .ServeAsync();
        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(first).EndsWithAsync(3);

        var waiting = await project.Ashlar("redo", project.Runs[0], "2").EndsWithAsync(2);
        var unknown = await project.Ashlar("redo", project.Runs[0], "7").EndsWithAsync(2);
        await project.Ashlar("redo", project.Runs[0], "1").EndsWithAsync(0);
        await using var second = await Again().Then("2", Say.Escalate("question", "Which words?")).ServeAsync();
        await project.Ashlar("resume").Knowing(second).EndsWithAsync(3);

        Assert.Contains("--retry", waiting.Error, StringComparison.Ordinal);
        Assert.Contains("no task 7", unknown.Error, StringComparison.Ordinal);
        Assert.Equal("more", project.Read("work", "a.txt"));
        Assert.Equal(
            "E1",
            Assert.Single((await StatusAsync(project)).GetProperty("waiting_for").EnumerateArray()).GetProperty("id").GetString()
        );
    }

    [Fact]
    public async Task A_done_task_of_a_run_that_failed_may_be_opened_again_and_the_failed_one_started_anew()
    {
        using var project = Project.TwoTasks();
        await using var first = await Script
            .OfTwoTasks()
            .Then("2", ScriptedAnswer.Text("I am done."), ScriptedAnswer.Text("I am done."))
            .ServeAsync();
        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(first).EndsWithAsync(1);

        await project.Ashlar("redo", "1").EndsWithAsync(0);
        await using var second = await Again().Then("2", Say.Write("b.txt", "b\n"), Say.Done("b.txt")).ServeAsync();
        await project.Ashlar("resume").Knowing(second).EndsWithAsync(1);
        await project.Ashlar("resume", "--retry", "2").Knowing(second).EndsWithAsync(0);

        Assert.Equal("more", project.Read("work", "a.txt"));
        Assert.Equal("# Tasks\n\n- [x] Write a.txt\n- [x] Write b.txt", project.Read("work", "tasks.md"));
        Assert.Equal(["1", "1", "1", "2"], project.Trailers("work", "Ashlar-Task"));
    }

    [Fact]
    public async Task The_note_lasts_until_the_task_is_done_again()
    {
        using var project = Project.TwoTasks();
        await using var first = await DoneAsync(project);
        await project.Ashlar("redo", project.Runs[0], "1", "--note", "It must say more").EndsWithAsync(0);
        var report = (await project.Ashlar("report", project.Runs[0], "--task", "1").EndsWithAsync(0)).Out;
        await using var second = await Script.Of("1", ScriptedAnswer.Text("I am done."), ScriptedAnswer.Text("I am done.")).ServeAsync();
        await project.Ashlar("resume").Knowing(second).EndsWithAsync(1);
        await using var third = await Again().ServeAsync();
        await project.Ashlar("resume", "--retry", "1").Knowing(third).EndsWithAsync(0);

        Assert.Contains("opened the task again", report, StringComparison.Ordinal);
        Assert.Contains("It must say more", second.Requests[0].Body.ToString(), StringComparison.Ordinal);
        var again = third.Requests[0].Body.ToString();
        Assert.Contains("a person opened it again", again, StringComparison.Ordinal);
        Assert.Contains("It must say more", again, StringComparison.Ordinal);
        Assert.Contains("An attempt before this one failed", again, StringComparison.Ordinal);
        Assert.Equal("more", project.Read("work", "a.txt"));
        Assert.DoesNotContain(
            "opened the task again",
            (await project.Ashlar("report", project.Runs[0], "--task", "1").EndsWithAsync(0)).Out,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_status_that_is_opened_again_is_the_one_that_stood_there()
    {
        const string List = "| ID | Task | Status |\n|--|--|--|\n| 1 | Write a.txt | Not started |\n| 2 | Write b.txt | todo |\n";
        using var project = Project.TwoTasks(("list.md", List));
        await using var server = await Script.OfTwoTasks().ServeAsync();
        await project.Ashlar("run", "list.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);
        var done = project.Read("work", "list.md");

        await project.Ashlar("redo", project.Runs[0], "1").EndsWithAsync(0);

        Assert.DoesNotContain("Not started", done, StringComparison.Ordinal);
        Assert.Contains("| 1 | Write a.txt | Not started |", project.Read("work", "list.md"), StringComparison.Ordinal);
    }

    private static async Task<ScriptedModelServer> DoneAsync(Project project)
    {
        var server = await Script.OfTwoTasks().ServeAsync();
        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);
        return server;
    }

    private static Script Again() => Script.Of("1", Say.Read("a.txt"), Say.Write("a.txt", "more\n"), Say.Report([], ["a.txt"]));

    private static async Task<JsonElement> StatusAsync(Project project) =>
        (await project.Ashlar("status", project.Runs[0], "--json").EndsWithAsync(0)).Json;

    private static (string?, string?, string?, bool) Read(JsonElement status)
    {
        var tasks = status.GetProperty("tasks");
        return (
            status.GetProperty("state").GetString(),
            tasks[0].GetProperty("state").GetString(),
            tasks[1].GetProperty("state").GetString(),
            tasks[1].TryGetProperty("stale", out var stale) && stale.GetBoolean()
        );
    }
}
