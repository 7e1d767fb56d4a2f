using Ashlar.Core.Judging.Measuring;
using Ashlar.Core.Reports;

namespace Ashlar.Core.Runs.Records;

/// <summary>Where a task is in a run.</summary>
/// <param name="Id">Its id.</param>
/// <param name="State"><c>pending</c>, <c>running</c>, <c>waiting</c>, <c>done</c>, <c>failed</c> or <c>skipped</c>.</param>
/// <param name="Iterations">Gate cycles so far.</param>
/// <param name="Commit">The commit that ticks it, or null.</param>
/// <param name="Proof">The proof level, or null.</param>
public sealed record TaskProgress(string Id, string State, int Iterations, string? Commit, string? Proof)
{
    /// <summary>Its title.</summary>
    public string Title { get; init; } = "";

    /// <summary>The number of the attempt, from 1; 0 before the first.</summary>
    public int Attempt { get; init; }

    /// <summary>USD for all its requests, failed attempts and reviews too; null when the price of one is unknown.</summary>
    public decimal? Cost { get; init; } = 0;

    /// <summary>The task base of the attempt, or null.</summary>
    public string? Base { get; init; }

    /// <summary>How many parts of its change a test notices when they are taken away; null where none was.</summary>
    public NoticedCount? Noticed { get; init; }

    /// <summary>The proof level with what tests notice, in a few words; empty without a proof.</summary>
    public string ProofWords => Proof is null ? "" : ProofLevelText.Words(Proof, Noticed);

    /// <summary>Whether it is done and builds on a task that was opened again since; the end of the run looks at it again.</summary>
    public bool Stale { get; init; }

    /// <summary>The files it changed.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>Why it failed, or null.</summary>
    public Problem? Problem { get; init; }

    /// <summary>Why it was skipped, or null.</summary>
    public string? SkippedBecause { get; init; }
}
