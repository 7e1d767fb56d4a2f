using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Ashlar.Core.Journal;

/// <summary>
/// The journal as a memory of steps. Each step has a key that is the same in every execution of the run; a resumed run executes
/// the same code and takes what is recorded instead of doing it again.
/// </summary>
public sealed class StepLog
{
    private readonly Dictionary<(string Type, string? Task, string Key), Entry> past = [];
    private readonly ILookup<string?, Entry> byTask;
    private readonly ILookup<string, Entry> byType;
    private readonly JsonSerializerContext forms;

    /// <summary>Indexes what the journal held when it was opened.</summary>
    /// <param name="journal">The journal.</param>
    /// <param name="forms">The forms of all bodies.</param>
    public StepLog(IJournal journal, JsonSerializerContext forms)
    {
        Journal = journal;
        this.forms = forms;
        byTask = journal.Past.ToLookup(entry => entry.Task, StringComparer.Ordinal);
        byType = journal.Past.ToLookup(entry => entry.Type, StringComparer.Ordinal);
        foreach (var entry in journal.Past)
        {
            if (entry.Text("key") is { } key)
            {
                past[(entry.Type, entry.Task, key)] = entry;
            }
        }
    }

    /// <summary>The journal behind it.</summary>
    public IJournal Journal { get; }

    /// <summary>What was recorded of a step before this execution began, or null.</summary>
    public T? Past<T>(string? task, string key)
        where T : class, IStep => PastEntry<T>(task, key)?.Read(Form<T>());

    /// <summary>The entry of a step recorded before this execution began, or null.</summary>
    public Entry? PastEntry<T>(string? task, string key)
        where T : IStep => past.GetValueOrDefault((T.Type, task, key));

    /// <summary>All that was recorded of a task before this execution began, in order.</summary>
    public IEnumerable<Entry> PastOf(string task) => byTask[task];

    /// <summary>All events of a type that were recorded before this execution began, in order.</summary>
    public IEnumerable<Entry> PastOf<T>()
        where T : IEvent => byType[T.Type].Where(entry => entry.Is<T>());

    /// <summary>Records an event.</summary>
    public Entry Record<T>(string? task, T body)
        where T : IEvent => Journal.Append(task, Journal.Masked(body, Form<T>()));

    /// <summary>Records an event, and gives the body as it is in the record: what a resumed run will have.</summary>
    public T Keep<T>(string? task, T body)
        where T : IEvent
    {
        var masked = Journal.Masked(body, Form<T>());
        Journal.Append(task, masked);
        return masked.Value;
    }

    /// <summary>What was recorded of a step, else the result of doing it now, which is then recorded.</summary>
    public async Task<T> OnceAsync<T>(string? task, string key, Func<Task<T>> act)
        where T : class, IStep => Past<T>(task, key) ?? Keep(task, await act().ConfigureAwait(false));

    private JsonTypeInfo<T> Form<T>() =>
        (JsonTypeInfo<T>?)forms.GetTypeInfo(typeof(T))
        ?? throw new InvalidOperationException($"{typeof(T).Name} is missing in {forms.GetType().Name}");
}
