using Ashlar.Core.Sandboxes.Mounts;

namespace Ashlar.Core.Stacks.Rust;

/// <summary>Rust: cargo takes a folder that cannot be written as it is, without its locks.</summary>
internal sealed class CargoStore : IPackageStore
{
    private static readonly string[] Parts = ["registry", "git"];

    /// <inheritdoc/>
    public bool IsUsedBy(ReadOnlySpan<char> name) => name is "Cargo.toml";

    /// <inheritdoc/>
    public StoreView Find(UserPlaces user)
    {
        var home = user.Folder("CARGO_HOME", "", ".cargo");
        var parts = Parts.Select(part => home is null ? null : user.Existing(Path.Combine(home, part))).OfType<string>().ToList();
        var sources = home is null ? "" : CargoSources.Of(home);
        var isThere = parts.Count > 0 || sources.Length > 0;
        return new StoreView
        {
            // Without the settings and credentials that lie beside them.
            Mounts = [.. parts.Select(part => (part, $"{SystemMounts.Stores}/cargo/{Path.GetFileName(part)}"))],
            Variables = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["CARGO_HOME"] = isThere ? $"{SystemMounts.Stores}/cargo" : PrivateStore.PathOf("cargo"),
            },
            Offline = new Dictionary<string, string>(StringComparer.Ordinal) { ["CARGO_NET_OFFLINE"] = "true" },
            Files =
                sources.Length > 0
                    ? new Dictionary<string, string>(StringComparer.Ordinal) { [$"{SystemMounts.Stores}/cargo/config.toml"] = sources }
                    : new Dictionary<string, string>(StringComparer.Ordinal),
            Private = PrivateStore.Named("cargo", "CARGO_HOME"),
        };
    }
}
