namespace Ashlar.Core.Sandboxes.Kernel;

/// <summary>Signals to other processes of the host.</summary>
public static class ProcessSignal
{
    private const int Termination = 15;

    /// <summary>
    /// Asks a process to end in order; nothing where it is gone. Not by the signal of Ctrl-C, which what a script started in the background
    /// ignores.
    /// </summary>
    public static void Terminate(int pid) => _ = Libc.Signal(pid, Termination);
}
