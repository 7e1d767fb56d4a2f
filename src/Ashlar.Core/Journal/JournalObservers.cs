using System.Collections.Concurrent;

namespace Ashlar.Core.Journal;

/// <summary>Who wants to know of each entry of a journal.</summary>
internal sealed class JournalObservers
{
    private readonly Lock telling = new();
    private readonly ConcurrentQueue<Entry> untold = new();
    private readonly List<Action<Entry>> observers = [];

    /// <summary>Adds one; it is told of what is appended from now on.</summary>
    public void Add(Action<Entry> observer)
    {
        lock (telling)
        {
            observers.Add(observer);
        }
    }

    /// <summary>Has an entry wait until it is told; called in the order of the entries.</summary>
    public void Await(Entry entry) => untold.Enqueue(entry);

    /// <summary>
    /// Tells observers what was appended, in order and one at a time. Lines are written and brought to disk meanwhile; when it returns, what
    /// its caller appended was told.
    /// </summary>
    public void TellAll()
    {
        lock (telling)
        {
            while (untold.TryDequeue(out var entry))
            {
                observers.RemoveAll(observer => !Tell(observer, entry));
            }
        }
    }

    /// <summary>Tells an observer; false where it failed, which must not end the run and is not tried again.</summary>
    private static bool Tell(Action<Entry> observer, Entry entry)
    {
        try
        {
            observer(entry);
            return true;
        }
#pragma warning disable CA1031 // Whatever a reader meets is its own trouble.
        catch (Exception)
#pragma warning restore CA1031
        {
            return false;
        }
    }
}
