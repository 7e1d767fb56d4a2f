namespace Ashlar.Core.Sandboxes;

/// <summary>Signals to other processes of the host.</summary>
public static class ProcessSignal
{
    private const int Interruption = 2;

    /// <summary>Asks a process to end in order; nothing where it is gone.</summary>
    public static void Interrupt(int pid) => _ = Libc.Signal(pid, Interruption);
}
