using Ashlar.EndToEnd.Crash;
using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>The end of a run: push, pull request, next task, notice. Only what was allowed leaves the machine.</summary>
public sealed class Handoffs
{
    [Fact]
    public async Task A_run_that_may_push_pushes_its_branch_and_runs_no_hook()
    {
        using var project = WithRemote();
        PlantPushHook(project);
        await using var server = await Script.OfTwoTasks().ServeAsync();

        var result = await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work", "--push").Asking(server).EndsWithAsync(0);

        Assert.Equal(project.Git("rev-parse", "work"), Remote(project, "work"));
        Assert.Contains("to origin/work", result.Out, StringComparison.Ordinal);
        Assert.False(File.Exists(project.Beside("hooked")));
        project.Git("push", "--quiet", "origin", "work:refs/heads/by-hand");
        Assert.True(File.Exists(project.Beside("hooked")), "the planted hook never runs, so it proves nothing");
    }

    [Fact]
    public async Task Without_permission_nothing_is_pushed()
    {
        using var project = WithRemote();
        await using var server = await Script.OfTwoTasks().ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);

        Assert.Equal("", Remote(project, "work"));
    }

    [Fact]
    public async Task A_rejected_push_is_explained_and_a_resumed_run_only_pushes()
    {
        using var project = WithRemote();
        project.Git("commit", "--quiet", "--allow-empty", "--message", "Of somebody else");
        project.Git("push", "--quiet", "origin", "HEAD:refs/heads/work");
        project.Git("reset", "--quiet", "--hard", "HEAD~1");
        var theirs = Remote(project, "work");
        await using var server = await Script.OfTwoTasks().ServeAsync();

        var rejected = await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work", "--push").Asking(server).EndsWithAsync(1);

        Assert.Contains(
            "origin/work has commits that this run does not have, and nothing is ever forced",
            rejected.Error,
            StringComparison.Ordinal
        );
        Assert.Equal(theirs, Remote(project, "work"));
        Assert.Equal("# Tasks\n\n- [x] Write a.txt\n- [x] Write b.txt", project.Read("work", "tasks.md"));
        var asked = server.Requests.Count;

        project.Git("push", "--quiet", "origin", ":refs/heads/work");
        await project.Ashlar("resume", project.Runs[0]).Knowing(server).EndsWithAsync(0);

        Assert.Equal(project.Git("rev-parse", "work"), Remote(project, "work"));
        Assert.Equal(asked, server.Requests.Count);
        Assert.Equal(2, project.Hashes("work").Count);
    }

    [Fact]
    [Trait("case", "CRASH-002")]
    public async Task A_run_that_is_killed_between_a_push_and_its_record_pushes_again_and_is_done()
    {
        using var project = WithRemote();
        await using var server = await Script.OfTwoTasks().ServeAsync();
        var git = new KillingGit(project, "*\" push --porcelain \"*");

        await git.Kill(project.Ashlar("run", "tasks.md", "--trust", "--branch", "work", "--push").Asking(server), 1).EndsWithAsync(137);
        Assert.Equal(project.Git("rev-parse", "work"), Remote(project, "work"));
        Assert.DoesNotContain("\"push\"", project.Journal().Lines[^1], StringComparison.Ordinal);
        var asked = server.Requests.Count;
        await project.Ashlar("resume").Knowing(server).EndsWithAsync(0);

        Assert.Equal(asked, server.Requests.Count);
        Assert.Equal(project.Git("rev-parse", "work"), Remote(project, "work"));
    }

    [Fact]
    [Trait("case", "CRASH-002")]
    public async Task A_run_that_is_killed_between_a_pull_request_and_its_record_opens_no_second_one()
    {
        using var project = WithRemote();
        var opened = project.Beside("opened");
        var gh = FakeGh(
            project,
            $"case \"$*\" in *create*) [ -e {opened} ] && {{ echo 'a pull request already exists' >&2; exit 1; }}; touch {opened}; kill -9 $PPID;; esac; "
                + "echo https://example.org/pull/7"
        );
        await using var server = await Script.OfTwoTasks().ServeAsync();

        await project
            .Ashlar("run", "tasks.md", "--trust", "--branch", "work", "--push", "--pull-request")
            .Asking(server)
            .With("PATH", gh)
            .EndsWithAsync(137);
        Assert.True(File.Exists(opened));
        var resumed = await project.Ashlar("resume").Knowing(server).With("PATH", gh).EndsWithAsync(0);

        Assert.Contains("https://example.org/pull/7", resumed.Out, StringComparison.Ordinal);
        Assert.Contains("pr edit", await File.ReadAllTextAsync(project.Beside("gh.arguments")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_is_to_push_nowhere_does_not_start()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script.OfTwoTasks().ServeAsync();

        var result = await project.Ashlar("run", "tasks.md", "--trust", "--push", "--json").Asking(server).EndsWithAsync(2);

        Assert.Equal("push.no-remote", result.Json.GetProperty("code").GetString());
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Commit_and_push_pushes_each_green_commit_where_the_run_may_push()
    {
        using var project = WithRemote();
        var agent = project.Beside("agent.md");
        await File.WriteAllTextAsync(agent, "You implement. When green, call `commit_and_push`.\n");
        await using var server = await Script
            .Of("1", Say.Write("a.txt", "a\n"), ScriptedAnswer.Call("commit_and_push", new { message = "Add a" }), Say.Done("a.txt"))
            .ServeAsync();

        await project
            .Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work", "--push", "--agent", agent)
            .Asking(server)
            .EndsWithAsync(0);

        Assert.Contains("gates green. Pushed.", server.Requests[2].LastResultText, StringComparison.Ordinal);
        Assert.Contains("For the report: files: a.txt (created)", server.Requests[2].LastResultText, StringComparison.Ordinal);
        Assert.Equal(
            2,
            project
                .Journal()
                .Of("effect.finished")
                .Count(entry => entry.GetProperty("body").TryGetProperty("effect", out var effect) && effect.GetString() == "push")
        );
        Assert.Equal(project.Git("rev-parse", "work"), Remote(project, "work"));
    }

    [Fact]
    public async Task Without_gh_the_pull_request_is_a_file()
    {
        using var project = WithRemote(("tasks.md", "Ticket: #12\n\n# Tasks\n\n- [ ] Write a.txt\n- [ ] Write b.txt\n"));
        await using var server = await Script.OfTwoTasks().ServeAsync();

        var result = await project
            .Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work", "--pull-request")
            .Asking(server)
            .EndsWithAsync(0);

        var file = Path.Combine(project.Home, "runs", project.Runs[0], "pull-request.md");
        var text = await File.ReadAllTextAsync(file);
        Assert.Contains(file, result.Out, StringComparison.Ordinal);
        Assert.Contains("Closes #12", text, StringComparison.Ordinal);
        Assert.Contains("| 1 Write a.txt | no-code | check green | none |", text, StringComparison.Ordinal);
        Assert.Contains("Next task: 2 — Write b.txt", text, StringComparison.Ordinal);
        Assert.Contains("next   2 — Write b.txt", result.Out, StringComparison.Ordinal);
        Assert.Equal("", Remote(project, "work"));
    }

    [Fact]
    public async Task With_gh_the_pull_request_is_opened_with_the_sections_that_the_prompt_asks_for()
    {
        using var project = WithRemote();
        var gh = FakeGh(project, "echo https://example.org/pull/7");
        var agent = project.Beside("agent.md");
        await File.WriteAllTextAsync(agent, "You implement. Summarise observability hooks and manual test notes in the PR.\n");
        await using var server = await Script.Of("1", Say.Write("a.txt", "a\n"), WithNotes()).ServeAsync();

        var result = await project
            .Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work", "--push", "--pull-request", "--agent", agent)
            .Asking(server)
            .With("PATH", gh)
            .With("OTHER", "seen")
            .EndsWithAsync(0);

        Assert.Contains("pull-request: https://example.org/pull/7", result.Out, StringComparison.Ordinal);
        Assert.StartsWith("pr create --head work --title ", File.ReadAllText(project.Beside("gh.arguments")), StringComparison.Ordinal);
        var body = File.ReadAllText(project.Beside("gh.body"));
        Assert.Contains("## Observability hooks\n\n- not given", body, StringComparison.Ordinal);
        Assert.Contains("## Manual test notes\n\n- tried by hand", body, StringComparison.Ordinal);
        Assert.Contains(
            "The pull request has the sections Observability hooks, Manual test notes.",
            server.Requests[0].LastUserText,
            StringComparison.Ordinal
        );
        var environment = File.ReadAllText(project.Beside("gh.environment"));
        Assert.Contains("OTHER=seen", environment, StringComparison.Ordinal);
        Assert.DoesNotContain("ANTHROPIC_API_KEY", environment, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pull_request_that_is_open_already_is_brought_up_to_date()
    {
        using var project = WithRemote();
        var gh = FakeGh(
            project,
            "if [ \"$2\" = create ]; then echo 'a pull request for branch \"work\" already exists' >&2; exit 1; fi; echo https://example.org/pull/8"
        );
        await using var server = await Script.OfTwoTasks().ServeAsync();

        var result = await project
            .Ashlar("run", "tasks.md", "--trust", "--branch", "work", "--push", "--pull-request")
            .Asking(server)
            .With("PATH", gh)
            .EndsWithAsync(0);

        Assert.Contains("https://example.org/pull/8", result.Out, StringComparison.Ordinal);
        Assert.StartsWith("pr edit work ", File.ReadAllText(project.Beside("gh.arguments")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_operators_command_is_told_when_a_run_waits_and_when_it_ends()
    {
        using var project = Project.TwoTasks();
        var told = project.Beside("told");
        project
            .Write(
                ".ashlar/config.yaml",
                $"notify: printf '%s|%s|%s\\n' \"$ASHLAR_STATE\" \"${{ANTHROPIC_API_KEY-none}}\" >> {told}\ngates:\n  - {{name: check, run: \"true\"}}\n"
            )
            .Commit("Notify");
        await using var server = await Script
            .Of("1", Say.Escalate("question", "Which one?"), Say.Write("a.txt", "a\n"), Say.Done("a.txt"))
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work").Asking(server).EndsWithAsync(3);
        await project.Ashlar("answer", project.Runs[0], "E1", "this", "--resume").Knowing(server).EndsWithAsync(0);

        var run = project.Runs[0];
        Assert.Equal(
            [
                $"waiting|none|{run} waiting: 0 of 1 tasks done; the run waits for you: E1: Which one?",
                $"done|none|{run} done: 1 of 1 tasks done",
            ],
            await File.ReadAllLinesAsync(told)
        );
    }

    [Fact]
    public async Task A_notice_that_fails_changes_nothing()
    {
        using var project = Project.TwoTasks();
        project.Write(".ashlar/config.yaml", "notify: \"false\"\ngates:\n  - {name: check, run: \"true\"}\n").Commit("Notify");
        await using var server = await Script.OfTwoTasks().ServeAsync();

        var result = await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);

        Assert.Contains("the command of `notify` failed", result.Error, StringComparison.Ordinal);
    }

    private static Project WithRemote(params IReadOnlyList<(string Path, string Text)> files)
    {
        var project = Project.TwoTasks(files);
        project.Git("init", "--quiet", "--bare", project.Beside("remote.git"));
        project.Git("remote", "add", "origin", project.Beside("remote.git"));
        return project;
    }

    private static string Remote(Project project, string branch)
    {
        var line = project.Git("ls-remote", "origin", $"refs/heads/{branch}");
        return line.Split('\t')[0];
    }

    private static void PlantPushHook(Project project)
    {
        var hook = Path.Combine(project.Root, ".git/hooks/pre-push");
        File.WriteAllText(hook, $"#!/bin/sh\ntouch {project.Beside("hooked")}\n");
        File.SetUnixFileMode(hook, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>A program named gh that notes what it gets; returns a PATH that begins with it.</summary>
    private static string FakeGh(Project project, string does)
    {
        var folder = project.Beside("bin");
        Directory.CreateDirectory(folder);
        var gh = Path.Combine(folder, "gh");
        File.WriteAllText(
            gh,
            $"""
            #!/bin/sh
            echo "$@" > {project.Beside("gh.arguments")}
            env > {project.Beside("gh.environment")}
            for last; do :; done
            cp "$last" {project.Beside("gh.body")}
            {does}

            """.ReplaceLineEndings("\n")
        );
        File.SetUnixFileMode(gh, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return $"{folder}:{Environment.GetEnvironmentVariable("PATH")}";
    }

    private static ScriptedAnswer WithNotes() =>
        ScriptedAnswer.Call(
            "Report",
            new
            {
                status = "READY_FOR_REVIEW",
                summary = "The task is done.",
                files = new[] { new { path = "a.txt", change = "created" } },
                key_changes = new[] { "Manual test notes: tried by hand" },
            }
        );
}
