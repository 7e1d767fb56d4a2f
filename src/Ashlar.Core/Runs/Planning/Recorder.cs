using Ashlar.Core.Journal;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Secrets;

namespace Ashlar.Core.Runs.Planning;

/// <summary>Where a run keeps what it knows, and what must not be seen of it.</summary>
/// <param name="Folder">The run's folder.</param>
/// <param name="Steps">Recorded steps.</param>
/// <param name="Mask">What must not be seen.</param>
internal sealed record Recorder(RunFolder Folder, StepLog Steps, SecretMask Mask)
{
    /// <summary>Receives a text.</summary>
    public MaskedText Masked(string text) => MaskedText.Of(Mask, text);
}
