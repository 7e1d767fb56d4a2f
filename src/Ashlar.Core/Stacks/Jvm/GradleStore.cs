using Ashlar.Core.Sandboxes.Mounts;

namespace Ashlar.Core.Stacks.Jvm;

/// <summary>
/// Gradle: its own read-only cache of dependencies, the distributions that wrappers fetched, and the user's scripts that say where artefacts come from.
/// </summary>
internal sealed class GradleStore : IPackageStore
{
    private const string Home = $"{SystemMounts.Stores}/gradle";

    /// <inheritdoc/>
    public bool IsUsedBy(ReadOnlySpan<char> name) =>
        name is "build.gradle" or "build.gradle.kts" or "settings.gradle" or "settings.gradle.kts" or "gradlew";

    /// <inheritdoc/>
    public StoreView Find(UserPlaces user)
    {
        var modules = user.Folder("GRADLE_USER_HOME", "caches/modules-2", ".gradle/caches/modules-2");
        var distributions = Distributions(user.Folder("GRADLE_USER_HOME", "wrapper/dists", ".gradle/wrapper/dists"));
        var scripts = GradleScripts.Of(user);
        var mounts = new List<(string, string)>([
            .. distributions,
            .. scripts.Select(script => (script.Source, $"{Home}/init.d/{script.Name}")),
        ]);
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["GRADLE_USER_HOME"] = mounts.Count > 0 ? Home : $"{SystemMounts.Caches}/gradle",
            // What Java looks for to learn the bounds of its container, commands do not see, and it fails over that.
            ["GRADLE_OPTS"] = "-Dorg.gradle.daemon=false -XX:-UseContainerSupport",
        };
        if (modules is not null)
        {
            mounts.Add((modules, $"{SystemMounts.Stores}/gradle-cache/modules-2"));
            variables["GRADLE_RO_DEP_CACHE"] = $"{SystemMounts.Stores}/gradle-cache";
        }

        return new StoreView { Mounts = mounts, Variables = variables };
    }

    // The lock beside a distribution is written whenever it is used.
    private static List<(string, string)> Distributions(string? folder) =>
        folder is null
            ? []
            :
            [
                .. Directory
                    .EnumerateDirectories(folder)
                    .SelectMany(Directory.EnumerateDirectories)
                    .SelectMany(Directory.EnumerateFileSystemEntries)
                    .Where(path => Directory.Exists(path) || path.EndsWith(".ok", StringComparison.Ordinal))
                    .Select(path => (path, $"{Home}/wrapper/dists{path[folder.Length..]}")),
            ];
}
