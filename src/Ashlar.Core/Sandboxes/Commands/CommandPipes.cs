using Ashlar.Core.Sandboxes.Kernel;
using Microsoft.Win32.SafeHandles;

namespace Ashlar.Core.Sandboxes.Commands;

/// <summary>
/// A conversation with a command: what is written to <see cref="ToCommand"/> is its standard input, and what it writes to standard output comes
/// from <see cref="FromCommand"/>. After the start <see cref="HandedOver"/> closes the command's ends here, so that its end ends both.
/// </summary>
public sealed class CommandPipes : IDisposable
{
    private readonly PipePair input = new();
    private readonly PipePair output = new();

    /// <summary>Makes both.</summary>
    /// <exception cref="CommandStartException">The system gives no pipe.</exception>
    public CommandPipes()
    {
        ToCommand = new FileStream(input.Writer, FileAccess.Write, bufferSize: 0);
        FromCommand = new FileStream(output.Reader, FileAccess.Read, bufferSize: 0);
    }

    /// <summary>Its standard input.</summary>
    public Stream ToCommand { get; }

    /// <summary>Its standard output.</summary>
    public Stream FromCommand { get; }

    internal SafeFileHandle Input => input.Reader;

    internal SafeFileHandle Output => output.Writer;

    /// <summary>The command has its ends, or will never have them.</summary>
    public void HandedOver()
    {
        input.Reader.Dispose();
        output.Writer.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        HandedOver();
        ToCommand.Dispose();
        FromCommand.Dispose();
        input.Dispose();
        output.Dispose();
    }
}
