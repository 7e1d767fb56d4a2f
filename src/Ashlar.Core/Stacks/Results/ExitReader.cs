namespace Ashlar.Core.Stacks.Results;

/// <summary>Knows only the exit code: 0 is green.</summary>
internal sealed class ExitReader : IResultReader
{
    /// <inheritdoc/>
    public string Name => "exit";

    /// <inheritdoc/>
    public bool ReadsTests => false;

    /// <inheritdoc/>
    public GateReading Read(GateOutput output)
    {
        if (output.ExitCode == 0)
        {
            return new GateReading([], Tests: null);
        }

        var last = FailureText.LastLine(output.Text) ?? "no output";
        return new GateReading([new Finding($"exit:{output.ExitCode}", $"exit {output.ExitCode}: {last}")], Tests: null);
    }
}
