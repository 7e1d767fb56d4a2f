using System.Net;
using System.Net.Sockets;
using System.Text;
using Ashlar.Core.Sandboxes.Bubblewrap;
using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Sandboxes.Isolation;
using Ashlar.Core.Sandboxes.Kernel;
using Ashlar.Core.Sandboxes.Networks;
using Xunit;

namespace Ashlar.Core.Tests.Sandboxes;

public sealed class NetworkAccessTests : IDisposable
{
    private readonly SandboxScene scene = new();
    private readonly TcpListener server = new(IPAddress.Loopback, 0);

    public NetworkAccessTests()
    {
        server.Start();
        _ = AnswerAsync();
    }

    private int Port => ((IPEndPoint)server.LocalEndpoint).Port;

    [BubblewrapFact]
    public async Task A_service_answers_at_its_own_address_and_the_ports_beside_it_do_not()
    {
        var sandbox = BubblewrapSandbox.Find(TimeProvider.System, Machine.Programs)!;
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var access = new NetworkAccess([$"127.0.0.1:{Port}"], []);
        var ask =
            $"exec 3<>/dev/tcp/127.0.0.1/{Port}; printf 'GET / HTTP/1.0\\r\\n\\r\\n' >&3; cat <&3; "
            + $"(exec 4<>/dev/tcp/127.0.0.1/{((IPEndPoint)other.LocalEndpoint).Port}) 2>/dev/null || echo refused";
        var outcome = await sandbox.Start(scene.Command(ask) with { Network = access }, default).Completion;

        Assert.EndsWith("the servicerefused\n", outcome.Output.Text, StringComparison.Ordinal);
    }

    [BubblewrapFact]
    public async Task A_service_with_a_name_is_found_by_it()
    {
        var sandbox = Sandbox("10.0.0.9");
        await using var network = sandbox.OpenNetwork(new NetworkAccess([$"db.internal:{Port}"], []));
        var ask = $"python3 -c 'import urllib.request as u; print(u.urlopen(\"http://db.internal:{Port}/\").read().decode())'";
        var outcome = await sandbox.Start(scene.Command(ask) with { TaskNetwork = network }, default).Completion;

        Assert.Equal("the service\n", outcome.Output.Text);
    }

    [BubblewrapTheory]
    [InlineData("http://allowed.example/x", "93.184.215.14", "the service")]
    [InlineData("http://ALLOWED.example./x", "93.184.215.14", "the service")]
    [InlineData("http://other.example/x", "93.184.215.14", "HTTP Error 403")]
    [InlineData("http://allowed.example.evil.example/x", "93.184.215.14", "HTTP Error 403")]
    [InlineData("http://93.184.215.14/x", "93.184.215.14", "HTTP Error 403")]
    [InlineData("http://allowed.example:22/x", "93.184.215.14", "HTTP Error 403")]
    [InlineData("http://allowed.example/x", "169.254.169.254", "HTTP Error 502")]
    [InlineData("http://allowed.example/x", "::ffff:127.0.0.1", "HTTP Error 502")]
    [InlineData("https://other.example/x", "93.184.215.14", "403 Forbidden")]
    public async Task Only_allowed_hosts_with_public_addresses_are_reached(string url, string address, string expected)
    {
        var sandbox = Sandbox(address);
        var ask = $"python3 -c 'import urllib.request as u; print(u.urlopen(\"{url}\").read().decode())'";
        var command = scene.Command(ask) with { Network = new NetworkAccess([], ["allowed.example"]) };
        var outcome = await sandbox.Start(command, default).Completion;

        Assert.Contains(expected, outcome.Output.Text, StringComparison.Ordinal);
    }

    [BubblewrapFact]
    public void A_service_that_cannot_be_shown_at_its_address_is_an_environment_fault()
    {
        var sandbox = BubblewrapSandbox.Find(TimeProvider.System, Machine.Programs)!;

        Assert.Throws<CommandStartException>(() => sandbox.OpenNetwork(new NetworkAccess(["10.1.2.3:5432"], [])));
        Assert.Throws<CommandStartException>(() => sandbox.OpenNetwork(new NetworkAccess(["nonsense"], [])));
        Assert.Throws<CommandStartException>(() => sandbox.OpenNetwork(new NetworkAccess([], ["127.0.0.1"])));
    }

    public void Dispose()
    {
        server.Dispose();
        scene.Dispose();
    }

    // Every connection that passes the checks ends at the local server, whatever its address.
    private BubblewrapSandbox Sandbox(string address)
    {
        var dialer = new HostDialer(
            (_, _) => Task.FromResult(new[] { IPAddress.Parse(address) }),
            (_, _, token) => HostDialer.Machine.Dial(IPAddress.Loopback, Port, token)
        );
        return new BubblewrapSandbox(
            TimeProvider.System,
            BubblewrapProgram.Find(Machine.Programs)!,
            Machine.Programs,
            Machine.Programs.Bash!
        )
        {
            Dialer = dialer,
        };
    }

    private async Task AnswerAsync()
    {
        try
        {
            while (true)
            {
                using var client = await server.AcceptSocketAsync();
                var buffer = new byte[4096];
                var length = 0;
                while (!Encoding.ASCII.GetString(buffer, 0, length).Contains("\r\n\r\n", StringComparison.Ordinal))
                {
                    length += await client.ReceiveAsync(buffer.AsMemory(length));
                }

                await client.SendAsync("HTTP/1.0 200 OK\r\nContent-Length: 11\r\n\r\nthe service"u8.ToArray());
                client.Shutdown(SocketShutdown.Send);
            }
        }
        catch (Exception trouble) when (trouble is SocketException or ObjectDisposedException)
        {
            // The test has ended.
        }
    }
}
