using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Sandboxes.Kernel;

namespace Ashlar.Core.Sandboxes.Isolation;

/// <summary>
/// Tries eight ways out of a sandbox. All must be denied before a run trusts it; a layer that fell away silently shows here.
/// Each attempt first shows that it could be made at all, so that a missing program never looks like a denial.
/// </summary>
public static class SandboxSelfTest
{
    private const string Denied = "denied";
    private const string Reached = "REACHED";

    /// <summary>Runs all eight in one command.</summary>
    /// <param name="sandbox">The sandbox to try.</param>
    /// <param name="scratch">An existing folder that the test may fill; best one on the disk where worktrees lie.</param>
    /// <param name="cancellationToken">Ends the test.</param>
    /// <returns>One result for each attempt; an attempt that could not be judged counts as not denied.</returns>
    /// <exception cref="CommandStartException">The sandbox does not start.</exception>
    public static async Task<IReadOnlyList<SelfTestResult>> RunAsync(ISandbox sandbox, string scratch, CancellationToken cancellationToken)
    {
        var (root, outside) = Prepare(scratch);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var place = SocketPlace(outside);
        using var local = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        local.Bind(new UnixDomainSocketEndPoint(place));
        local.Listen();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var command = new SandboxCommand
        {
            Line = Script,
            WorkingDirectory = root,
            Timeout = TimeSpan.FromSeconds(30),
            Mounts = new SandboxMounts
            {
                Root = root,
                ShownRoot = root,
                ReadOnly = ["kept/tests"],
                PrivateFolder = Made(scratch, "private"),
            },
            Environment = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                // A stand-in of the repository for one of the test's own programs would look like a way out.
                ["PATH"] = (sandbox as BubblewrapSandbox)?.Programs.SearchPath ?? "/usr/bin:/bin",
                ["OUTSIDE"] = outside,
                ["SOCKET"] = place,
                ["PORT"] = port.ToString(CultureInfo.InvariantCulture),
                ["HARNESS"] = Environment.ProcessId.ToString(CultureInfo.InvariantCulture),
                ["PROBE_CANARY"] = "in-the-command",
                ["FILTERED"] = SeccompFilter.Program() is null ? "" : "yes",
            },
        };
        var outcome = await sandbox.RunAsync(command, cancellationToken).ConfigureAwait(false);
        RemoveSocket(place, outside);
        var said = outcome.Output.Text.Split('\n').Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2).ToList();
        return
        [
            .. Attempts.Select(attempt =>
            {
                var answer = said.Find(pair => pair[0] == attempt.Name)?[1] ?? "not tried";
                return new SelfTestResult(attempt.What, answer == Denied && OnDisk(attempt.Name, root, outside), answer);
            }),
        ];
    }

    private static readonly (string Name, string What)[] Attempts =
    [
        ("outside", "write outside the worktree"),
        ("readonly", "write to a read-only path"),
        ("rename", "rename the folder above a read-only path"),
        ("unix", "connect to a local socket of the host"),
        ("tcp", "connect to a port of the host"),
        ("userns", "make a user namespace"),
        ("environ", "read the environment of Ashlar"),
        ("init", "read the environment of the first process"),
    ];

    // Bash, core utilities and unshare. Namespaces may be denied by bubblewrap too, with another error: only the filter's shows that it is there.
    private const string Script = $$"""
        try() { if "${@:2}" >/dev/null 2>&1; then echo "$1={{Reached}}"; else echo "$1={{Denied}}"; fi; }
        touch own || { echo cannot write at all; exit 1; }
        try outside bash -c 'echo x > "$OUTSIDE/planted"'
        try readonly bash -c 'echo x > kept/tests/file'
        try rename bash -c 'mv kept moved && mkdir -p kept/tests && echo x > kept/tests/file'
        try tcp bash -c 'exec 3<>/dev/tcp/127.0.0.1/$PORT'
        try unix test -S "$SOCKET"
        if command -v unshare >/dev/null; then
          if said=$(LC_ALL=C unshare -U true 2>&1); then echo userns={{Reached}}
          elif [[ -n $FILTERED && $said != *'not permitted'* ]]; then echo "userns=denied, but not by the filter of system calls"
          else echo userns={{Denied}}; fi
        fi
        try environ bash -c 'cat /proc/$HARNESS/environ || kill -0 $HARNESS'
        try init grep -qaE 'PROBE_CANARY|HOME=' /proc/1/environ
        """;

    private static (string Root, string Outside) Prepare(string scratch)
    {
        var root = Made(scratch, "root");
        var tests = Directory.CreateDirectory(Path.Combine(root, "kept", "tests")).FullName;
        File.WriteAllText(Path.Combine(tests, "file"), "original");
        return (root, Made(scratch, "outside"));
    }

    // The name of a socket has 107 bytes, and a state folder may lie deep.
    private static string SocketPlace(string outside)
    {
        var place = Path.Combine(outside, "socket");
        return place.Length < 100 ? place : Path.Combine(Directory.CreateTempSubdirectory("ashlar-").FullName, "socket");
    }

    private static void RemoveSocket(string place, string outside)
    {
        File.Delete(place);
        if (Path.GetDirectoryName(place) is { } folder && folder != outside)
        {
            Directory.Delete(folder);
        }
    }

    private static string Made(string folder, string name) => Directory.CreateDirectory(Path.Combine(folder, name)).FullName;

    // What a command says of itself is not enough where the disk can be asked.
    private static bool OnDisk(string name, string root, string outside) =>
        name switch
        {
            "outside" => !File.Exists(Path.Combine(outside, "planted")),
            "readonly" or "rename" => Kept(Path.Combine(root, "kept", "tests", "file")),
            _ => true,
        };

    private static bool Kept(string file) => File.Exists(file) && OrdinaryFile.ReadAllText(file) == "original";
}

/// <summary>What became of one attempt to get out.</summary>
/// <param name="Attempt">What was tried.</param>
/// <param name="Denied">Whether it was denied.</param>
/// <param name="Detail">What the attempt said.</param>
public sealed record SelfTestResult(string Attempt, bool Denied, string Detail);
