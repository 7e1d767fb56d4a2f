using System.Text;
using Ashlar.Core.Sandboxes.Kernel;
using Microsoft.Win32.SafeHandles;

namespace Ashlar.Core.Sandboxes.Commands;

/// <summary>
/// The first thing that runs in a command's world: it says that it is there, waits for one line, and only then becomes the command.
/// When Ashlar dies before that, the wait ends and nothing runs.
/// </summary>
internal sealed class CommandGate : IDisposable
{
    private const int GoNumber = 3;
    private const int ReadyNumber = 4;
    private const int LineNumber = 5;

    // One argument may have 128 KiB; a longer line goes through a file in memory.
    private const int LongestArgument = 100_000;

    private const string Script =
        "echo >&4; exec 4>&-; read -r go <&3 || exit 125; exec 3<&-; cd -- \"$1\" || exit 126; shift; exec \"$@\"";

    private readonly PipePair go = new();
    private readonly PipePair ready = new();
    private readonly SafeFileHandle? line;
    private readonly string[] arguments;

    public CommandGate(string shell, string workingDirectory, string line)
    {
        string[] run = ["-c", line];
        if (Encoding.UTF8.GetByteCount(line) > LongestArgument)
        {
            this.line = MemoryText.Open(line);
            run = [$"/proc/self/fd/{LineNumber}"];
        }

        arguments = ["/bin/sh", "-c", Script, "sh", workingDirectory, shell, .. run];
    }

    /// <summary>Program and arguments to start.</summary>
    public IReadOnlyList<string> Arguments => arguments;

    /// <summary>What the started process must get, by number; 0, 1 and 2 included.</summary>
    public Dictionary<int, int> Descriptors(SafeFileHandle nothing, SafeFileHandle output, CommandPipes? pipes)
    {
        var descriptors = new Dictionary<int, int>
        {
            [0] = (int)(pipes?.Input ?? nothing).DangerousGetHandle(),
            [1] = (int)(pipes?.Output ?? output).DangerousGetHandle(),
            [2] = (int)output.DangerousGetHandle(),
            [GoNumber] = (int)go.Reader.DangerousGetHandle(),
            [ReadyNumber] = (int)ready.Writer.DangerousGetHandle(),
        };
        if (line is not null)
        {
            descriptors[LineNumber] = (int)line.DangerousGetHandle();
        }

        return descriptors;
    }

    /// <summary>After the start: closes our copies of its ends.</summary>
    public void HandedOver()
    {
        go.Reader.Dispose();
        ready.Writer.Dispose();
        line?.Dispose();
    }

    /// <summary>Waits until it is there; false when it ended before or the time is up.</summary>
    public bool WaitUntilReady(TimeSpan patience) => ready.Receive(stackalloc byte[1], patience) > 0;

    /// <summary>Lets the command begin.</summary>
    public void Open() => go.Send("go\n"u8);

    public void Dispose()
    {
        go.Dispose();
        ready.Dispose();
        line?.Dispose();
    }
}
