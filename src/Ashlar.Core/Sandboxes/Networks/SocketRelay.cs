using System.Net.Sockets;

namespace Ashlar.Core.Sandboxes.Networks;

/// <summary>Accepts connections of one listening socket until it is disposed, and serves each.</summary>
internal sealed class SocketRelay : IAsyncDisposable
{
    private readonly Socket listener;
    private readonly CancellationTokenSource ending = new();
    private readonly Task accepting;

    /// <summary>Begins to accept.</summary>
    /// <param name="listener">Taken over.</param>
    /// <param name="serve">Serves one connection; trouble ends that connection only.</param>
    public SocketRelay(Socket listener, Func<Socket, CancellationToken, Task> serve)
    {
        this.listener = listener;
        accepting = Task.Run(() => AcceptAsync(serve));
    }

    /// <summary>Passes on bytes both ways until both sides have ended.</summary>
    public static async Task JoinAsync(Socket one, Socket other, CancellationToken cancellationToken) =>
        await Task.WhenAll(PassAsync(one, other, cancellationToken), PassAsync(other, one, cancellationToken)).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync().ConfigureAwait(false);
        listener.Dispose();
        await accepting.ConfigureAwait(false);
        ending.Dispose();
    }

    private static async Task PassAsync(Socket from, Socket to, CancellationToken cancellationToken)
    {
        var buffer = new byte[32 * 1024];
        while (await from.ReceiveAsync(buffer, cancellationToken).ConfigureAwait(false) is var count and > 0)
        {
            await to.SendAsync(buffer.AsMemory(0, count), cancellationToken).ConfigureAwait(false);
        }

        to.Shutdown(SocketShutdown.Send);
    }

    private async Task AcceptAsync(Func<Socket, CancellationToken, Task> serve)
    {
        try
        {
            while (true)
            {
                var connection = await listener.AcceptAsync(ending.Token).ConfigureAwait(false);
                _ = ServeAsync(connection, serve, ending.Token);
            }
        }
        catch (Exception trouble) when (trouble is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The network has ended.
        }
    }

    private static async Task ServeAsync(
        Socket connection,
        Func<Socket, CancellationToken, Task> serve,
        CancellationToken cancellationToken
    )
    {
        using (connection)
        {
            try
            {
                await serve(connection, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception trouble)
                when (trouble is OperationCanceledException or SocketException or IOException or ObjectDisposedException)
            {
                // One side went away; the other sees its connection closed.
            }
        }
    }
}
