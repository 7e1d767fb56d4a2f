namespace Ashlar.Core.Sandboxes.Host;

/// <summary>Where the state folder must not lie: where an agent could read and change it.</summary>
internal static class StateGround
{
    /// <summary>Looks at the folder and at what lies directly in it.</summary>
    /// <param name="untrusted">Folders whose content others decide on.</param>
    /// <param name="state">The state folder, or null for none.</param>
    /// <exception cref="ProblemException">It lies in one of them, or a link in it leads there; exit status 2.</exception>
    public static void Check(IReadOnlyList<string> untrusted, string? state)
    {
        var ground = new HostGround(untrusted);
        // A link within it leads as far away as one on the way to it.
        if (
            state is null
            || new[] { state }.Concat(Entries(state)).FirstOrDefault(place => ground.Containing(place) is not null) is not { } place
        )
        {
            return;
        }

        var what = place == state ? "the state folder" : "the state folder's";
        throw new ProblemException(
            new Problem(
                "state.in-repository",
                $"{what} {place} lies in {ground.Containing(place)}, where an agent could read and change it"
            )
            {
                Path = place,
                Remedy = "Set ASHLAR_HOME to a folder outside of every checkout and git directory, or unset it",
            }
        );
    }

    private static IEnumerable<string> Entries(string state)
    {
        try
        {
            return Directory.Exists(state) ? [.. Directory.EnumerateFileSystemEntries(state)] : [];
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
