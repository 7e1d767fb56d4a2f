using System.Diagnostics;

namespace Ashlar.Core.Sandboxes.Host;

/// <summary>A program of the host that stays, and answers what is written to it. Disposing of it ends it.</summary>
public sealed class HostConversation : IDisposable
{
    private readonly Process process;
    private readonly HostCall call;
    private readonly BufferedStream output;

    internal HostConversation(Process process, HostCall call)
    {
        this.process = process;
        this.call = call;
        output = new BufferedStream(process.StandardOutput.BaseStream);
        // What it says there is not asked for, and must not fill its pipe.
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
    }

    /// <summary>Asks and reads the answer.</summary>
    /// <param name="talk">Given the program's input and output.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="IOException">The program has ended.</exception>
    /// <exception cref="StandstillException">It did nothing for longer than its patience.</exception>
    public Task<T> TalkAsync<T>(Func<Stream, Stream, CancellationToken, Task<T>> talk, CancellationToken cancellationToken) =>
        HostProcess.WatchedAsync(process.Id, call, token => talk(process.StandardInput.BaseStream, output, token), cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            // Not the tree: it would be stopped first, and stay so if Ashlar were killed at that moment. What it started reads from it, and ends.
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended.
        }

        output.Dispose();
        process.Dispose();
    }
}
