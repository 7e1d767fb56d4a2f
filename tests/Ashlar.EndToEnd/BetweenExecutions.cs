using System.Text.RegularExpressions;
using Ashlar.EndToEnd.Harness;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>What happens to a run between its executions: other runs, people and git itself touch what it will need.</summary>
public sealed class BetweenExecutions
{
    [Fact]
    public async Task What_was_judged_is_still_there_after_git_tidied_up_and_is_let_go_at_the_end()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of(
                "1",
                Say.Write("a.txt", "a\n"),
                Say.Done("a.txt"),
                Say.Write("a.txt", "b\n"),
                Say.Addressed(["a.txt"], ("F1", "fixed", "b"))
            )
            .ServeAsync();
        await Run(project, "1", "--review", "human").Asking(server).EndsWithAsync(3);
        var run = project.Runs[0];
        project.Write("points.md", "1. a.txt:1 Write b.\n");
        await project.Ashlar("review", run, "request-changes", "--feedback-file", "points.md", "--resume").Knowing(server).EndsWithAsync(3);
        var held = project.Git("for-each-ref", "refs/ashlar/");
        project.Git("reflog", "expire", "--expire=now", "--all");
        project.Git("gc", "--quiet", "--prune=now");

        await project.Ashlar("review", run, "approve", "--resume").Knowing(server).EndsWithAsync(0);

        Assert.Contains("/@judged/1/", held, StringComparison.Ordinal);
        Assert.DoesNotContain("@judged", project.Git("for-each-ref", "refs/ashlar/"), StringComparison.Ordinal);
        Assert.Equal("b", project.Read("work", "a.txt"));
    }

    [Fact]
    public async Task A_second_run_on_the_branch_does_not_start_and_stop_ends_what_ignores_ctrl_c()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of("1", Say.Write("a.txt", "a\n"), Say.Done("a.txt").HeldUntil(new TaskCompletionSource().Task))
            .ServeAsync();
        using var first = Run(project, "1").Asking(server).Through("sh", "-c", "trap '' INT; exec \"$@\"", "sh").Start();
        await server.RequestsReachAsync(2);

        var second = await Run(project, "2").Asking(server).EndsWithAsync(2);
        var beside = await Run(project, "2").Asking(server).EndsWithAsync(2);
        var stopped = await project.Ashlar("stop", "--json").EndsWithAsync(0);
        var ended = await first.EndAsync();

        Assert.Contains($"{project.Runs[0]} works on the branch work", second.Error, StringComparison.Ordinal);
        Assert.Equal(second.Error, beside.Error);
        Assert.Equal(2, server.Requests.Count);
        Assert.True(stopped.Json.GetProperty("stopped").GetBoolean());
        Assert.Equal(130, ended.ExitStatus);
    }

    [Fact]
    public async Task A_commit_of_a_person_on_the_branch_is_said_before_a_model_is_asked_and_the_remedy_keeps_it()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of("1", Say.Escalate("question", "Which words?"), Say.Write("a.txt", "a\n"), Say.Done("a.txt"))
            .ServeAsync();
        await Run(project, "1").Asking(server).EndsWithAsync(3);
        var run = project.Runs[0];
        var asked = server.Requests.Count;
        var before = project.Git("rev-parse", "work");
        project.Git("checkout", "--quiet", "work");
        project.Write("mine.txt", "mine\n").Commit("Mine");
        project.Git("checkout", "--quiet", "main");

        var moved = await project.Ashlar("answer", run, "E1", "These.", "--resume").Knowing(server).EndsWithAsync(1);
        var then = server.Requests.Count;
        project.Git("branch", "work-other", "work");
        project.Git("update-ref", "refs/heads/work", before);
        await project.Ashlar("resume", run).Knowing(server).EndsWithAsync(0);

        Assert.Contains(
            $"git branch work-other work`, set the branch back with `git update-ref refs/heads/work {before}`",
            moved.Error,
            StringComparison.Ordinal
        );
        Assert.Equal(asked, then);
        Assert.Equal("mine", project.Read("work-other", "mine.txt"));
        Assert.Equal("a", project.Read("work", "a.txt"));
    }

    [Fact]
    public async Task The_work_order_of_a_branch_that_is_continued_keeps_its_ticks()
    {
        using var project = Project.With((".ashlar/config.yaml", "gates:\n  - {name: check, run: test ! -e broken}\n"));
        project.Write("tasks.md", "# Tasks\n\n- [ ] Write a.txt\n- [ ] Write b.txt\n");
        await using var server = await Script.OfTwoTasks().ServeAsync();

        await Run(project, "1", "--include-spec").Asking(server).EndsWithAsync(0);
        await Run(project, "2", "--include-spec").Asking(server).EndsWithAsync(0);
        project.Write("tasks.md", "# Tasks\n\n- [ ] Write a.txt\n- [ ] Write b.txt\n- [ ] Write c.txt\n");
        var differs = await Run(project, "3", "--include-spec").Asking(server).EndsWithAsync(2);

        Assert.Equal("# Tasks\n\n- [x] Write a.txt\n- [x] Write b.txt", project.Read("work", "tasks.md"));
        Assert.Equal(3, project.Hashes("work").Count);
        Assert.Contains("git restore --source work -- tasks.md", differs.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_ended_between_its_record_and_its_branch_begins_there()
    {
        using var project = Project.With((".ashlar/config.yaml", "gates:\n  - {name: check, run: test ! -e broken}\n"));
        project.Write("tasks.md", "# Tasks\n\n- [ ] Write a.txt\n");
        await using var server = await Script.Of("1", Say.Write("a.txt", "a\n"), Say.Done("a.txt")).ServeAsync();

        var killed = await Run(project, "1", "--include-spec").Asking(server).With("ASHLAR_FAILPOINT", "1").RunAsync();
        var branches = project.Git("branch", "--list", "work");
        await project.Ashlar("resume").Knowing(server).EndsWithAsync(0);

        Assert.Equal(137, killed.ExitStatus);
        Assert.Empty(branches);
        Assert.Equal(2, project.Hashes("work").Count);
        Assert.Equal("# Tasks\n\n- [x] Write a.txt", project.Read("work", "tasks.md"));
    }

    [Fact]
    public async Task A_question_of_an_attempt_that_is_over_waits_for_nobody_and_recording_goes_on()
    {
        using var project = Project.TwoTasks();
        var cassette = project.Beside("run.jsonl");
        await using var server = await Script.Of("1", Say.Escalate("question", "Which words?")).ServeAsync();
        await using var second = await Script.Of("1", Say.Write("a.txt", "a\n"), Say.Done("a.txt")).ServeAsync();
        await Run(project, "1").Asking(server).Recording(cassette).EndsWithAsync(3);
        var run = project.Runs[0];
        var before = await File.ReadAllLinesAsync(cassette);
        var open = (await project.Ashlar("inbox", "--json").EndsWithAsync(0)).Json.GetArrayLength();

        await project.Ashlar("resume", run, "--retry", "1").Knowing(second).EndsWithAsync(0);

        Assert.Equal((1, 2), (open, before.Length));
        Assert.Equal(0, (await project.Ashlar("inbox", "--json").EndsWithAsync(0)).Json.GetArrayLength());
        Assert.Equal(4, (await File.ReadAllLinesAsync(cassette)).Length);
    }

    [Fact]
    public async Task A_resumed_run_asks_the_present_checkout_for_nothing()
    {
        using var project = Project.With((".ashlar/config.yaml", "gates:\n  - {name: check, run: test ! -e broken}\n"));
        project.Git("checkout", "--quiet", "-b", "design");
        project.Write("docs/designs/greeting/design.md", "# Greeting\n\nWrite a.txt.\n").Commit("Design");
        var writer = project.Beside("writer.md");
        await File.WriteAllTextAsync(writer, "---\nname: writer\ntools: Read, Write, Edit\n---\nWrite what is asked for.\n");
        await using var server = await Script
            .Of("greeting", Say.Escalate("question", "Which words?"), Say.Write("a.txt", "a\n"), Say.Done("a.txt"))
            .ServeAsync();
        await project
            .Ashlar("run", "docs/designs/greeting", "--trust", "--branch", "work", "--agent", writer)
            .Asking(server)
            .EndsWithAsync(3);
        project.Git("checkout", "--quiet", "main");
        await File.WriteAllTextAsync(writer, "---\nname: writer\ntools: Read, Write, Edit, Bash\n---\nWrite what is asked for.\n");

        await project.Ashlar("answer", project.Runs[0], "E1", "These.", "--resume").Knowing(server).EndsWithAsync(0);

        Assert.Equal("a", project.Read("work", "a.txt"));
        Assert.Equal(server.Requests[0].Tools, server.Requests[^1].Tools);
        Assert.DoesNotContain("Bash", server.Requests[^1].Tools);
    }

    [Fact]
    public async Task A_checkout_whose_lines_end_otherwise_is_compared_and_committed_as_git_does_it()
    {
        using var project = Project.TwoTasks();
        project.Git("config", "core.autocrlf", "true");
        var list = Path.Combine(project.Root, "tasks.md");
        var before = await File.ReadAllTextAsync(list);
        await File.WriteAllTextAsync(list, before.ReplaceLineEndings("\r\n"));
        await using var server = await Script.OfTwoTasks().ServeAsync();

        await Run(project, "1").Asking(server).EndsWithAsync(0);
        var changed = before.Replace("Write b.txt", "Write b.txt now", StringComparison.Ordinal);
        await File.WriteAllTextAsync(list, changed.ReplaceLineEndings("\r\n"));
        var refused = await project
            .Ashlar("run", "tasks.md", "--trust", "--only", "2", "--branch", "other")
            .Asking(server)
            .EndsWithAsync(2);
        await project
            .Ashlar("run", "tasks.md", "--trust", "--only", "2", "--branch", "other", "--include-spec")
            .Asking(server)
            .EndsWithAsync(0);

        Assert.Contains("tasks.md", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("\r", project.Git("cat-file", "blob", "other:tasks.md"), StringComparison.Ordinal);
        Assert.Contains("[x] Write b.txt now", project.Read("other", "tasks.md"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_on_the_branch_of_one_that_waits_says_so()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of("1", Say.Write("a.txt", "a\n"), Say.Escalate("question", "Which words?"))
            .Then("2", Say.Write("b.txt", "b\n"), Say.Done("b.txt"))
            .ServeAsync();
        await Run(project, "1").Asking(server).EndsWithAsync(3);
        var first = Assert.Single(project.Runs);

        var second = await Run(project, "2").Asking(server).EndsWithAsync(0);
        var third = await Run(project, "2").Asking(server).EndsWithAsync(0);

        Assert.Contains($"{first} is not finished on the branch work", second.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("is not finished", third.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_run_that_cannot_be_read_hides_no_other()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script.Of("1", Say.Escalate("question", "Which words?")).ServeAsync();
        await Run(project, "1").Asking(server).EndsWithAsync(3);
        var good = project.Runs[0];
        var bad = Directory.CreateDirectory(Path.Combine(project.Home, "runs", "r-00000000-old")).FullName;
        var first = (await File.ReadAllLinesAsync(Path.Combine(project.Home, "runs", good, "journal.jsonl")))[0];
        await File.WriteAllTextAsync(
            Path.Combine(bad, "journal.jsonl"),
            Regex.Replace(first, "\"version\":[0-9]+", "\"version\":0") + "\n"
        );
        await File.WriteAllTextAsync(
            Path.Combine(Directory.CreateDirectory(Path.Combine(project.Home, "runs", good, "answers")).FullName, "E1.json"),
            ""
        );

        var status = await project.Ashlar("status", "--json").EndsWithAsync(0);
        var inbox = await project.Ashlar("inbox", "--json").EndsWithAsync(0);
        await project.Ashlar("answer", good, "E1", "These.").EndsWithAsync(0);
        var answered = await project.Ashlar("inbox", "--json").EndsWithAsync(0);

        Assert.Contains("r-00000000-old cannot be read", status.Error, StringComparison.Ordinal);
        Assert.Contains(good, status.Out, StringComparison.Ordinal);
        Assert.Equal((1, 0), (inbox.Json.GetArrayLength(), answered.Json.GetArrayLength()));
    }

    [Theory]
    [InlineData("--json")]
    [InlineData("--no-color")]
    public async Task Output_that_cannot_be_written_does_not_end_a_run(string option)
    {
        using var project = Project.TwoTasks();
        await using var server = await Script.Of("1", Say.Write("a.txt", "a\n"), Say.Done("a.txt")).ServeAsync();

        var result = await Run(project, "1", option).Asking(server).Through("sh", "-c", "exec \"$@\" > /dev/full", "sh").EndsWithAsync(0);

        Assert.Contains("standard output cannot be written", result.Error, StringComparison.Ordinal);
        Assert.Equal(["1"], project.Trailers("work", "Ashlar-Task"));
    }

    [Theory]
    [InlineData("--only", "", "--only names no task")]
    [InlineData("--only", ",", "--only names no task")]
    [InlineData("--max-minutes", "1e20", "at most")]
    [InlineData("--max-minutes", "NaN", "at most")]
    public async Task A_value_that_means_nothing_starts_nothing(string option, string value, string said)
    {
        using var project = Project.TwoTasks();

        var result = await project.Ashlar("run", "tasks.md", "--trust", option, value).EndsWithAsync(2);

        Assert.Contains(said, result.Error, StringComparison.Ordinal);
        Assert.Empty(project.Runs);
    }

    private static AshlarCommand Run(Project project, string only, params IReadOnlyList<string> more) =>
        project.Ashlar(["run", "tasks.md", "--trust", "--only", only, "--branch", "work", .. more]);
}
