using Ashlar.Core.Journal;
using Ashlar.Core.Reports;

namespace Ashlar.Core.Runs.Records;

/// <summary>Body of <c>review.requested</c>.</summary>
/// <param name="Key">The review.</param>
/// <param name="Kind"><c>review</c> of a change, or <c>question</c> of the author.</param>
/// <param name="Round">The number of the review, or of the question, in the task, from 1.</param>
/// <param name="By">Who is asked: an agent's name, or <c>human</c>.</param>
/// <param name="Tree">What is shown: the tree that would be committed, or the author's present one.</param>
/// <param name="Question">The question, or null.</param>
public sealed record ReviewRequested(
    [property: Structure] string Key,
    [property: Structure] string Kind,
    int Round,
    [property: Structure] string By,
    [property: Structure] string Tree,
    string? Question = null
) : IStep
{
    static string IEvent.Type => "review.requested";
}

/// <summary>Body of <c>review.received</c>.</summary>
/// <param name="Key">The review.</param>
/// <param name="Kind"><c>review</c> or <c>question</c>, as in <see cref="ReviewRequested"/>.</param>
/// <param name="Round">The number of the review, or of the question, in the task, from 1.</param>
/// <param name="By">Who gave it.</param>
/// <param name="Verdict"><c>approve</c>, <c>request_changes</c>, <c>none</c> (no usable one); of a question <c>answer</c> or <c>passed_on</c>.</param>
public sealed record ReviewReceived(
    [property: Structure] string Key,
    [property: Structure] string Kind,
    int Round,
    [property: Structure] string By,
    [property: Structure] string Verdict
) : IStep
{
    static string IEvent.Type => "review.received";

    /// <summary>The points raised, with their ids; those that an earlier round raised too are insisted on.</summary>
    public IReadOnlyList<FeedbackRow> Points { get; init; } = [];

    /// <summary>Remarks of an approval that need not be dealt with.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>The answer to a question, why it was passed on, or why there is no verdict; null for a review that has one.</summary>
    public string? Text { get; init; }

    /// <summary>What the reviewer was told was wrong with earlier verdicts in the same review.</summary>
    public IReadOnlyList<string> Objections { get; init; } = [];

    /// <summary>The requests that it took.</summary>
    public int Turns { get; init; }

    /// <summary>Whether the change was accepted.</summary>
    public bool Approves => Verdict is "approve";
}
