using System.Collections.Concurrent;
using Ashlar.Core.Conversations;
using Ashlar.Core.Journal;
using Ashlar.Core.Sandboxes.Kernel;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Records;

/// <summary>
/// What killed processes left on this machine. All runs of a process share it: it looks at the machine once for many of them.
/// </summary>
public sealed class Leavings
{
    private readonly MarkedProcesses marked = new();
    private readonly ConcurrentDictionary<IRunStore, Task> cleared = new();

    /// <summary>How often all processes of the machine were looked at.</summary>
    internal int Looks => marked.Looks;

    /// <summary>
    /// Ends commands of a run that were started and still run: those that are recorded, where process id and start time say that they are
    /// the same, and those that bear the run's mark.
    /// </summary>
    /// <param name="folder">The run, which this process holds.</param>
    /// <param name="past">Its journal.</param>
    public async Task EndProcessesAsync(RunFolder folder, IReadOnlyList<Entry> past)
    {
        ProcessSweep.Kill(
            past.Where(entry => entry.Is<CommandStarted>())
                .Select(entry => entry.Read(RunJson.Default.CommandStarted))
                .Select(command => new ProcessIdentity(command.Pid, command.StartTime))
        );
        await marked.KillAsync(folder.Owner).ConfigureAwait(false);
    }

    /// <summary>
    /// Removes what processes left that were killed while they planned a run: its folder, and the processes that bear its mark. No run is
    /// there to be resumed. Done once for a store: what is left while this process lives, another one clears.
    /// </summary>
    public async Task ClearPlansAsync(IRunStore store, TimeProvider clock, CancellationToken cancellationToken)
    {
        var clearing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = cleared.GetOrAdd(store, clearing.Task);
        if (first != clearing.Task)
        {
            await first.WaitAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        try
        {
            await ClearAsync(store, clock, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // Whoever comes next tries again, and is told for itself what is in the way.
            _ = cleared.TryRemove(store, out _);
            throw;
        }
        finally
        {
            clearing.SetResult();
        }
    }

    private async Task ClearAsync(IRunStore store, TimeProvider clock, CancellationToken cancellationToken)
    {
        foreach (var folder in store.Planned())
        {
            try
            {
                if (folder.Record.IsHeld)
                {
                    continue;
                }

                using var held = await folder.Record.TryTakeAsync(clock, cancellationToken).ConfigureAwait(false);
                if (held is not null && !folder.Record.HasBegun)
                {
                    await marked.KillAsync(folder.Owner).ConfigureAwait(false);
                    FolderRemoval.Delete(folder.Path);
                }
            }
            catch (Exception trouble)
                when (trouble is DirectoryNotFoundException or UnauthorizedAccessException || Exhaustion.IsDisk(trouble))
            {
                // Whoever planned in it has removed it, it is not this user's, or it cannot be taken until the disk has space again.
            }
        }
    }

    /// <summary>
    /// Gives back the space that killed processes had set aside for the journals of all runs. A run that is resumed does so itself; this looks at
    /// each run, which is too much for a start.
    /// </summary>
    public static async Task ClearReservesAsync(IRunStore store, TimeProvider clock, CancellationToken cancellationToken)
    {
        foreach (var folder in store.All())
        {
            if (!folder.Record.HasReserve || folder.Record.IsHeld)
            {
                continue;
            }

            try
            {
                using var held = await folder.Record.TryTakeAsync(clock, cancellationToken).ConfigureAwait(false);
                if (held is not null)
                {
                    folder.Record.ClearReserve();
                }
            }
            catch (IOException trouble) when (Exhaustion.IsDisk(trouble))
            {
                // It cannot be taken until the disk has space again.
            }
        }
    }
}
