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
}
