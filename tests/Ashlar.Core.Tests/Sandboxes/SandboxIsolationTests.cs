using System.Net;
using System.Net.Sockets;
using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Sandboxes.Isolation;
using Ashlar.Core.Sandboxes.Kernel;
using Xunit;

namespace Ashlar.Core.Tests.Sandboxes;

/// <summary>Ways out of the sandbox that must be shut, each shown to be open without it where that can be shown.</summary>
public sealed class SandboxIsolationTests : IDisposable
{
    private readonly SandboxScene scene = new();
    private readonly HostSandbox host = new(TimeProvider.System, Machine.Programs);
    private readonly BubblewrapSandbox? sandbox = BubblewrapSandbox.Find(TimeProvider.System, Machine.Programs);

    [BubblewrapTheory]
    [InlineData("python3 -c 'import ctypes; assert ctypes.CDLL(None).ptrace(0, 0, 0, 0) == 0'")]
    [InlineData("python3 -c 'import ctypes; l=ctypes.CDLL(None, use_errno=True); l.syscall(425, 1, 0); assert ctypes.get_errno() != 1'")]
    [InlineData(
        "python3 -c 'import ctypes; l=ctypes.CDLL(None, use_errno=True); l.syscall(250, 0, -3, 0, 0, 0); assert ctypes.get_errno() != 1'"
    )]
    [InlineData("unshare -Ur true")]
    [InlineData("unshare -Urm true")]
    [InlineData("kill -0 $ASHLAR_PID")]
    [InlineData("cat /proc/$ASHLAR_PID/environ > /dev/null")]
    [InlineData("setsid -w python3 -c 'import os; os.kill(int(os.environ[\"ASHLAR_PID\"]), 0)'")]
    [Trait("case", "SHELL-019")]
    [Trait("case", "SHELL-024")]
    public async Task What_works_on_the_host_is_refused_in_the_sandbox(string line)
    {
        var environment = new Dictionary<string, string> { ["ASHLAR_PID"] = $"{Environment.ProcessId}" };
        var command = scene.Command(line) with { Environment = environment };
        var outside = await host.Start(command, default).Completion;
        var inside = await sandbox!.Start(command, default).Completion;

        Assert.True(outside.ExitCode == 0, outside.Output.Text);
        Assert.NotEqual(0, inside.ExitCode);
    }

    [BubblewrapTheory]
    [InlineData("mount -o remount,rw /")]
    [InlineData("umount /proc")]
    [InlineData("mount -t tmpfs none /mnt")]
    [InlineData("chroot / true")]
    [InlineData("mknod dev b 8 0")]
    [InlineData("nsenter -t 1 -m true")]
    [InlineData("cat /etc/shadow")]
    [InlineData("echo x > /etc/ashlar-test")]
    [InlineData("cat /proc/sys/kernel/core_uses_pid > /proc/sys/kernel/core_uses_pid")]
    [InlineData("echo h > /proc/sysrq-trigger")]
    [InlineData(
        "find /proc/sys /sys -writable -type f 2>/dev/null | while read f; do (: >> $f) 2>/dev/null && echo $f && exit 0; done | grep ."
    )]
    [InlineData("python3 -c 'import fcntl; fcntl.ioctl(1, 0x5412, b\"x\")'")]
    [InlineData("grep -E '^Cap(Eff|Prm|Bnd).*[1-9a-f]' /proc/self/status")]
    [InlineData("grep '^NoNewPrivs:.*0' /proc/self/status")]
    [Trait("case", "SHELL-024")]
    public async Task Power_over_the_machine_is_refused(string line) => Assert.NotEqual(0, (await Run(line)).ExitCode);

    [BubblewrapFact]
    [Trait("case", "SHELL-023")]
    public async Task A_service_of_the_host_cannot_be_reached_but_one_of_the_command_can_at_the_same_port()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var attack = $"exec 3<>/dev/tcp/127.0.0.1/{port} && echo reached";
        var own =
            $"python3 -c 'import socket as s; l=s.create_server((\"127.0.0.1\", {port})); s.create_connection((\"127.0.0.1\", {port})).sendall(b\"own\"); print(l.accept()[0].recv(3).decode())'";

        Assert.Equal("reached\n", (await host.Start(scene.Command(attack), default).Completion).Output.Text);
        Assert.True(listener.Pending());
        listener.AcceptSocket().Dispose();
        Assert.NotEqual(0, (await Run(attack)).ExitCode);
        Assert.Equal("own\n", (await Run(own)).Output.Text);
        Assert.False(listener.Pending());
    }

    [BubblewrapFact]
    [Trait("case", "SHELL-025")]
    public async Task Input_cannot_be_pushed_into_a_terminal_not_even_into_ones_own()
    {
        scene.Write(
            "push.py",
            """
            import errno, fcntl, os, pty, termios
            master, terminal = pty.openpty()
            for request in (termios.TIOCSTI, 0x541C):
                try:
                    fcntl.ioctl(terminal, request, b"x")
                    print("pushed")
                except OSError as refused:
                    print(errno.errorcode[refused.errno])
            """
        );

        var outside = await host.Start(scene.Command("python3 push.py"), default).Completion;
        var inside = await Run("python3 push.py");

        Assert.Equal((0, "EPERM\nEPERM\n"), (inside.ExitCode, inside.Output.Text));
        Assert.Equal(0, outside.ExitCode);
        Assert.NotEqual(inside.Output.Text, outside.Output.Text);
    }

    [BubblewrapFact]
    [Trait("case", "SHELL-018")]
    [Trait("case", "SECRET-009")]
    public async Task Neither_our_environment_nor_the_commands_own_shows_in_the_first_process_or_in_any_command_line()
    {
        Environment.SetEnvironmentVariable("ASHLAR_TEST_CANARY", "inherited-canary");
        var canary = $"given-canary-{Guid.NewGuid():N}";
        var command = scene.Command("cat /proc/1/environ /proc/1/cmdline; echo; echo ready; sleep 1000") with
        {
            Environment = new Dictionary<string, string> { ["TOKEN"] = canary },
            Timeout = null,
        };
        var running = sandbox!.Start(command, default);
        await running.SaidAsync(said => said.Contains("ready", StringComparison.Ordinal));
        var lines = ProcessTree.All().Select(CommandLine).Where(line => line.Contains(canary, StringComparison.Ordinal));
        Assert.Empty(lines);
        running.Kill();
        var outcome = await running.Completion;
        Assert.DoesNotContain("canary", outcome.Output.Text, StringComparison.Ordinal);
    }

    [BubblewrapFact]
    [Trait("case", "SHELL-020")]
    public async Task Only_the_three_standard_descriptors_are_open()
    {
        using var held = File.OpenHandle(scene.Write("held", "x"));
        Assert.Equal(0, Libc.Control((int)held.DangerousGetHandle(), Libc.SetDescriptorFlags, 0));
        var outcome = await Run("ls /proc/$$/fd; ls /proc/1/fd; true");

        Assert.StartsWith("0\n1\n2\n", outcome.Output.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("20", outcome.Output.Text, StringComparison.Ordinal);
    }

    [BubblewrapTheory]
    [InlineData("setsid -f sleep 1000; (sleep 1000 &); nohup sleep 1000 >/dev/null 2>&1 & disown; env -i setsid -f sleep 1000; echo done")]
    [InlineData("python3 -c 'import os,time\nif os.fork()==0:\n os.setsid()\n if os.fork()==0: time.sleep(1000)'; echo done")]
    [Trait("case", "SHELL-002")]
    public async Task Nothing_outlives_the_command(string line)
    {
        var identity = default(ProcessIdentity);
        var command = scene.Command(line) with { Started = started => identity = started };
        var outcome = await sandbox!.Start(command, default).Completion;

        Assert.Equal((0, "done\n"), (outcome.ExitCode, outcome.Output.Text));
        Assert.Null(ProcessTree.Identify(identity!.Pid));
    }

    [BubblewrapFact]
    public async Task A_left_over_sandbox_is_swept_by_its_identity_and_another_process_is_not()
    {
        var running = sandbox!.Start(scene.Command("sleep 1000") with { Timeout = null }, default);
        var other = running.Identity with { StartTime = running.Identity.StartTime + 1 };

        Assert.Empty(ProcessSweep.Kill([other]));
        Assert.False(running.Completion.IsCompleted);
        Assert.Equal([running.Identity], ProcessSweep.Kill([running.Identity, other]));
        Assert.Equal(137, (await running.Completion).ExitCode);
    }

    [BubblewrapFact]
    [Trait("case", "SHELL-004")]
    public async Task A_command_goes_on_when_the_thread_that_started_it_ends()
    {
        RunningCommand? running = null;
        var thread = new Thread(() => running = sandbox!.Start(scene.Command("sleep 0.3; echo alive"), default));
        thread.Start();
        thread.Join();

        Assert.Equal("alive\n", (await running!.Completion).Output.Text);
    }

    public void Dispose()
    {
        scene.Dispose();
    }

    private static string CommandLine(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }

    private Task<CommandOutcome> Run(string line) => sandbox!.Start(scene.Command(line), default).Completion;
}
