namespace Ashlar.Core.Sandboxes.Kernel;

/// <summary>A process that can be told from a later one with the same number.</summary>
/// <param name="Pid">Process id on the host; killing it ends the command with all it started.</param>
/// <param name="StartTime">Start time in clock ticks since boot (<c>/proc/PID/stat</c>, field 22).</param>
public sealed record ProcessIdentity(int Pid, long StartTime);
