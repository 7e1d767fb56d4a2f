using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Sandboxes.Isolation;
using Xunit;

namespace Ashlar.Core.Tests.Sandboxes;

public sealed class CommandPipesTests : IDisposable
{
    private readonly SandboxScene scene = new();

    [BubblewrapTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_command_is_written_to_and_read_and_its_errors_are_kept(bool isolated)
    {
        ISandbox sandbox = isolated
            ? BubblewrapSandbox.Find(TimeProvider.System, Machine.Programs)!
            : new HostSandbox(TimeProvider.System, Machine.Programs);
        using var pipes = new CommandPipes();
        var running = sandbox.Start(
            new SandboxCommand
            {
                Line = "echo wrong >&2; while read -r line; do echo \"heard $line\"; done; exit 4",
                Mounts = scene.Mounts,
                WorkingDirectory = isolated ? scene.ShownRoot : scene.Root,
                Pipes = pipes,
            },
            CancellationToken.None
        );
        pipes.HandedOver();
        using var reader = new StreamReader(pipes.FromCommand);

        await pipes.ToCommand.WriteAsync("one\n"u8.ToArray());
        Assert.Equal("heard one", await reader.ReadLineAsync());
        await pipes.ToCommand.WriteAsync("two\n"u8.ToArray());
        Assert.Equal("heard two", await reader.ReadLineAsync());
        await pipes.ToCommand.DisposeAsync();
        Assert.Null(await reader.ReadLineAsync());
        var outcome = await running.Completion;

        Assert.Equal((4, CommandEnding.Exited, "wrong\n"), (outcome.ExitCode, outcome.Ending, outcome.Output.Text));
    }

    [BubblewrapFact]
    public async Task Who_is_killed_ends_its_side_of_the_conversation()
    {
        using var pipes = new CommandPipes();
        var running = BubblewrapSandbox
            .Find(TimeProvider.System, Machine.Programs)!
            .Start(
                new SandboxCommand
                {
                    Line = "sleep 1000 & cat",
                    Mounts = scene.Mounts,
                    WorkingDirectory = scene.ShownRoot,
                    Pipes = pipes,
                },
                CancellationToken.None
            );
        pipes.HandedOver();
        using var reader = new StreamReader(pipes.FromCommand);
        var line = reader.ReadLineAsync();

        running.Kill();

        Assert.Null(await line);
        Assert.Equal(CommandEnding.Killed, (await running.Completion).Ending);
    }

    public void Dispose() => scene.Dispose();
}
