using Ashlar.EndToEnd.Harness;
using Xunit;

namespace Ashlar.EndToEnd.Reviewing;

/// <summary>A task that changes nothing is done where a reviewer or a person agrees, and not otherwise.</summary>
public sealed class ChangingNothing
{
    [Fact]
    public async Task A_reviewer_who_agrees_lets_the_tick_land()
    {
        using var project = Project.TwoTasks(("a.txt", "a\n"));
        await using var server = await Script.Of("1", Say.Done()).Review("1", 1, Say.Read("a.txt"), Say.Approve()).ServeAsync();

        await Run(project, "tech-lead").Asking(server).EndsWithAsync(0);

        Assert.Contains("The author says that the task needs no change.", server.Requests[1].FirstUserText, StringComparison.Ordinal);
        Assert.Equal("tasks.md", project.Git("diff", "--name-only", "main", "work"));
        Assert.Equal("# Tasks\n\n- [x] Write a.txt\n- [ ] Write b.txt", project.Read("work", "tasks.md"));
    }

    [Fact]
    public async Task A_reviewer_who_does_not_agree_sends_the_task_back()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of("1", Say.Done(), Say.Write("a.txt", "a\n"), Say.Addressed(["a.txt"], ("F1", "fixed", "a.txt is there")))
            .Review("1", 1, Say.RequestChanges("a.txt is not there."))
            .Review("1", 2, Say.Approve())
            .ServeAsync();

        await Run(project, "tech-lead").Asking(server).EndsWithAsync(0);

        Assert.Equal("a", project.Read("work", "a.txt"));
    }

    [Fact]
    public async Task A_person_who_agrees_to_the_question_lets_the_tick_land_without_a_reviewer()
    {
        using var project = Project.TwoTasks(("a.txt", "a\n"));
        await using var server = await Script
            .Of("1", Say.Done(), Say.Escalate("question", "No change needed: a.txt is there."), Say.Done())
            .ServeAsync();

        await Run(project, "none").Asking(server).EndsWithAsync(3);
        await project.Ashlar("answer", project.Runs[0], "E1", "yes", "--resume").Knowing(server).EndsWithAsync(0);

        Assert.Contains(
            "Escalate kind=question with the summary \"No change needed: WHY\"",
            server.Requests[1].LastResultText,
            StringComparison.Ordinal
        );
        Assert.Equal("tasks.md", project.Git("diff", "--name-only", "main", "work"));
    }

    [Fact]
    public async Task Another_answer_to_another_question_agrees_to_nothing()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of("1", Say.Escalate("question", "Small letters?"), Say.Done(), Say.Write("a.txt", "a\n"), Say.Done("a.txt"))
            .ServeAsync();

        await Run(project, "none").Asking(server).EndsWithAsync(3);
        await project.Ashlar("answer", project.Runs[0], "E1", "yes", "--resume").Knowing(server).EndsWithAsync(0);

        Assert.Contains("Nothing changed. Do the task", server.Requests[2].LastResultText, StringComparison.Ordinal);
    }

    private static AshlarCommand Run(Project project, string review) =>
        project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work", "--review", review);
}
