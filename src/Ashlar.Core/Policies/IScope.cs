namespace Ashlar.Core.Policies;

/// <summary>A rule and where it comes from.</summary>
/// <param name="Kind">What it rules: <c>allow</c>, <c>deny</c>, <c>hide</c>, <c>frozen</c>, <c>protected</c>, <c>gate</c>, <c>tool</c>, <c>input</c>, <c>binding</c> …</param>
/// <param name="Value">The pattern, command, or the sentence itself.</param>
/// <param name="Enforced">Whether Ashlar enforces or checks it; otherwise it is shown as not enforced.</param>
public sealed record PolicyRule(string Kind, string Value, bool Enforced)
{
    /// <summary>The file it was read from; null for a rule that is built in.</summary>
    public string? Path { get; init; }

    /// <summary>The line in <see cref="Path"/>, from 1.</summary>
    public int? Line { get; init; }

    /// <summary>The words it came from, where they differ from <see cref="Value"/>.</summary>
    public string? Words { get; init; }

    /// <summary>Why it does not hold although its words are understood; null where that is not so.</summary>
    public string? Note { get; init; }

    /// <summary>Where the rule stands, for messages: <c>.ashlar/config.yaml:3</c>, or <c>built in</c>.</summary>
    public string Source =>
        Path is null ? "built in"
        : Line is null ? Path
        : $"{Path}:{Line}";
}

/// <summary>Whether something may be done to a path, and the rule that decided it.</summary>
/// <param name="Allowed">Whether it may.</param>
/// <param name="Rule">The deciding rule; null when nothing forbids it.</param>
public sealed record ScopeDecision(bool Allowed, PolicyRule? Rule);

/// <summary>
/// Which files may be read and written. Paths are relative to the repository root with <c>/</c>, compared by segment and
/// case-sensitively; they need not exist.
/// </summary>
public interface IScope
{
    /// <summary>Whether the file may be created, changed or deleted. <paramref name="existsAtBase"/> matters for frozen files, which may be created but not changed.</summary>
    ScopeDecision DecideWrite(string path, bool existsAtBase);

    /// <summary>Whether the file may be seen.</summary>
    ScopeDecision DecideRead(string path);

    /// <summary>The rules, for display, in the order configuration, front matter, prompt, documents.</summary>
    IReadOnlyList<PolicyRule> Rules { get; }
}
