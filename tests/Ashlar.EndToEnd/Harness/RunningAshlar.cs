using System.Diagnostics;

namespace Ashlar.EndToEnd.Harness;

/// <summary>The program while it runs.</summary>
internal sealed class RunningAshlar : IDisposable
{
    private readonly Process process;
    private readonly Task<string> output;
    private readonly Task<string> error;

    public RunningAshlar(Process process, string input = "")
    {
        this.process = process;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        output = process.StandardOutput.ReadToEndAsync();
        error = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Its process id.</summary>
    public int Id => process.Id;

    /// <summary>Sends SIGINT, as Ctrl+C does.</summary>
    public void Interrupt()
    {
        using var kill = Process.Start("kill", ["-INT", $"{process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Ends it at once, as a crash does.</summary>
    public void Kill() => process.Kill();

    /// <summary>Ends it and all that it started at once, as a power cut does.</summary>
    public void KillAll() => process.Kill(entireProcessTree: true);

    /// <summary>Sends it a signal by its name.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Waits for its end.</summary>
    public async Task<AshlarResult> EndAsync()
    {
        await process.WaitForExitAsync();
        return new AshlarResult(process.ExitCode, await output, await error);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }
}
