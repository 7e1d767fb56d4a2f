namespace Ashlar.Core.Runs.Records;

/// <summary>Says that this process, and no other, works on a run.</summary>
/// <param name="held">What holds it: released when the process ends, whatever way it does.</param>
public sealed class RunLock(IDisposable held) : IDisposable
{
    private readonly List<IDisposable> others = [];

    /// <summary>Holds something else for as long as the run.</summary>
    internal void Hold(IDisposable other) => others.Add(other);

    /// <inheritdoc />
    public void Dispose()
    {
        others.ForEach(other => other.Dispose());
        held.Dispose();
    }
}
