using System.ComponentModel;
using System.Diagnostics;
using Ashlar.Core.Sandboxes.Kernel;

namespace Ashlar.Core.Sandboxes.Host;

/// <summary>
/// Runs programs of the host: the one place that starts a process outside of a command's launch. A program is a
/// <see cref="HostProgram"/>, never a name, and finds its own programs by the PATH that goes with it.
/// </summary>
public static class HostProcess
{
    /// <summary>Runs it; what came of it, whatever its exit status.</summary>
    /// <exception cref="CommandStartException">It cannot be started although it is there.</exception>
    /// <exception cref="OperationCanceledException">It was ended with all that it started.</exception>
    /// <exception cref="StandstillException">It did nothing for longer than the call's patience, and was ended.</exception>
    public static async Task<HostOutput> RunAsync(HostProgram program, HostCall call, CancellationToken cancellationToken)
    {
        // What waits for a person or a network has no patience, and keeps nobody's place.
        using var place = call.Patience is null ? null : await program.Starts.ProgramAsync(cancellationToken).ConfigureAwait(false);
        using var process = Start(program, call);
        try
        {
            return await WatchedAsync(
                    process.Id,
                    call,
                    async token =>
                    {
                        var output = ReadAllAsync(process.StandardOutput.BaseStream, token);
                        var error = ReadAllAsync(process.StandardError.BaseStream, token);
                        await GiveAsync(process, call.Input, token).ConfigureAwait(false);
                        await process.WaitForExitAsync(token).ConfigureAwait(false);
                        return new HostOutput(process.ExitCode, await output.ConfigureAwait(false), await error.ConfigureAwait(false));
                    },
                    cancellationToken
                )
                .ConfigureAwait(false);
        }
        catch (Exception end) when (end is OperationCanceledException or StandstillException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>Waits for what a process does, as long as it does something.</summary>
    /// <exception cref="OperationCanceledException">It is no longer waited for.</exception>
    /// <exception cref="StandstillException">It did nothing for longer than the call's patience.</exception>
    internal static async Task<T> WatchedAsync<T>(
        int process,
        HostCall call,
        Func<CancellationToken, Task<T>> work,
        CancellationToken cancellationToken
    )
    {
        using var watched = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var standstill = EndAsync(process, call, watched);
        try
        {
            return await work(watched.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            throw cancellationToken.IsCancellationRequested ? new OperationCanceledException(cancellationToken) : new StandstillException();
        }
        finally
        {
            await watched.CancelAsync().ConfigureAwait(false);
            await standstill.ConfigureAwait(false);
        }
    }

    /// <summary>Starts a program that stays and answers.</summary>
    /// <exception cref="CommandStartException">It cannot be started although it is there.</exception>
    public static HostConversation Open(HostProgram program, HostCall call) => new(Start(program, call), call);

    private static Process Start(HostProgram program, HostCall call)
    {
        var process = new Process { StartInfo = StartInfo(program, call) };
        try
        {
            process.Start();
            return process;
        }
        catch (Win32Exception trouble)
        {
            process.Dispose();
            throw new CommandStartException($"{program.Path} could not be started: {trouble.Message}", trouble);
        }
    }

    /// <summary>Writes its standard input; a program that ends without reading it says by its exit status what that means.</summary>
    private static async Task GiveAsync(Process process, byte[]? input, CancellationToken cancellationToken)
    {
        try
        {
            if (input is not null)
            {
                await process.StandardInput.BaseStream.WriteAsync(input, cancellationToken).ConfigureAwait(false);
            }

            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The pipe is broken.
        }
    }

    private static async Task EndAsync(int process, HostCall call, CancellationTokenSource watched)
    {
        try
        {
            if (call.Patience is { } limit)
            {
                await Standstill.OfAsync(process, limit, call.IsHopeless, watched.Token).ConfigureAwait(false);
                await watched.CancelAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // It has ended, or is no longer waited for.
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
/// <param name="Patience">How long it may do nothing at all; null for ever, where it waits for a person or a network.</param>
public sealed record HostCall(
    IReadOnlyList<string> Arguments,
    string Folder,
    IEnumerable<KeyValuePair<string, string>> Environment,
    byte[]? Input = null,
    TimeSpan? Patience = null
)
{
    /// <summary>Asked when it does nothing for a while: whether what it waits for is known, and will never come.</summary>
    public Func<bool> IsHopeless { get; init; } = () => false;
}

/// <summary>A program did nothing for longer than it may.</summary>
public sealed class StandstillException() : Exception("it stopped making progress");

/// <summary>What came of a call.</summary>
public sealed record HostOutput(int ExitCode, byte[] Output, byte[] Error);
