using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Ashlar.Core.Journal;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Secrets;

namespace Ashlar.Testing;

/// <summary>Runs that are kept in no file: what another store has to bring.</summary>
/// <param name="state">Where their places on this machine are.</param>
public sealed class MemoryStore(string state) : IRunStore
{
    private readonly ConcurrentDictionary<(ClaimKind, string), string> claims = new();
    private readonly List<RunFolder> runs = [];

    private IReadOnlyList<RunFolder> Runs
    {
        get
        {
            lock (runs)
            {
                return [.. runs];
            }
        }
    }

    public IReadOnlyList<RunFolder> All() => [.. Runs.Where(run => run.Record.Exists)];

    public IReadOnlyList<RunFolder> Planned() => [.. Runs.Where(IsPlanned)];

    /// <inheritdoc />
    public bool IsPlanned(RunFolder folder) => !folder.Record.HasBegun;

    public IDisposable? TryClaim(ClaimKind kind, string name, string run, out string? holder)
    {
        var key = (kind, name);
        holder = claims.GetOrAdd(key, run);
        return holder == run ? new Released(() => claims.TryRemove(key, out _)) : null;
    }

    public RunFolder? Find(string id) => All().FirstOrDefault(run => run.Id == id);

    public async Task<(RunFolder Folder, RunLock Lock)> NewAsync(TimeProvider clock, CancellationToken cancellationToken)
    {
        RunFolder run;
        lock (runs)
        {
            var id = $"m-{runs.Count + 1}";
            run = new RunFolder(state, id, new MemoryRecord(id, Path.Combine(state, id)));
            runs.Add(run);
        }

        return (run, (await run.Record.TryTakeAsync(clock, cancellationToken))!);
    }
}

internal sealed class MemoryRecord(string id, string content) : IRunRecord
{
    private readonly List<Entry> entries = [];
    private readonly Dictionary<string, EscalationAnswered> answers = new(StringComparer.Ordinal);

    private TaskCompletionSource stop = new();

    public string Place => $"memory:{id}";

    public bool Exists { get; private set; }

    public bool HasBegun => entries.Count > 0;

    public ArtifactFolder Artifacts => new(content);

    public bool IsHeld { get; private set; }

    public int? Owner => null;

    public IReadOnlyList<EscalationAnswered> Answers => [.. answers.Values];

    public JournalContent Read(JournalContent? known = null)
    {
        lock (entries)
        {
            return new([.. entries], entries.Count, Torn: false, Damage: null);
        }
    }

    public JournalContent Skim(IReadOnlyCollection<EntryKind> types) => Read();

    public JournalContent ReadWhole(JournalContent? known = null) => Read(known);

    public Entry? First() => entries.FirstOrDefault();

    public IJournal Create(TimeProvider clock, SecretMask mask)
    {
        Exists = true;
        return Open(clock, mask);
    }

    public IJournal Open(TimeProvider clock, SecretMask mask, JournalContent? known = null) => new MemoryJournal(id, clock, mask, entries);

    public void AskToStop() => stop.TrySetResult();

    public Task StopAskedAsync(TimeProvider clock, CancellationToken cancellationToken) => stop.Task.WaitAsync(cancellationToken);

    public Task<RunLock?> TryTakeAsync(TimeProvider clock, CancellationToken cancellationToken)
    {
        if (!IsHeld)
        {
            stop = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        var taken = IsHeld ? null : new RunLock(new Released(() => IsHeld = false));
        IsHeld = true;
        return Task.FromResult(taken);
    }

    public bool Leave(EscalationAnswered answer) => answers.TryAdd(answer.Id, answer);

    public void Forget(string question) => answers.Remove(question);
}

internal sealed class Released(Action release) : IDisposable
{
    public void Dispose() => release();
}

internal sealed class MemoryJournal(string run, TimeProvider clock, SecretMask mask, List<Entry> entries) : IJournal
{
    private readonly List<Action<Entry>> observers = [];

    public string Run => run;

    public IReadOnlyList<Entry> Past { get; } = [.. entries];

    public bool IsPressed => false;

    public void Observe(Action<Entry> observer) => observers.Add(observer);

    public Masked<T> Masked<T>(T body, JsonTypeInfo<T> form) => mask.Received(body, form);

    public Entry Append<T>(string? task, Masked<T> body)
        where T : IEvent => Add(T.Type, task, MaskedBytes.Of(body).Content.ToArray());

    public Entry Copy<T>(Entry recorded, Masked<T> body) => Add(recorded.Type, recorded.Task, MaskedBytes.Of(body).Content.ToArray());

    public void Sync() { }

    public void Dispose() { }

    private Entry Add(string type, string? task, byte[] body)
    {
        Entry entry;
        lock (entries)
        {
            entry = new Entry(entries.Count + 1, clock.GetUtcNow(), type, run, task, JsonElement.Parse(body)) { Line = body };
            entries.Add(entry);
        }

        observers.ForEach(observer => observer(entry));
        return entry;
    }
}
