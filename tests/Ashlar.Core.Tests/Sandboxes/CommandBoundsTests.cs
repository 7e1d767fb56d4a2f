using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Sandboxes.Isolation;
using Ashlar.Core.Sandboxes.Kernel;
using Xunit;

namespace Ashlar.Core.Tests.Sandboxes;

public sealed class CommandBoundsTests : IDisposable
{
    private readonly SandboxScene scene = new();
    private readonly BubblewrapSandbox? sandbox = BubblewrapSandbox.Find(TimeProvider.System, Machine.Programs);

    [BubblewrapFact]
    [Trait("case", "SHELL-011")]
    public async Task A_command_cannot_have_more_processes_than_it_may_and_leaves_none()
    {
        ProcessIdentity? identity = null;
        var most = 0;
        var command = scene.Command("for i in $(seq 1000); do sleep 1000 & done 2>/dev/null; wait") with
        {
            Limits = new CommandLimits { Processes = 100 },
            Timeout = TimeSpan.FromSeconds(3),
            Started = started => identity = started,
        };
        var running = sandbox!.Start(command, default);
        while (!running.Completion.IsCompleted)
        {
            most = Math.Max(most, ProcessTree.Descendants(identity!.Pid).Count);
            await Task.Delay(20);
        }

        // The kernel or a control group bounds the number; where neither does, the command is counted and killed.
        Assert.Contains((await running.Completion).Ending, new[] { CommandEnding.ProcessLimit, CommandEnding.TimedOut });
        Assert.InRange(most, 2, 999);
        Assert.Null(ProcessTree.Identify(identity!.Pid));
    }

    [BubblewrapFact]
    public async Task The_control_group_of_a_command_is_removed_when_it_has_ended()
    {
        var outcome = await sandbox!.Start(scene.Command("cat /proc/self/cgroup"), default).Completion;
        var group = outcome
            .Output.Text.Split('\n')
            .Select(line => line.Split(':')[^1])
            .FirstOrDefault(path => path.Contains("/ashlar-", StringComparison.Ordinal));
        Assert.Equal(Libc.EffectiveUser() == 0 && ProcessCage.IsPossible(), group is not null);

        // An ended process may be in its group for a moment longer.
        await AwaitedOutput.UntilAsync(() =>
            group is null || !(Path.Exists($"/sys/fs/cgroup/pids{group}") || Path.Exists($"/sys/fs/cgroup{group}"))
        );
    }

    [BubblewrapFact]
    [Trait("case", "SHELL-012")]
    public async Task Many_processes_that_take_too_much_memory_together_are_killed()
    {
        const string hog = "python3 -c 'import time; x=bytearray(60_000_000); time.sleep(1000)' & ";
        var command = scene.Command($"{hog}{hog}{hog}{hog}wait") with { Limits = new CommandLimits { Memory = 150_000_000 } };
        var outcome = await sandbox!.Start(command, default).Completion;

        Assert.Equal((137, CommandEnding.MemoryLimit), (outcome.ExitCode, outcome.Ending));
    }

    [BubblewrapFact]
    [Trait("case", "SHELL-012")]
    public async Task One_process_that_takes_too_much_memory_fails()
    {
        var command = scene.Command("python3 -c 'bytearray(64 * 1024**3)'");
        var outcome = await sandbox!.Start(command, default).Completion;

        Assert.Contains("MemoryError", outcome.Output.Text, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        scene.Dispose();
    }
}
