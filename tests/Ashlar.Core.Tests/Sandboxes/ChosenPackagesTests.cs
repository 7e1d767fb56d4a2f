using System.Net;
using System.Net.Sockets;
using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Sandboxes.Isolation;
using Xunit;

namespace Ashlar.Core.Tests.Sandboxes;

/// <summary>A command or gate that installs what a model wrote into a list of packages: the registry is never asked.</summary>
public sealed class ChosenPackagesTests : IDisposable
{
    private readonly SandboxScene scene = new();
    private readonly TcpListener registry = new(IPAddress.Loopback, 0);
    private int asked;

    public ChosenPackagesTests()
    {
        registry.Start();
        _ = AnswerAsync();
    }

    [BubblewrapFact]
    [Trait("case", "INJ-014")]
    public async Task No_registry_is_reached_from_the_sandbox()
    {
        var sandbox = BubblewrapSandbox.Find(TimeProvider.System, Machine.Programs)!;

        var outcome = await sandbox.Start(Install(), default).Completion;

        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Equal(0, Volatile.Read(ref asked));
    }

    [BubblewrapFact]
    [Trait("case", "INJ-014")]
    public async Task Without_the_sandbox_the_same_command_asks_it()
    {
        var host = new HostSandbox(TimeProvider.System, Machine.Programs);

        await host.Start(Install() with { WorkingDirectory = scene.Root }, default).Completion;

        Assert.True(Volatile.Read(ref asked) > 0);
    }

    public void Dispose()
    {
        registry.Dispose();
        scene.Dispose();
    }

    private SandboxCommand Install()
    {
        scene.Write("requirements.txt", "left-pad-of-nobody\n");
        var address = $"http://127.0.0.1:{((IPEndPoint)registry.LocalEndpoint).Port}/simple/";
        var fetch = $"import urllib.request as u; u.urlopen(\"{address}\" + open(\"requirements.txt\").read().strip(), timeout=20)";
        return scene.Command($"python3 -c '{fetch}'");
    }

    private async Task AnswerAsync()
    {
        try
        {
            while (true)
            {
                using var client = await registry.AcceptSocketAsync();
                Interlocked.Increment(ref asked);
                await client.SendAsync("HTTP/1.0 404 None\r\n\r\n"u8.ToArray());
                client.Shutdown(SocketShutdown.Both);
            }
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
