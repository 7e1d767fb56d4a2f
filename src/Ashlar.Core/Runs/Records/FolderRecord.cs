using Ashlar.Core.Journal;
using Ashlar.Core.Secrets;

namespace Ashlar.Core.Runs.Records;

/// <summary>What is kept of a run in a folder of its own.</summary>
/// <param name="path">The folder.</param>
/// <param name="id">The run's id.</param>
internal sealed class FolderRecord(string path, string id) : IRunRecord
{
    private readonly FolderAnswers answers = new(Path.Combine(path, "answers"));

    /// <inheritdoc />
    public string Place => JournalIn(path);

    /// <inheritdoc />
    public bool Exists => File.Exists(Place);

    /// <inheritdoc />
    public bool HasBegun => new FileInfo(Place) is { Exists: true, Length: > 0 };

    /// <inheritdoc />
    public ArtifactFolder Artifacts => new(Path.Combine(path, "artifacts"));

    /// <inheritdoc />
    public bool IsHeld => FolderLock.IsHeld(path);

    /// <inheritdoc />
    public int? Owner => FolderLock.Owner(path);

    /// <inheritdoc />
    public IReadOnlyList<EscalationAnswered> Answers => answers.All();

    /// <summary>The file that says that the run of a folder is being planned.</summary>
    public static string PlanIn(string folder) => Path.Combine(folder, "plan");

    /// <inheritdoc />
    public void Begin() => File.Delete(PlanIn(path));

    /// <inheritdoc />
    public bool HasReserve => JournalReserve.Left(Place).Count > 0;

    /// <inheritdoc />
    public void ClearReserve() => JournalReserve.Clear(Place);

    /// <summary>The journal of a run's folder.</summary>
    public static string JournalIn(string folder) => Path.Combine(folder, "journal.jsonl");

    /// <inheritdoc />
    public JournalContent Read(JournalContent? known = null) => JournalReader.ReadOn(Place, known ?? JournalContent.Nothing);

    /// <inheritdoc />
    public JournalContent Skim(IReadOnlyCollection<EntryKind> types) =>
        new JournalOverview(Place).Read(types, last => last.Is<RunFinished>() || last.Is<RunWaiting>());

    /// <inheritdoc />
    public JournalContent ReadWhole(JournalContent? known = null) => JournalReader.ReadWhole(Place, known);

    /// <inheritdoc />
    public Entry? First() => JournalReader.ReadFirst(Place);

    /// <inheritdoc />
    public IJournal Create(TimeProvider clock, SecretMask mask) => JournalFile.Create(Place, id, clock, mask);

    /// <inheritdoc />
    public IJournal Open(TimeProvider clock, SecretMask mask, JournalContent? known = null) => JournalFile.Open(Place, clock, mask, known);

    /// <inheritdoc />
    public Task<RunLock?> TryTakeAsync(TimeProvider clock, CancellationToken cancellationToken) =>
        FolderLock.TryTakeAsync(path, clock, cancellationToken);

    /// <inheritdoc />
    public void AskToStop() => StopRequest.Leave(path);

    /// <inheritdoc />
    public Task StopAskedAsync(TimeProvider clock, CancellationToken cancellationToken) =>
        StopRequest.ComesAsync(path, clock, cancellationToken);

    /// <inheritdoc />
    public bool Leave(EscalationAnswered answer) => answers.Leave(answer);

    /// <inheritdoc />
    public void Forget(string question) => answers.Forget(question);
}
