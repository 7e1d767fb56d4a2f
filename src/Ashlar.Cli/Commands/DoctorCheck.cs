using Ashlar.Core.Sandboxes.Isolation;

namespace Ashlar.Cli.Commands;

/// <summary>One line of <c>ashlar doctor</c>.</summary>
/// <param name="Name">What was looked at.</param>
/// <param name="State">Whether it is there; what a run needs and is not there makes the exit status 1.</param>
/// <param name="Detail">What was found.</param>
/// <param name="Remedy">What helps; null where nothing has to be done.</param>
internal sealed record DoctorCheck(string Name, LayerState State, string Detail, string? Remedy = null)
{
    /// <summary>The state in one word: <c>ok</c>, <c>weaker</c>, <c>missing</c>.</summary>
    public string Word =>
        State switch
        {
            LayerState.Present => "ok",
            LayerState.Weaker => "weaker",
            _ => "missing",
        };
}
