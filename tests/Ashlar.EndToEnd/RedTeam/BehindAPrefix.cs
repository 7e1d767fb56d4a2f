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
    public async Task Trust_and_report_name_the_prefix()
    {
        using var project = Project.TwoTasks();
        project.Write(".ashlar/config.yaml", "exec: env REACHED=yes\ngates:\n  - {name: check, run: \"true\"}\n").Commit("Prefix");
        await using var server = await Script.Of("1", Say.Write("a.txt", "a\n"), Say.Done("a.txt")).ServeAsync();

        var refused = await project.Ashlar("run", "tasks.md", "--only", "1").Asking(server).EndsWithAsync(2);
        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work").Asking(server).EndsWithAsync(0);
        var report = await project.Ashlar("report").RunAsync();

        Assert.Contains("it runs commands outside Ashlar's sandbox, through `env REACHED=yes`", refused.Error, StringComparison.Ordinal);
        Assert.Contains("exec: commands ran outside Ashlar's sandbox", report.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_needs_no_trust_and_obeys_no_prefix_that_is_not_trusted()
    {
        using var project = Project.TwoTasks();
        var mark = project.Beside("mark");
        project
            .Write("through", $"#!/bin/sh\ntouch {mark}\nexec \"$@\"\n")
            .Write(".ashlar/config.yaml", $"exec: sh {project.Root}/through\ngates:\n  - {{name: check, run: \"true\"}}\n")
            .Commit("Prefix");
        await using var server = await Script.Of("1").ServeAsync();

        var shown = await project.Ashlar("run", "tasks.md", "--dry-run").Asking(server).EndsWithAsync(0);
        var obeyed = File.Exists(mark);
        await project.Ashlar("run", "tasks.md", "--dry-run").Asking(server).EndsWithAsync(0);
        await project.Ashlar("run", "tasks.md", "--dry-run", "--trust").Asking(server).EndsWithAsync(0);

        Assert.Contains("config.yaml is new and not trusted", shown.Out + shown.Error, StringComparison.Ordinal);
        Assert.False(obeyed, "the prefix was run");
        Assert.True(File.Exists(mark), "a trusted prefix leaves no mark either");
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task A_resumed_run_proves_the_prefix_again()
    {
        using var project = Project.TwoTasks();
        var through = project.Beside("through");
        await File.WriteAllTextAsync(through, "#!/bin/sh\nexec \"$@\"\n");
        project.Write(".ashlar/config.yaml", $"exec: sh {through}\ngates:\n  - {{name: check, run: \"true\"}}\n").Commit("Prefix");
        await using var server = await Script.Of("1", Say.Escalate("question", "Which one?"), Say.Done("a.txt")).ServeAsync();
        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1").Asking(server).EndsWithAsync(3);
        await project.Ashlar("answer", project.Runs[0], "E1", "this one").EndsWithAsync(0);
        await File.WriteAllTextAsync(through, "#!/bin/sh\ncd / && exec \"$@\"\n");

        var resumed = await project.Ashlar("resume", project.Runs[0], "--json").Knowing(server).EndsWithAsync(2);

        Assert.Equal("exec.not-seen", resumed.Json.GetProperty("code").GetString());
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

    [Theory]
    [InlineData("./tools/inside")]
    [InlineData("sh tools/inside")]
    [InlineData("env A=1 tools/inside")]
    public async Task A_script_of_the_repository_before_commands_is_the_trusted_one_and_never_the_agents(string prefix)
    {
        using var project = Project.TwoTasks();
        const string Script = "#!/bin/sh\necho trusted\nexec \"$@\"\n";
        project.Write("tools/inside", Script).Write(".ashlar/config.yaml", $"exec: {prefix}\ngates:\n  - {{name: check, run: \"true\"}}\n");
        File.SetUnixFileMode(Path.Combine(project.Root, "tools/inside"), (UnixFileMode)0b111_101_101);
        project.Commit("Prefix");
        var sentinel = project.Beside("sentinel");
        var planted = $"#!/bin/sh\ntouch {sentinel}\necho planted\nexec \"$@\"\n";
        await using var server = await Harness
            .Script.Of(
                "1",
                Say.Read("tools/inside"),
                Say.Write("tools/inside", planted),
                Say.Bash("mkdir -p sub && cd sub && pwd"),
                Say.Bash("echo again"),
                Say.Write("a.txt", "a\n"),
                Say.Report(["a.txt"], modified: ["tools/inside"])
            )
            .ServeAsync();

        var refused = await project.Ashlar("run", "tasks.md", "--only", "1").Asking(server).EndsWithAsync(2);
        await project.Ashlar("run", "tasks.md", "--trust", "--only", "1", "--branch", "work").Asking(server).RunAsync();

        Assert.Contains("tools/inside is new and not trusted; it runs outside Ashlar's sandbox", refused.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(sentinel), "the agent's own copy ran on the host");
        Assert.Contains("trusted", server.Requests[4].LastResultText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"$PWD/tools/inside\"")]
    [InlineData("sh './tools/inside'")]
    [InlineData("cd tools && ./inside")]
    [InlineData("$(pwd)/tools/inside")]
    public async Task A_script_that_is_named_where_the_agent_writes_is_refused(string prefix)
    {
        using var project = Project.TwoTasks();
        project
            .Write("tools/inside", "#!/bin/sh\nexec \"$@\"\n")
            .Write(".ashlar/config.yaml", $"exec: >-\n  {prefix}\ngates:\n  - {{name: check, run: \"true\"}}\n")
            .Commit("Prefix");
        await using var server = await Harness.Script.Of("1").ServeAsync();

        var result = await project.Ashlar("run", "tasks.md", "--trust", "--json").Asking(server).EndsWithAsync(2);

        Assert.Equal("exec.in-worktree", result.Json.GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_script_for_notices_that_the_agent_changed_in_the_checkout_does_not_run()
    {
        using var project = Project.TwoTasks();
        var sentinel = project.Beside("sentinel");
        project
            .Write("tools/tell", "true\n")
            .Write(".ashlar/config.yaml", "notify: sh tools/tell\ngates:\n  - {name: check, run: \"true\"}\n")
            .Commit("Notice");
        await using var server = await Harness
            .Script.Of(
                "1",
                Say.Read("tools/tell"),
                Say.Write("tools/tell", $"touch {sentinel}\n"),
                Say.Write("a.txt", "a\n"),
                Say.Report(["a.txt"], modified: ["tools/tell"])
            )
            .ServeAsync();

        var run = await project
            .Ashlar("run", "tasks.md", "--trust", "--only", "1", "--in-place", "--branch", "work")
            .Asking(server)
            .RunAsync();

        Assert.False(File.Exists(sentinel));
        Assert.Contains("is not as it was when the run began", run.Out + run.Error, StringComparison.Ordinal);
    }
}
