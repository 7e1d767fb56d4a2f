using Ashlar.Core.Sandboxes.Kernel;
using Microsoft.Win32.SafeHandles;

namespace Ashlar.Core.Sandboxes.Commands;

/// <summary>How the processes of a command are ended; a host command and a sandboxed one differ in this.</summary>
internal interface IProcessGroup : IDisposable
{
    /// <summary>The process whose end ends the command.</summary>
    ProcessIdentity Identity { get; }

    /// <summary>Kills what can be reached at once. Callable at any time from any thread.</summary>
    void Kill();

    /// <summary>After the main process ended: kills what is left until nothing is. May take a moment.</summary>
    void KillRest();
}

/// <summary>A started command: reads its output, keeps its time, ends it.</summary>
internal sealed class CommandProcess(
    ProcessLoop loop,
    TimeProvider time,
    SandboxCommand command,
    OutputCapture capture,
    SafeFileHandle output
) : RunningCommand
{
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(1);
    private readonly TaskCompletionSource<CommandOutcome> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[] buffer = new byte[64 * 1024];
    private readonly List<IDisposable> owned = [output, capture];
    private readonly long begin = time.GetTimestamp();
    private IProcessGroup? group;
    private int ending = -1;
    private int? waitStatus;
    private bool released;
    private bool attached;
    private bool abandoned;
    private bool finishing;

    /// <inheritdoc/>
    public override ProcessIdentity Identity => group!.Identity;

    /// <inheritdoc/>
    public override Task<CommandOutcome> Completion => completion.Task;

    /// <inheritdoc/>
    public override void Kill() => End(CommandEnding.Killed);

    /// <inheritdoc/>
    public override (string Text, long Offset) OutputSince(long offset) => capture.Since(offset);

    /// <summary>On the loop's thread, right after the start: begins to read and to wait.</summary>
    public void Attach(int pid)
    {
        var descriptor = Libc.OpenProcess(pid);
        var pidfd = descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
        if (pidfd is not null)
        {
            Keep(pidfd);
        }

        _ = Libc.Control((int)output.DangerousGetHandle(), Libc.SetStatusFlags, Libc.OpenNonBlocking);
        attached = true;
        loop.Watch(output, ReadOutput);
        loop.WatchEnd(pid, pidfd, MainEnded);
    }

    /// <summary>Knows from now on what to kill. Ends it at once when it already should have ended.</summary>
    public void Owns(IProcessGroup processes)
    {
        group = processes;
        Keep(processes);
        if (Volatile.Read(ref ending) >= 0)
        {
            processes.Kill();
        }

        loop.Post(FinishWhenPossible);
    }

    /// <summary>Starts the time and listens to the token.</summary>
    public void Begin(CancellationToken cancellationToken)
    {
        if (command.Timeout is { } limit)
        {
            var timer = new GuardedTimer(time, () => End(CommandEnding.TimedOut), trouble => completion.TrySetException(trouble));
            Keep(timer);
            timer.Set(limit);
        }

        Keep(loop.Watching.Add(Identity.Pid, command.Limits, End));
        Keep(cancellationToken.UnsafeRegister(_ => Kill(), null));
    }

    /// <summary>Ends the command for a reason; the first one counts.</summary>
    public void End(CommandEnding reason)
    {
        if (!completion.Task.IsCompleted)
        {
            Interlocked.CompareExchange(ref ending, (int)reason, -1);
            Volatile.Read(ref group)?.Kill();
        }
    }

    /// <summary>Gives up a command that could not be started: kills what there is and frees the rest when it is gone.</summary>
    public void Abandon()
    {
        End(CommandEnding.Killed);
        loop.Run(() =>
        {
            abandoned = group is null;
            if (abandoned && (!attached || waitStatus is not null))
            {
                Release();
            }

            return true;
        });
    }

    private unsafe void ReadOutput()
    {
        nint count;
        fixed (byte* start = buffer)
        {
            count = Libc.Read((int)output.DangerousGetHandle(), start, buffer.Length);
        }

        if (count > 0)
        {
            capture.Write(buffer.AsSpan(0, (int)count));
            if (capture.RawBytes > command.Limits.OutputTotal)
            {
                End(CommandEnding.OutputLimit);
            }
        }
        else if (
            count == 0
            || System.Runtime.InteropServices.Marshal.GetLastPInvokeError() is not (Libc.ErrorAgain or Libc.ErrorInterrupted)
        )
        {
            loop.Forget(output);
            drained.TrySetResult();
        }
    }

    private void MainEnded(int status)
    {
        waitStatus = status;
        Interlocked.CompareExchange(ref ending, (int)CommandEnding.Exited, -1);
        if (abandoned)
        {
            Release();
        }

        FinishWhenPossible();
    }

    // Disposes a resource at the end, or at once when that is past.
    private void Keep(IDisposable resource)
    {
        lock (owned)
        {
            if (!released)
            {
                owned.Add(resource);
                return;
            }
        }

        resource.Dispose();
    }

    private void Release()
    {
        loop.Forget(output);
        lock (owned)
        {
            released = true;
        }

        // What may still call goes before what it would call.
        for (var last = owned.Count - 1; last >= 0; last--)
        {
            owned[last].Dispose();
        }
    }

    private void FinishWhenPossible()
    {
        if (waitStatus is { } status && group is not null && !finishing)
        {
            finishing = true;
            _ = Task.Run(() => FinishAsync(status));
        }
    }

    private async Task FinishAsync(int status)
    {
        try
        {
            group!.KillRest();
            await Task.WhenAny(drained.Task, Task.Delay(DrainTime, time)).ConfigureAwait(false);
            var exitCode = (status & 0x7f) == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f);
            var outcome = new CommandOutcome(exitCode, (CommandEnding)ending, time.GetElapsedTime(begin), capture.Complete());
            loop.Run(() =>
            {
                Release();
                return true;
            });
            completion.TrySetResult(outcome);
        }
        catch (Exception trouble)
        {
            completion.TrySetException(trouble);
        }
    }
}
