using Ashlar.Core.Journal;
using Ashlar.Core.Secrets;

namespace Ashlar.Core.Runs.Records;

/// <summary>
/// What is kept of one run, wherever that is: its journal, large content, answers of people, and which process works on it. Nothing outside
/// this room knows where these lie.
/// </summary>
public interface IRunRecord
{
    /// <summary>Where its journal is kept, for people.</summary>
    string Place { get; }

    /// <summary>Whether there is such a run.</summary>
    bool Exists { get; }

    /// <summary>Whether its journal holds anything.</summary>
    bool HasBegun { get; }

    /// <summary>Large content, by hash. Commands and tools work on files, so every store has a folder for it on this machine.</summary>
    ArtifactFolder Artifacts { get; }

    /// <summary>Reads the journal; of what is known already only the rest. An entry that another process is still writing is left out.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    JournalContent Read(JournalContent? known = null);

    /// <summary>Reads for an overview: at least the entries of these kinds, and the last one.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    JournalContent Skim(IReadOnlyCollection<EntryKind> types);

    /// <summary>Reads a journal that is to be resumed.</summary>
    /// <exception cref="ProblemException">It is damaged, or holds no entry; exit status 1.</exception>
    JournalContent ReadWhole(JournalContent? known = null);

    /// <summary>The first entry, without reading further; null when there is none that is whole.</summary>
    Entry? First();

    /// <summary>Creates the journal of a new run.</summary>
    /// <exception cref="IOException">It is there already or cannot be written.</exception>
    IJournal Create(TimeProvider clock, SecretMask mask);

    /// <summary>Opens the journal of a run to resume it.</summary>
    /// <exception cref="ProblemException">It is damaged, or empty; exit status 1.</exception>
    IJournal Open(TimeProvider clock, SecretMask mask, JournalContent? known = null);

    /// <summary>Takes the run for this process; null when another living one holds it.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    Task<RunLock?> TryTakeAsync(TimeProvider clock, CancellationToken cancellationToken);

    /// <summary>Told once the first entry is on disk: from then on the run is kept, whatever becomes of its journal.</summary>
    void Begin() { }

    /// <summary>Whether space is set aside for the journal; when no process holds the run, a killed one left it.</summary>
    bool HasReserve => false;

    /// <summary>Gives back the space that is set aside; only for who holds the run and writes no journal.</summary>
    void ClearReserve() { }

    /// <summary>Whether a living process holds the run.</summary>
    bool IsHeld { get; }

    /// <summary>The process that took it last, or null.</summary>
    int? Owner { get; }

    /// <summary>Asks the process that works on the run to stop it, and none of its other runs.</summary>
    /// <exception cref="IOException">The request cannot be left.</exception>
    void AskToStop();

    /// <summary>Ends once somebody asks this process, which holds the run, to stop it.</summary>
    /// <exception cref="OperationCanceledException">Nobody listens any more.</exception>
    Task StopAskedAsync(TimeProvider clock, CancellationToken cancellationToken);

    /// <summary>Leaves an answer for the process that works on the run. The first one to a question counts.</summary>
    /// <returns>Whether it was the first.</returns>
    bool Leave(EscalationAnswered answer);

    /// <summary>The answers that were left, whole ones only.</summary>
    IReadOnlyList<EscalationAnswered> Answers { get; }

    /// <summary>Removes an answer that is in the journal now.</summary>
    /// <param name="id">The question.</param>
    void Forget(string id);
}
