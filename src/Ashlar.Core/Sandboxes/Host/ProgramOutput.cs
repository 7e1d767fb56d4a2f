using Ashlar.Core.Sandboxes.Kernel;

namespace Ashlar.Core.Sandboxes.Host;

/// <summary>Runs a small trusted program to its end and reads what it says, for probes.</summary>
internal static class ProgramOutput
{
    private const int Most = 64 * 1024;

    /// <summary>Exit code and output, or null when it could not be started or took too long (it is killed then).</summary>
    public static (int ExitCode, string Text)? Read(HostProgram program, IReadOnlyList<string> arguments, TimeSpan patience)
    {
        using var pipe = new PipePair();
        using var nothing = File.OpenHandle("/dev/null");
        var output = (int)pipe.Writer.DangerousGetHandle();
        var descriptors = new Dictionary<int, int>
        {
            [0] = (int)nothing.DangerousGetHandle(),
            [1] = output,
            [2] = output,
        };
        int pid;
        try
        {
            pid = new ProcessSpawn(
                program,
                [program.Path, .. arguments],
                [new("PATH", "/usr/bin:/bin"), new("LANG", "C")],
                descriptors
            ).Start();
        }
        catch (CommandStartException)
        {
            return null;
        }

        pipe.Writer.Dispose();
        var text = ReadToEnd(pipe, patience);
        if (text is null)
        {
            _ = Libc.Signal(-pid, Libc.Kill);
        }

        var status = Wait(pid);
        return text is null ? null : ((status & 0x7f) == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f), text);
    }

    private static string? ReadToEnd(PipePair pipe, TimeSpan patience)
    {
        var bytes = new byte[Most];
        var length = 0;
        while (length < Most)
        {
            var count = pipe.Receive(bytes.AsSpan(length), patience);
            if (count <= 0)
            {
                return count < 0 ? null : System.Text.Encoding.UTF8.GetString(bytes, 0, length);
            }

            length += count;
        }

        return null;
    }

    private static unsafe int Wait(int pid)
    {
        int status;
        return Libc.Wait(pid, &status, 0) == pid ? status : 0;
    }
}
