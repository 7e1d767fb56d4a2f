using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>A run that works in the user's own checkout.</summary>
public sealed class InPlace
{
    private static Project Create()
    {
        var project = Project.TwoTasks((".gitignore", ".env\nobj/\nlink\n"), ("x.txt", "x\n"));
        project.Write(".env", "MINE=1\n").Write("obj/user.bin", "user\n");
        File.CreateSymbolicLink(Path.Combine(project.Root, "link"), ".env");
        return project;
    }

    private static AshlarCommand Run(Project project) => project.Ashlar("run", "tasks.md", "--trust", "--branch", "work", "--in-place");

    private static void AssertTheUsersFilesAreAsTheyWere(Project project)
    {
        Assert.Equal("MINE=1\n", project.Read(".env"));
        Assert.Equal("user\n", project.Read("obj/user.bin"));
        Assert.Single(Directory.GetFiles(Path.Combine(project.Root, "obj")));
        Assert.Equal(".env", new FileInfo(Path.Combine(project.Root, "link")).LinkTarget);
    }

    [Fact]
    public async Task The_work_lands_in_the_checkout_and_undo_gives_it_back()
    {
        using var project = Create();
        var before = project.Git("rev-parse", "HEAD");
        await using var server = await Script
            .Of("1", Say.Bash("echo a > a.txt; rm x.txt"), Say.Report(["a.txt"]))
            .Then("2", Say.Write("b.txt", "b\n"), Say.Done("b.txt"))
            .Request(2, Report("a.txt", "created", "x.txt", "deleted"))
            .ServeAsync();

        await Run(project).Asking(server).EndsWithAsync(0);

        Assert.Equal("## work", project.Git("status", "--short", "--branch"));
        Assert.Equal(["1", "2"], project.Trailers("work", "Ashlar-Task"));
        Assert.True(File.Exists(Path.Combine(project.Root, "a.txt")) && File.Exists(Path.Combine(project.Root, "b.txt")));
        Assert.False(File.Exists(Path.Combine(project.Root, "x.txt")));
        Assert.DoesNotContain("[ ]", project.Read("tasks.md"), StringComparison.Ordinal);
        Assert.Single(project.Git("worktree", "list").Split('\n'));
        AssertTheUsersFilesAreAsTheyWere(project);

        await project.Ashlar("undo", project.Runs[0], "--yes").EndsWithAsync(0);

        Assert.Equal("## main", project.Git("status", "--short", "--branch"));
        Assert.Equal(before, project.Git("rev-parse", "HEAD"));
        Assert.Equal("main", project.Git("branch", "--format=%(refname:short)"));
        Assert.False(File.Exists(Path.Combine(project.Root, "a.txt")));
        AssertTheUsersFilesAreAsTheyWere(project);
    }

    [Fact]
    public async Task What_git_ignores_is_the_users_and_neither_commands_nor_tools_reach_it()
    {
        using var project = Create();
        const string Attack =
            "rm -rf obj .env; echo evil > .env; rm -f link; echo evil > link; mv obj other; mkdir -p obj; echo built > obj/own; "
            + "touch .git/evil; echo a > a.txt; cat obj/own; cat .env";
        await using var server = await Script
            .Of("1", Say.Bash(Attack), Say.Read(".env"), Say.Bash("cat obj/own"), Say.Done("a.txt"))
            .Then("2", Say.Write("b.txt", "b\n"), Say.Done("b.txt"))
            .ServeAsync();

        await Run(project).Asking(server).EndsWithAsync(0);

        AssertTheUsersFilesAreAsTheyWere(project);
        Assert.False(File.Exists(Path.Combine(project.Root, ".git/evil")));
        Assert.Equal("a", project.Read("work", "a.txt"));
        Assert.Contains("undone: link", Result(server, 2), StringComparison.Ordinal);
        Assert.DoesNotContain("MINE", string.Concat(server.Requests.Select(request => request.LastResultText)), StringComparison.Ordinal);
        // The task has a folder of its own in the place of the user's, so that builds work.
        Assert.Contains("built", Result(server, 4), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dirty_checkout_is_refused_and_left_as_it_is()
    {
        using var project = Create();
        project.Write("x.txt", "mine\n").Write("new.txt", "mine too\n");
        await using var server = await Script.OfTwoTasks().ServeAsync();

        var refused = await Run(project).Asking(server).EndsWithAsync(2);

        Assert.Contains("x.txt", refused.Error, StringComparison.Ordinal);
        Assert.Contains("new.txt", refused.Error, StringComparison.Ordinal);
        Assert.Equal("## main\n M x.txt\n?? new.txt", project.Git("status", "--short", "--branch"));
        Assert.Empty(server.Requests);

        // Without --in-place the same checkout is not a problem, and stays as it is.
        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);
        Assert.Equal("## main\n M x.txt\n?? new.txt", project.Git("status", "--short", "--branch"));
    }

    [Theory]
    [InlineData("git sparse-checkout set --no-cone '/*' '!/docs/'", "git sparse-checkout disable")]
    [InlineData("git update-index --skip-worktree x.txt", "git update-index")]
    [InlineData("git update-index --assume-unchanged x.txt; echo mine > x.txt", "git update-index")]
    public async Task A_checkout_in_which_git_does_not_look_everywhere_is_refused_and_left_as_it_is(string hides, string remedy)
    {
        using var project = Project.TwoTasks(("x.txt", "x\n"), ("docs/base.md", "base\n"));
        project.Git("-c", $"alias.hides=!{hides}", "hides");
        var text = project.Read("x.txt");
        await using var server = await Script.OfTwoTasks().ServeAsync();

        var refused = await Run(project).Asking(server).EndsWithAsync(2);

        Assert.Contains(remedy, refused.Error, StringComparison.Ordinal);
        Assert.Equal(("main", text), (project.Git("branch", "--show-current"), project.Read("x.txt")));
        Assert.Empty(server.Requests);

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);
        Assert.Equal(("main", text), (project.Git("branch", "--show-current"), project.Read("x.txt")));
    }

    [Theory]
    [InlineData("--parallel", "2")]
    [InlineData("--unsafe-no-sandbox", "--no-color")]
    public async Task What_does_not_go_together_with_it_is_refused(string option, string value)
    {
        using var project = Create();
        await using var server = await Script.OfTwoTasks().ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--in-place", option, value).Asking(server).EndsWithAsync(2);

        Assert.Equal("## main", project.Git("status", "--short", "--branch"));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_second_run_in_the_same_checkout_is_refused_while_one_works_there()
    {
        using var project = Create();
        var go = new TaskCompletionSource();
        await using var server = await ScriptedModelServer.StartAsync(request => Script.OfTwoTasks().Answer(request).HeldUntil(go.Task));
        using var running = Run(project).Asking(server).Start();
        await server.RequestsReachAsync(1);

        var refused = await project.Ashlar("run", "tasks.md", "--trust", "--branch", "other", "--in-place").Asking(server).EndsWithAsync(2);
        go.SetResult();

        Assert.Contains($"{project.Runs[0]} works in this checkout", refused.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await running.EndAsync()).ExitStatus);
    }

    [Fact]
    public async Task Work_that_waits_is_kept_and_comes_back_with_the_answer()
    {
        using var project = Create();
        await using var server = await Script
            .Of(
                "1",
                Say.Bash("echo a > a.txt; rm x.txt"),
                Say.Escalate("question", "Is that right?"),
                Say.Bash("ls a.txt x.txt"),
                Say.Done()
            )
            .Then("2", Say.Write("b.txt", "b\n"), Say.Done("b.txt"))
            .Request(4, Report("a.txt", "created", "x.txt", "deleted"))
            .ServeAsync();

        await Run(project).Asking(server).EndsWithAsync(3);

        Assert.Equal("## work", project.Git("status", "--short", "--branch"));
        Assert.True(File.Exists(Path.Combine(project.Root, "x.txt")));
        Assert.Equal("a", project.Git("show", $"refs/ashlar/{project.Runs[0]}/1/1:a.txt"));

        await project.Ashlar("answer", project.Runs[0], "E1", "Yes.", "--resume").Knowing(server).EndsWithAsync(0);
        Assert.Equal("a", project.Read("work", "a.txt"));
        Assert.False(File.Exists(Path.Combine(project.Root, "x.txt")));
        AssertTheUsersFilesAreAsTheyWere(project);
    }

    [Theory]
    [InlineData(12)]
    [InlineData(22)]
    [InlineData(31)]
    public async Task A_run_that_is_killed_goes_on_in_the_checkout(int line)
    {
        using var project = Create();
        await using var server = await Script.OfTwoTasks().ServeAsync();
        await Run(project).Asking(server).With("ASHLAR_FAILPOINT", $"{line}").EndsWithAsync(137);

        await project.Ashlar("resume", project.Runs[0]).Knowing(server).EndsWithAsync(0);

        Assert.Equal("## work", project.Git("status", "--short", "--branch"));
        Assert.Equal(["1", "2"], project.Trailers("work", "Ashlar-Task"));
        AssertTheUsersFilesAreAsTheyWere(project);
    }

    private static string Result(ScriptedModelServer server, int turn) =>
        server.Requests.Single(request => request.TaskId is "1" && request.Turn == turn).LastResultText;

    private static ScriptedAnswer Report(params string[] files) =>
        ScriptedAnswer.Call(
            "Report",
            new
            {
                status = "READY_FOR_REVIEW",
                summary = "The task is done.",
                files = files.Chunk(2).Select(pair => new { path = pair[0], change = pair[1] }),
                key_changes = new[] { "What the task asks for" },
                tests = new
                {
                    total = 0,
                    passing = 0,
                    failing = 0,
                },
                acceptance = Array.Empty<string>(),
            }
        );

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Trait("case", "CRASH-017")]
    public async Task What_is_taken_out_of_the_checkout_without_having_landed_is_said(bool isEdited)
    {
        using var project = Create();
        await using var server = await Script.Of("1", Say.Read("x.txt"), Say.Done("a.txt")).ServeAsync();
        await Run(project).Asking(server).With("ASHLAR_FAILPOINT", "5").EndsWithAsync(137);
        if (isEdited)
        {
            project.Write("person.md", "mine\n").Write("x.txt", "mine too\n");
        }

        var resumed = await project.Ashlar("resume", project.Runs[0], "--max-turns", "1").Knowing(server).EndsWithAsync(4);

        Assert.Equal("## work", project.Git("status", "--short", "--branch"));
        var kept = $"refs/ashlar/{project.Runs[0]}/1/1";
        var said = resumed.Out.Split('\n').Where(line => line.Contains("taken out of the checkout", StringComparison.Ordinal)).ToList();
        Assert.Equal(isEdited ? 1 : 0, said.Count);
        if (isEdited)
        {
            Assert.Contains($"person.md, x.txt; kept: git show {kept}", said[0], StringComparison.Ordinal);
            Assert.Equal(("mine", "mine too"), (project.Git("show", $"{kept}:person.md"), project.Git("show", $"{kept}:x.txt")));
            Assert.False(File.Exists(Path.Combine(project.Root, "person.md")));
        }
    }

    [Fact]
    [Trait("case", "CRASH-017")]
    public async Task What_a_person_writes_into_the_task_list_meanwhile_is_kept_and_said()
    {
        using var project = Create();
        var hold = new TaskCompletionSource();
        await using var server = await Script
            .Of("1", Say.Write("a.txt", "a\n").HeldUntil(hold.Task), Say.Done("a.txt"))
            .Then("2", Say.Write("b.txt", "b\n"), Say.Done("b.txt"))
            .ServeAsync();

        using var running = Run(project).Asking(server).Start();
        await server.RequestsReachAsync(1);
        project.Write("tasks.md", "# Tasks\n\n- [ ] Write a.txt\n- [ ] Write b.txt\n- [ ] And a third\n");
        hold.SetResult();
        var result = await running.EndAsync();

        Assert.True(result.ExitStatus == 0, $"{result.Out}\n{result.Error}");
        var kept = $"refs/ashlar/{project.Runs[0]}/1/1";
        Assert.Contains($"git show {kept}:tasks.md", result.Out, StringComparison.Ordinal);
        Assert.Contains("- [ ] And a third", project.Git("show", $"{kept}:tasks.md"), StringComparison.Ordinal);
        Assert.Equal("# Tasks\n\n- [x] Write a.txt\n- [x] Write b.txt", project.Read("work", "tasks.md"));
        Assert.Equal("## work", project.Git("status", "--short", "--branch"));
        AssertTheUsersFilesAreAsTheyWere(project);
    }
}
