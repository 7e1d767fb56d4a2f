using Ashlar.EndToEnd.Harness;
using Xunit;

namespace Ashlar.EndToEnd.Crash;

/// <summary>A run that was killed and finds everything else around it when it is resumed.</summary>
public sealed class OtherwiseResumed
{
    [Theory]
    [InlineData(9)]
    [InlineData(30)]
    [InlineData(52)]
    [Trait("case", "CRASH-017")]
    public async Task With_another_user_model_limit_and_checkout_at_once_it_ends_as_it_would_have(int line)
    {
        await using var undisturbed = await CrashedRun.CreateAsync();
        var expected = await undisturbed.EndAsync();
        await using var run = await CrashedRun.CreateAsync();
        Assert.True(await run.KillAtAsync(line));
        var project = run.Project;
        project.Git("config", "user.name", "Grace Hopper");
        project.Git("config", "user.email", "grace@example.org");
        project.Git("checkout", "--quiet", "-b", "elsewhere");
        project.Write(".claude/agents/worker.md", "---\nname: worker\ntools: Read\n---\nDo nothing.\n");
        project.Write("shop.py", "raise SystemExit\n").Commit("Something else");
        project.Write("tasks.md", "# Other tasks\n").Write("test_shop.py", "import nothing\n").Write("new.txt", "new\n");
        var (status, head) = (project.Git("status", "--short", "--branch"), project.Git("rev-parse", "HEAD"));
        var asked = run.Server.Requests.Count;

        await project
            .Ashlar("resume", run.Id, "--model", "anthropic/other", "--max-minutes", "600", "--max-turns", "90", "--max-iterations", "9")
            .Knowing(run.Server)
            .EndsWithAsync(0);

        run.AssertNothingWasAskedAgain();
        Assert.Equal((status, head), (project.Git("status", "--short", "--branch"), project.Git("rev-parse", "HEAD")));
        Assert.Equal("import nothing\n", project.Read("test_shop.py"));
        Assert.All(run.Server.Requests.Skip(asked), request => Assert.Equal("other", request.Model));
        project.Git("checkout", "--quiet", "--force", "main");
        project.Git("clean", "--quiet", "--force");
        project.Git("branch", "--quiet", "-D", "elsewhere");
        var ending = await run.EndedAsync();
        Assert.Equal((expected.Commits, expected.List, expected.Iterations), (ending.Commits, ending.List, ending.Iterations));
    }

    [Fact]
    [Trait("case", "CRASH-017")]
    public async Task Git_that_tidies_up_at_every_wait_takes_nothing_away_that_is_needed_later()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of(
                "1",
                Say.Write("a.txt", "a\n"),
                Say.Escalate("question", "Which words?"),
                Say.Write("a.txt", "b\n"),
                Say.Escalate("question", "And which after these?"),
                Say.Done("a.txt"),
                Say.Write("a.txt", "c\n"),
                Say.Addressed(["a.txt"], ("F1", "fixed", "c"))
            )
            .ServeAsync();
        project.Write("points.md", "1. a.txt:1 Write c.\n");
        await project
            .Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work", "--review", "human")
            .Asking(server)
            .EndsWithAsync(3);
        var run = project.Runs[0];
        string[][] waits =
        [
            ["answer", run, "E1", "These.", "--resume"],
            ["answer", run, "E2", "Those.", "--resume"],
            ["review", run, "request-changes", "--feedback-file", "points.md", "--resume"],
        ];
        foreach (var wait in waits)
        {
            TidyUp(project);
            await project.Ashlar(wait).Knowing(server).EndsWithAsync(3);
        }

        TidyUp(project);
        await project.Ashlar("review", run, "approve", "--resume").Knowing(server).EndsWithAsync(0);
        TidyUp(project);

        Assert.Equal("c", project.Read("work", "a.txt"));
        Assert.Equal(7, server.Requests.Count);
        await project.Ashlar("replay", run).EndsWithAsync(0);
    }

    private static void TidyUp(Project project)
    {
        project.Git("reflog", "expire", "--expire=now", "--expire-unreachable=now", "--all");
        project.Git("gc", "--quiet", "--prune=now");
        Assert.Equal("", project.Git("fsck", "--no-dangling", "--no-progress"));
    }
}
