using Ashlar.Core.Stacks.Results;

namespace Ashlar.Core.Stacks.Rust;

/// <summary>The text of <c>cargo test</c>: a block of <c>test path::name ... ok</c> for each target; what does not compile is its target's error.</summary>
internal sealed class CargoReader : IResultReader
{
    /// <inheritdoc/>
    public string Name => "cargo";

    /// <inheritdoc/>
    public bool ReadsTests => true;

    /// <inheritdoc/>
    public GateReading Read(GateOutput output)
    {
        var text = new CargoText(output.Files);
        foreach (var line in output.Text.ReplaceLineEndings("\n").Split('\n'))
        {
            text.Add(line);
        }

        return text.End() is { } run ? new GateReading([], run) : new GateReading([], null) { Trouble = "the output names no test" };
    }
}
