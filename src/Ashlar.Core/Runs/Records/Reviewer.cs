namespace Ashlar.Core.Runs.Records;

/// <summary>Who reviews the tasks of a run.</summary>
/// <param name="Name">The agent's name, or <see cref="Person"/>.</param>
/// <param name="Rounds">Reviews by an agent without approval after which a person is asked.</param>
public sealed record Reviewer(string Name, int Rounds)
{
    /// <summary>The word for a person.</summary>
    public const string Person = "human";

    /// <summary>The word for nobody.</summary>
    public const string Nobody = "none";

    /// <summary>The agent with all that it needs; null where a person reviews.</summary>
    public Seat? Agent { get; init; }
}

/// <summary>The reviewer as recorded in <c>run.started</c>.</summary>
/// <param name="Name">The agent's name, or <c>human</c>.</param>
/// <param name="Rounds">Reviews without approval after which a person is asked.</param>
/// <param name="Path">The agent's file, or null for a person.</param>
/// <param name="Content">The artifact with the agent's file, or null.</param>
/// <param name="Model">The model's full name, or null.</param>
public sealed record RecordedReviewer(
    [property: Structure] string Name,
    int Rounds,
    [property: Structure] string? Path,
    [property: Structure] string? Content,
    [property: Structure] string? Model
);
