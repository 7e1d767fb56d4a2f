using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Sandboxes.Kernel;

namespace Ashlar.Core.Sandboxes.Bubblewrap;

/// <summary>The processes of one sandbox. They share a process namespace: when its first process is killed, the kernel kills the rest.</summary>
internal sealed class BubblewrapGroup(ProcessIdentity identity, Action ended) : IProcessGroup
{
    private const int LongestEnd = 5000;
    private readonly Lock access = new();
    private int pidfd = Libc.OpenProcess(identity.Pid);

    /// <summary>The group of a command that waits for the word to begin; its bounds are set, then it gets the word.</summary>
    public static BubblewrapGroup Begin(int pid, PipePair info, PipePair block, SandboxCommand command, Action ended)
    {
        info.Writer.Dispose();
        block.Reader.Dispose();
        var child = SandboxInfo.ReadChild(info);
        var identity = child is { } number ? ProcessTree.Identify(number) : null;
        if (identity is not null)
        {
            CommandBounds.SetLimits(identity.Pid, command.Limits, processes: true);
        }

        var cage = identity is not null && Libc.EffectiveUser() == 0 ? ProcessCage.Around(identity.Pid, command.Limits.Processes) : null;
        block.Send([1]);
        return new BubblewrapGroup(
            identity ?? new ProcessIdentity(pid, 0),
            () =>
            {
                cage?.Dispose();
                ended();
            }
        );
    }

    /// <inheritdoc/>
    public ProcessIdentity Identity => identity;

    /// <inheritdoc/>
    public void Kill()
    {
        lock (access)
        {
            if (pidfd >= 0)
            {
                Libc.KillProcess(pidfd);
            }
            else if (ProcessTree.Identify(identity.Pid) == identity)
            {
                _ = Libc.Signal(identity.Pid, Libc.Kill);
            }
        }
    }

    /// <inheritdoc/>
    public void KillRest()
    {
        Kill();
        WaitForEnd();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (access)
        {
            if (pidfd >= 0)
            {
                _ = Libc.Close(pidfd);
                pidfd = -1;
            }
        }

        ended();
    }

    // The first process is gone only when all others of its namespace are.
    private unsafe void WaitForEnd()
    {
        if (pidfd >= 0)
        {
            var entry = new Libc.PollEntry { Descriptor = pidfd, Wanted = Libc.PollIn };
            _ = Libc.Poll(&entry, 1, LongestEnd);
        }
    }
}
