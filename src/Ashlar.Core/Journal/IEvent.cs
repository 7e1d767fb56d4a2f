namespace Ashlar.Core.Journal;

/// <summary>The body of an entry. Each kind of event is one record, and its name on disk is there and nowhere else.</summary>
public interface IEvent
{
    /// <summary>The entry's type, such as <c>turn.received</c>.</summary>
    static abstract string Type { get; }

    /// <summary>Which effect it tells of, where several records share a type: the body's <c>effect</c>. Null for all effects, and for other events.</summary>
    static virtual string? Effect => null;
}

/// <summary>An event that ends or begins a step: a resumed run finds it by its key.</summary>
public interface IStep : IEvent
{
    /// <summary>The step; the same in every execution of the run.</summary>
    string Key { get; }
}
