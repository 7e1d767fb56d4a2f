using Ashlar.EndToEnd.Harness;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>What is said of a run's questions once they are answered, or once nothing waits for their answer any more.</summary>
public sealed class AnsweredRuns
{
    [Fact]
    public async Task A_run_whose_question_is_answered_says_that_it_is_to_be_resumed()
    {
        using var project = Project.TwoTasks();
        await using var server = await Script
            .Of("1", Say.Escalate("question", "Which words?"), Say.Write("a.txt", "a\n"), Say.Done("a.txt"))
            .ServeAsync();
        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work").Asking(server).EndsWithAsync(3);
        var run = project.Runs[0];

        var waiting = (await project.Ashlar("status", run).EndsWithAsync(0)).Out;
        await project.Ashlar("answer", run, "E1", "the first ones").EndsWithAsync(0);
        var answered = (await project.Ashlar("status", run).EndsWithAsync(0)).Out;
        await project.Ashlar("resume", run).Knowing(server).EndsWithAsync(0);

        Assert.Contains($"ashlar answer {run} E1", waiting, StringComparison.Ordinal);
        Assert.DoesNotContain("ashlar answer", answered, StringComparison.Ordinal);
        Assert.Contains($"ashlar resume {run}", answered, StringComparison.Ordinal);
        Assert.Equal("a", project.Read("work", "a.txt"));
    }

    [Fact]
    public async Task An_answer_that_no_attempt_waits_for_is_refused_with_what_to_do()
    {
        using var project = Project.TwoTasks();
        await using var first = await Script.Of("1", Say.Escalate("question", "Which words?")).ServeAsync();
        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work").Asking(first).EndsWithAsync(3);
        var run = project.Runs[0];
        await using var second = await Script
            .Of("1", Say.Escalate("question", "Which other words?"), Say.Write("a.txt", "a\n"), Say.Done("a.txt"))
            .ServeAsync();
        await project.Ashlar("resume", run, "--retry", "1").Knowing(second).EndsWithAsync(3);

        var late = await project.Ashlar("answer", run, "E1", "no").EndsWithAsync(2);
        await project.Ashlar("answer", run, "E2", "these", "--resume").Knowing(second).EndsWithAsync(0);

        Assert.Contains("E1", late.Error, StringComparison.Ordinal);
        Assert.Contains($"ashlar answer {run} E2", late.Error, StringComparison.Ordinal);
        Assert.Equal("a", project.Read("work", "a.txt"));
    }
}
