using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Ashlar.Core.Journal;

/// <summary>
/// What one reader of the journal does with each kind of event: said once for every kind, or that it is left out, so that a test can tell
/// which one was forgotten. Entries of a type that this version does not know have the value that <paramref name="otherwise"/> says.
/// </summary>
/// <param name="forms">The forms of all bodies.</param>
/// <param name="otherwise">For entries that are left out or not known.</param>
public sealed class EventTable<TReader, TResult>(JsonSerializerContext forms, Func<TReader, Entry, TResult> otherwise)
{
    private readonly Dictionary<(string Type, string? Effect), Func<TReader, Entry, TResult>> acts = [];
    private readonly List<Type> kinds = [];
    private readonly List<EntryKind> taken = [];

    /// <summary>The kinds of events that were thought of.</summary>
    public IReadOnlyList<Type> Kinds => kinds;

    /// <summary>The entries that have a value.</summary>
    public IReadOnlyList<EntryKind> Taken => taken;

    /// <summary>Events of this kind, with their body.</summary>
    /// <exception cref="ArgumentException">The kind is there already.</exception>
    public EventTable<TReader, TResult> On<T>(Func<TReader, Entry, T, TResult> act)
        where T : IEvent
    {
        var form = new Lazy<JsonTypeInfo<T>>(() => (JsonTypeInfo<T>)forms.GetTypeInfo(typeof(T))!);
        return On<T>((reader, entry) => act(reader, entry, entry.Read(form.Value)));
    }

    /// <summary>Events of this kind, which change the reader and have no value.</summary>
    /// <exception cref="ArgumentException">The kind is there already.</exception>
    public EventTable<TReader, TResult> On<T>(Action<TReader, Entry, T> act)
        where T : IEvent =>
        On<T>(
            (reader, entry, body) =>
            {
                act(reader, entry, body);
                return default!;
            }
        );

    /// <summary>Events of this kind, without their body.</summary>
    /// <exception cref="ArgumentException">The kind is there already.</exception>
    public EventTable<TReader, TResult> On<T>(Func<TReader, Entry, TResult> act)
        where T : IEvent
    {
        taken.Add(new EntryKind(T.Type, T.Effect));
        return Add<T>(act);
    }

    /// <summary>Events of this kind are nothing to the reader.</summary>
    /// <exception cref="ArgumentException">The kind is there already.</exception>
    public EventTable<TReader, TResult> Ignore<T>()
        where T : IEvent => Add<T>(otherwise);

    /// <summary>The value of an entry.</summary>
    public TResult Of(TReader reader, Entry entry)
    {
        var act = acts.GetValueOrDefault((entry.Type, entry.Text("effect"))) ?? acts.GetValueOrDefault((entry.Type, null)) ?? otherwise;
        return act(reader, entry);
    }

    private EventTable<TReader, TResult> Add<T>(Func<TReader, Entry, TResult> act)
        where T : IEvent
    {
        acts.Add((T.Type, T.Effect), act);
        kinds.Add(typeof(T));
        return this;
    }
}
