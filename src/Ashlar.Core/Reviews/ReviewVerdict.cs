using Ashlar.Core.Reports;

namespace Ashlar.Core.Reviews;

/// <summary>What a reviewer says about a change.</summary>
/// <param name="Approves">Whether the change is accepted.</param>
/// <param name="Feedback">The points, in the reviewer's order.</param>
public sealed record ReviewVerdict(bool Approves, IReadOnlyList<ReviewPoint> Feedback)
{
    /// <summary>How the verdict contradicts itself, with the way out; null when it does not.</summary>
    public string? Contradiction =>
        Approves && Feedback.Any(point => !point.IsMinor)
            ? "You approved, and your feedback asks for changes. If they must be made, give request_changes; if not, leave them out or mark their severity as minor."
        : !Approves && Feedback.Count == 0
            ? "You requested changes and said none. Give each as one item of feedback, with path and line; or approve."
        : null;
}

/// <summary>One point of a review as the reviewer wrote it.</summary>
/// <param name="Item">What is wrong and what would make it right.</param>
public sealed record ReviewPoint(string Item)
{
    private static readonly string[] Minor =
    [
        "minor",
        "low",
        "nit",
        "nitpick",
        "info",
        "note",
        "trivial",
        "optional",
        "suggestion",
        "style",
        "cosmetic",
        "nice-to-have",
        "non-blocking",
        "nonblocking",
    ];

    /// <summary>The file, relative to the repository root, or null.</summary>
    public string? Path { get; init; }

    /// <summary>The line in it, from 1, or null.</summary>
    public int? Line { get; init; }

    /// <summary>How serious it is, in the reviewer's word, or null.</summary>
    public string? Severity { get; init; }

    /// <summary>The earlier point that it comes back to, such as <c>F2</c>; null for a new one.</summary>
    public string? Earlier { get; init; }

    /// <summary>Whether the reviewer says that it need not be dealt with.</summary>
    public bool IsMinor => Severity is { } word && Minor.Contains(LineText.Plain(word).ToLowerInvariant(), StringComparer.Ordinal);
}
