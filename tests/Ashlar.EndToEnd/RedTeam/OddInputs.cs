using System.Diagnostics;
using System.Net.Sockets;
using Ashlar.EndToEnd.Harness;
using Xunit;

namespace Ashlar.EndToEnd.RedTeam;

/// <summary>
/// Named pipes, devices, sockets and descriptors where a file is expected: given by a person, or found in the repository. Nothing waits for them,
/// and nothing reads without end.
/// </summary>
public sealed class OddInputs : IDisposable
{
    private readonly Project project = Project.TwoTasks();

    public static TheoryData<string, string> Given
    {
        get
        {
            var all = new TheoryData<string, string>();
            string[] commands =
            [
                "run FILE --trust",
                "run --task-file FILE --trust",
                "run tasks.md --ticket FILE --trust",
                "run tasks.md --agent FILE --trust",
                "run tasks.md --trust --model cassette:FILE",
                "run tasks.md --trust --record FILE",
                "agents lint FILE",
                "agents show FILE",
                "tasks list FILE",
                "tasks tick FILE 1",
                "replay FILE",
            ];
            foreach (var command in commands)
            {
                all.Add(command, "pipe");
            }

            all.Add("run --task-file FILE --trust", "/dev/zero");
            all.Add("run tasks.md --agent FILE --trust", "/dev/zero");
            all.Add("run --task-file FILE --trust", "socket");
            all.Add("run --task-file FILE --trust", "/proc/self/fd/0");
            all.Add("tasks list FILE", "/dev/tty");
            all.Add("replay FILE", "/dev/zero");
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Given))]
    public async Task No_path_that_a_person_gives_is_waited_for(string command, string kind)
    {
        await using var server = await Script.OfTwoTasks().ServeAsync();
        var file = Odd(kind, project.Beside("odd.md"));

        var result = await project
            .Ashlar([.. command.Split(' ').Select(word => word.Replace("FILE", file, StringComparison.Ordinal))])
            .Asking(server)
            .Through("sh", "-c", "mkfifo \"$0\"; exec 0<>\"$0\"; exec timeout --kill-after=1 50 \"$@\"", project.Beside("input"))
            .RunAsync();

        Assert.True(result.ExitStatus is 1 or 2 or 0, $"{result.ExitStatus}\n{result.Out}\n{result.Error}");
        Assert.DoesNotContain("internal error", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".ashlar/config.yaml")]
    [InlineData(".ashlar/secrets.env")]
    [InlineData(".claude/agents/python.md")]
    [InlineData("specs/001-a/spec.md")]
    [InlineData(".worktreeinclude")]
    [InlineData("AGENTS.md")]
    [InlineData("CLAUDE.md")]
    public async Task Nor_one_that_stands_in_the_repository_in_place_of_a_file(string path)
    {
        await using var server = await Script.OfTwoTasks().ServeAsync();
        var full = Path.Combine(project.Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.Delete(full);
        Odd("pipe", full);

        foreach (
            var command in new[]
            {
                "run tasks.md --trust --dry-run",
                "doctor",
                "agents list",
                "trust --yes",
                "run tasks.md --trust --branch work",
            }
        )
        {
            var result = await project.Ashlar(command.Split(' ')).Asking(server).Through("timeout", "--kill-after=1", "50").RunAsync();

            Assert.True(result.ExitStatus is >= 0 and <= 4, $"{command}: {result.ExitStatus}\n{result.Out}\n{result.Error}");
            Assert.DoesNotContain("internal error", result.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Nor_one_that_a_command_leaves_in_the_worktree_where_git_reads()
    {
        const string Leave =
            "mkfifo .gitattributes .gitignore .gitmodules .mailmap pipe.txt; mkdir sub; mkfifo sub/.gitattributes sub/.gitignore; ls -la";
        await using var server = await Script
            .Of("1", Say.Bash(Leave), Say.Read("pipe.txt"), Say.Write("a.txt", "a\n"), Say.Done("a.txt"))
            .Then("2", Say.Write("b.txt", "b\n"), Say.Done("b.txt"))
            .ServeAsync();

        await project
            .Ashlar("run", "tasks.md", "--trust", "--branch", "work")
            .Asking(server)
            .Through("timeout", "--kill-after=1", "120")
            .EndsWithAsync(0);

        Assert.Equal("a.txt\ntasks.md", project.Git("diff", "--name-only", "main", "work~1"));
    }

    [Theory]
    [InlineData(".git/HEAD", "pipe")]
    [InlineData(".git/config", "pipe")]
    [InlineData(".git/index", "pipe")]
    [InlineData(".git/packed-refs", "pipe")]
    [InlineData(".git/objects/info/alternates", "pipe")]
    [InlineData(".git/info/exclude", "/dev/zero")]
    [InlineData(".git/refs/heads/other", "pipe")]
    public async Task Nor_one_in_the_git_directory_which_git_itself_would_wait_for(string path, string kind)
    {
        var full = Path.Combine(project.Root, path);
        File.Delete(full);
        Put(kind, full);

        foreach (var command in new[] { "status", "gates", "run tasks.md --trust --dry-run", "doctor" })
        {
            var result = await project.Ashlar(command.Split(' ')).Through("timeout", "--kill-after=1", "50").RunAsync();

            Assert.True(result.ExitStatus is 1 or 2, $"{command}: {result.ExitStatus}\n{result.Out}\n{result.Error}");
            Assert.Contains(
                $"git cannot work here: a file that it reads is not an ordinary file ({full})",
                result.Out + result.Error,
                StringComparison.Ordinal
            );
        }
    }

    [Theory]
    [InlineData(".gitattributes")]
    [InlineData("deep/.gitignore")]
    [InlineData(".mailmap")]
    [InlineData("core.excludesFile")]
    [InlineData("include.path")]
    public async Task Nor_one_that_git_meets_on_its_way(string place)
    {
        await using var server = await Script.OfTwoTasks().ServeAsync();
        var path =
            place.StartsWith('.') || place.StartsWith("deep/", StringComparison.Ordinal)
                ? Path.Combine(project.Root, place)
                : project.Beside("pipe");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (path == project.Beside("pipe"))
        {
            project.Git("config", place, path);
        }

        Put("pipe", path);

        var result = await project
            .Ashlar("run", "tasks.md", "--trust", "--branch", "work")
            .Asking(server)
            .Through("timeout", "--kill-after=1", "100")
            .RunAsync();

        Assert.True(
            result.ExitStatus == 0 || (result.ExitStatus == 2 && result.Error.Contains($"({path})", StringComparison.Ordinal)),
            $"{result.ExitStatus}\n{result.Out}\n{result.Error}"
        );
    }

    [Fact]
    public async Task What_git_and_people_put_there_themselves_is_no_hindrance()
    {
        Directory.Delete(Path.Combine(project.Root, ".git/hooks"), recursive: true);
        Put("/dev/null", Path.Combine(project.Root, ".git/hooks"));
        Put("socket", Path.Combine(project.Root, ".git/fsmonitor--daemon.ipc"));

        await project.Ashlar("status").EndsWithAsync(0);
    }

    public void Dispose() => project.Dispose();

    private static void Put(string kind, string path)
    {
        if (kind.StartsWith('/'))
        {
            File.CreateSymbolicLink(path, kind);
        }
        else
        {
            Odd(kind, path);
        }
    }

    private static string Odd(string kind, string path)
    {
        if (kind == "pipe")
        {
            using var made = Process.Start("mkfifo", [path]);
            made.WaitForExit();
        }
        else if (kind == "socket")
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Bind(new UnixDomainSocketEndPoint(path));
        }

        return kind.StartsWith('/') ? kind : path;
    }
}
