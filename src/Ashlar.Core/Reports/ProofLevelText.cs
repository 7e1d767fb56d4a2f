using Ashlar.Core.Gates;
using Ashlar.Core.Judging.Measuring;

namespace Ashlar.Core.Reports;

/// <summary>The contract's words for proof levels and gate verdicts.</summary>
public static class ProofLevelText
{
    /// <summary>The word of a proof level, as in the trailer <c>Ashlar-Proof</c>.</summary>
    public static string Word(this ProofLevel proof) =>
        proof switch
        {
            ProofLevel.RedGreen => "red-green",
            ProofLevel.RegressionOnly => "regression-only",
            ProofLevel.RedByIntent => "red-by-intent",
            ProofLevel.NoCode => "no-code",
            ProofLevel.NotExamined => "not-examined",
            ProofLevel.Unnoticed => "unnoticed",
            _ => "attested",
        };

    /// <summary>A proof level with what tests notice: <c>red-green, noticed 5/6</c>.</summary>
    public static string Words(string proof, NoticedCount? noticed) => noticed is null ? proof : $"{proof}, noticed {noticed}";

    /// <summary>The level of a word, or null where it is none.</summary>
    public static ProofLevel? Parse(string word) =>
        word switch
        {
            "red-green" => ProofLevel.RedGreen,
            "regression-only" => ProofLevel.RegressionOnly,
            "red-by-intent" => ProofLevel.RedByIntent,
            "no-code" => ProofLevel.NoCode,
            "not-examined" => ProofLevel.NotExamined,
            "unnoticed" => ProofLevel.Unnoticed,
            "attested" => ProofLevel.Attested,
            _ => null,
        };

    /// <summary>How strong a proof is, weakest first: 0 for none, a person's word or an unknown one.</summary>
    public static int Strength(string? word) =>
        word switch
        {
            "red-green" => 4,
            "regression-only" => 3,
            "red-by-intent" => 2,
            "no-code" => 1,
            _ => 0,
        };

    /// <summary>The word of a gate's verdict.</summary>
    public static string Word(this GateStatus status) =>
        status switch
        {
            GateStatus.Green => "green",
            GateStatus.Red => "red",
            GateStatus.Known => "known",
            _ => "env",
        };
}
