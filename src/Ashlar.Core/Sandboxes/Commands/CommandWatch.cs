using System.Globalization;
using Ashlar.Core.Sandboxes.Kernel;

namespace Ashlar.Core.Sandboxes.Commands;

/// <summary>
/// Ends commands that have too many processes or take too much memory as a whole: the kernel's own bounds hold for each process, and that
/// on their number does not hold for root. As long as the whole machine is below the bounds, looking costs one system call. It has a
/// thread of its own, before all others where it may, because a command that must be stopped leaves little time to the rest.
/// </summary>
internal sealed class CommandWatch : IDisposable
{
    private const int TicksBetweenMemory = 5;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private readonly Dictionary<int, Watched> watched = [];
    private readonly ManualResetEventSlim busy = new();
    private Thread? thread;
    private volatile bool ended;

    /// <summary>Watches a command until the result is disposed.</summary>
    /// <param name="root">The process above all others of the command.</param>
    /// <param name="limits">The bounds.</param>
    /// <param name="end">Called on the watching thread when a bound is exceeded.</param>
    public IDisposable Add(int root, CommandLimits limits, Action<CommandEnding> end)
    {
        lock (watched)
        {
            watched[root] = new Watched(root, limits, end);
            busy.Set();
            if (thread is null)
            {
                thread = new Thread(Look) { IsBackground = true, Name = "bounds" };
                thread.Start();
            }
        }

        return new Ending(() => Remove(root));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        ended = true;
        busy.Set();
    }

    private void Remove(int root)
    {
        lock (watched)
        {
            watched.Remove(root);
            if (watched.Count == 0 && !ended)
            {
                busy.Reset();
            }
        }
    }

    private void Look()
    {
        Libc.Hasten();
        for (var tick = 0; !ended; tick++)
        {
            busy.Wait();
            var machine = MachineUse.Now();
            foreach (var command in Snapshot())
            {
                Look(command, machine, tick % TicksBetweenMemory == 0);
            }

            Thread.Sleep(Interval);
        }
    }

    private Watched[] Snapshot()
    {
        lock (watched)
        {
            return [.. watched.Values];
        }
    }

    private static void Look(Watched command, MachineUse machine, bool memoryTurn)
    {
        if (machine.Threads > command.Limits.Processes && Sum(command.Root, Threads) > command.Limits.Processes)
        {
            command.End(CommandEnding.ProcessLimit);
        }
        else if (memoryTurn && machine.UsedMemory > command.Limits.Memory && Sum(command.Root, Memory) > command.Limits.Memory)
        {
            command.End(CommandEnding.MemoryLimit);
        }
    }

    private static long Sum(int root, Func<int, long> use) => ProcessTree.Descendants(root).Sum(use);

    private static long Threads(int pid) => ProcessTree.Stat(pid)?.Threads ?? 0;

    // What the process has for itself: resident pages without those of files, which others may share.
    private static long Memory(int pid)
    {
        try
        {
            var pages = OrdinaryFile.ReadAllText($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/statm").Split(' ');
            var own = long.Parse(pages[1], CultureInfo.InvariantCulture) - long.Parse(pages[2], CultureInfo.InvariantCulture);
            return own * Environment.SystemPageSize;
        }
        catch (Exception trouble)
            when (trouble is IOException or UnauthorizedAccessException or FormatException or IndexOutOfRangeException)
        {
            return 0;
        }
    }

    private sealed record Watched(int Root, CommandLimits Limits, Action<CommandEnding> End);

    private sealed class Ending(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
