namespace Ashlar.Core.Settings;

/// <summary>What is asked of a change's tests, and how much is measured.</summary>
public sealed record ProofSettings
{
    /// <summary>
    /// The weakest proof that is accepted: <c>red-green</c>, <c>regression-only</c>, <c>red-by-intent</c>, <c>no-code</c> or <c>attested</c>,
    /// strongest first; null accepts every level.
    /// </summary>
    public string? Level { get; init; }

    /// <summary>How long the parts of one change may be taken away.</summary>
    public int Seconds { get; init; } = 120;

    /// <summary>How many parts of one change are taken away at most.</summary>
    public int Units { get; init; } = 8;
}
