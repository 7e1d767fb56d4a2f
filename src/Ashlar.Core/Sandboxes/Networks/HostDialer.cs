using System.Net;
using System.Net.Sockets;

namespace Ashlar.Core.Sandboxes.Networks;

/// <summary>How names become addresses and addresses connections.</summary>
/// <param name="Resolve">The addresses of a name; throws <see cref="SocketException"/> when there are none.</param>
/// <param name="Dial">A connection to an address and port.</param>
internal sealed record HostDialer(
    Func<string, CancellationToken, Task<IPAddress[]>> Resolve,
    Func<IPAddress, int, CancellationToken, Task<Socket>> Dial
)
{
    /// <summary>By the network of the machine.</summary>
    public static HostDialer Machine { get; } = new((name, token) => Dns.GetHostAddressesAsync(name, token), ConnectAsync);

    private static async Task<Socket> ConnectAsync(IPAddress address, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, port, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
