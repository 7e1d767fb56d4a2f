namespace Ashlar.Core.Runs.Starts;

/// <summary>
/// Which variables of the user's environment programs of the host (push, <c>gh</c>, <c>notify</c>) do not get: model keys and secrets by their
/// names, and whatever else holds a model key. A proxy's password stays where it is, since these programs need the proxy.
/// </summary>
/// <param name="keys">Keys of the providers by name.</param>
/// <param name="secrets">Names of secrets.</param>
public sealed class WithheldVariables(IReadOnlyDictionary<string, string> keys, IEnumerable<string> secrets)
{
    private readonly HashSet<string> names = [.. keys.Keys, .. secrets];
    private readonly ProviderKeyCheck check = new(
        keys.Where(key => !key.Key.EndsWith(".password", StringComparison.Ordinal)).ToDictionary(StringComparer.Ordinal)
    );

    /// <summary>Whether a variable is left out.</summary>
    public bool Contains(string name, string value) => names.Contains(name) || check.KeyIn(value) is not null;
}
