using System.Net;
using System.Net.Sockets;
using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Sandboxes.Isolation;
using Ashlar.Core.Sandboxes.Kernel;
using Xunit;

namespace Ashlar.Core.Tests.Sandboxes;

public sealed class TaskNetworkTests : IAsyncLifetime, IDisposable
{
    private const string Serve =
        "python3 -uc 'import socket\ns=socket.create_server((\"127.0.0.1\", 0)); print(s.getsockname()[1])\nwhile True: c=s.accept()[0]; c.sendall(b\"hello\"); c.close()'";

    private readonly SandboxScene scene = new();
    private readonly BubblewrapSandbox? sandbox = BubblewrapSandbox.Find(TimeProvider.System, Machine.Programs);
    private TaskNetwork? network;

    public Task InitializeAsync()
    {
        network = sandbox?.OpenNetwork(NetworkAccess.None);
        return Task.CompletedTask;
    }

    [BubblewrapFact]
    public async Task A_server_started_by_one_command_answers_the_next_and_nobody_else()
    {
        var server = sandbox!.Start(scene.Command(Serve) with { TaskNetwork = network, Timeout = null }, default);
        var port = await PortOf(server);
        var ask = $"exec 3<>/dev/tcp/127.0.0.1/{port} && cat <&3";
        var same = await sandbox.Start(scene.Command(ask) with { TaskNetwork = network }, default).Completion;
        var other = await sandbox.Start(scene.Command(ask), default).Completion;

        Assert.Equal("hello", same.Output.Text);
        Assert.NotEqual(0, other.ExitCode);
        using var client = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(() => client.ConnectAsync(IPAddress.Loopback, port));
        server.Kill();
        await server.Completion;
    }

    [BubblewrapFact]
    public async Task Neither_the_host_nor_a_new_user_namespace_is_in_reach_from_it()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var attack = $"exec 3<>/dev/tcp/127.0.0.1/{((IPEndPoint)listener.LocalEndpoint).Port}";

        Assert.NotEqual(0, (await Run(attack)).ExitCode);
        Assert.NotEqual(0, (await Run("unshare -Ur true")).ExitCode);
        Assert.NotEqual(0, (await Run($"kill -0 {network!.Holder.Pid}")).ExitCode);
    }

    [BubblewrapFact]
    public async Task Its_holder_is_gone_when_it_is_disposed()
    {
        var holder = network!.Holder;
        Assert.Equal(holder, ProcessTree.Identify(holder.Pid));
        await network.DisposeAsync();

        Assert.Null(ProcessTree.Identify(holder.Pid));
    }

    public async Task DisposeAsync()
    {
        if (network is not null)
        {
            await network.DisposeAsync();
        }
    }

    public void Dispose()
    {
        scene.Dispose();
    }

    private static async Task<int> PortOf(RunningCommand server) =>
        int.Parse(await server.SaidAsync(said => said.EndsWith('\n')), System.Globalization.CultureInfo.InvariantCulture);

    private Task<CommandOutcome> Run(string line) => sandbox!.Start(scene.Command(line) with { TaskNetwork = network }, default).Completion;
}
