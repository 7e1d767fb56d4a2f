using System.Text.Json.Serialization.Metadata;
using Ashlar.Core.Secrets;

namespace Ashlar.Core.Journal;

/// <summary>The journal of a run while it is written: append-only, in one order. <see cref="JournalFile"/> keeps it in a file.</summary>
public interface IJournal : IDisposable
{
    /// <summary>The run's id.</summary>
    string Run { get; }

    /// <summary>The entries that were there when it was opened.</summary>
    IReadOnlyList<Entry> Past { get; }

    /// <summary>Whether there is room to end, and for nothing else.</summary>
    bool IsPressed { get; }

    /// <summary>Calls <paramref name="observer"/> after each append, in order. It must not append itself; one that throws is not called again.</summary>
    void Observe(Action<Entry> observer);

    /// <summary>Receives a body: its texts are masked.</summary>
    Masked<T> Masked<T>(T body, JsonTypeInfo<T> form);

    /// <summary>Appends one event. A body that was not masked has no way in.</summary>
    /// <exception cref="IOException">It could not be written; nothing may then be relied on.</exception>
    Entry Append<T>(string? task, Masked<T> body)
        where T : IEvent;

    /// <summary>Appends what another journal holds, with a body of its own.</summary>
    /// <exception cref="IOException">It could not be written; nothing may then be relied on.</exception>
    Entry Copy<T>(Entry recorded, Masked<T> body);

    /// <summary>Makes sure that all that was appended survives a power cut.</summary>
    /// <exception cref="IOException">It failed, now or before.</exception>
    void Sync();
}
