using System.Globalization;

namespace Ashlar.Core.Sandboxes;

/// <summary>
/// Ends a command that has too many processes or takes too much memory as a whole: the kernel's own bounds hold for each process, and
/// that on their number does not hold for root. As long as the whole machine is below the bounds, looking costs one system call.
/// </summary>
internal sealed class CommandWatch : IDisposable
{
    private const int TicksBetweenMemory = 5;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);
    private readonly int root;
    private readonly CommandLimits limits;
    private readonly Action<CommandEnding> end;
    private readonly ITimer timer;
    private int tick;
    private int looking;

    /// <summary>Begins to watch.</summary>
    /// <param name="root">The process above all others of the command.</param>
    /// <param name="limits">The bounds.</param>
    /// <param name="time">The clock.</param>
    /// <param name="end">Called when a bound is exceeded.</param>
    public CommandWatch(int root, CommandLimits limits, TimeProvider time, Action<CommandEnding> end)
    {
        this.root = root;
        this.limits = limits;
        this.end = end;
        timer = time.CreateTimer(_ => Look(), null, Interval, Interval);
    }

    /// <inheritdoc/>
    public void Dispose() => timer.Dispose();

    private void Look()
    {
        if (Interlocked.Exchange(ref looking, 1) == 1)
        {
            return;
        }

        var machine = MachineUse.Now();
        var memoryTurn = tick++ % TicksBetweenMemory == 0;
        if (machine.Threads > limits.Processes && Sum(Threads) > limits.Processes)
        {
            end(CommandEnding.ProcessLimit);
        }
        else if (memoryTurn && machine.UsedMemory > limits.Memory && Sum(Memory) > limits.Memory)
        {
            end(CommandEnding.MemoryLimit);
        }

        Volatile.Write(ref looking, 0);
    }

    private static long Threads(int pid) => ProcessTree.Stat(pid)?.Threads ?? 0;

    // What the process has for itself: resident pages without those of files, which others may share.
    private static long Memory(int pid)
    {
        try
        {
            var pages = File.ReadAllText($"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/statm").Split(' ');
            var own = long.Parse(pages[1], CultureInfo.InvariantCulture) - long.Parse(pages[2], CultureInfo.InvariantCulture);
            return own * Environment.SystemPageSize;
        }
        catch (Exception trouble)
            when (trouble is IOException or UnauthorizedAccessException or FormatException or IndexOutOfRangeException)
        {
            return 0;
        }
    }

    private long Sum(Func<int, long> use) => ProcessTree.Descendants(root).Sum(use);
}
