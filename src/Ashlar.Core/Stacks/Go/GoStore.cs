using Ashlar.Core.Sandboxes.Mounts;

namespace Ashlar.Core.Stacks.Go;

/// <summary>Go: what was downloaded serves as a module proxy, from which the private module cache is filled.</summary>
internal sealed class GoStore : IPackageStore
{
    /// <inheritdoc/>
    public bool IsUsedBy(ReadOnlySpan<char> name) => name is "go.mod" or "go.work";

    /// <inheritdoc/>
    public StoreView Find(UserPlaces user)
    {
        const string Downloads = "cache/download";
        var folder = user.Variable("GOMODCACHE") is { Length: > 0 }
            ? user.Folder("GOMODCACHE", Downloads)
            : user.Folder("GOPATH", $"pkg/mod/{Downloads}", $"go/pkg/mod/{Downloads}");
        return new StoreView
        {
            Mounts = UserPlaces.Mounts(folder),
            Variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["GOTOOLCHAIN"] = "local" },
            Offline = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["GOPROXY"] = folder is null ? "off" : new Uri(UserPlaces.Shown(folder)).AbsoluteUri,
                ["GONOPROXY"] = "none",
                // Checksums that go.sum has are compared all the same.
                ["GOSUMDB"] = "off",
            },
        };
    }
}
