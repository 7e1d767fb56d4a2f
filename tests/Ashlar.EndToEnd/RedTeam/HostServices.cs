using System.Net.Sockets;
using System.Text.Json;
using Ashlar.EndToEnd.Harness;
using Xunit;

namespace Ashlar.EndToEnd.RedTeam;

/// <summary>
/// Services of the host that listen at local sockets: agents for keys, message buses, container engines, displays, service managers. A
/// command knows none of their addresses and reaches none, whatever address it guesses; on the host each answers.
/// </summary>
public sealed class HostServices : IDisposable
{
    private readonly Project project = Project.TwoTasks();
    private readonly List<Socket> listeners = [];
    private readonly List<string> files = [];

    [Fact]
    [Trait("case", "SHELL-023")]
    public async Task No_service_of_the_host_is_reached_by_its_name_or_its_variable()
    {
        var number = Random.Shared.Next(1_000_000, 9_999_999);
        string[] places =
        [
            $"@/tmp/.X11-unix/X{number}",
            $"/tmp/.X11-unix/X{number}",
            $"@/tmp/dbus-{number}",
            $"/run/user/{number}/bus",
            $"/run/user/{number}/gnupg/S.gpg-agent",
            $"/run/docker-{number}.sock",
            $"/var/run/docker-{number}.sock",
            $"/run/systemd/private-{number}",
            $"/tmp/ssh-{number}/agent.1",
            $"/var/tmp/agent-{number}",
            $"/dev/shm/agent-{number}",
            project.Beside("agent.sock"),
        ];
        var listening = places.Where(Listen).ToList();
        Assert.Contains(listening, place => place.StartsWith('@'));
        Assert.Contains($"/tmp/ssh-{number}/agent.1", listening);
        var program =
            "import json, os, socket\n"
            + $"for a in json.loads('''{JsonSerializer.Serialize(listening)}'''):\n"
            + "    s = socket.socket(socket.AF_UNIX)\n    s.settimeout(2)\n"
            + "    try:\n        s.connect(chr(0) + a[1:] if a[0] == '@' else a)\n        print('reached', a)\n"
            + "    except OSError as e:\n        print('refused', a, e.errno)\n"
            + "print('variables', sorted(n for n in os.environ if any(w in n for w in ('SOCK', 'DBUS', 'DISPLAY', 'DOCKER', 'XDG_RUNTIME', 'NOTIFY', 'LISTEN'))))\n";
        await using var server = await Script
            .Of("1", Say.Bash($"python3 - <<'END'\n{program}END"), Say.Write("a.txt", "a\n"), Say.Done("a.txt"))
            .Then("2", Say.Write("b.txt", "b\n"), Say.Done("b.txt"))
            .ServeAsync();

        await project
            .Ashlar("run", "tasks.md", "--trust", "--branch", "work")
            .Asking(server)
            .With("SSH_AUTH_SOCK", $"/tmp/ssh-{number}/agent.1")
            .With("DBUS_SESSION_BUS_ADDRESS", $"unix:abstract=/tmp/dbus-{number}")
            .With("DOCKER_HOST", $"unix:///run/docker-{number}.sock")
            .With("DISPLAY", $":{number}")
            .With("XDG_RUNTIME_DIR", $"/run/user/{number}")
            .With("NOTIFY_SOCKET", $"/var/tmp/agent-{number}")
            .EndsWithAsync(0);

        var said = server.Requests[1].LastResultText;
        Assert.DoesNotContain("reached", said, StringComparison.Ordinal);
        Assert.Equal(listening.Count, said.Split("refused ").Length - 1);
        Assert.Contains("variables []", said, StringComparison.Ordinal);
        Assert.All(listening, place => Assert.True(Answers(place), $"{place} answers nobody, so this proves nothing"));
    }

    public void Dispose()
    {
        listeners.ForEach(listener => listener.Dispose());
        files.ForEach(File.Delete);
        project.Dispose();
    }

    private static UnixDomainSocketEndPoint At(string place) => new(place[0] == '@' ? "\0" + place[1..] : place);

    private static bool Answers(string place)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(At(place));
        return socket.Connected;
    }

    private bool Listen(string place)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            if (place[0] == '/')
            {
                Directory.CreateDirectory(Path.GetDirectoryName(place)!);
                files.Add(place);
            }

            socket.Bind(At(place));
            socket.Listen();
            listeners.Add(socket);
            return true;
        }
        catch (Exception trouble) when (trouble is SocketException or IOException or UnauthorizedAccessException)
        {
            socket.Dispose();
            return false;
        }
    }
}
