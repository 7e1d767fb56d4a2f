using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Starts;

namespace Ashlar.Core.Runs.Planning;

/// <summary>The values of a run that has begun, for those that put its parts together.</summary>
internal sealed record RunValues
{
    /// <summary>What the run is.</summary>
    public required RunFacts Facts { get; init; }

    /// <summary>Where it keeps what it knows.</summary>
    public required Recorder Recorder { get; init; }

    /// <summary>The repository, and who commits there.</summary>
    public required Committer Committer { get; init; }

    /// <summary>Where commands run.</summary>
    public required CommandPlace Commands { get; init; }

    /// <summary>How agents are talked to.</summary>
    public required Talks Talks { get; init; }

    /// <summary>Who works on each task one after the other; the last is the run's own agent.</summary>
    public required IReadOnlyList<Crew> Team { get; init; }

    /// <summary>Which variables no program of the host gets.</summary>
    public required WithheldVariables Withheld { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>The order in which tasks land that a repetition keeps to; null where they land as they come.</summary>
    public RecordedSequence? Sequence { get; init; }

    /// <summary>The trees that were written of worktrees.</summary>
    public WrittenTrees Trees => field ??= new WrittenTrees(Recorder, Committer, Facts.Started.Base);

    /// <summary>The run's own agent, and who reviews its work.</summary>
    public Crew Crew => Team[^1];
}
