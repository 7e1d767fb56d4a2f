using System.Text.Json.Serialization;

namespace Ashlar.Core.Stacks.Results;

/// <summary>One thing that a gate says is wrong.</summary>
/// <param name="Key">What makes two findings the same across runs: a test id, or rule and place without line numbers.</param>
/// <param name="Message">What is wrong: for a test the assertion in one line.</param>
public sealed record Finding(string Key, string Message)
{
    /// <summary>File relative to the repository root, or null.</summary>
    public string? Path { get; init; }

    /// <summary>Line from 1, or null.</summary>
    public int? Line { get; init; }

    /// <summary>The rule's id in the tool that found it, or null.</summary>
    public string? Rule { get; init; }

    /// <summary>The innermost place in the repository at which a test failed, as <c>path:line</c>; null where that is in the test itself or not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? RaisedAt { get; init; }

    /// <summary>What its author may do about it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public WayOut Way { get; init; }

    /// <summary>What tells one state of what it is about from another, so that an agreement holds for that state alone; null where the key does.</summary>
    public string? Version { get; init; }
}

/// <summary>What an author may do about a finding.</summary>
public enum WayOut
{
    /// <summary>Fix it, nothing else.</summary>
    Fix,

    /// <summary>Fix it, or say in <c>Report.explained</c> why it stands; somebody else then has to agree.</summary>
    Justify,

    /// <summary>It was only read: fix it, or say in <c>Report.explained</c> why it stands.</summary>
    Explain,
}
