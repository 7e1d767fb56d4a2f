using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary><c>clean</c>, <c>undo</c>, and looking at a run from another terminal.</summary>
public sealed class TidyingUp
{
    [Fact]
    public async Task Clean_removes_what_a_failed_run_left_and_says_so_first()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of(
                "1",
                Say.Bash("echo left > $TMPDIR/left; echo left > $XDG_CACHE_HOME/left; echo a > a.txt"),
                ScriptedAnswer.Text("No."),
                ScriptedAnswer.Text("No.")
            )
            .ServeAsync();
        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(1);
        Assert.Empty(Left(project));
        var foreign = project.Beside("foreign");
        project.Git("worktree", "add", "--quiet", "-b", "foreign", foreign);

        var asked = await project.Ashlar("clean").EndsWithAsync(2);
        Assert.Contains("--yes", asked.Error, StringComparison.Ordinal);
        Assert.Contains(Path.Combine("worktrees", project.Runs[0]), asked.Out, StringComparison.Ordinal);

        await project.Ashlar("clean", "--yes").EndsWithAsync(0);

        Assert.Empty(Left(project));
        Assert.False(Directory.Exists(Path.Combine(project.Home, "worktrees", project.Runs[0])));
        Assert.Equal(2, project.Git("worktree", "list").Split('\n').Length);
        Assert.True(File.Exists(Path.Combine(foreign, "tasks.md")));
        Assert.Equal("a", project.Git("show", $"refs/ashlar/{project.Runs[0]}/1/1:a.txt"));
        await project.Ashlar("logs", project.Runs[0], "--verify").EndsWithAsync(0);
        await project.Ashlar("clean").EndsWithAsync(0);
    }

    [Fact]
    public async Task What_a_killed_run_set_aside_beside_its_journal_goes_with_clean_though_it_can_be_resumed()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script.OfTwoTasks().ServeAsync();
        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).With("ASHLAR_FAILPOINT", "8").RunAsync();
        string[] Reserves() => Directory.GetFiles(Path.Combine(project.Home, "runs", project.Runs[0]), "*.reserve");
        Assert.Single(Reserves());

        await project.Ashlar("clean", "--yes").EndsWithAsync(0);
        Assert.Empty(Reserves());
        await project.Ashlar("resume").Knowing(server).EndsWithAsync(0);
        Assert.Empty(Reserves());
    }

    [Fact]
    public async Task A_journal_that_is_damaged_keeps_undo_from_dropping_anything_and_is_told_in_one_sentence()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script.OfTwoTasks().ServeAsync();
        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).With("ASHLAR_FAILPOINT", "12").RunAsync();
        var head = project.Git("rev-parse", "work");
        var journal = Path.Combine(project.Home, "runs", project.Runs[0], "journal.jsonl");
        var lines = File.ReadAllLines(journal);
        lines[4] = "{}";
        File.WriteAllLines(journal, lines);

        var refused = await project.Ashlar("undo", "--yes").EndsWithAsync(1);

        Assert.Equal("", refused.Out);
        Assert.StartsWith(
            "ashlar: the journal is damaged: line 5: it is no journal line: a field is missing",
            refused.Error,
            StringComparison.Ordinal
        );
        Assert.Equal(head, project.Git("rev-parse", "work"));
    }

    [Fact]
    public async Task A_copied_folder_of_a_run_is_told_and_is_no_run()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script.OfTwoTasks().ServeAsync();
        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);
        var copy = Path.Combine(project.Home, "runs", "r-20200101-aaaa");
        Directory.CreateDirectory(copy);
        File.Copy(Path.Combine(project.Home, "runs", project.Runs[^1], "journal.jsonl"), Path.Combine(copy, "journal.jsonl"));

        var shown = await project.Ashlar("status").EndsWithAsync(0);

        Assert.Single(shown.Out.Trim().Split('\n'));
        Assert.Contains("r-20200101-aaaa cannot be read: its journal is that of the run", shown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_works_is_neither_cleaned_nor_undone_and_can_be_looked_at()
    {
        using var project = Project.TwoTasks();
        var go = new TaskCompletionSource();
        await using var server = await ScriptedModelServer.StartAsync(request =>
            request.Number == 2 ? Script.OfTwoTasks().Answer(request).HeldUntil(go.Task) : Script.OfTwoTasks().Answer(request)
        );
        using var running = project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).Start();
        await server.RequestsReachAsync(2);
        var run = project.Runs[0];

        var cleaned = await project.Ashlar("clean", "--yes").EndsWithAsync(0);
        var undone = await project.Ashlar("undo", run, "--yes").EndsWithAsync(2);
        var status = (await project.Ashlar("status", run, "--json").EndsWithAsync(0)).Json;
        using var following = project.Ashlar("logs", run, "--follow").Start();
        go.SetResult();

        Assert.Contains("left alone", cleaned.Out, StringComparison.Ordinal);
        Assert.Contains("another process works on", undone.Error, StringComparison.Ordinal);
        Assert.Equal("running", status.GetProperty("state").GetString());
        Assert.Equal("running", status.GetProperty("tasks")[0].GetProperty("state").GetString());
        Assert.Equal(0, (await running.EndAsync()).ExitStatus);
        var followed = await following.EndAsync();
        Assert.Equal(0, followed.ExitStatus);
        Assert.Contains("run done", followed.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Undo_drops_the_branch_of_its_run_and_no_other()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script.OfTwoTasks().ServeAsync();
        await project.Ashlar("run", "tasks.md", "--only", "1", "--trust", "--branch", "one").Asking(server).EndsWithAsync(0);
        var first = project.Runs[0];
        await project.Ashlar("run", "tasks.md", "--only", "1", "--trust", "--branch", "other").Asking(server).EndsWithAsync(0);

        var asked = await project.Ashlar("undo", first).EndsWithAsync(2);
        Assert.Contains("Write a.txt", asked.Out, StringComparison.Ordinal);
        Assert.Contains("--yes", asked.Error, StringComparison.Ordinal);
        await project.Ashlar("undo", first, "--yes").EndsWithAsync(0);

        Assert.Equal("main\nother", project.Git("branch", "--format=%(refname:short)"));
        project.Git("merge", "--quiet", "--no-ff", "--no-edit", "other");
        var merged = await project.Ashlar("undo", project.Runs.Single(run => run != first), "--yes").EndsWithAsync(0);
        Assert.Contains("No commit is lost.", merged.Out, StringComparison.Ordinal);
        await project.Ashlar("logs", first, "--verify").EndsWithAsync(0);
    }

    [Theory]
    [InlineData("worktree")]
    [InlineData("in place")]
    public async Task Undo_drops_no_commit_that_a_person_made_on_the_branch(string where)
    {
        using var project = Project.TwoTasks();
        await using var server = await Script.OfTwoTasks().ServeAsync();
        string[] run = ["run", "tasks.md", "--trust", "--branch", "work", .. where is "in place" ? ["--in-place"] : Array.Empty<string>()];
        await project.Ashlar(run).Asking(server).EndsWithAsync(0);
        if (where is "worktree")
        {
            project.Git("checkout", "--quiet", "work");
        }

        project.Write("mine.txt", "mine\n").Commit("Mine");
        var head = project.Git("rev-parse", "work");

        var refused = await project.Ashlar("undo", "--yes").EndsWithAsync(2);

        Assert.Contains("the branch work has moved since the run", refused.Error, StringComparison.Ordinal);
        Assert.Equal(("## work", head), (project.Git("status", "--short", "--branch"), project.Git("rev-parse", "work")));
        var looked = System.Text.RegularExpressions.Regex.Match(refused.Error, "`git (log [^`]+)`").Groups[1].Value;
        Assert.EndsWith("Mine", project.Git(looked.Split(' ')), StringComparison.Ordinal);
        foreach (var line in System.Text.RegularExpressions.Regex.Matches(refused.Error, "`git ([^`]+)`").Skip(1))
        {
            project.Git(line.Groups[1].Value.Split(' '));
        }

        await project.Ashlar("undo", "--yes").EndsWithAsync(0);
        Assert.Equal(head, project.Git("rev-parse", "work-kept"));
        Assert.Equal("", project.Git("branch", "--list", "work"));
    }

    [Theory]
    [InlineData("--branch", "work")]
    [InlineData("--branch", "work", "--in-place")]
    public async Task A_run_that_began_on_no_branch_leaves_the_checkout_there(params string[] options)
    {
        using var project = Project.TwoTasks();
        project.Git("checkout", "--quiet", "--detach");
        project.Write("own.txt", "own\n").Commit("On no branch");
        var head = project.Git("rev-parse", "HEAD");
        await using var server = await Script
            .Of("1", Say.Write("a.txt", "a\n"), Say.Escalate("question", "Is that all?"), Say.Done("a.txt"))
            .Then("2", Say.Write("b.txt", "b\n"), Say.Done("b.txt"))
            .ServeAsync();
        string[] run = ["run", "tasks.md", "--trust", .. options];
        await project.Ashlar(run).Asking(server).EndsWithAsync(3);
        var inPlace = options.Contains("--in-place");
        if (!inPlace)
        {
            project.Git("checkout", "--quiet", "main");
        }

        // Only the run's branch holds the commit now that it began with.
        project.Git("reflog", "expire", "--expire=now", "--expire-unreachable=now", "--all");
        project.Git("gc", "--quiet", "--prune=now");
        await project.Ashlar("answer", project.Runs[0], "E1", "Yes.", "--resume").Knowing(server).EndsWithAsync(0);

        Assert.Equal(head, project.Git("rev-parse", "work~2"));
        Assert.Equal(inPlace ? "## work" : "## main", project.Git("status", "--short", "--branch"));
        await project.Ashlar("undo", "--yes").EndsWithAsync(0);
        Assert.Equal(inPlace ? "## HEAD (no branch)" : "## main", project.Git("status", "--short", "--branch"));
        Assert.Equal(inPlace ? head : project.Git("rev-parse", "main"), project.Git("rev-parse", "HEAD"));
    }

    [Fact]
    public async Task Undo_ends_a_run_that_waits_and_takes_its_question_from_the_inbox()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .OfTwoTasks()
            .Then("2", Say.Write("b.txt", "b\n"), Say.Escalate("question", "Which words?"))
            .ServeAsync();
        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(3);
        var worktree = Path.Combine(project.Home, "worktrees", project.Runs[0]);

        var asked = await project.Ashlar("undo").EndsWithAsync(2);
        var waiting = (await project.Ashlar("inbox", "--json").EndsWithAsync(0)).Json.GetArrayLength();
        await project.Ashlar("undo", "--yes").EndsWithAsync(0);
        var inbox = (await project.Ashlar("inbox", "--json").EndsWithAsync(0)).Json.GetArrayLength();
        var status = (await project.Ashlar("status", project.Runs[0], "--json").EndsWithAsync(0)).Json;
        var shown = await project.Ashlar("status", project.Runs[0]).EndsWithAsync(0);
        var answered = await project.Ashlar("answer", "E1", "These.").EndsWithAsync(2);
        var resumed = await project.Ashlar("resume").Knowing(server).EndsWithAsync(2);
        var redone = await project.Ashlar("redo", "1").EndsWithAsync(2);
        await project.Ashlar("undo", "--yes").EndsWithAsync(0);
        var stood = Directory.Exists(worktree);
        await project.Ashlar("clean", "--yes").EndsWithAsync(0);

        Assert.Contains("Ends the run, which is waiting", asked.Out, StringComparison.Ordinal);
        Assert.Equal((1, 0), (waiting, inbox));
        Assert.Equal("failed", status.GetProperty("state").GetString());
        Assert.DoesNotContain("Waits for you", shown.Out, StringComparison.Ordinal);
        Assert.Equal(0, status.GetProperty("waiting_for").GetArrayLength());
        Assert.All([answered, resumed, redone], refused => Assert.Contains("was undone", refused.Error, StringComparison.Ordinal));
        Assert.Single(
            project.Journal().Of("run.finished"),
            entry => entry.GetProperty("body").GetProperty("state").GetString() is "failed"
        );
        Assert.True(project.Journal().IsWhole);
        Assert.Equal((true, false), (stood, Directory.Exists(worktree)));
        Assert.Equal("main", project.Git("branch", "--format=%(refname:short)"));
        Assert.Equal("b", project.Git("show", $"refs/ashlar/{project.Runs[0]}/2/1:b.txt"));
    }

    [Fact]
    public async Task Undo_ends_a_killed_run_whose_branch_somebody_dropped()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script.OfTwoTasks().ServeAsync();
        await project
            .Ashlar("run", "tasks.md", "--trust", "--branch", "work")
            .Asking(server)
            .With("ASHLAR_FAILPOINT", "12")
            .EndsWithAsync(137);
        project.Git("branch", "-D", "work");

        await project.Ashlar("undo", "--yes").EndsWithAsync(0);
        await project.Ashlar("clean", "--yes").EndsWithAsync(0);

        Assert.Single(project.Git("worktree", "list").Split('\n'));
        Assert.Contains("was undone", (await project.Ashlar("logs").EndsWithAsync(0)).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_killed_run_left_is_cleared_and_nothing_of_anybody_else()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script.OfTwoTasks().ServeAsync();
        await project
            .Ashlar("run", "tasks.md", "--trust", "--branch", "work")
            .Asking(server)
            .With("ASHLAR_FAILPOINT", "14")
            .EndsWithAsync(137);
        var run = project.Runs[0];
        var foreign = project.Beside("foreign");
        project.Git("worktree", "add", "--quiet", "-b", "foreign", foreign);
        var foreignLock = Path.Combine(project.Root, ".git/refs/heads/foreign.lock");
        await File.WriteAllTextAsync(foreignLock, "");
        foreach (var worktree in Directory.GetDirectories(Path.Combine(project.Root, ".git/worktrees"), $"ashlar-{run}-*"))
        {
            await File.WriteAllTextAsync(Path.Combine(worktree, "index.lock"), "");
        }

        await project.Ashlar("resume", run).Knowing(server).EndsWithAsync(0);

        Assert.True(File.Exists(foreignLock));
        Assert.True(File.Exists(Path.Combine(foreign, "tasks.md")));
        Assert.Equal(["foreign"], Directory.GetDirectories(Path.Combine(project.Root, ".git/worktrees")).Select(Path.GetFileName));
        Assert.Equal(["1", "2"], project.Trailers("work", "Ashlar-Task"));
    }

    /// <summary>The private files that commands of the runs left.</summary>
    private static IReadOnlyList<string> Left(Project project) =>
        Directory.Exists(Path.Combine(project.Home, "runs"))
            ? Directory.GetFiles(Path.Combine(project.Home, "runs"), "left", SearchOption.AllDirectories)
            : [];
}
