using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>What the commands say about a run.</summary>
public sealed class ShowingRuns
{
    [Fact]
    public async Task The_lines_of_run_and_logs_in_json_are_the_lines_of_the_journal()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script.OfTwoTasks().ServeAsync();

        var run = await project.Ashlar("run", "tasks.md", "--trust", "--json").Asking(server).EndsWithAsync(0);
        var logs = await project.Ashlar("logs", project.Runs[0], "--json").EndsWithAsync(0);
        var verified = await project.Ashlar("logs", project.Runs[0], "--verify").EndsWithAsync(0);

        Assert.Equal(project.Journal().Lines, run.Lines);
        Assert.Equal(project.Journal().Lines, logs.Lines);
        Assert.NotEqual("", verified.Out);
        Assert.Equal("run.started", project.Journal().Types.First());
        Assert.Equal("run.finished", project.Journal().Types.Last());
        Assert.All(project.Journal().Entries, entry => Assert.Equal(project.Runs[0], entry.GetProperty("run").GetString()));
    }

    [Fact]
    public async Task A_journal_that_was_changed_is_found_out()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script.OfTwoTasks().ServeAsync();
        await project.Ashlar("run", "tasks.md", "--trust").Asking(server).EndsWithAsync(0);
        var path = Path.Combine(project.Home, "runs", project.Runs[0], "journal.jsonl");
        File.WriteAllText(path, File.ReadAllText(path).Replace("no-code", "red-green", StringComparison.Ordinal));

        var verified = await project.Ashlar("logs", project.Runs[0], "--verify").EndsWithAsync(1);

        Assert.Contains("ashlar: ", verified.Error + verified.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_waiting_run_whose_repository_was_moved_is_named_there_and_in_no_other_repository()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of("1", Say.Write("a.txt", "a\n"), Say.Escalate("question", "Which words?"), Say.Done("a.txt"))
            .ServeAsync();
        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work").Asking(server).EndsWithAsync(3);
        var (run, moved) = (project.Runs[0], project.Beside("moved"));
        Directory.Move(project.Root, moved);
        using var other = Project.With(("unrelated.txt", "x"));

        var there = await project.Ashlar("status").In(moved).EndsWithAsync(0);
        var json = await project.Ashlar("status", "--json").In(moved).EndsWithAsync(0);
        var unnamed = await project.Ashlar("resume").In(moved).EndsWithAsync(2);
        var elsewhere = await project.Ashlar("status").In(other.Root).EndsWithAsync(0);
        var nothing = await project.Ashlar("resume").In(other.Root).EndsWithAsync(2);
        Directory.Move(moved, project.Root);
        var back = await project.Ashlar("status").EndsWithAsync(0);
        await project.Ashlar("answer", run, "E1", "These.", "--resume").Knowing(server).EndsWithAsync(0);
        Directory.Move(project.Root, moved);
        var done = await project.Ashlar("status").In(moved).EndsWithAsync(0);

        Assert.All(
            [there, json, unnamed],
            result =>
            {
                Assert.Contains(run, result.Error, StringComparison.Ordinal);
                Assert.Contains($"mv {moved} {project.Root}", result.Error, StringComparison.Ordinal);
                Assert.DoesNotContain("No run in this repository", result.Out, StringComparison.Ordinal);
            }
        );
        Assert.Contains("No run in this repository", elsewhere.Out, StringComparison.Ordinal);
        Assert.Contains("this repository has no run", nothing.Error, StringComparison.Ordinal);
        Assert.All([elsewhere, back, done], result => Assert.Equal("", result.Error));
        Directory.Move(moved, project.Root);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_waiting_run_without_its_repository_or_its_base_can_be_given_up(bool isGone)
    {
        using var project = Project.TwoTasks();
        await using var server = await Script.Of("1", Say.Escalate("question", "Which words?")).ServeAsync();
        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work").Asking(server).EndsWithAsync(3);
        var (run, gone) = (project.Runs[0], project.Beside("gone"));
        Directory.Move(project.Root, gone);
        using var other = Project.With(("unrelated.txt", "x"));
        if (!isGone)
        {
            Directory.Move(other.Root, project.Root);
        }

        var place = isGone ? other.Root : project.Root;
        var resumed = await project.Ashlar("resume", run).In(place).EndsWithAsync(2);
        await project.Ashlar("undo", run, "--json").In(place).EndsWithAsync(2);
        var asked = await project.Ashlar("inbox", "--json").In(place).EndsWithAsync(0);
        var undone = await project.Ashlar("undo", run, "--yes").In(place).EndsWithAsync(0);
        var again = await project.Ashlar("undo", run, "--yes").In(place).EndsWithAsync(2);
        var ended = (await project.Ashlar("status", run, "--json").In(place).EndsWithAsync(0)).Json;
        if (!isGone)
        {
            Directory.Move(project.Root, other.Root);
        }

        Directory.Move(gone, project.Root);
        var refused = await project.Ashlar("resume", run).EndsWithAsync(2);

        Assert.Contains($"`ashlar undo {run}`", resumed.Error, StringComparison.Ordinal);
        Assert.NotEqual("", asked.Out);
        Assert.Contains("Drops nothing: ", undone.Out, StringComparison.Ordinal);
        Assert.Contains("repository", again.Error, StringComparison.Ordinal);
        Assert.Equal("failed", ended.GetProperty("state").GetString());
        Assert.Contains($"{run} was undone", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_report_and_diff_give_what_their_documents_promise()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script.OfTwoTasks().ServeAsync();
        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);
        var run = project.Runs[0];

        var status = (await project.Ashlar("status", run, "--json").EndsWithAsync(0)).Json;
        var reports = (await project.Ashlar("report", run, "--json", "--task", "2").EndsWithAsync(0)).Json;
        var diff = await project.Ashlar("diff", run, "--task", "2").EndsWithAsync(0);
        var whole = await project.Ashlar("diff").EndsWithAsync(0);

        Assert.Equal(
            ["run", "state", "branch", "base", "head", "sandbox", "tasks", "usage", "waiting_for"],
            status.EnumerateObject().Select(property => property.Name).Take(9)
        );
        Assert.Equal("done", status.GetProperty("state").GetString());
        Assert.Equal(project.Git("rev-parse", "main"), status.GetProperty("base").GetString());
        Assert.Equal(project.Git("rev-parse", "work"), status.GetProperty("head").GetString());
        Assert.Equal(
            project.Hashes("work"),
            status.GetProperty("tasks").EnumerateArray().Select(task => task.GetProperty("commit").GetString())
        );
        Assert.Equal(4, status.GetProperty("usage").GetProperty("turns").GetInt32());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, status.GetProperty("usage").GetProperty("cost").ValueKind);
        var report = Assert.Single(reports.EnumerateArray());
        Assert.Equal("2", report.GetProperty("task").GetString());
        Assert.Equal("READY_FOR_REVIEW", report.GetProperty("report").GetProperty("status").GetString());
        var verification = report.GetProperty("verification");
        Assert.True(verification.GetProperty("verified").GetBoolean());
        Assert.Equal("no-code", verification.GetProperty("proof").GetString());
        Assert.Equal("green", verification.GetProperty("gates")[0].GetProperty("status").GetString());
        Assert.Equal(".ashlar/config.yaml", verification.GetProperty("gates")[0].GetProperty("source").GetProperty("path").GetString());
        Assert.Equal("b.txt", Assert.Single(verification.GetProperty("files").EnumerateArray()).GetProperty("path").GetString());
        Assert.Contains("+b", diff.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("a.txt b/a.txt", diff.Out, StringComparison.Ordinal);
        Assert.Contains("a.txt b/a.txt", whole.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Written_lines_are_shown_where_that_is_asked_for_and_status_names_what_was_kept(bool verbose)
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of(
                "1",
                Say.Write("a.txt", "one\ntwo\n"),
                ScriptedAnswer.Call(
                    "Edit",
                    new
                    {
                        file_path = "a.txt",
                        old_string = "one\ntwo",
                        new_string = "one\n2",
                    }
                ),
                ScriptedAnswer.Text("I am lost."),
                ScriptedAnswer.Text("I am lost.")
            )
            .ServeAsync();

        string[] command = ["run", "tasks.md", "--trust", "--only", "1", "--branch", "work", .. verbose ? ["-v"] : (string[])[]];
        var run = await project.Ashlar(command).Asking(server).EndsWithAsync(1);
        var status = await project.Ashlar("status", project.Runs[0]).EndsWithAsync(0);

        Assert.Contains("Edit a.txt  +1 −1", run.Out, StringComparison.Ordinal);
        Assert.Equal(verbose, run.Out.Contains("    + one\n", StringComparison.Ordinal));
        Assert.Equal(verbose, run.Out.Contains("    - two\n    + 2\n", StringComparison.Ordinal));
        Assert.Contains($"  refs/ashlar/{project.Runs[0]}/1/1  Kept work of task 1: ", status.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_no_run_is_named_the_newest_of_the_repository_is_meant()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .OfTwoTasks()
            .Then("1", Say.Escalate("question", "Which words?"), Say.Write("a.txt", "a\n"), Say.Done("a.txt"))
            .ServeAsync();
        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(3);

        var nothing = await project.Ashlar("answer", "E1").EndsWithAsync(2);
        var unknown = await project.Ashlar("answer", "E7", "These.").EndsWithAsync(2);
        await project.Ashlar("answer", "E1", "These.", "--resume").Knowing(server).EndsWithAsync(0);
        var review = await project.Ashlar("review", "approve").EndsWithAsync(2);
        var verdict = await project.Ashlar("review", "perhaps").EndsWithAsync(2);
        var stopped = await project.Ashlar("stop").EndsWithAsync(0);
        var elsewhere = await project.Ashlar("undo", "--yes", "-C", project.Home).EndsWithAsync(2);
        await project.Ashlar("redo", "2").EndsWithAsync(0);
        await project.Ashlar("undo", "--yes").EndsWithAsync(0);

        Assert.Contains("ID and TEXT must be given", nothing.Error, StringComparison.Ordinal);
        Assert.Contains("has no question E7", unknown.Error, StringComparison.Ordinal);
        Assert.Contains("waits for a review", review.Error, StringComparison.Ordinal);
        Assert.Contains("approve or request-changes", verdict.Error, StringComparison.Ordinal);
        Assert.Contains($"{project.Runs[0]} is not running: done", stopped.Out, StringComparison.Ordinal);
        Assert.Contains("Name the run", elsewhere.Error, StringComparison.Ordinal);
        Assert.Equal("main", project.Git("branch", "--format=%(refname:short)"));
    }

    [Fact]
    public async Task A_dry_run_shows_the_plan_and_leaves_nothing()
    {
        using var project = Project.Example("node-library");
        await using var server = await Script.OfTwoTasks().ServeAsync();

        var words = await project.Ashlar("run", "specs/001-slugs", "--trust", "--dry-run").Asking(server).EndsWithAsync(0);
        var json = (await project.Ashlar("run", "specs/001-slugs", "--trust", "--dry-run", "--json").Asking(server).EndsWithAsync(0)).Json;

        Assert.Contains("npm test", words.Out, StringComparison.Ordinal);
        Assert.Contains("feature/001-slugs", words.Out, StringComparison.Ordinal);
        Assert.Contains("Task: T001", words.Out, StringComparison.Ordinal);
        Assert.Equal(["T001", "T002", "T003", "T004"], json.GetProperty("order").EnumerateArray().Select(id => id.GetString()));
        Assert.Empty(server.Requests);
        Assert.Empty(project.Runs);
        Assert.Equal("main", project.Git("branch", "--format=%(refname:short)"));
        Assert.Equal("", project.Git("status", "--porcelain"));
    }
}
