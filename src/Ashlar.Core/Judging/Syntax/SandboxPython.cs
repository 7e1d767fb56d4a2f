using Ashlar.Core.Gates;

namespace Ashlar.Core.Judging.Syntax;

/// <summary>The gates' Python, in their sandbox, away from the checkout.</summary>
/// <param name="world">Where gates run.</param>
public sealed class SandboxPython(GateWorld world) : IPythonSyntax
{
    /// <inheritdoc/>
    public Task<byte[]> AskAsync(byte[] script, byte[] request, CancellationToken cancellationToken) =>
        new PythonScript(world).RunAsync(script, request, "python3 cannot read the change", cancellationToken);
}
