using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Ashlar.Core;

/// <summary>The time that the present thread has worked: what it waited for a processor does not count.</summary>
internal static partial class ThreadTime
{
    private const int ThreadClock = 3;

    /// <summary>The time worked so far; where the system does not tell it, the time that has passed.</summary>
    public static TimeSpan Worked =>
        OperatingSystem.IsLinux() && Read(ThreadClock, out var time) == 0
            ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1000)
            : Stopwatch.GetElapsedTime(0, Stopwatch.GetTimestamp());

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int Read(int clock, out Reading time);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Reading
    {
        public readonly nint Seconds;
        public readonly nint Nanoseconds;
    }
}
