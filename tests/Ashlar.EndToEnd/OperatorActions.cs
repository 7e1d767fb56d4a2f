using Ashlar.EndToEnd.Harness;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>A task whose last steps only a person can do: its work is judged and committed, its box waits for the person.</summary>
public sealed class OperatorActions
{
    [Fact]
    public async Task What_is_done_is_committed_and_the_answer_done_runs_the_gates_again_and_ticks()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of("1", Say.Write("a.txt", "a\n"), Say.Escalate("operator-action", "Rotate the key of the mail service."))
            .Then("2", Say.Write("b.txt", "b\n"), Say.Done("b.txt"))
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work").Asking(server).EndsWithAsync(3);

        Assert.Equal("a", project.Read("work", "a.txt"));
        Assert.Contains("- [ ] Write a.txt", project.Read("work", "tasks.md"), StringComparison.Ordinal);
        Assert.Equal([""], project.Trailers("work", "Ashlar-Proof"));
        var question = (await project.Ashlar("inbox", "--json").EndsWithAsync(0)).Json[0];
        Assert.Equal("operator-action", question.GetProperty("kind").GetString());
        var asked = server.Requests.Count;
        var gates = project.Journal().Of("gate.finished").Count;

        await project.Ashlar("answer", project.Runs[0], "E1", "done", "--resume").Knowing(server).EndsWithAsync(0);

        Assert.Equal(asked, server.Requests.Count);
        Assert.True(project.Journal().Of("gate.finished").Count > gates, "no gate ran again");
        Assert.Contains("- [x] Write a.txt", project.Read("work", "tasks.md"), StringComparison.Ordinal);
        Assert.Equal(["", "no-code"], project.Trailers("work", "Ashlar-Proof"));
        Assert.Equal("a.txt\ntasks.md", project.Git("diff", "--name-only", "main", "work"));
    }

    [Fact]
    public async Task Work_that_is_not_green_is_not_left_to_a_person()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of(
                "1",
                Say.Write("broken", "x\n"),
                Say.Escalate("operator-action", "Rotate the key."),
                Say.Bash("mv broken a.txt"),
                Say.Escalate("operator-action", "Rotate the key.")
            )
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work").Asking(server).EndsWithAsync(3);

        Assert.Contains("Gates: not green", server.Requests[2].LastResultText, StringComparison.Ordinal);
        Assert.Equal("a.txt", project.Git("diff", "--name-only", "main", "work"));
    }

    [Fact]
    public async Task An_action_without_a_change_is_attested_by_the_person()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script.Of("1", Say.Escalate("operator-action", "Order the certificate.")).ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work").Asking(server).EndsWithAsync(3);
        Assert.Empty(project.Hashes("work"));
        await project.Ashlar("answer", project.Runs[0], "E1", "Done, it is there.", "--resume").Knowing(server).EndsWithAsync(0);

        Assert.Equal(["attested"], project.Trailers("work", "Ashlar-Proof"));
        Assert.Equal("tasks.md", project.Git("diff", "--name-only", "main", "work"));
    }

    [Fact]
    public async Task Another_answer_goes_to_the_agent()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of("1", Say.Escalate("operator-action", "Order the certificate."), Say.Write("a.txt", "a\n"), Say.Done("a.txt"))
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work").Asking(server).EndsWithAsync(3);
        await project.Ashlar("answer", project.Runs[0], "E1", "Not needed, use a.txt.", "--resume").Knowing(server).EndsWithAsync(0);

        Assert.Contains("Not needed, use a.txt.", server.Requests[1].LastResultText, StringComparison.Ordinal);
        Assert.Equal("a.txt\ntasks.md", project.Git("diff", "--name-only", "main", "work"));
    }
}
