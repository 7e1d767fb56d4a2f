namespace Ashlar.Core.Gates;

/// <summary>Files that stay in a checkout of gates although git does not have them.</summary>
internal static class BuildResults
{
    /// <summary>What builds on the run base leave for later ones; anything else that git does not have could steer a gate.</summary>
    public static bool Has(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        return name.EndsWith(".egg-info", StringComparison.Ordinal)
            || name
                is "bin"
                    or "obj"
                    or "target"
                    or "node_modules"
                    or ".venv"
                    or "venv"
                    or "env"
                    or ".mypy_cache"
                    or ".ruff_cache"
                    or "build"
                    or "dist";
    }
}
