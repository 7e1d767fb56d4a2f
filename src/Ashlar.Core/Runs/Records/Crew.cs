namespace Ashlar.Core.Runs.Records;

/// <summary>An agent that works on tasks, and who reviews what it leaves.</summary>
/// <param name="Author">The agent.</param>
/// <param name="Reviewer">Who reviews, or null for nobody.</param>
public sealed record Crew(Seat Author, Reviewer? Reviewer);

/// <summary>An agent of a pipeline before the run's own, as recorded in <c>run.started</c>.</summary>
public sealed record RecordedPart(RecordedAgent Author, RecordedReviewer? Reviewer);
