using System.Text.RegularExpressions;
using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>A run's branch that somebody has checked out: whatever would move it leaves it where it is, before a model is asked.</summary>
public sealed partial class CheckedOutBranches
{
    [Theory]
    [InlineData("here")]
    [InlineData("worktree")]
    [InlineData("rebase")]
    public async Task A_branch_that_is_in_use_is_moved_by_no_command_until_it_is_left(string where)
    {
        using var project = Project.TwoTasks();
        await using var first = await Script.OfTwoTasks().ServeAsync();
        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work", "--only", "1").Asking(first).EndsWithAsync(0);
        var head = project.Git("rev-parse", "work");
        var journal = project.Journal().Lines.Count;
        Use(project, where);
        await using var second = await Script.OfTwoTasks().ServeAsync();

        var (refused, run) = ("", project.Runs[0]);
        foreach (
            string[] words in (string[][])
                [
                    ["redo", run, "1"],
                    ["undo", run, "--yes"],
                ]
        )
        {
            refused = (await project.Ashlar(words).EndsWithAsync(2)).Error;
            Assert.Contains("the branch work is", refused, StringComparison.Ordinal);
        }

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(second).EndsWithAsync(2);
        Assert.Equal(head, project.Git("rev-parse", "work"));
        Assert.Equal(journal, project.Journal().Lines.Count);

        Leave(project, refused);
        await project.Ashlar("redo", run, "1").EndsWithAsync(0);
        Assert.NotEqual(head, project.Git("rev-parse", "work"));
        head = project.Git("rev-parse", "work");
        Use(project, where);

        refused = (await project.Ashlar("resume").Knowing(second).EndsWithAsync(2)).Error;
        Assert.Equal(head, project.Git("rev-parse", "work"));
        Assert.Empty(second.Requests);

        Leave(project, refused);
        await using var third = await Script
            .Of("1", Say.Read("a.txt"), Say.Write("a.txt", "more\n"), Say.Report([], ["a.txt"]))
            .ServeAsync();
        await project.Ashlar("resume").Knowing(third).EndsWithAsync(0);
        Assert.Equal("more", project.Read("work", "a.txt"));
    }

    [Fact]
    public async Task A_branch_that_is_checked_out_while_its_run_works_stays_and_the_commit_lands_once_it_is_left()
    {
        using var project = Project.TwoTasks();
        await using var server = await ScriptedModelServer.StartAsync(request =>
        {
            if (project.Git("branch", "--show-current") is "main")
            {
                project.Git("checkout", "--quiet", "work");
            }

            return Script.OfTwoTasks().Answer(request);
        });

        var refused = await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(1);
        Assert.Contains("the branch work is checked out in", refused.Out + refused.Error, StringComparison.Ordinal);
        Assert.Equal(("## work", ""), (project.Git("status", "--short", "--branch"), project.Git("log", "--format=%s", "main..work")));

        project.Git("checkout", "--quiet", "--detach");
        await project.Ashlar("resume").Knowing(server).EndsWithAsync(0);
        Assert.Equal(["1", "2"], project.Trailers("work", "Ashlar-Task"));
    }

    [Fact]
    public async Task The_checkout_of_a_run_in_place_comes_along_when_a_task_is_opened_again_and_what_is_uncommitted_there_keeps_it_closed()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script.OfTwoTasks().ServeAsync();
        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work", "--in-place").Asking(server).EndsWithAsync(0);
        var head = project.Git("rev-parse", "work");
        project.Write("a.txt", "mine\n");

        var dirty = await project.Ashlar("redo", project.Runs[0], "1").EndsWithAsync(2);
        Assert.Equal((head, "mine\n"), (project.Git("rev-parse", "work"), project.Read("a.txt")));
        Assert.Contains("a.txt", dirty.Error, StringComparison.Ordinal);

        project.Git("checkout", "--quiet", "--", "a.txt");
        await project.Ashlar("redo", project.Runs[0], "1").EndsWithAsync(0);
        Assert.Equal("## work", project.Git("status", "--short", "--branch"));
        Assert.Equal("# Tasks\n\n- [ ] Write a.txt\n- [x] Write b.txt\n", project.Read("tasks.md"));
    }

    private static void Use(Project project, string where)
    {
        switch (where)
        {
            case "here":
                project.Git("checkout", "--quiet", "work");
                break;
            case "worktree":
                project.Git("worktree", "add", "--quiet", "--force", project.Beside($"the other {Guid.NewGuid():N}"), "work");
                break;
            default:
                project.Git("checkout", "--quiet", "work");
                project.Git("-c", "sequence.editor=sed -i 1ibreak", "rebase", "--quiet", "--interactive", "main");
                break;
        }
    }

    /// <summary>Types what the message says.</summary>
    private static void Leave(Project project, string error)
    {
        foreach (var command in Commands().Matches(error).Select(match => match.Groups[1].Value).Where(one => !one.Contains("--abort")))
        {
            project.Git("-c", $"alias.typed=!{command}", "typed");
        }
    }

    [GeneratedRegex("`(git [^`]+)`")]
    private static partial Regex Commands();
}
