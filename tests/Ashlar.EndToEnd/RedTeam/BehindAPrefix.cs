using Ashlar.EndToEnd.Harness;
using Xunit;

namespace Ashlar.EndToEnd.RedTeam;

/// <summary>Commands through the operator's own isolation: said where it counts, and shown to reach the files.</summary>
public sealed class BehindAPrefix
{
    [Fact]
    public async Task Commands_and_gates_run_behind_the_prefix_and_commits_say_so()
    {
        using var project = Project.TwoTasks();
        project
            .Write(".ashlar/config.yaml", "exec: env REACHED=\"yes\"\ngates:\n  - {name: check, run: test \"$REACHED\" = yes}\n")
            .Commit("Prefix");
        await using var server = await Script
            .Of("1", Say.Bash("echo \"it's $REACHED\""), Say.Write("a.txt", "a\n"), Say.Done("a.txt"))
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work").Asking(server).EndsWithAsync(0);

        Assert.Contains("it's yes", server.Requests[1].LastResultText, StringComparison.Ordinal);
        Assert.Equal(["exec"], project.Trailers("work", "Ashlar-Sandbox"));
        Assert.Equal("exec", project.Journal().Last("run.started").GetProperty("sandbox").GetString());
    }

    [Fact]
    public async Task A_prefix_behind_which_the_files_are_others_is_refused()
    {
        using var project = Project.TwoTasks();
        project.Write(".ashlar/config.yaml", "exec: cd / && env\ngates:\n  - {name: check, run: \"true\"}\n").Commit("Prefix");
        await using var server = await Script.Of("1").ServeAsync();

        var result = await project.Ashlar("run", "tasks.md", "--trust", "--json").Asking(server).EndsWithAsync(2);

        Assert.Equal("exec.not-seen", result.Json.GetProperty("code").GetString());
        Assert.Empty(server.Requests);
    }
}
