using Ashlar.EndToEnd.Harness;
using Ashlar.EndToEnd.SeveralTasks;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>Runs of every kind are executed again as they were: no model is asked, and nothing differs.</summary>
public sealed class ReplaysOfEachKind
{
    [Fact]
    public async Task A_run_with_a_task_that_was_opened_again()
    {
        using var project = Project.TwoTasks();
        await using (var first = await Script.OfTwoTasks().ServeAsync())
        {
            await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(first).EndsWithAsync(0);
        }

        await project.Ashlar("redo", project.Runs[0], "1", "--note", "It must say more").EndsWithAsync(0);
        await using (
            var second = await Script.Of("1", Say.Read("a.txt"), Say.Write("a.txt", "more\n"), Say.Report([], ["a.txt"])).ServeAsync()
        )
        {
            await project.Ashlar("resume").Knowing(second).EndsWithAsync(0);
        }

        await AssertIsTheSameAsync(project, commits: 4);
    }

    [Fact]
    public async Task A_run_of_several_tasks_at_once_two_of_which_change_the_same_line()
    {
        using var project = ParallelProject.Of("test ! -e broken", "T001 [P] First", "T002 [P] Second", "T003 [P] Third");
        await using var server = await ScriptedModelServer.StartAsync(request =>
            (request.TaskId, request.Turn) switch
            {
                ("T001", 1) => ParallelProject.ChangeShared("two", "two of the first"),
                ("T002", 1) => ParallelProject.ChangeShared("two", "two of the second"),
                ("T001" or "T002", 2) => Say.Report([], ["shared.txt"]),
                ("T001" or "T002", 3) => Say.Read("shared.txt")
                    .ThenCall("Write", new { file_path = "shared.txt", content = "one\ntwo of both\nthree\n" }),
                ("T001" or "T002", _) => Say.Report([], ["shared.txt"]),
                _ => ParallelProject.Quick(request),
            }
        );
        await project.Run(3).Asking(server).EndsWithAsync(0);

        await AssertIsTheSameAsync(project, commits: 3);
    }

    [Fact]
    public async Task A_run_that_worked_in_the_checkout()
    {
        using var project = Project.TwoTasks((".gitignore", ".env\n"));
        project.Write(".env", "MINE=1\n");
        await using var server = await Script.OfTwoTasks().ServeAsync();
        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work", "--in-place").Asking(server).EndsWithAsync(0);

        await AssertIsTheSameAsync(project, commits: 2);

        Assert.Equal("## work", project.Git("status", "--short", "--branch"));
        Assert.Equal("MINE=1\n", project.Read(".env"));
    }

    [Fact]
    public async Task A_run_with_reviews_and_a_question_to_the_tech_lead()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of(
                "1",
                Say.Escalate("question", "Upper case?"),
                Say.Write("a.txt", "wrong\n"),
                Say.Done("a.txt"),
                Say.Write("a.txt", "right\n"),
                Say.Addressed(["a.txt"], ("F1", "fixed", "put right"))
            )
            .Then("2", Say.Write("b.txt", "b\n"), Say.Done("b.txt"))
            .Asked("1", "The developer's question: Upper case?", Say.Answer("Lower."))
            .Review("1", 1, Say.Read("a.txt"), Say.RequestChangesAt(("a.txt", 1, "The word is wrong.")))
            .Review("1", 2, Say.Approve())
            .Review("2", 1, Say.Approve())
            .ServeAsync();
        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work", "--review", "tech-lead").Asking(server).EndsWithAsync(0);

        await AssertIsTheSameAsync(project, commits: 2);
    }

    [Fact]
    public async Task A_run_that_a_person_reviewed()
    {
        using var project = Project.TwoTasks();
        var points = project.Beside("points.md");
        await File.WriteAllTextAsync(points, "- a.txt:1 The word is wrong.\n");
        await using var server = await Script
            .Of(
                "1",
                Say.Write("a.txt", "wrong\n"),
                Say.Done("a.txt"),
                Say.Write("a.txt", "right\n"),
                Say.Addressed(["a.txt"], ("F1", "fixed", "put right"))
            )
            .ServeAsync();
        await project
            .Ashlar("run", "tasks.md", "--only", "1", "--trust", "--branch", "work", "--review", "human")
            .Asking(server)
            .EndsWithAsync(3);
        await project
            .Ashlar("review", project.Runs[0], "request-changes", "--feedback-file", points, "--resume")
            .Knowing(server)
            .EndsWithAsync(3);
        await project.Ashlar("review", project.Runs[0], "approve", "--resume").Knowing(server).EndsWithAsync(0);

        await AssertIsTheSameAsync(project, commits: 1);
    }

    private static async Task AssertIsTheSameAsync(Project project, int commits)
    {
        var lines = project.Journal().Lines.Count;
        var head = project.Git("rev-parse", "work");

        var result = await project.Ashlar("replay").EndsWithAsync(0);

        Assert.Contains($"the same. Compared: {commits} commit", result.Out, StringComparison.Ordinal);
        Assert.Equal(lines, project.Journal().Lines.Count);
        Assert.Equal(head, project.Git("rev-parse", "work"));
        Assert.Single(project.Git("worktree", "list").Split('\n'));
    }
}
