namespace Ashlar.Core.Work;

/// <summary>A task's text, cut from its file when it is first asked for: most tasks of a long list are never shown.</summary>
internal sealed class TaskText : IEquatable<TaskText>
{
    private readonly Lazy<string> _text;

    /// <summary>A text that is known.</summary>
    public TaskText(string text) => _text = new Lazy<string>(text);

    /// <summary>A text that is made when needed.</summary>
    public TaskText(Func<string> make) => _text = new Lazy<string>(make);

    /// <summary>No text.</summary>
    public static TaskText Empty { get; } = new("");

    /// <summary>The text.</summary>
    public string Value => _text.Value;

    /// <inheritdoc/>
    public bool Equals(TaskText? other) => other is not null && string.Equals(Value, other.Value, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TaskText);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
