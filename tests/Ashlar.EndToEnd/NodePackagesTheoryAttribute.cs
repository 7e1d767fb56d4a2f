using Xunit;

namespace Ashlar.EndToEnd;

/// <summary>
/// A test with real packages of the npm registry. They are looked for where <c>ASHLAR_NODE_PACKAGES</c> says, in a folder that holds
/// <c>node_modules</c> with vitest, mocha, ava, tap, tape, uvu, jest, tsx and playwright; without it the test is skipped.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NodePackagesTheoryAttribute : TheoryAttribute
{
    /// <summary>The folder, or null.</summary>
    public static string? Packages => Environment.GetEnvironmentVariable("ASHLAR_NODE_PACKAGES");

    /// <summary>Skips where the packages are not there.</summary>
    public NodePackagesTheoryAttribute()
    {
        if (Packages is null)
        {
            Skip = "ASHLAR_NODE_PACKAGES names no folder with installed packages";
        }
    }
}
