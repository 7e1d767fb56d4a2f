namespace Ashlar.Core.Runs.Records;

/// <summary>The runs that are kept in one place.</summary>
public interface IRunStore
{
    /// <summary>All runs, oldest first; one whose journal is gone or may not be read is among them.</summary>
    IReadOnlyList<RunFolder> All();

    /// <summary>Runs that have not begun: one is being planned, or was when its process ended. One whose journal is gone is not among them.</summary>
    IReadOnlyList<RunFolder> Planned();

    /// <summary>Whether a run has not begun and is being planned, or was when its process ended.</summary>
    bool IsPlanned(RunFolder folder);

    /// <summary>The run with an id, or null.</summary>
    RunFolder? Find(string id);

    /// <summary>Makes a place for a new run, with an id that no other run has, and takes it.</summary>
    Task<(RunFolder Folder, RunLock Lock)> NewAsync(TimeProvider clock, CancellationToken cancellationToken);

    /// <summary>Claims for a run what two must not work on at once, until the claim is disposed of or the process ends; null where another holds it.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="name">Which one.</param>
    /// <param name="run">The run.</param>
    /// <param name="holder">The run that holds it or, where it could be claimed, the run that claimed it before; null where that is not known.</param>
    IDisposable? TryClaim(ClaimKind kind, string name, string run, out string? holder);
}
