using Ashlar.EndToEnd.Harness;
using Ashlar.Testing;
using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>From one command to verified commits on a branch.</summary>
public sealed class ImplementingASpec
{
    [Theory]
    [InlineData(WireProtocol.Anthropic)]
    [InlineData(WireProtocol.OpenAI)]
    public async Task Every_task_becomes_one_ticked_commit_on_the_branch(WireProtocol protocol)
    {
        using var project = Project.TwoTasks();
        await using var server = await Script.OfTwoTasks().ServeAsync();

        var result = await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server, protocol).EndsWithAsync(0);

        var said = Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("ashlar: check: only the exit code of `test", said, StringComparison.Ordinal);
        var run = Assert.Single(project.Runs);
        Assert.Equal(["1", "2"], project.Trailers("work", "Ashlar-Task"));
        Assert.Equal([run, run], project.Trailers("work", "Ashlar-Run"));
        Assert.Equal(["no-code", "no-code"], project.Trailers("work", "Ashlar-Proof"));
        Assert.Equal("# Tasks\n\n- [x] Write a.txt\n- [ ] Write b.txt", project.Read("work~1", "tasks.md"));
        Assert.Equal("# Tasks\n\n- [x] Write a.txt\n- [x] Write b.txt", project.Read("work", "tasks.md"));
        Assert.Equal("a.txt\ntasks.md", project.Git("diff", "--name-only", "main", "work~1"));
        Assert.Equal(
            "Ada Lovelace <ada@example.org> Ada Lovelace <ada@example.org>",
            project.Git("log", "-1", "--format=%an <%ae> %cn <%ce>", "work")
        );
        Assert.True(project.Journal().IsWhole);
    }
}
