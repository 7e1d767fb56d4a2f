using System.Diagnostics;
using Ashlar.EndToEnd.Harness;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>Runs whose branch, checkout or repository is not where it was: what is said then works, and what is others' stays.</summary>
public sealed class StrayedRuns
{
    [Fact]
    public async Task A_branch_that_is_another_name_of_one_is_neither_moved_nor_dropped()
    {
        using var project = Project.TwoTasks();
        project.Git("symbolic-ref", "refs/heads/master", "refs/heads/main");
        var main = project.Git("rev-parse", "main");
        await using var server = await Script.OfTwoTasks().ServeAsync();

        var refused = await project.Ashlar("run", "tasks.md", "--trust", "--branch", "master").Asking(server).EndsWithAsync(2);
        Assert.Contains("only another name of refs/heads/main", refused.Error, StringComparison.Ordinal);
        Assert.Equal((main, 0), (project.Git("rev-parse", "main"), server.Requests.Count));
        Assert.Empty(project.Git("status", "--porcelain"));

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);
        var head = project.Git("rev-parse", "work");
        project.Git("branch", "--move", "work", "mine");
        project.Git("symbolic-ref", "refs/heads/work", "refs/heads/mine");
        await project.Ashlar("undo", project.Runs[0], "--yes").EndsWithAsync(2);
        Assert.Equal(head, project.Git("rev-parse", "mine"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_run_of_a_linked_worktree_is_seen_from_the_others_and_its_worktree_comes_back_by_what_is_said(bool isMoved)
    {
        using var project = Project.TwoTasks();
        await using var server = await Asking().ServeAsync();
        var (linked, moved) = (project.Beside("its own place"), project.Beside("moved"));
        project.Git("worktree", "add", "--quiet", "-b", "side", linked);
        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").In(linked).Asking(server).EndsWithAsync(3);
        var run = project.Runs[0];
        project.Git([.. isMoved ? new[] { "worktree", "move", linked, moved } : ["worktree", "remove", "--force", linked]]);

        var seen = await project.Ashlar("status").EndsWithAsync(0);
        var refused = await project.Ashlar("resume").Knowing(server).EndsWithAsync(2);
        Assert.Contains(run, seen.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("`mv ", refused.Error, StringComparison.Ordinal);
        await ShellAsync(refused.Error.Split('`')[1], project.Root);

        await project.Ashlar("answer", run, "E1", "These.", "--resume").Knowing(server).EndsWithAsync(0);
        Assert.Equal("b", project.Read("work", "b.txt"));
    }

    [Fact]
    public async Task A_clone_is_not_taken_for_the_repository_that_was_moved()
    {
        using var project = Project.TwoTasks();
        await using var server = await Asking().ServeAsync();
        var (clone, moved) = (project.Beside("clone"), project.Beside("moved it's"));
        project.Git("clone", "--quiet", project.Root, clone);
        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(3);
        Directory.Move(project.Root, moved);

        var inClone = await project.Ashlar("status").In(clone).EndsWithAsync(0);
        var refused = await project.Ashlar("resume", project.Runs[0]).In(clone).EndsWithAsync(2);
        var there = await project.Ashlar("resume", project.Runs[0]).In(moved).EndsWithAsync(2);
        Assert.Equal("", inClone.Error);
        Assert.DoesNotContain("`mv ", refused.Error, StringComparison.Ordinal);
        await ShellAsync(there.Error.Split('`')[1], moved);
        Assert.True(Directory.Exists(project.Root));
    }

    [Fact]
    public async Task A_checkout_without_a_commit_does_not_keep_a_run_from_its_answer()
    {
        using var project = Project.TwoTasks();
        await using var server = await Asking().ServeAsync();
        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(3);
        project.Git("switch", "--quiet", "--orphan", "pages");

        await project.Ashlar("diff").EndsWithAsync(0);
        await project.Ashlar("answer", project.Runs[0], "E1", "These.", "--resume").Knowing(server).EndsWithAsync(0);
        Assert.Equal("b", project.Read("work", "b.txt"));
        Assert.Equal("", project.Git("for-each-ref", $"refs/ashlar/{project.Runs[0]}"));

        var begun = await project.Ashlar("run", "tasks.md", "--trust").Knowing(server).EndsWithAsync(2);
        Assert.Contains("has no commit", begun.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Giving_up_a_run_without_a_commit_leaves_a_branch_with_those_of_others()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script.Of("1", Say.Escalate("question", "Which words?")).ServeAsync();
        project.Git("branch", "work");
        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work").Asking(server).EndsWithAsync(3);
        var others = project.Git("commit-tree", "-p", "work", "-m", "Mine", "work^{tree}");
        project.Git("branch", "--force", "work", others);

        var undone = await project.Ashlar("undo", "--yes").EndsWithAsync(0);
        Assert.Contains("The branch work stays", undone.Out, StringComparison.Ordinal);
        Assert.Equal(others, project.Git("rev-parse", "work"));
        Assert.Contains("Nothing waits for you.", (await project.Ashlar("inbox").EndsWithAsync(0)).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("merge")]
    [InlineData("rebase")]
    public async Task A_push_that_was_rejected_is_over_once_a_person_has_brought_both_together(string how)
    {
        using var project = Project.TwoTasks();
        var (remote, mine) = (project.Beside("remote.git"), project.Beside("mine"));
        project.Git("init", "--quiet", "--bare", remote);
        project.Git("remote", "add", "origin", remote);
        var other = project.Git("commit-tree", "-p", "main", "-m", "Of a colleague", "main^{tree}");
        project.Git("push", "--quiet", "origin", $"{other}:refs/heads/work");
        await using var server = await Script.OfTwoTasks().ServeAsync();
        var rejected = await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work", "--push").Asking(server).EndsWithAsync(1);
        var again = await project.Ashlar("resume").Knowing(server).EndsWithAsync(1);

        await ShellAsync(
            $"git fetch -q origin && git worktree add -q {mine} work && cd {mine} && git {how} origin/work && git push -q origin work && git switch -q --detach",
            project.Root
        );
        await project.Ashlar("resume").Knowing(server).EndsWithAsync(0);

        Assert.All(
            [rejected, again],
            result => Assert.Contains("has commits that this run does not have", result.Error, StringComparison.Ordinal)
        );
        Assert.Equal(project.Git("rev-parse", "work"), project.Git("-C", remote, "rev-parse", "work"));
        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    public async Task A_folder_of_a_run_that_is_a_link_to_another_is_no_run()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script.Of("1", Say.Escalate("question", "Which words?")).ServeAsync();
        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1").Asking(server).EndsWithAsync(3);
        const string Link = "r-20200101-beef";
        Directory.CreateSymbolicLink(Path.Combine(project.Home, "runs", Link), Path.Combine(project.Home, "runs", project.Runs[0]));

        var refused = await project.Ashlar("undo", Link, "--yes").EndsWithAsync(1);
        await project.Ashlar("answer", Link, "E1", "These.").EndsWithAsync(1);
        Assert.Contains("its journal is that of the run", refused.Error, StringComparison.Ordinal);
        Assert.Contains("\"E1\"", (await project.Ashlar("inbox", "--json").EndsWithAsync(0)).Out, StringComparison.Ordinal);
    }

    private static async Task ShellAsync(string line, string folder)
    {
        var start = new ProcessStartInfo("/bin/bash", ["-ec", line])
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        Places.Isolate(start.Environment);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{line}: {await output}{error}");
    }

    private static Script Asking() =>
        Script
            .Of("1", Say.Write("a.txt", "a\n"), Say.Done("a.txt"))
            .Then("2", Say.Escalate("question", "Which words?"), Say.Write("b.txt", "b\n"), Say.Done("b.txt"));
}
