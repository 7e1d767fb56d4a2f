using Ashlar.Core.Sandboxes.Bubblewrap;
using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Sandboxes.Host;
using Ashlar.Core.Sandboxes.Kernel;
using Ashlar.Core.Sandboxes.Networks;

namespace Ashlar.Core.Sandboxes.Isolation;

/// <summary>A network beside the machine's own, for commands in bubblewrap.</summary>
internal static class BubblewrapNetwork
{
    /// <summary>Makes it and opens what may be reached from it.</summary>
    /// <exception cref="CommandStartException">It cannot be made, or a part cannot be opened.</exception>
    public static NetworkHolder Open(
        ProcessLoop loop,
        TimeProvider time,
        BubblewrapProgram bubblewrap,
        string? owner,
        HostPrograms programs,
        HostDialer dialer,
        NetworkAccess access
    )
    {
        var holder = NetworkHolder.Open(
            loop,
            time,
            bubblewrap,
            owner,
            programs.Nsenter
                ?? throw new CommandStartException("Network access needs nsenter, which is not on the search path; install util-linux"),
            access
        );
        try
        {
            NetworkOpening.Open(holder, programs, dialer);
            return holder;
        }
        catch
        {
            Close(holder);
            throw;
        }
    }

    /// <summary>Ends it, without waiting for that.</summary>
    public static void Close(NetworkHolder own) => _ = Task.Run(async () => await own.DisposeAsync().ConfigureAwait(false));
}
