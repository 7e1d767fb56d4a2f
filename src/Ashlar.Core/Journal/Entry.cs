using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Ashlar.Core.Secrets;

namespace Ashlar.Core.Journal;

/// <summary>One event of a run as it is in the journal.</summary>
/// <param name="Seq">Its number, from 1 without gaps.</param>
/// <param name="At">When it was written, UTC.</param>
/// <param name="Type">Its type, such as <c>turn.received</c>. A reader ignores types that it does not know.</param>
/// <param name="Run">The run's id.</param>
/// <param name="Task">The task it belongs to, or null.</param>
/// <param name="Body">What happened, in the form that the writing room declares.</param>
public sealed record Entry(long Seq, DateTimeOffset At, string Type, string Run, string? Task, JsonElement Body)
{
    /// <summary>The line itself, without its line feed.</summary>
    public required byte[] Line { get; init; }

    /// <summary>Whether it tells of an event of this kind.</summary>
    public bool Is<T>()
        where T : IEvent =>
        string.Equals(Type, T.Type, StringComparison.Ordinal)
        && (T.Effect is not { } effect || string.Equals(Text("effect"), effect, StringComparison.Ordinal));

    /// <summary>The body as a value.</summary>
    /// <exception cref="JsonException">The body has another form.</exception>
    public T Read<T>(JsonTypeInfo<T> type) => Body.Deserialize(type) ?? throw new JsonException($"entry {Seq} has no body");

    /// <summary>The body where it tells of an event of this kind, else null.</summary>
    /// <exception cref="JsonException">The body has another form.</exception>
    public T? As<T>(JsonTypeInfo<T> type)
        where T : class, IEvent => Is<T>() ? Read(type) : null;

    /// <summary>A text property of the body as masked text, as which it was written; empty where there is none.</summary>
    public MaskedText Words(string property) => MaskedText.Recorded(Text(property) ?? "");

    /// <summary>A text property of the body, or null.</summary>
    public string? Text(string property) =>
        Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
