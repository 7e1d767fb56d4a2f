using Ashlar.Core.Sandboxes;
using Xunit;

namespace Ashlar.Core.Tests.Sandboxes;

public sealed class CommandBoundsTests : IDisposable
{
    private readonly SandboxScene scene = new();
    private readonly BubblewrapSandbox? sandbox = BubblewrapSandbox.Find(TimeProvider.System);

    [BubblewrapFact]
    public async Task A_fork_bomb_is_bounded_and_cleaned_up()
    {
        ProcessIdentity? identity = null;
        var command = scene.Command("b() { b | b & }; b; sleep 1000") with
        {
            Limits = new CommandLimits { Processes = 200 },
            Timeout = TimeSpan.FromSeconds(20),
            Started = started => identity = started,
        };
        var outcome = await sandbox!.Start(command, default).Completion;

        // The kernel bounds an ordinary user's processes; root's are counted and the command killed.
        Assert.Equal(Libc.EffectiveUser() == 0 ? CommandEnding.ProcessLimit : CommandEnding.TimedOut, outcome.Ending);
        Assert.Null(ProcessTree.Identify(identity!.Pid));
    }

    [BubblewrapFact]
    public async Task Many_processes_that_take_too_much_memory_together_are_killed()
    {
        const string hog = "python3 -c 'import time; x=bytearray(60_000_000); time.sleep(1000)' & ";
        var command = scene.Command($"{hog}{hog}{hog}{hog}wait") with { Limits = new CommandLimits { Memory = 150_000_000 } };
        var outcome = await sandbox!.Start(command, default).Completion;

        Assert.Equal((137, CommandEnding.MemoryLimit), (outcome.ExitCode, outcome.Ending));
    }

    [BubblewrapFact]
    public async Task One_process_that_takes_too_much_memory_fails()
    {
        var command = scene.Command("python3 -c 'bytearray(64 * 1024**3)'");
        var outcome = await sandbox!.Start(command, default).Completion;

        Assert.Contains("MemoryError", outcome.Output.Text, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        sandbox?.Dispose();
        scene.Dispose();
    }
}
