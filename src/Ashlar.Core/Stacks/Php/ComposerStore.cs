using Ashlar.Core.Sandboxes.Mounts;

namespace Ashlar.Core.Stacks.Php;

/// <summary>PHP: Composer's cache, which it can be told not to write.</summary>
internal sealed class ComposerStore : IPackageStore
{
    /// <inheritdoc/>
    public bool IsUsedBy(ReadOnlySpan<char> name) => name is "composer.json";

    /// <inheritdoc/>
    public StoreView Find(UserPlaces user)
    {
        var cache = user.Folder("COMPOSER_CACHE_DIR", "", ".cache/composer", ".composer/cache");
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        if (cache is not null)
        {
            variables["COMPOSER_CACHE_DIR"] = UserPlaces.Shown(cache);
            variables["COMPOSER_CACHE_READ_ONLY"] = "1";
        }

        return new StoreView
        {
            Mounts = UserPlaces.Mounts(cache),
            Variables = variables,
            Offline = new Dictionary<string, string>(StringComparer.Ordinal) { ["COMPOSER_DISABLE_NETWORK"] = "1" },
        };
    }
}
