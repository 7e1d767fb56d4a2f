using Ashlar.Core.Runs.Records;

namespace Ashlar.Core.Runs.Execution;

/// <summary>Ends one execution when its run is asked to stop; others of the process do not notice.</summary>
internal sealed class StoppableRun : IAsyncDisposable
{
    private readonly CancellationTokenSource ended;
    private readonly CancellationTokenSource listening = new();
    private readonly Task request;

    /// <summary>Begins to listen.</summary>
    /// <param name="record">The run, which this process holds.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellationToken">Ends the execution too.</param>
    public StoppableRun(IRunRecord record, TimeProvider clock, CancellationToken cancellationToken)
    {
        ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        request = ListenAsync(record, clock);
    }

    /// <summary>Cancelled when the execution is to end.</summary>
    public CancellationToken Token => ended.Token;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await listening.CancelAsync().ConfigureAwait(false);
        await request.ConfigureAwait(false);
        listening.Dispose();
        ended.Dispose();
    }

    private async Task ListenAsync(IRunRecord record, TimeProvider clock)
    {
        try
        {
            await record.StopAskedAsync(clock, listening.Token).ConfigureAwait(false);
            await ended.CancelAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The execution ended by itself.
        }
    }
}
