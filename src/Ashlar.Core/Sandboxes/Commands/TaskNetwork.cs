using Ashlar.Core.Sandboxes.Kernel;

namespace Ashlar.Core.Sandboxes.Commands;

/// <summary>
/// A network that the commands of one task share: a server that one of them starts answers the next one. Nothing of the host's network
/// is in it but what was opened on purpose. Disposing it ends it; commands that still run in it keep it alive without what was opened.
/// </summary>
public abstract class TaskNetwork : IAsyncDisposable
{
    /// <summary>What can be reached from it beyond itself.</summary>
    public abstract NetworkAccess Access { get; }

    /// <summary>The process that holds it, for the journal and for a later clean-up.</summary>
    public abstract ProcessIdentity Holder { get; }

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
