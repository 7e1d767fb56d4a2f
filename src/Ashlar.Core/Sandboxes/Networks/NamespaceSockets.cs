using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Ashlar.Core.Sandboxes.Host;
using Ashlar.Core.Sandboxes.Kernel;
using Microsoft.Win32.SafeHandles;

namespace Ashlar.Core.Sandboxes.Networks;

/// <summary>
/// Listening sockets that belong to another network namespace: a small script opens them there, and copies of their descriptors are
/// taken over, so that connections made in the namespace are accepted here.
/// </summary>
internal static class NamespaceSockets
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // Each argument is ADDRESS:PORT; the descriptors are printed on one line, then the script waits until its input ends.
    private const string Perl = """
        my @open; my @numbers;
        for (@ARGV) {
          my ($address, $port) = split /:/;
          socket(my $socket, PF_INET, SOCK_STREAM, 0) or die "socket: $!\n";
          setsockopt($socket, SOL_SOCKET, SO_REUSEADDR, 1);
          bind($socket, pack_sockaddr_in($port, inet_aton($address))) or die "$_: $!\n";
          listen($socket, 128) or die "$_: $!\n";
          push @open, $socket; push @numbers, fileno($socket);
        }
        $| = 1; print "ok @numbers\n"; <STDIN>;
        """;

    private const string Python = """
        import socket, sys
        opened = []
        for name in sys.argv[1:]:
            address, port = name.split(":")
            opened.append(socket.create_server((address, int(port)), backlog=128))
        print("ok", *[one.fileno() for one in opened], flush=True)
        sys.stdin.readline()
        """;

    /// <summary>Opens them.</summary>
    /// <param name="entrance">What to put before a program so that it runs in the namespace.</param>
    /// <param name="programs">The programs of the host: perl or python3 is needed.</param>
    /// <param name="places">IPv4 addresses and ports; port 0 lets the kernel choose one.</param>
    /// <exception cref="CommandStartException">They cannot be opened, such as two services with one port.</exception>
    public static IReadOnlyList<Socket> Listen(NetworkEntrance entrance, HostPrograms programs, IReadOnlyList<IPEndPoint> places)
    {
        using var input = new PipePair();
        using var output = new PipePair();
        var writer = (int)output.Writer.DangerousGetHandle();
        string[] arguments = [.. entrance.Arguments, .. Script(programs), .. places.Select(place => place.ToString())];
        var spawn = new ProcessSpawn(
            entrance.Program,
            arguments,
            [new("PATH", "/usr/bin:/bin")],
            new Dictionary<int, int>
            {
                [0] = (int)input.Reader.DangerousGetHandle(),
                [1] = writer,
                [2] = writer,
            }
        );
        var pid = spawn.Start();
        input.Reader.Dispose();
        output.Writer.Dispose();
        try
        {
            return Take(pid, Answer(output));
        }
        finally
        {
            _ = Libc.Signal(pid, Libc.Kill);
            Reap(pid);
        }
    }

    private static IEnumerable<string> Script(HostPrograms programs) =>
        programs.Perl is { } perl ? [perl.Path, "-MSocket", "-e", Perl]
        // Isolated, or it would take modules from the folder that it is started in.
        : programs.Python is { } python ? [python.Path, "-I", "-c", Python]
        : throw new CommandStartException("Network access for commands needs perl or python3 on the search path; install one of them");

    private static string Answer(PipePair output)
    {
        var bytes = new byte[4096];
        var length = 0;
        while (length < bytes.Length && output.Receive(bytes.AsSpan(length), Patience) is var count and > 0)
        {
            length += count;
            if (bytes[length - 1] == '\n')
            {
                break;
            }
        }

        return Encoding.UTF8.GetString(bytes, 0, length).Trim();
    }

    private static List<Socket> Take(int pid, string answer)
    {
        if (!answer.StartsWith("ok ", StringComparison.Ordinal))
        {
            throw new CommandStartException($"The network of the commands could not be opened: {answer}");
        }

        using var pidfd = new SafeFileHandle(Libc.OpenProcess(pid), ownsHandle: true);
        var sockets = new List<Socket>();
        foreach (var number in answer.Split(' ')[1..])
        {
            var descriptor = Libc.TakeDescriptor((int)pidfd.DangerousGetHandle(), int.Parse(number, CultureInfo.InvariantCulture));
            if (descriptor < 0)
            {
                sockets.ForEach(socket => socket.Dispose());
                throw new CommandStartException(
                    "The network of the commands could not be opened: the kernel (5.6 or later is needed) refused"
                );
            }

            sockets.Add(new Socket(new SafeSocketHandle(descriptor, ownsHandle: true)));
        }

        return sockets;
    }

    private static unsafe void Reap(int pid)
    {
        int status;
        _ = Libc.Wait(pid, &status, 0);
    }
}
