using Ashlar.EndToEnd.Harness;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>What a run starts from, and what keeps it from starting.</summary>
public sealed class StartingRuns
{
    [Fact]
    public async Task Other_uncommitted_changes_are_left_alone_and_said()
    {
        using var project = Project.TwoTasks(("notes.md", "old\n"));
        project.Write("notes.md", "new\n").Write("draft.txt", "draft\n");
        project.Git("add", "notes.md");
        var before = project.Git("status", "--porcelain");
        await using var server = await Script.OfTwoTasks().ServeAsync();

        var result = await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);

        Assert.Contains("uncommitted changes", result.Error, StringComparison.Ordinal);
        Assert.Equal(before, project.Git("status", "--porcelain"));
        Assert.Equal("main", project.Git("branch", "--show-current"));
        Assert.Equal("draft\n", project.Read("draft.txt"));
        Assert.Equal("- [ ] Write a.txt", project.Read("tasks.md").Split('\n')[2]);
        Assert.Equal("old", project.Read("work", "notes.md"));
        Assert.DoesNotContain("draft.txt", project.Git("ls-tree", "--name-only", "work"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_uncommitted_work_order_is_named_or_becomes_the_first_commit()
    {
        using var project = Project.With((".ashlar/config.yaml", "gates:\n  - {name: check, run: test ! -e broken}\n"));
        project.Write("plan/tasks.md", "# Tasks\n\n- [ ] Write a.txt\n- [ ] Write b.txt\n").Write("plan/own.txt", "mine\n");
        await using var server = await Script.OfTwoTasks().ServeAsync();

        var refused = await project.Ashlar("run", "plan/tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(2);
        var done = await project
            .Ashlar("run", "plan/tasks.md", "--trust", "--branch", "work", "--include-spec")
            .Asking(server)
            .EndsWithAsync(0);

        Assert.Contains("tasks.md", refused.Error, StringComparison.Ordinal);
        Assert.Contains("--include-spec", refused.Error, StringComparison.Ordinal);
        Assert.Equal(["spec", "1", "2"], project.Trailers("work", "Ashlar-Task"));
        Assert.Equal("?? plan/", project.Git("status", "--porcelain"));
        Assert.Contains("uncommitted changes (plan/own.txt)", done.Error, StringComparison.Ordinal);

        // The last line takes the branch over from this very state: the list here has no ticks, and git would not overwrite it.
        var take = done.Out.Split('\n').Single(line => line.StartsWith("take   ", StringComparison.Ordinal))["take   ".Length..];
        project.Git("-c", $"alias.take=!{take}", "take");
        Assert.Equal("# Tasks\n\n- [x] Write a.txt\n- [x] Write b.txt\n", project.Read("plan/tasks.md"));
        Assert.Equal(("mine\n", "?? plan/own.txt"), (project.Read("plan/own.txt"), project.Git("status", "--porcelain")));
    }

    [Fact]
    public async Task An_existing_branch_is_continued_and_a_finished_one_has_nothing_left_to_do()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script.OfTwoTasks().ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work", "--only", "1").Asking(server).EndsWithAsync(0);
        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);
        var nothing = await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);

        Assert.Equal(["1", "2"], project.Trailers("work", "Ashlar-Task"));
        Assert.Equal(2, project.Runs.Count);
        Assert.Single((nothing.Out + nothing.Error).Trim().Split('\n'));
        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    [Trait("case", "PATH-032")]
    public async Task A_branch_that_is_checked_out_is_refused_with_the_remedy()
    {
        using var project = Project.TwoTasks();
        project.Git("worktree", "add", "--quiet", "-b", "work", project.Beside("elsewhere"));
        await using var server = await Script.OfTwoTasks().ServeAsync();

        var there = await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(2);
        var here = await project.Ashlar("run", "tasks.md", "--trust", "--branch", "main").Asking(server).EndsWithAsync(2);

        Assert.Contains(project.Beside("elsewhere"), there.Error, StringComparison.Ordinal);
        Assert.Contains("--branch", here.Error, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
        Assert.Empty(project.Runs);

        project.Git("worktree", "remove", project.Beside("elsewhere"));
        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);
    }

    [Fact]
    public async Task A_repository_without_an_identity_is_refused()
    {
        using var project = Project.TwoTasks();
        project.Git("config", "--unset", "user.name");
        project.Git("config", "--unset", "user.email");
        await using var server = await Script.OfTwoTasks().ServeAsync();

        var result = await project.Ashlar("run", "tasks.md", "--trust").Asking(server).EndsWithAsync(2);

        Assert.Contains("git config", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_repository_without_a_commit_is_refused()
    {
        using var project = Project.With();
        project.Write("tasks.md", "# Tasks\n\n- [ ] Write a.txt\n");
        await using var server = await Script.OfTwoTasks().ServeAsync();

        var result = await project.Ashlar("run", "tasks.md", "--trust").Asking(server).EndsWithAsync(2);

        Assert.Contains("git commit", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unfinished_merge_is_refused()
    {
        using var project = Project.TwoTasks();
        project.Git("checkout", "--quiet", "-b", "side");
        project.Write("x", "side\n").Commit("Side");
        project.Git("checkout", "--quiet", "main");
        project.Git("merge", "--quiet", "--no-commit", "--no-ff", "side");
        await using var server = await Script.OfTwoTasks().ServeAsync();

        var result = await project.Ashlar("run", "tasks.md", "--trust").Asking(server).EndsWithAsync(2);

        Assert.Contains("git merge", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Configuration_is_not_obeyed_before_it_is_trusted()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script.OfTwoTasks().ServeAsync();

        var refused = await project.Ashlar("run", "tasks.md").Asking(server).EndsWithAsync(2);
        await project.Ashlar("trust").EndsWithAsync(0);
        await project.Ashlar("run", "tasks.md").Asking(server).EndsWithAsync(0);
        project.Write(".ashlar/config.yaml", "gates:\n  - {name: check, run: \"true\"}\n").Commit("Weaker");
        var again = await project.Ashlar("run", "tasks.md", "--branch", "other").Asking(server).EndsWithAsync(2);

        Assert.Contains("--trust", refused.Error, StringComparison.Ordinal);
        Assert.Contains("--trust", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_model_the_remedy_is_said()
    {
        using var project = Project.TwoTasks();

        var result = await project.Ashlar("run", "tasks.md", "--trust").With("OLLAMA_HOST", "http://127.0.0.1:9").EndsWithAsync(2);

        Assert.StartsWith("ashlar: ", result.Error, StringComparison.Ordinal);
        Assert.Contains("ANTHROPIC_API_KEY", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run", "nowhere.md")]
    [InlineData("run", "--no-such-option")]
    [InlineData("run", "tasks.md", "--only", "7")]
    [InlineData("status", "r-20200101-0000")]
    [InlineData("report", "r-20200101-0000")]
    [InlineData("answer", "r-20200101-0000", "E1", "yes")]
    [InlineData("tasks", "list", "README.md")]
    [InlineData("run", "tasks.md", "--max-turns", "0")]
    public async Task What_makes_no_sense_is_one_line_on_standard_error_and_exit_status_2(params string[] arguments)
    {
        using var project = Project.TwoTasks(("README.md", "Only words.\n"));
        await using var server = await Script.OfTwoTasks().ServeAsync();

        var result = await project
            .Ashlar([.. arguments, .. arguments[0] is "run" ? ["--trust"] : Array.Empty<string>()])
            .Knowing(server)
            .EndsWithAsync(2);

        Assert.Equal("", result.Out);
        Assert.StartsWith("ashlar: ", result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd().Split('\n'));
        Assert.Empty(server.Requests);
        Assert.Empty(project.Runs);
    }

    [Fact]
    public async Task The_repository_may_be_elsewhere_and_errors_may_be_json()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script.OfTwoTasks().ServeAsync();

        var refused = await project.Ashlar("run", "nowhere.md", "-C", project.Root, "--json").In("/").Asking(server).EndsWithAsync(2);
        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work", "-C", project.Root).In("/").Asking(server).EndsWithAsync(0);

        var error = refused.Json;
        Assert.False(string.IsNullOrEmpty(error.GetProperty("code").GetString()));
        Assert.False(string.IsNullOrEmpty(error.GetProperty("remedy").GetString()));
        Assert.Equal(["1", "2"], project.Trailers("work", "Ashlar-Task"));
    }

    [Fact]
    [Trait("case", "CRASH-008")]
    public async Task Where_nothing_can_be_written_a_sentence_says_so_and_nothing_begins()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script.OfTwoTasks().ServeAsync();
        await File.WriteAllTextAsync(project.Beside("file"), "");
        var held = Path.Combine(project.Root, ".git", "refs", "heads", "topic");
        Directory.CreateDirectory(Path.Combine(held, "of", "others"));
        project.Git("update-ref", "refs/heads/topic/of/others/too", "HEAD");

        var state = await project
            .Ashlar("run", "tasks.md", "--trust")
            .Asking(server)
            .With("ASHLAR_HOME", project.Beside("file/state"))
            .EndsWithAsync(2);
        var branch = await project.Ashlar("run", "tasks.md", "--trust", "--branch", "topic").Asking(server).EndsWithAsync(2);
        project.Git("update-ref", "-d", "refs/heads/topic/of/others/too");
        await File.WriteAllTextAsync(Path.Combine(project.Root, ".git", "refs", "heads", "topic.lock"), "");
        var locked = await project.Ashlar("run", "tasks.md", "--trust", "--branch", "topic").Asking(server).EndsWithAsync(2);
        Assert.Contains("refs/heads/topic.lock", locked.Error, StringComparison.Ordinal);
        File.Delete(Path.Combine(project.Root, ".git", "refs", "heads", "topic.lock"));
        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "topic").Asking(server).EndsWithAsync(0);

        Assert.Contains(project.Beside("file/state"), state.Error, StringComparison.Ordinal);
        Assert.Contains("no branch topic beside the branch topic/of/others/too", branch.Error, StringComparison.Ordinal);
        Assert.All([state, branch], result => Assert.DoesNotContain("internal", result.Error, StringComparison.Ordinal));
        Assert.Single(project.Runs);
    }
}
