using Ashlar.Core.Sandboxes.Kernel;

namespace Ashlar.Core.Sandboxes.Commands;

/// <summary>A command that has been started.</summary>
public abstract class RunningCommand
{
    /// <summary>The process, for the journal and for a later clean-up.</summary>
    public abstract ProcessIdentity Identity { get; }

    /// <summary>Ends when the command and all it started are gone, by itself, by time-out or by <see cref="Kill"/>.</summary>
    public abstract Task<CommandOutcome> Completion { get; }

    /// <summary>Kills the command and all it started. Safe to call at any time, more than once.</summary>
    public abstract void Kill();

    /// <summary>Output written since <paramref name="offset"/> (in bytes of masked output), as text, and the offset to continue from.</summary>
    public abstract (string Text, long Offset) OutputSince(long offset);
}

/// <summary>How a command ended.</summary>
/// <param name="ExitCode">Exit code; 128 + signal for a killed process.</param>
/// <param name="Ending">What ended it.</param>
/// <param name="Duration">Wall-clock time.</param>
/// <param name="Output">Bounded, masked output.</param>
public sealed record CommandOutcome(int ExitCode, CommandEnding Ending, TimeSpan Duration, CapturedOutput Output);

/// <summary>What ended a command.</summary>
public enum CommandEnding
{
    /// <summary>It ended by itself.</summary>
    Exited,

    /// <summary>Its time was up.</summary>
    TimedOut,

    /// <summary>It was killed on request.</summary>
    Killed,

    /// <summary>It wrote more than it may.</summary>
    OutputLimit,

    /// <summary>It had more processes and threads than it may.</summary>
    ProcessLimit,

    /// <summary>All its processes together took more memory than it may.</summary>
    MemoryLimit,
}

/// <summary>Output, bounded: the start and the end, with the number of bytes between them.</summary>
/// <param name="Head">The start; the whole when nothing was cut.</param>
/// <param name="Tail">The end, empty when nothing was cut.</param>
/// <param name="CutBytes">Bytes left out between the two.</param>
/// <param name="TotalBytes">All bytes written.</param>
/// <param name="Path">The file with the whole output where one was asked for, else null.</param>
public sealed record CapturedOutput(string Head, string Tail, long CutBytes, long TotalBytes, string? Path)
{
    /// <summary>Head, a marker line that says what was cut, and tail.</summary>
    public string Text => CutBytes == 0 ? Head : $"{Head}\n… {CutBytes} bytes cut …\n{Tail}";
}
