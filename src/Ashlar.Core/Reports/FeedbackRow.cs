using System.Text.Json.Serialization;

namespace Ashlar.Core.Reports;

/// <summary>One point of a review and what became of it: a row of the ledger of feedback.</summary>
/// <param name="Id">Its id in the task: <c>F1</c>, <c>F2</c> … over all rounds.</param>
/// <param name="Item">What the reviewer wants.</param>
public sealed record FeedbackRow([property: Structure] string Id, string Item)
{
    /// <summary>The round that raised it, from 1.</summary>
    public int Round { get; init; }

    /// <summary>Who raised it: an agent's name, or <c>human</c>.</summary>
    [Structure]
    public string By { get; init; } = "";

    /// <summary>The file it is about, or null.</summary>
    public string? Path { get; init; }

    /// <summary>The line in it, from 1, or null.</summary>
    public int? Line { get; init; }

    /// <summary>How serious it is in the reviewer's word, or null.</summary>
    public string? Severity { get; init; }

    /// <summary>The author's last answer; null while there is none.</summary>
    public FixState? State { get; init; }

    /// <summary>The author's words.</summary>
    public string? How { get; init; }

    /// <summary>What Ashlar saw that shows the fix, such as <c>billing/sum.py:14-16</c>; null where there is nothing to show.</summary>
    public string? Proof { get; init; }

    /// <summary>Whether the reviewer is content with it.</summary>
    public bool Closed { get; init; }

    /// <summary>Whether the reviewer came back to it after an answer.</summary>
    public bool Insisted { get; init; }

    /// <summary>Where it is about, <c>path:line</c>; empty where the reviewer did not say.</summary>
    [JsonIgnore]
    public string Place =>
        Path is null ? ""
        : Line is { } line ? $"{Path}:{line}"
        : Path;

    /// <summary>How it stands, in one word: <c>open</c>, <c>fixed</c>, <c>rebutted</c> or <c>asked</c>.</summary>
    [JsonIgnore]
    public string Word =>
        State switch
        {
            FixState.Fixed => "fixed",
            FixState.Rebutted => "rebutted",
            FixState.Asked => "asked",
            _ => Closed ? "closed" : "open",
        };
}

/// <summary>What shows that a point of a review was fixed, as seen when the report was held against the evidence.</summary>
/// <param name="Id">The point.</param>
/// <param name="Proof">The hunk or test, such as <c>tests/test_sum.py:8-12</c>.</param>
public sealed record FeedbackProof(string Id, string Proof);
