using System.Net.Sockets;
using System.Text;

namespace Ashlar.Core.Sandboxes.Networks;

/// <summary>
/// An HTTP proxy that connects to allowed hosts and to nothing else. It resolves a name once, refuses when any of its addresses is not
/// public, and connects to the address that it checked.
/// </summary>
internal sealed class HostProxy(AllowedHosts hosts, HostDialer dialer, bool allowsPrivate)
{
    private const int LongestHead = 32 * 1024;
    private static readonly byte[] HeadEnd = "\r\n\r\n"u8.ToArray();

    /// <summary>Serves one connection of a command.</summary>
    public async Task ServeAsync(Socket client, CancellationToken cancellationToken)
    {
        if (
            await ReadHeadAsync(client, cancellationToken).ConfigureAwait(false) is not var (head, more)
            || ProxyRequest.Read(head) is not { } request
        )
        {
            await AnswerAsync(client, "400 Bad Request", "not a proxy request", cancellationToken).ConfigureAwait(false);
            return;
        }

        if (hosts.Find(request.Authority, request.UsualPort) is not var (name, port))
        {
            await AnswerAsync(client, "403 Forbidden", "this host is not among the allowed ones", cancellationToken).ConfigureAwait(false);
            return;
        }

        using var server = await ConnectAsync(name, port, cancellationToken).ConfigureAwait(false);
        if (server is null)
        {
            await AnswerAsync(client, "502 Bad Gateway", "the host has no public address or does not answer", cancellationToken)
                .ConfigureAwait(false);
            return;
        }

        if (request.Forwarded is { } forwarded)
        {
            await server.SendAsync(Encoding.Latin1.GetBytes(forwarded), cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await client.SendAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
        }

        if (more.Length > 0)
        {
            await server.SendAsync(more, cancellationToken).ConfigureAwait(false);
        }

        await SocketRelay.JoinAsync(client, server, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<(string Head, ReadOnlyMemory<byte> More)?> ReadHeadAsync(Socket client, CancellationToken cancellationToken)
    {
        var buffer = new byte[LongestHead];
        var length = 0;
        while (length < buffer.Length)
        {
            var count = await client.ReceiveAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
            if (count == 0)
            {
                return null;
            }

            length += count;
            if (buffer.AsSpan(0, length).IndexOf(HeadEnd) is var end and >= 0)
            {
                return (Encoding.Latin1.GetString(buffer, 0, end), buffer.AsMemory(end + HeadEnd.Length, length - end - HeadEnd.Length));
            }
        }

        return null;
    }

    private static async Task AnswerAsync(Socket client, string status, string why, CancellationToken cancellationToken) =>
        await client
            .SendAsync(
                Encoding.ASCII.GetBytes(
                    $"HTTP/1.1 {status}\r\nContent-Type: text/plain\r\nContent-Length: {why.Length}\r\nConnection: close\r\n\r\n{why}"
                ),
                cancellationToken
            )
            .ConfigureAwait(false);

    private async Task<Socket?> ConnectAsync(string name, int port, CancellationToken cancellationToken)
    {
        try
        {
            var addresses = await dialer.Resolve(name, cancellationToken).ConfigureAwait(false);
            return addresses.Length > 0 && (allowsPrivate || Array.TrueForAll(addresses, PublicAddress.Is))
                ? await dialer.Dial(addresses[0], port, cancellationToken).ConfigureAwait(false)
                : null;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
