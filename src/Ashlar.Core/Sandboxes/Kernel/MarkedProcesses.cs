namespace Ashlar.Core.Sandboxes.Kernel;

/// <summary>
/// Processes by the mark of their owner. A sandbox whose starter is killed while it is being set up waits for ever, and nobody has heard of
/// it. One look at all processes of the machine serves all who asked before it began.
/// </summary>
public sealed class MarkedProcesses
{
    private readonly Lock access = new();
    private Task<ILookup<string, ProcessIdentity>>? begun;
    private Task<ILookup<string, ProcessIdentity>>? next;

    /// <summary>How often all processes were looked at.</summary>
    public int Looks { get; private set; }

    /// <summary>Kills each process that bears an owner's mark.</summary>
    /// <returns>Those that were killed.</returns>
    public async Task<IReadOnlyList<ProcessIdentity>> KillAsync(string owner) =>
        ProcessSweep.Kill((await NextLookAsync().ConfigureAwait(false))[owner]);

    /// <summary>A look that begins later than now: one that has begun may have passed a process that is meant.</summary>
    private Task<ILookup<string, ProcessIdentity>> NextLookAsync()
    {
        lock (access)
        {
            return next ??= LookAsync(begun);
        }
    }

    private async Task<ILookup<string, ProcessIdentity>> LookAsync(Task? before)
    {
        // Not before this task is known as the next one.
        await Task.Yield();
        if (before is not null)
        {
            await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        lock (access)
        {
            (begun, next) = (next, null);
            Looks++;
        }

        return ProcessTree
            .All()
            .Select(ProcessTree.Identify)
            .OfType<ProcessIdentity>()
            .Select(process => (Owner: ProcessSweep.OwnerOf(process.Pid), Process: process))
            .Where(found => found.Owner is not null)
            .ToLookup(found => found.Owner!, found => found.Process, StringComparer.Ordinal);
    }
}
