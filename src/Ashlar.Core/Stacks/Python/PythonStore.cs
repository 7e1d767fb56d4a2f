using Ashlar.Core.Sandboxes.Mounts;

namespace Ashlar.Core.Stacks.Python;

/// <summary>Python: packages that the user installed for himself or herself, and the environments of pre-commit's hooks.</summary>
internal sealed class PythonStore : IPackageStore
{
    /// <inheritdoc/>
    public bool IsUsedBy(ReadOnlySpan<char> name) =>
        name.EndsWith(".py", StringComparison.Ordinal) || name is "pyproject.toml" or ".pre-commit-config.yaml";

    /// <inheritdoc/>
    public StoreView Find(UserPlaces user)
    {
        var installed = user.Folder("PYTHONUSERBASE", "lib", ".local/lib");
        var hasPackages = installed is not null && Directory.EnumerateDirectories(installed, "python3*").Any();
        var hooks = user.Folder("PRE_COMMIT_HOME", "", ".cache/pre-commit");
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PYTHONUSERBASE"] = hasPackages ? Path.GetDirectoryName(UserPlaces.Shown(installed!))! : PrivateStore.PathOf("python"),
        };
        if (hooks is not null)
        {
            // A store that cannot be written is one that pre-commit only reads.
            variables["PRE_COMMIT_HOME"] = UserPlaces.Shown(hooks);
        }

        return new StoreView
        {
            Mounts = UserPlaces.Mounts(hasPackages ? installed : null, hooks),
            Variables = variables,
            Private = PrivateStore.Named("python", "PYTHONUSERBASE"),
        };
    }
}
