using Ashlar.Core;
using Ashlar.Core.Runs;
using Ashlar.Core.Settings;

namespace Ashlar.Cli;

/// <summary>Where a command looks for runs: the state folder, and the repository it was started in.</summary>
/// <param name="Catalog">The runs.</param>
/// <param name="Repository">The checkout's root, or null outside a repository.</param>
internal sealed record StatePlace(RunCatalog Catalog, string? Repository)
{
    /// <summary>The place of a command.</summary>
    public static async Task<StatePlace> FindAsync(CommandIo io, CancellationToken cancellation)
    {
        try
        {
            return new StatePlace(
                CatalogOf(io),
                (await Ashlar.Core.Workspaces.Repository.FindAsync(io.Directory, cancellation).ConfigureAwait(false)).Root
            );
        }
        catch (ProblemException)
        {
            return new StatePlace(CatalogOf(io), null);
        }
    }

    /// <summary>The runs of all repositories.</summary>
    public static RunCatalog CatalogOf(CommandIo io) => new(StateFolder.Of(io.Environment).Path);
}
