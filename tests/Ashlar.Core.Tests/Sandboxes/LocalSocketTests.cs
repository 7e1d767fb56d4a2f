using System.Diagnostics;
using System.Net.Sockets;
using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Sandboxes.Isolation;
using Xunit;

namespace Ashlar.Core.Tests.Sandboxes;

/// <summary>Commands have local sockets of their own; those of the host are out of reach wherever they lie.</summary>
public sealed class LocalSocketTests : IDisposable
{
    private const string Connect =
        "python3 -c 'import socket, sys; s = socket.socket(socket.AF_UNIX); a = sys.argv[1]; s.connect(chr(0) + a[1:] if a[0] == \"@\" else a); print(\"reached\")' ";

    private readonly SandboxScene scene = new();
    private readonly BubblewrapSandbox? sandbox = BubblewrapSandbox.Find(TimeProvider.System, Machine.Programs);
    private readonly HostSandbox host = new(TimeProvider.System, Machine.Programs);
    private readonly List<Socket> listeners = [];
    private readonly string visible = Directory
        .CreateDirectory(Path.Combine(AppContext.BaseDirectory, $"s{Guid.NewGuid():N}"[..8]))
        .FullName;

    [BubblewrapTheory]
    [InlineData(
        "import multiprocessing as m\nif __name__ == \"__main__\":\n m.set_start_method(\"forkserver\")\n with m.Manager() as g:\n  d = g.dict()\n  p = m.Process(target=d.update, args=({\"a\": 1},)); p.start(); p.join()\n  print(d[\"a\"])"
    )]
    [InlineData(
        "import os, socket, tempfile\np = os.path.join(tempfile.gettempdir(), \"s\")\na = socket.socket(socket.AF_UNIX); a.bind(p); a.listen()\nb = socket.socket(socket.AF_UNIX); b.connect(p)\nprint(1)"
    )]
    [InlineData(
        "import socket\na = socket.socket(socket.AF_UNIX); a.bind(\"own.sock\"); a.listen()\nb = socket.socket(socket.AF_UNIX); b.connect(\"own.sock\")\nprint(1)"
    )]
    [InlineData(
        "import socket\na = socket.socket(socket.AF_UNIX); a.bind(chr(0) + \"own\"); a.listen()\nb = socket.socket(socket.AF_UNIX); b.connect(chr(0) + \"own\")\nprint(1)"
    )]
    public async Task A_command_has_local_sockets_of_its_own(string program)
    {
        scene.Write("own.py", program + "\n");

        var outcome = await sandbox!.Start(scene.Command("python3 own.py"), default).Completion;

        Assert.Equal("1\n", outcome.Output.Text);
    }

    [BubblewrapFact]
    public async Task A_server_of_one_command_answers_the_next()
    {
        await using var network = sandbox!.OpenNetwork(NetworkAccess.None);
        const string Serve =
            "import socket\ns = socket.socket(socket.AF_UNIX); s.bind(\"dev.sock\"); s.listen()\nprint(\"up\", flush=True)\ns.accept()";
        scene.Write("serve.py", Serve);
        var server = sandbox.Start(scene.Command("python3 serve.py") with { TaskNetwork = network }, default);
        var line = $"until [ -S dev.sock ]; do sleep 0.05; done; until {Connect} dev.sock 2>/dev/null; do sleep 0.05; done";

        var outcome = await sandbox.Start(scene.Command(line) with { TaskNetwork = network }, default).Completion;

        Assert.Equal("reached\n", outcome.Output.Text);
        server.Kill();
        await server.Completion;
    }

    [BubblewrapFact]
    public async Task Sockets_of_the_host_are_out_of_reach_wherever_they_lie()
    {
        var inRoot = Path.Combine(scene.Root, "host.sock");
        string[] places =
        [
            Path.Combine(visible, "host.sock"),
            inRoot,
            Path.Combine(scene.Outside, "host.sock"),
            "/tmp/" + Name(),
            "@" + Name(),
        ];
        foreach (var place in places.Concat(InState()))
        {
            Listen(place);
            var shown = place == inRoot ? Path.Combine(scene.ShownRoot, "host.sock") : place;

            Assert.DoesNotContain("reached", await Output(sandbox!, Connect + shown), StringComparison.Ordinal);
            Assert.Equal("reached\n", await Output(host, Connect + place));
        }

        // Where the folder itself is there, it is the cover which keeps the command away.
        Assert.Equal(IsHidden(visible) ? "" : "host.sock\n", await Output(sandbox!, $"ls {visible} 2>/dev/null || true"));
    }

    [BubblewrapFact]
    public async Task So_is_one_that_was_bound_by_a_relative_name()
    {
        const string Serve =
            "import socket, sys\ns = socket.socket(socket.AF_UNIX); s.bind(\"rel.sock\"); s.listen()\nprint(\"up\", flush=True)\nsys.stdin.read()";
        var start = new ProcessStartInfo("python3", ["-c", Serve])
        {
            UseShellExecute = false,
            WorkingDirectory = visible,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var server = Process.Start(start)!;
        Assert.Equal("up", await server.StandardOutput.ReadLineAsync());
        var line = Connect + Path.Combine(visible, "rel.sock");

        Assert.DoesNotContain("reached", await Output(sandbox!, line), StringComparison.Ordinal);
        Assert.Equal("reached\n", await Output(host, line));
        server.StandardInput.Close();
        await server.WaitForExitAsync();
    }

    public void Dispose()
    {
        listeners.ForEach(listener => listener.Dispose());
        Directory.Delete(visible, recursive: true);
        foreach (var place in InState())
        {
            Directory.Delete(Path.GetDirectoryName(place)!, recursive: true);
        }

        scene.Dispose();
    }

    private static bool IsHidden(string folder) =>
        new[] { "/tmp/", "/home/", "/root/", "/run/", "/var/tmp/" }.Any(hidden => folder.StartsWith(hidden, StringComparison.Ordinal));

    private string Name() => $"ashlar-{Path.GetFileName(visible)}";

    // A daemon's folder, which only root can make.
    private IEnumerable<string> InState() =>
        Environment.UserName == "root" ? [$"{Directory.CreateDirectory($"/var/lib/{Name()}").FullName}/host.sock"] : [];

    private void Listen(string place)
    {
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(place.StartsWith('@') ? '\0' + place[1..] : place));
        listener.Listen();
        listeners.Add(listener);
    }

    private async Task<string> Output(ISandbox place, string line) =>
        (
            await place
                .Start(scene.Command(line) with { WorkingDirectory = place is HostSandbox ? scene.Root : scene.ShownRoot }, default)
                .Completion
        )
            .Output
            .Text;
}
