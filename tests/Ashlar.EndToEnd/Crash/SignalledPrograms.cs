using Ashlar.EndToEnd.Harness;
using Xunit;

namespace Ashlar.EndToEnd.Crash;

/// <summary>Programs that Ashlar uses and that die by a signal in the middle of their work.</summary>
public sealed class SignalledPrograms : IDisposable
{
    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly Project project = Project.TwoTasks();

    [Theory]
    [InlineData("write-tree", "SEGV")]
    [InlineData("commit-tree", "ABRT")]
    [InlineData("update-ref", "BUS")]
    [InlineData("read-tree", "PIPE")]
    [InlineData("cat-file", "KILL")]
    [Trait("case", "CRASH-004")]
    public async Task A_git_that_dies_loses_nothing(string command, string signal)
    {
        var path = Dying("git", $"case \"$*\" in *{command}*)", ";; esac", signal);
        await using var server = await Script.OfTwoTasks().ServeAsync();

        var first = await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).With("PATH", path).RunAsync();

        Assert.True(Directory.Exists(project.Beside("died")), "it did not die");
        await GoesOnAsync(first, server, path);
    }

    [Theory]
    [InlineData("SEGV")]
    [InlineData("ABRT")]
    [InlineData("KILL")]
    [Trait("case", "CRASH-025")]
    public async Task A_sandbox_that_dies_loses_nothing(string signal)
    {
        var path = Dying("bwrap", $"if grep -qs turn.received {project.Home}/runs/*/journal.jsonl; then", "; fi", signal);
        await using var server = await Script
            .Of("1", Say.Bash("echo one"), Say.Bash("echo two"), Say.Write("a.txt", "a\n"), Say.Done("a.txt"))
            .Then("2", Say.Write("b.txt", "b\n"), Say.Done("b.txt"))
            .ServeAsync();

        var first = await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).With("PATH", path).RunAsync();

        Assert.True(Directory.Exists(project.Beside("died")), "it did not die");
        await GoesOnAsync(first, server, path);
    }

    [Theory]
    [InlineData("SEGV")]
    [InlineData("ABRT")]
    [InlineData("BUS")]
    [Trait("case", "CRASH-025")]
    public async Task A_crash_of_the_program_itself_loses_nothing(string signal)
    {
        var script = Script.OfTwoTasks();
        var never = new TaskCompletionSource();
        await using var server = await Ashlar.Testing.ScriptedModelServer.StartAsync(request =>
            request.Number == 2 ? script.Answer(request).HeldUntil(never.Task) : script.Answer(request)
        );
        using (
            var running = project
                .Ashlar("run", "tasks.md", "--trust", "--branch", "work")
                .Asking(server)
                .Through("sh", "-c", "ulimit -c 0; exec \"$@\"", "crashing")
                .Start()
        )
        {
            await server.RequestsReachAsync(2);
            var end = running.EndAsync();
            // The runtime takes the first one for a fault of its own, finds none, and leaves the next to the kernel.
            while (await Task.WhenAny(end, Task.Delay(100)) != end)
            {
                running.Signal(signal);
            }

            Assert.InRange((await end).ExitStatus, 129, 159);
        }

        await project.Ashlar("resume").Knowing(server).EndsWithAsync(0);

        Assert.Equal("# Tasks\n\n- [x] Write a.txt\n- [x] Write b.txt", project.Read("work", "tasks.md"));
    }

    [Fact]
    [Trait("case", "CRASH-025")]
    public async Task A_command_that_dies_by_a_signal_is_answered_with_it()
    {
        string[] signals = ["SEGV", "ABRT", "BUS", "PIPE", "KILL", "SYS"];
        await using var server = await Script
            .Of("1", [.. signals.Select(signal => Say.Bash($"kill -{signal} $$")), Say.Write("a.txt", "a\n"), Say.Done("a.txt")])
            .Then("2", Say.Write("b.txt", "b\n"), Say.Done("b.txt"))
            .ServeAsync();

        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);

        for (var number = 0; number < signals.Length; number++)
        {
            Assert.Matches("1(28|29|3[0-9]|4[0-9]|5[0-9])", server.Requests[number + 1].LastResultText);
        }
    }

    [Theory]
    [InlineData("logs")]
    [InlineData("status")]
    [InlineData("report")]
    [InlineData("--help")]
    public async Task A_reader_that_goes_away_is_no_fault(string command)
    {
        await using var server = await Script.OfTwoTasks().ServeAsync();
        await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).EndsWithAsync(0);

        var result = await project.Ashlar(command).Knowing(server).Through("sh", "-c", "\"$@\" | true", "piped").RunAsync();

        Assert.DoesNotContain("internal error", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    public void Dispose() => project.Dispose();

    private async Task GoesOnAsync(AshlarResult first, Ashlar.Testing.ScriptedModelServer server, string path)
    {
        Assert.DoesNotContain("internal error", first.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", first.Error, StringComparison.Ordinal);
        if (first.ExitStatus == 2)
        {
            // It died before anything began.
            await project.Ashlar("run", "tasks.md", "--trust", "--branch", "work").Asking(server).With("PATH", path).EndsWithAsync(0);
        }
        else if (first.ExitStatus != 0)
        {
            await project.Ashlar("resume").Knowing(server).With("PATH", path).EndsWithAsync(0);
        }

        Assert.Equal("# Tasks\n\n- [x] Write a.txt\n- [x] Write b.txt", project.Read("work", "tasks.md"));
        Assert.Equal(2, project.Hashes("work").Count);
        project.Git("fsck", "--strict", "--no-dangling");
    }

    /// <summary>A PATH on which a program dies once, when a condition of the shell holds.</summary>
    private string Dying(string name, string condition, string end, string signal)
    {
        var folder = Directory.CreateDirectory(project.Beside("own")).FullName;
        var program = Path.Combine(folder, name);
        File.WriteAllText(
            program,
            $"#!/bin/sh\n{condition} if mkdir {project.Beside("died")} 2>/dev/null; then kill -{signal} $$; fi {end}\nexec /usr/bin/{name} \"$@\"\n"
        );
        File.SetUnixFileMode(program, Executable);
        return $"{folder}:{Environment.GetEnvironmentVariable("PATH")}";
    }
}
