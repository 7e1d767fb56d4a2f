using Ashlar.EndToEnd.Harness;
using Xunit;

namespace Ashlar.EndToEnd.RedTeam;

/// <summary>Ashlar is started on a terminal, as people do; commands have none.</summary>
public sealed class OnATerminal
{
    private const string Terminal = "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))";

    private static readonly string[] Commands =
    [
        "(exec 3<>/dev/tty)",
        "tty || tty <&1 || tty <&2",
        "awk '$7 == 0 { exit 1 }' /proc/self/stat",
        "ls /dev/pts | grep '^[0-9]'",
        "python3 -c 'import os; os.tcsetpgrp(os.open(\"/dev/tty\", os.O_RDWR), os.getpgrp())'",
        "python3 -c 'import fcntl, os, termios; fcntl.ioctl(os.open(\"/dev/tty\", os.O_RDWR), termios.TIOCSTI, b\"x\")'",
    ];

    [Fact]
    [Trait("case", "SHELL-025")]
    public async Task No_command_has_the_terminal_that_Ashlar_was_started_on()
    {
        using var attacked = AttackedProject.With(tasks: 1);
        var control = attacked.Project.Beside("control");
        // The same commands, started on the terminal before Ashlar is; the last needs a setting of the kernel.
        var before = string.Join("\n", Commands[..5].Select(command => $"bash -c {Quoted(command)} >/dev/null && echo had >> \"$0\""));
        await using var server = await Script.Of("1", [AttackedProject.Bash(Commands), .. AttackedProject.Finish(1)]).ServeAsync();

        await attacked
            .Project.Ashlar("run", "tasks.md", "--trust", "--branch", "work")
            .Asking(server)
            .Through("python3", "-c", Terminal, "bash", "-c", $"{before}\nexec \"$@\"", control)
            .EndsWithAsync(0);

        Assert.Equal(5, File.ReadAllLines(control).Length);
        Assert.Equal(Commands.Length, server.Requests[1].LastToolResults.Count);
        Assert.All(server.Requests[1].LastToolResults, result => Assert.True(result.IsError, result.Text));
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
