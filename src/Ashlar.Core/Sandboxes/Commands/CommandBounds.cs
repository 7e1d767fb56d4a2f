using Ashlar.Core.Sandboxes.Kernel;

namespace Ashlar.Core.Sandboxes.Commands;

/// <summary>The bounds that the kernel keeps for each process of a command.</summary>
internal static class CommandBounds
{
    private const int FileSize = 1;
    private const int Data = 2;
    private const int Core = 4;
    private const int Processes = 6;
    private const int Descriptors = 7;
    private const ulong MostDescriptors = 65536;

    /// <summary>Sets them on a process that has not begun to work; its children inherit them.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="limits">The bounds.</param>
    /// <param name="processes">Whether to bound the number of processes: only where those of the command alone are counted.</param>
    public static void SetLimits(int pid, CommandLimits limits, bool processes)
    {
        Set(pid, FileSize, (ulong)limits.FileSize);
        Set(pid, Data, (ulong)limits.Memory);
        Set(pid, Core, 0);
        Set(pid, Descriptors, MostDescriptors);
        if (processes)
        {
            Set(pid, Processes, (ulong)limits.Processes);
        }
    }

    private static unsafe void Set(int pid, int resource, ulong value)
    {
        var old = stackalloc ulong[2];
        if (Libc.SetLimit(pid, resource, null, old) == 0)
        {
            var bound = Math.Min(value, old[1]);
            var wanted = stackalloc ulong[2] { bound, bound };
            _ = Libc.SetLimit(pid, resource, wanted, null);
        }
    }
}
