using Ashlar.Core.Sandboxes.Host;

namespace Ashlar.Core.Sandboxes.Mounts;

/// <summary>Where the user of the machine keeps things.</summary>
/// <param name="Home">The user's home folder, absolute.</param>
/// <param name="Variable">Looks a variable of the user's environment up.</param>
/// <param name="SearchPath">The absolute entries of PATH.</param>
internal sealed record UserPlaces(string Home, Func<string, string?> Variable, IReadOnlyList<string> SearchPath)
{
    /// <summary>The places of the user who runs this process.</summary>
    /// <param name="searchPath">The absolute entries of PATH.</param>
    public static UserPlaces OfProcess(IReadOnlyList<string> searchPath) =>
        new(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), Environment.GetEnvironmentVariable, searchPath);

    /// <summary>The folder that a variable names, else the first of the usual ones below HOME that is there; null where there is none.</summary>
    /// <param name="variable">The variable; null where no variable names it.</param>
    /// <param name="below">The rest of the path below what the variable names.</param>
    /// <param name="usual">Paths relative to HOME.</param>
    public string? Folder(string? variable, string below, params ReadOnlySpan<string> usual)
    {
        if (variable is not null && Variable(variable) is { } set && set.StartsWith('/'))
        {
            return Existing(Path.Combine(set, below));
        }

        foreach (var path in usual)
        {
            if (Existing(Path.Combine(Home, path)) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>Where commands see a folder: at its own path, but for folders that lie where commands keep their temporary files.</summary>
    public static string Shown(string folder) =>
        ToolRoots.IsWithin(folder, SystemMounts.Temporary) ? $"{SystemMounts.Stores}/at{folder}" : folder;

    /// <summary>Folders with the paths at which commands see them; null ones are left out.</summary>
    public static IReadOnlyList<(string Source, string Shown)> Mounts(params IEnumerable<string?> folders) =>
        [.. folders.OfType<string>().Select(folder => (folder, Shown(folder)))];

    /// <summary>The same path without a slash at its end, where it is a folder that holds neither HOME nor the whole machine.</summary>
    public string? Existing(string path)
    {
        var trimmed = Path.GetFullPath(path).TrimEnd('/');
        return trimmed.Length > 1 && !ToolRoots.IsWithin(Home, trimmed) && Directory.Exists(trimmed) ? trimmed : null;
    }
}
