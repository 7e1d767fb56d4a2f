using Ashlar.Core.Policies;

namespace Ashlar.Core.Runs.Places;

/// <summary>
/// Where tools keep their caches while an agent may not write at the root: beside the work, not in folders that are closed to them, so that
/// their complaints do not stand where the failures should.
/// </summary>
internal static class CachePlaces
{
    private const string Place = "/tmp/.ashlar-caches";

    // pytest: cache_dir; mypy, ruff, coverage and hypothesis: their documented variables.
    private static readonly (string Variable, string Value)[] variables =
    [
        ("PYTEST_ADDOPTS", $"-o cache_dir={Place}/pytest"),
        ("MYPY_CACHE_DIR", $"{Place}/mypy"),
        ("RUFF_CACHE_DIR", $"{Place}/ruff"),
        ("COVERAGE_FILE", $"{Place}/coverage"),
        ("HYPOTHESIS_STORAGE_DIRECTORY", $"{Place}/hypothesis"),
    ];

    /// <summary>The environment of an agent's commands under a scope; the same where it may write at the root.</summary>
    public static IReadOnlyDictionary<string, string> In(IReadOnlyDictionary<string, string> environment, IScope scope)
    {
        if (WritableRoots.Of(scope).Contains("", StringComparer.Ordinal))
        {
            return environment;
        }

        var with = new Dictionary<string, string>(environment, StringComparer.Ordinal);
        foreach (var (variable, value) in variables)
        {
            with[variable] = with.TryGetValue(variable, out var own)
                ? variable is "PYTEST_ADDOPTS" && !own.Contains("cache_dir", StringComparison.Ordinal)
                    ? $"{own} {value}"
                    : own
                : value;
        }

        return with;
    }
}
