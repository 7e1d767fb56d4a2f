using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Sandboxes.Host;
using Ashlar.Core.Sandboxes.Kernel;

namespace Ashlar.Core.Sandboxes.Mounts;

/// <summary>
/// The package stores of the user that the commands of a run see: those of the ecosystems that its repository uses. They are read-only, so
/// no command can change what other projects of the user get.
/// </summary>
internal sealed class PackageStores
{
    private readonly IReadOnlyList<StoreView> views;

    private PackageStores(IReadOnlyList<StoreView> views) => this.views = views;

    /// <summary>No stores.</summary>
    public static PackageStores None { get; } = new([]);

    /// <summary>The stores of the user for a repository.</summary>
    /// <param name="user">Where the user keeps things.</param>
    /// <param name="files">The repository's files.</param>
    /// <param name="known">The stores of all ecosystems.</param>
    public static PackageStores Of(UserPlaces user, IEnumerable<string> files, IReadOnlyList<IPackageStore> known)
    {
        var unseen = known.ToList();
        var used = new List<IPackageStore>();
        foreach (var file in files)
        {
            used.AddRange(unseen.Where(store => store.IsUsedBy(file.AsSpan(file.LastIndexOf('/') + 1))));
            unseen.RemoveAll(used.Contains);
            if (unseen.Count == 0)
            {
                break;
            }
        }

        return new PackageStores([.. used.Select(store => Find(store, user)).OfType<StoreView>()]);
    }

    // A store that cannot be looked into is none.
    private static StoreView? Find(IPackageStore store, UserPlaces user)
    {
        try
        {
            return store.Find(user);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Adds what a command sees of them, and says by which variables its tools find it.</summary>
    /// <param name="arguments">The list to add to.</param>
    /// <param name="mounts">What else the command sees: nothing that holds it is shown.</param>
    /// <param name="caches">The folder on the host for what tools keep.</param>
    /// <param name="reachesHosts">Whether the command may fetch something.</param>
    public Dictionary<string, string> AddTo(SandboxArguments arguments, SandboxMounts mounts, string caches, bool reachesHosts)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var view in views)
        {
            if (view.Private is { } own && (reachesHosts || Directory.Exists(Path.Combine(caches, own.Folder))))
            {
                Set(view.Variables);
                Set(own.Variables);
            }
            else
            {
                Set(view.Variables);
                foreach (var (source, shown) in view.Mounts.Where(mount => !Holds(mount.Source, mounts) && seen.Add(mount.Shown)))
                {
                    arguments.Add("--ro-bind", source, shown);
                }
            }

            if (!reachesHosts)
            {
                Set(view.Offline);
                foreach (var (path, text) in view.Files)
                {
                    arguments.Add("--ro-bind-data", arguments.Number(MemoryText.Open(text)), path);
                }
            }
        }

        return variables;

        void Set(IEnumerable<KeyValuePair<string, string>> pairs)
        {
            foreach (var (name, value) in pairs)
            {
                variables[name] = value;
            }
        }
    }

    // What is worked on, and Ashlar's own state, are shown as the policy says and in no other way.
    private static bool Holds(string folder, SandboxMounts mounts) =>
        mounts
            .HiddenOutside.Append(mounts.Root)
            .Append(mounts.ShownRoot)
            .Any(path => ToolRoots.IsWithin(path, folder) || ToolRoots.IsWithin(folder, path));
}
