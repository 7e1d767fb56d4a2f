using Ashlar.Core.Sandboxes.Mounts;

namespace Ashlar.Core.Stacks.Ruby;

/// <summary>Ruby: the gems that the user installed for himself or herself, before those of the system.</summary>
internal sealed class RubyStore : IPackageStore
{
    /// <inheritdoc/>
    public bool IsUsedBy(ReadOnlySpan<char> name) => name is "Gemfile" || name.EndsWith(".gemspec", StringComparison.Ordinal);

    /// <inheritdoc/>
    public StoreView Find(UserPlaces user)
    {
        var homes = new[] { user.Folder(null, "", ".local/share/gem/ruby"), user.Folder(null, "", ".gem/ruby") }
            .OfType<string>()
            .SelectMany(Directory.EnumerateDirectories)
            .Append(user.Folder("GEM_HOME", ""))
            .OfType<string>()
            .ToList();
        var bundle = user.Folder("BUNDLE_PATH", "");
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        if (homes.Count > 0)
        {
            // What follows the last colon is the system's own path.
            variables["GEM_PATH"] = string.Join(':', homes.Select(UserPlaces.Shown)) + ":";
        }

        if (bundle is not null)
        {
            variables["BUNDLE_PATH"] = UserPlaces.Shown(bundle);
        }

        return new StoreView { Mounts = UserPlaces.Mounts([.. homes, bundle]), Variables = variables };
    }
}
