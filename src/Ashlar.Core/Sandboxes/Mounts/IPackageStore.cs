namespace Ashlar.Core.Sandboxes.Mounts;

/// <summary>What one ecosystem keeps for all projects of a user: packages that were downloaded once.</summary>
internal interface IPackageStore
{
    /// <summary>Whether a file shows that a repository uses the ecosystem.</summary>
    /// <param name="name">The file's name, without folders.</param>
    bool IsUsedBy(ReadOnlySpan<char> name);

    /// <summary>How commands see the store of this user.</summary>
    StoreView Find(UserPlaces user);
}
