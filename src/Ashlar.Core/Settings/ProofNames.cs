namespace Ashlar.Core.Settings;

/// <summary>Proof levels as they are written: <c>red-green</c>, <c>regression-only</c>, <c>red-by-intent</c>, <c>no-code</c>, <c>attested</c>.</summary>
public static class ProofNames
{
    /// <summary>All names, strongest first.</summary>
    public static IReadOnlyList<string> All { get; } = ["red-green", "regression-only", "red-by-intent", "no-code", "attested"];

    /// <summary>The level of a name, or null where it is none.</summary>
    public static ProofLevel? Parse(string name)
    {
        for (var i = 0; i < All.Count; i++)
        {
            if (string.Equals(All[i], name, StringComparison.Ordinal))
            {
                return (ProofLevel)i;
            }
        }

        return null;
    }

    /// <summary>The name of a level.</summary>
    public static string NameOf(ProofLevel level) => All[(int)level];

    /// <summary>Whether a proof is at least as strong as what is asked for; nothing asked for accepts all.</summary>
    public static bool Suffices(ProofLevel proof, ProofLevel? required) => required is null || proof <= required;
}
