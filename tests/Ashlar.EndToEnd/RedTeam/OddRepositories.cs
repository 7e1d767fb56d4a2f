using Ashlar.EndToEnd.Harness;
using Xunit;

namespace Ashlar.EndToEnd.RedTeam;

/// <summary>Repositories as people have them: half committed, shallow, sparse, with another hash, with hooks and settings of their own.</summary>
public sealed class OddRepositories
{
    [Fact]
    [Trait("case", "CRASH-021")]
    public async Task Staged_unstaged_untracked_and_ignored_files_of_the_user_stay_as_they_are()
    {
        using var project = Project.TwoTasks((".gitignore", "*.log\n"), ("kept.txt", "1\n"), ("staged.txt", "1\n"));
        project.Write("kept.txt", "unstaged\n").Write("staged.txt", "staged\n").Write("a.txt", "mine\n").Write("x.log", "ignored\n");
        project.Git("add", "staged.txt");
        var before = Fingerprint.Of([project.Root], [Path.Combine(project.Root, ".git")]);
        var staged = project.Git("diff", "--cached");
        await using var server = await Script.OfTwoTasks().ServeAsync();

        var result = await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);

        before.IsAs(Fingerprint.Of([project.Root], [Path.Combine(project.Root, ".git")]));
        Assert.Equal(staged, project.Git("diff", "--cached"));
        Assert.Contains("uncommitted changes", result.Error, StringComparison.Ordinal);
        Assert.Equal("a", project.Read("work", "a.txt"));
        Assert.Equal("1", project.Read("work", "kept.txt"));
    }

    [Theory]
    [Trait("case", "CRASH-022")]
    [InlineData("shallow")]
    [InlineData("sparse")]
    [InlineData("sha256")]
    [InlineData("worktree")]
    [InlineData("packed")]
    public async Task Unusual_repositories_work(string kind)
    {
        using var project = Project.TwoTasks(("deep/in/file.txt", "x\n"));
        var folder = Make(kind, project);
        await using var server = await Script.OfTwoTasks().ServeAsync();

        var result = await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").In(folder).Asking(server).EndsWithAsync(0);

        Assert.Contains("done: 2 of 2 tasks done", result.Out, StringComparison.Ordinal);
        Assert.Equal("A\ta.txt\nA\tb.txt\nM\ttasks.md", project.Git("-C", folder, "diff", "--name-status", "work~2", "work"));
    }

    [Fact]
    public async Task Branches_kept_as_reftable_are_refused_before_anything_is_done_and_in_files_they_are_not()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script.OfTwoTasks().ServeAsync();
        string[] run = ["run", "tasks.md", "--trust", "--branch", "work"];
        // A git that does not know reftable takes no notice of the setting in a repository of the first format.
        project.Git("config", "extensions.refStorage", "reftable");

        var refused = await project.Ashlar(run).Asking(server).EndsWithAsync(2);

        Assert.Contains("git refs migrate --ref-format=files", refused.Error, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
        project.Git("config", "extensions.refStorage", "files");
        await project.Ashlar(run).Asking(server).EndsWithAsync(0);
    }

    [Fact]
    [Trait("case", "PATH-032")]
    public async Task In_a_worktree_within_a_checkout_the_checkout_around_it_is_neither_seen_nor_touched()
    {
        var canary = $"canary-{Guid.NewGuid():N}";
        using var project = Project.TwoTasks();
        var nested = Path.Combine(project.Root, "nested");
        project.Git("worktree", "add", "--quiet", "-b", "side", nested);
        project.Write("outer.txt", canary);
        var before = Fingerprint.Of([project.Root], [Path.Combine(project.Root, ".git")]);
        var worktrees = project.Git("worktree", "list");
        var look = Say.Bash(
            $"cat ../outer.txt {project.Root}/outer.txt; echo x > ../planted; echo x > {project.Root}/planted2; git worktree add inner; true"
        );
        await using var server = await Script
            .Of("1", look, Say.Write("a.txt", "a\n"), Say.Done("a.txt"))
            .Then("2", Say.Write("b.txt", "b\n"), Say.Done("b.txt"))
            .ServeAsync();
        await using var other = await Script.Of("1", look).ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").In(nested).Asking(server).EndsWithAsync(0);

        Fingerprint.Of([project.Root], [Path.Combine(project.Root, ".git")]).IsAs(before);
        Assert.Equal(worktrees, project.Git("worktree", "list"));
        Assert.Equal("A\ta.txt\nA\tb.txt\nM\ttasks.md", project.Git("diff", "--name-status", "work~2", "work"));
        Assert.All(
            server.Requests,
            request => Assert.DoesNotContain(canary, System.Text.Encoding.UTF8.GetString(request.Bytes), StringComparison.Ordinal)
        );

        string[] unsafely = ["run", "tasks.md", "--trust", "--branch", "other", "--unsafe-no-sandbox", "--max-turns", "2"];
        await project.Ashlar(unsafely).In(nested).Asking(other).RunAsync();
        Assert.Contains(canary, other.Requests[1].LastResultText, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(project.Root, "planted2")));
    }

    [Fact]
    [Trait("case", "CRASH-030")]
    public async Task Hooks_signing_line_ends_and_templates_of_the_user_do_not_touch_what_is_committed()
    {
        using var project = Project.TwoTasks();
        var sentinel = project.Beside("sentinel");
        foreach (
            var hook in (string[])
                [
                    "pre-commit",
                    "commit-msg",
                    "prepare-commit-msg",
                    "post-commit",
                    "reference-transaction",
                    "post-checkout",
                    "post-index-change",
                ]
        )
        {
            var path = Path.Combine(project.Root, ".git", "hooks", hook);
            await File.WriteAllTextAsync(path, $"#!/bin/sh\ntouch {sentinel}\nexit 1\n");
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        project.Git("config", "core.autocrlf", "true");
        project.Git("config", "commit.gpgsign", "true");
        project.Git("config", "user.signingkey", "nobody");
        project.Git("config", "i18n.commitEncoding", "ISO-8859-1");
        project.Git("config", "commit.template", "/nonexistent");
        await using var server = await Script
            .Of("1", Say.Write("a.txt", "one\r\ntwo\nä\n"), Say.Report(["a.txt"], summary: "Größe ✓"))
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work").Asking(server).EndsWithAsync(0);

        Assert.False(File.Exists(sentinel));
        Assert.Equal("one\r\ntwo\nä\n", project.Git("-c", "core.autocrlf=false", "cat-file", "blob", "work:a.txt") + "\n");
        Assert.Contains(
            "Größe ✓",
            project.Git("-c", "i18n.logOutputEncoding=UTF-8", "log", "-1", "--format=%B", "work"),
            StringComparison.Ordinal
        );
        project.Git("config", "commit.gpgsign", "false");
        var byHand = await project.Ashlar("status").RunAsync();
        Assert.Equal(0, byHand.ExitStatus);
        Assert.ThrowsAny<Exception>(() => project.Git("commit", "--allow-empty", "--message", "x"));
        Assert.True(File.Exists(sentinel), "the planted hooks never run, so they prove nothing");
    }

    [Fact]
    [Trait("case", "CRASH-018")]
    public async Task A_branch_that_was_deleted_while_the_run_waited_is_a_clear_problem_and_nothing_is_lost()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of("1", Say.Write("a.txt", "a\n"), Say.Done("a.txt"))
            .Then("2", Say.Escalate("question", "Which one?"), Say.Write("b.txt", "b\n"), Say.Done("b.txt"))
            .ServeAsync();
        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(3);
        var head = project.Git("rev-parse", "work");
        project.Git("branch", "--quiet", "-D", "work");
        await project.Ashlar("answer", project.Runs[0], "E1", "this one").EndsWithAsync(0);

        var refused = await project.Ashlar("resume", project.Runs[0]).Knowing(server).EndsWithAsync(1);

        Assert.Contains("work", refused.Error, StringComparison.Ordinal);
        Assert.Contains(head, refused.Error, StringComparison.Ordinal);
        project.Git("branch", "work", head);
        await project.Ashlar("resume", project.Runs[0]).Knowing(server).EndsWithAsync(0);
        Assert.Equal(2, project.Hashes("work").Count);
    }

    [Fact]
    [Trait("case", "CRASH-017")]
    public async Task What_a_person_changed_in_a_worktree_meanwhile_is_kept_and_judged_as_it_is()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of("1", Say.Write("a.txt", "a\n"), Say.Escalate("question", "Which one?"), Say.Report(["a.txt", "by-hand.txt"]))
            .ServeAsync();
        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work").Asking(server).EndsWithAsync(3);
        var worktree = Assert.Single(Directory.GetDirectories(Path.Combine(project.Home, "worktrees", project.Runs[0])));
        await File.WriteAllTextAsync(Path.Combine(worktree, "by-hand.txt"), "mine\n");

        await project.Ashlar("answer", project.Runs[0], "E1", "this one, see by-hand.txt", "--resume").Knowing(server).EndsWithAsync(0);

        Assert.Equal("mine", project.Read("work", "by-hand.txt"));
    }

    private static string Make(string kind, Project project)
    {
        var folder = project.Beside(kind);
        switch (kind)
        {
            case "shallow":
                project.Git("commit", "--quiet", "--allow-empty", "--message", "Second");
                project.Git("clone", "--quiet", "--depth", "1", $"file://{project.Root}", folder);
                break;
            case "sparse":
                project.Git("clone", "--quiet", "--sparse", project.Root, folder);
                break;
            case "worktree":
                project.Git("worktree", "add", "--quiet", "--detach", folder);
                return folder;
            case "packed":
                project.Git("gc", "--quiet");
                project.Git("pack-refs", "--all");
                return project.Root;
            default:
                project.Git("init", "--quiet", "--object-format=sha256", "--initial-branch=main", folder);
                foreach (var file in (string[])["tasks.md", ".ashlar/config.yaml"])
                {
                    Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, file))!);
                    File.Copy(Path.Combine(project.Root, file), Path.Combine(folder, file));
                }

                project.Git("-C", folder, "add", "--all");
                project.Git(
                    "-C",
                    folder,
                    "-c",
                    "user.name=Ada",
                    "-c",
                    "user.email=ada@example.org",
                    "commit",
                    "--quiet",
                    "--message",
                    "Start"
                );
                break;
        }

        project.Git("-C", folder, "config", "user.name", "Ada Lovelace");
        project.Git("-C", folder, "config", "user.email", "ada@example.org");
        return folder;
    }

    [Fact]
    public async Task Named_pipes_where_files_are_looked_for_stop_no_command()
    {
        using var project = Project.TwoTasks();
        project.Write("specs/s1/tasks.md", "# Tasks\n\n- [ ] One\n").Commit("Spec");
        string[] pipes = ["CLAUDE.md", "AGENTS.md", "specs/s1/spec.md", ".claude/agents/a.md", ".mcp.json", "tasks.md"];
        foreach (var pipe in pipes)
        {
            var path = Path.Combine(project.Root, pipe);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.Delete(path);
            using var made = System.Diagnostics.Process.Start("mkfifo", [path]);
            await made.WaitForExitAsync();
        }

        await using var server = await Script.Of("1").ServeAsync();
        string[] commands = ["tasks list specs/s1", "agents list", "trust", "doctor", "run specs/s1 --dry-run --trust", "status"];
        foreach (var command in commands)
        {
            var result = await project.Ashlar(command.Split(' ')).Asking(server).RunAsync();

            Assert.InRange(result.ExitStatus, 0, 2);
        }

        var refused = await project.Ashlar("run", "tasks.md", "--dry-run", "--trust").Asking(server).EndsWithAsync(2);
        Assert.NotEqual("", refused.Error);
    }
}
