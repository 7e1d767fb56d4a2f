using System.Collections.Concurrent;
using Ashlar.Core.Sandboxes.Kernel;
using Microsoft.Win32.SafeHandles;

namespace Ashlar.Core.Sandboxes.Commands;

/// <summary>
/// One thread that starts all processes, reads all their output and notices their end. It lives as long as the loop, because a sandbox
/// that dies with its parent dies when the thread that started it ends.
/// </summary>
internal sealed class ProcessLoop : IDisposable
{
    private const int WithoutDescriptorInterval = 20;
    private readonly ConcurrentQueue<Action> posted = new();
    private readonly Dictionary<int, Action> readers = [];
    private readonly Dictionary<int, Action<int>> withoutDescriptor = [];
    private readonly PipePair wake = new();
    private readonly Lock starting = new();
    private Thread? thread;
    private volatile bool ended;

    /// <summary>Keeps the bounds of all commands that this loop started.</summary>
    public CommandWatch Watching { get; } = new();

    /// <summary>Runs something on the loop's thread and waits for its result.</summary>
    public T Run<T>(Func<T> work)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            try
            {
                result.SetResult(work());
            }
            catch (Exception trouble)
            {
                result.SetException(trouble);
            }
        });
        return result.Task.GetAwaiter().GetResult();
    }

    /// <summary>Runs something on the loop's thread.</summary>
    public void Post(Action work)
    {
        ObjectDisposedException.ThrowIf(ended, this);
        posted.Enqueue(work);
        EnsureThread();
        wake.Send([1]);
    }

    /// <summary>On the loop's thread: calls back each time that the descriptor can be read or its other end is closed.</summary>
    public void Watch(SafeFileHandle descriptor, Action readable) => readers[(int)descriptor.DangerousGetHandle()] = readable;

    /// <summary>On the loop's thread: no more calls for this descriptor.</summary>
    public void Forget(SafeFileHandle descriptor) => readers.Remove((int)descriptor.DangerousGetHandle());

    /// <summary>On the loop's thread: calls back once with the wait status when the child process has ended, and reaps it.</summary>
    public void WatchEnd(int pid, SafeFileHandle? pidfd, Action<int> end)
    {
        if (pidfd is null)
        {
            withoutDescriptor[pid] = end;
            return;
        }

        Watch(
            pidfd,
            () =>
            {
                if (Reap(pid) is { } status)
                {
                    Forget(pidfd);
                    end(status);
                }
            }
        );
    }

    /// <summary>Ends the thread; processes started through it that die with their parent are gone then.</summary>
    public void Dispose()
    {
        if (ended)
        {
            return;
        }

        ended = true;
        wake.Send([1]);
        if (thread is not null && thread != Thread.CurrentThread)
        {
            thread.Join();
        }

        wake.Dispose();
        Watching.Dispose();
    }

    private static unsafe int? Reap(int pid)
    {
        const int NoHang = 1;
        int status;
        var result = Libc.Wait(pid, &status, NoHang);
        return result == pid ? status
            : result < 0 && System.Runtime.InteropServices.Marshal.GetLastPInvokeError() == Libc.ErrorNoChild ? 0
            : null;
    }

    private void EnsureThread()
    {
        lock (starting)
        {
            if (thread is null)
            {
                thread = new Thread(Loop) { IsBackground = true, Name = "processes" };
                thread.Start();
            }
        }
    }

    private void Loop()
    {
        var waker = (int)wake.Reader.DangerousGetHandle();
        Span<byte> scratch = stackalloc byte[256];
        while (!ended)
        {
            foreach (var descriptor in Readable(waker))
            {
                if (descriptor == waker)
                {
                    wake.Receive(scratch, TimeSpan.Zero);
                }
                else if (readers.TryGetValue(descriptor, out var reader))
                {
                    reader();
                }
            }

            while (posted.TryDequeue(out var work))
            {
                work();
            }

            ReapWithoutDescriptor();
        }
    }

    private unsafe List<int> Readable(int waker)
    {
        var entries = new Libc.PollEntry[readers.Count + 1];
        entries[0] = new Libc.PollEntry { Descriptor = waker, Wanted = Libc.PollIn };
        var count = 1;
        foreach (var descriptor in readers.Keys)
        {
            entries[count++] = new Libc.PollEntry { Descriptor = descriptor, Wanted = Libc.PollIn };
        }

        fixed (Libc.PollEntry* first = entries)
        {
            _ = Libc.Poll(first, (nuint)count, withoutDescriptor.Count > 0 ? WithoutDescriptorInterval : -1);
        }

        var readable = new List<int>();
        foreach (var entry in entries)
        {
            if (entry.Got != 0)
            {
                readable.Add(entry.Descriptor);
            }
        }

        return readable;
    }

    private void ReapWithoutDescriptor()
    {
        foreach (var pid in withoutDescriptor.Keys.ToArray())
        {
            if (Reap(pid) is { } status)
            {
                withoutDescriptor.Remove(pid, out var end);
                end!(status);
            }
        }
    }
}
