namespace Ashlar.Core.Sandboxes.Mounts;

/// <summary>How commands see what one ecosystem keeps for all projects of a user. Nothing in it can be written.</summary>
internal sealed record StoreView
{
    /// <summary>What is shown read-only: the folder or file on the machine, and the absolute path at which commands see it.</summary>
    public IReadOnlyList<(string Source, string Shown)> Mounts { get; init; } = [];

    /// <summary>Small files that are laid out for commands: content by absolute path.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Variables by which the tools find the store.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Further variables for commands that reach no host, so that tools do not wait for an answer.</summary>
    public IReadOnlyDictionary<string, string> Offline { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// For tools that know one store only: what replaces this view for commands that may fetch something, and from then on.
    /// Null for tools that use the user's store and a private one side by side.
    /// </summary>
    public PrivateStore? Private { get; init; }
}

/// <summary>A store of the commands' own.</summary>
/// <param name="Folder">Its name in the folder for what tools keep.</param>
/// <param name="Variables">The variables by which the tools find it.</param>
internal sealed record PrivateStore(string Folder, IReadOnlyDictionary<string, string> Variables)
{
    /// <summary>A store whose path one variable names.</summary>
    public static PrivateStore Named(string folder, string variable) =>
        new(folder, new Dictionary<string, string>(StringComparer.Ordinal) { [variable] = PathOf(folder) });

    /// <summary>The path of such a store as commands see it.</summary>
    public static string PathOf(string folder) => $"{SystemMounts.Caches}/{folder}";
}
