using System.ComponentModel;
using System.Diagnostics;

namespace Ashlar.Core.Sandboxes;

/// <summary>
/// Runs programs of the host to their end: the one place that starts a process outside of a command's launch. A program is a
/// <see cref="HostProgram"/>, never a name, and finds its own programs by the PATH that goes with it.
/// </summary>
public static class HostProcess
{
    /// <summary>Runs it; what came of it, whatever its exit status.</summary>
    /// <exception cref="CommandStartException">It cannot be started although it is there.</exception>
    /// <exception cref="OperationCanceledException">It was ended with all that it started.</exception>
    public static async Task<HostOutput> RunAsync(HostProgram program, HostCall call, CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = StartInfo(program, call) };
        try
        {
            process.Start();
        }
        catch (Win32Exception trouble)
        {
            throw new CommandStartException($"{program.Path} could not be started: {trouble.Message}", trouble);
        }

        var output = ReadAllAsync(process.StandardOutput.BaseStream, cancellationToken);
        var error = ReadAllAsync(process.StandardError.BaseStream, cancellationToken);
        try
        {
            if (call.Input is { } input)
            {
                await process.StandardInput.BaseStream.WriteAsync(input, cancellationToken).ConfigureAwait(false);
            }

            process.StandardInput.Close();
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return new HostOutput(process.ExitCode, await output.ConfigureAwait(false), await error.ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static ProcessStartInfo StartInfo(HostProgram program, HostCall call)
    {
        var start = new ProcessStartInfo(program.Path, call.Arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = call.Folder,
        };
        start.Environment.Clear();
        foreach (var (name, value) in call.Environment)
        {
            start.Environment[name] = value;
        }

        start.Environment["PATH"] = program.SearchPath;
        return start;
    }

    private static async Task<byte[]> ReadAllAsync(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = new MemoryStream();
        await stream.CopyToAsync(buffer, cancellationToken).ConfigureAwait(false);
        return buffer.ToArray();
    }
}

/// <summary>One call of a program.</summary>
/// <param name="Arguments">Its arguments, without its own name.</param>
/// <param name="Folder">Where it runs; absolute.</param>
/// <param name="Environment">Its whole environment but PATH.</param>
/// <param name="Input">Its standard input; null for none.</param>
public sealed record HostCall(
    IReadOnlyList<string> Arguments,
    string Folder,
    IEnumerable<KeyValuePair<string, string>> Environment,
    byte[]? Input = null
);

/// <summary>What came of a call.</summary>
public sealed record HostOutput(int ExitCode, byte[] Output, byte[] Error);
