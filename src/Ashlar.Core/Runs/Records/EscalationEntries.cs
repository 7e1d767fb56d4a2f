using Ashlar.Core.Journal;
using Ashlar.Core.Secrets;

namespace Ashlar.Core.Runs.Records;

/// <summary>Body of <c>escalation.raised</c>.</summary>
/// <param name="Key">The step.</param>
/// <param name="Id">The escalation's id in the run: <c>E1</c>, <c>E2</c> …</param>
/// <param name="Kind">The kind, as in the tool <c>Escalate</c>; <c>report</c> for a discrepancy, <c>environment</c> for a gate that cannot run.</param>
/// <param name="Summary">The question.</param>
/// <param name="Details">More of it, or null.</param>
/// <param name="Options">Suggested answers.</param>
/// <param name="Paths">The files it is about.</param>
/// <param name="Tried">What was tried, from the journal.</param>
/// <param name="Commit">The green commit that waits, or null.</param>
public sealed record EscalationRaised(
    [property: Structure] string Key,
    [property: Structure] string Id,
    [property: Structure] string Kind,
    string Summary,
    string? Details,
    IReadOnlyList<string> Options,
    IReadOnlyList<string> Paths,
    IReadOnlyList<string> Tried,
    [property: Structure] string? Commit = null
) : IStep
{
    static string IEvent.Type => "escalation.raised";

    /// <summary>The gates that it is about, by name.</summary>
    [Structure]
    public IReadOnlyList<string> Gates { get; init; } = [];
}

/// <summary>Body of <c>escalation.answered</c>.</summary>
/// <param name="Key">The escalation's id.</param>
/// <param name="Id">The escalation's id.</param>
/// <param name="Text">The answer.</param>
/// <param name="With">Documents that the person changed: path and artifact.</param>
public sealed record EscalationAnswered(
    [property: Structure] string Key,
    [property: Structure] string Id,
    MaskedText Text,
    IReadOnlyList<RecordedDocument> With
) : IStep
{
    static string IEvent.Type => "escalation.answered";
}
