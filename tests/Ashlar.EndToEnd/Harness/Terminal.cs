using System.Text.RegularExpressions;

namespace Ashlar.EndToEnd.Harness;

/// <summary>A terminal of a certain width at which somebody types an answer to each question.</summary>
internal static partial class Terminal
{
    private const string Typing = """
        import fcntl, os, pty, struct, sys, termios
        answers, command = sys.argv[2].split("|"), sys.argv[3:]
        pid, terminal = pty.fork()
        if pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 50, int(sys.argv[1]), 0, 0))
            # The program shows what is typed by itself; the terminal would do so too until it is told not to.
            modes = termios.tcgetattr(0)
            modes[3] &= ~termios.ECHO
            termios.tcsetattr(0, termios.TCSANOW, modes)
            os.execvp(command[0], command)
        seen = b""
        while True:
            try:
                part = os.read(terminal, 65536)
            except OSError:
                break
            if not part:
                break
            sys.stdout.buffer.write(part)
            seen += part
            if answers and b"later): " in seen:
                os.write(terminal, answers.pop(0).encode() + b"\n")
                seen = b""
        sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
        """;

    /// <summary>The program that is between, for <see cref="AshlarCommand.Through"/>.</summary>
    public static IReadOnlyList<string> Of(int columns, params IReadOnlyList<string> answers) =>
        ["/usr/bin/python3", "-c", Typing, $"{columns}", string.Join('|', answers)];

    /// <summary>The lines that stay on the screen, without those that are drawn over; ids and times as words.</summary>
    public static IReadOnlyList<string> Lines(string output) =>
        [
            .. output
                .Split('\n')
                .Select(line => line.TrimEnd('\r'))
                .Select(line => line[(line.LastIndexOf("\u001b[2K", StringComparison.Ordinal) is var drawn and >= 0 ? drawn + 4 : 0)..])
                .Select(line => Controls().Replace(line, ""))
                .Select(line => line.TrimStart('\r')),
        ];

    /// <summary>The words without the lines that they are on, ids and times as words.</summary>
    public static string Words(IReadOnlyList<string> lines)
    {
        var text = Regex.Replace(string.Join(' ', lines), @"\s+", " ", RegexOptions.None, TimeSpan.FromSeconds(1));
        text = Regex.Replace(text, "r-[0-9]{8}-[0-9a-f]{4}", "RUN", RegexOptions.None, TimeSpan.FromSeconds(1));
        text = Regex.Replace(text, "\\b[0-9a-f]{10}\\b", "COMMIT", RegexOptions.None, TimeSpan.FromSeconds(1));
        return Regex.Replace(text, @"([0-9]+ min )?[0-9.]+ s\b", "TIME", RegexOptions.None, TimeSpan.FromSeconds(1)).Trim();
    }

    [GeneratedRegex("\u001b(?:\\[[0-9;?]*[a-zA-Z]|[=>])")]
    private static partial Regex Controls();
}
