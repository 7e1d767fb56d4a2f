using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Python;

/// <summary>Where a tool is configured: <c>FILE:SECTION</c>, or <c>FILE:</c> for a file that is its configuration as a whole.</summary>
internal static class PythonPlaces
{
    /// <summary>The first of the places that is there.</summary>
    /// <param name="files">The repository.</param>
    /// <param name="folder">The folder in which they are looked for.</param>
    /// <param name="places">The places.</param>
    /// <returns>The path, and the line of a section; null for none.</returns>
    public static (string Path, int? Line)? First(RepositoryFiles files, string folder, IEnumerable<string> places)
    {
        foreach (var place in places)
        {
            var colon = place.IndexOf(':', StringComparison.Ordinal);
            var (path, section) = (RepositoryPath.In(folder, place[..colon]), place[(colon + 1)..]);
            if (!files.Has(path))
            {
                continue;
            }

            if (section.Length == 0)
            {
                return (path, null);
            }

            if (files.Section(path, section) is { } line)
            {
                return (path, line);
            }
        }

        return null;
    }
}
