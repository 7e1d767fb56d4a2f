using Ashlar.Core.Sandboxes.Mounts;

namespace Ashlar.Core.Stacks.Node;

/// <summary>npm, pnpm and yarn. npm's cache is shown without what it writes beside it; the archives of yarn lie where its loader looks for them.</summary>
internal sealed class NpmStore : IPackageStore
{
    private const string Shown = $"{SystemMounts.Stores}/npm";

    // The parts of npm's cache that hold packages; the rest of the folder is its own, and goes with the command.
    private static readonly string[] Parts = ["content-v2", "index-v5"];

    /// <inheritdoc/>
    public bool IsUsedBy(ReadOnlySpan<char> name) => name is "package.json";

    /// <inheritdoc/>
    public StoreView Find(UserPlaces user)
    {
        var cache = user.Folder("npm_config_cache", "_cacache", ".npm/_cacache");
        var parts = Parts
            .Select(part => cache is null ? null : user.Existing(Path.Combine(cache, part)))
            .OfType<string>()
            .Select(part => (part, $"{Shown}/_cacache/{Path.GetFileName(part)}"))
            .ToList();
        var folders = new[]
        {
            user.Folder("YARN_GLOBAL_FOLDER", "cache", ".yarn/berry/cache"),
            user.Folder("YARN_CACHE_FOLDER", "", ".cache/yarn"),
            user.Folder("PLAYWRIGHT_BROWSERS_PATH", "", ".cache/ms-playwright"),
            user.Folder("PUPPETEER_CACHE_DIR", "", ".cache/puppeteer"),
        };
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        if (parts.Count > 0)
        {
            variables["npm_config_cache"] = Shown;
        }

        if (folders[2] is { } browsers)
        {
            variables["PLAYWRIGHT_BROWSERS_PATH"] = UserPlaces.Shown(browsers);
        }

        if (folders[3] is { } puppeteer)
        {
            variables["PUPPETEER_CACHE_DIR"] = UserPlaces.Shown(puppeteer);
        }

        return new StoreView
        {
            Mounts = [.. parts, .. UserPlaces.Mounts(folders)],
            Variables = variables,
            Offline = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                // What is there is taken; what is not fails at once, without three waits.
                ["npm_config_prefer_offline"] = "true",
                ["npm_config_fetch_retries"] = "0",
                ["npm_config_audit"] = "false",
                ["npm_config_fund"] = "false",
                ["YARN_ENABLE_TELEMETRY"] = "0",
                // Another version of the manager, which package.json may ask for, could only be fetched; the one that is there does the work.
                ["npm_config_manage_package_manager_versions"] = "false",
                ["pnpm_config_pm_on_fail"] = "ignore",
                ["COREPACK_ENABLE_STRICT"] = "0",
                ["COREPACK_ENABLE_PROJECT_SPEC"] = "0",
            },
            Private = parts.Count > 0 ? PrivateStore.Named("npm", "npm_config_cache") : null,
        };
    }
}
