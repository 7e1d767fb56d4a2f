using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Ashlar.Core.Sandboxes.Host;
using Ashlar.Core.Sandboxes.Kernel;

namespace Ashlar.Core.Sandboxes.Networks;

/// <summary>Opens in a task's network what its commands may reach: services at their own address, hosts through a proxy.</summary>
internal static class NetworkOpening
{
    /// <summary>Opens everything that the network's access names.</summary>
    /// <exception cref="CommandStartException">A service is no <c>host:port</c> that can be shown, or a port cannot be opened.</exception>
    public static void Open(NetworkHolder network, HostPrograms programs, HostDialer dialer)
    {
        var services = network.Access.Services.Select(Service).ToList();
        var hosts = new AllowedHosts(network.Access.Hosts);
        var places = services.Select(service => new IPEndPoint(service.Shown, service.Port)).ToList();
        var proxied = network.Access.Hosts.Count > 0;
        if (proxied)
        {
            places.Add(new IPEndPoint(IPAddress.Loopback, 0));
        }

        if (places.Count == 0)
        {
            return;
        }

        var sockets = NamespaceSockets.Listen(network.Entrance, programs, places);
        foreach (var (service, socket) in services.Zip(sockets))
        {
            network.Add(new SocketRelay(socket, (client, token) => RelayAsync(client, service, dialer, token)));
        }

        network.Names.AddRange(services.Where(service => !IPAddress.TryParse(service.Host, out _)).Select(service => service.Host));
        if (proxied)
        {
            var proxy = new HostProxy(hosts, dialer, network.Access.AllowsPrivate);
            SetVariables(network, ((IPEndPoint)sockets[^1].LocalEndPoint!).Port);
            network.Add(new SocketRelay(sockets[^1], proxy.ServeAsync));
        }
    }

    private static readonly SearchValues<char> NoHost = SearchValues.Create(" \t\n/@[]");

    private static (string Host, int Port, IPAddress Shown) Service(string text)
    {
        var colon = text.LastIndexOf(':');
        if (
            colon <= 0
            || !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            || port == 0
            || text.AsSpan(0, colon).ContainsAny(NoHost)
        )
        {
            throw new CommandStartException($"The service {text} is not written as host:port");
        }

        var host = text[..colon];
        return !IPAddress.TryParse(host, out var address) ? (host, port, IPAddress.Loopback)
            : address.AddressFamily == AddressFamily.InterNetwork && IPAddress.IsLoopback(address) ? (host, port, address)
            : throw new CommandStartException(
                $"The service {text} cannot be shown at its address; only 127.x.y.z and names can. Give it a name in /etc/hosts and use that"
            );
    }

    private static async Task RelayAsync(
        Socket client,
        (string Host, int Port, IPAddress Shown) service,
        HostDialer dialer,
        CancellationToken cancellationToken
    )
    {
        var addresses = IPAddress.TryParse(service.Host, out var literal)
            ? [literal]
            : await dialer.Resolve(service.Host, cancellationToken).ConfigureAwait(false);
        using var server = await dialer.Dial(addresses[0], service.Port, cancellationToken).ConfigureAwait(false);
        await SocketRelay.JoinAsync(client, server, cancellationToken).ConfigureAwait(false);
    }

    private static void SetVariables(NetworkHolder network, int port)
    {
        var proxy = $"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}";
        foreach (var name in new[] { "HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy" })
        {
            network.Variables[name] = proxy;
        }

        network.Variables["NO_PROXY"] = network.Variables["no_proxy"] = "localhost,127.0.0.1,::1";
        network.Variables["NODE_USE_ENV_PROXY"] = "1";
    }
}
