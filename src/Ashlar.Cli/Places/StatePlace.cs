using Ashlar.Cli.Terminal;
using Ashlar.Core;
using Ashlar.Core.Runs.Landings;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Starts;
using Ashlar.Core.Settings;

namespace Ashlar.Cli.Places;

/// <summary>Where a command looks for runs: the state folder, and the repository it was started in.</summary>
/// <param name="Catalog">The runs.</param>
/// <param name="Place">The repository, or null outside of any.</param>
internal sealed record StatePlace(RunCatalog Catalog, RepositoryPlace? Place)
{
    private Problem? hindrance;

    /// <summary>The checkout's root, or null outside a repository.</summary>
    public string? Repository => Place?.Root;

    /// <summary>The place of a command.</summary>
    public static async Task<StatePlace> FindAsync(CommandIo io, CancellationToken cancellation)
    {
        try
        {
            var repository = await Ashlar
                .Core.Workspaces.Repository.FindAsync(io.Directory, io.Programs, cancellation, needsCommit: false)
                .ConfigureAwait(false);
            return new StatePlace(CatalogOf(io), new RepositoryPlace(repository.Root, repository.CommonDirectory));
        }
        catch (ProblemException trouble) when (trouble.Problems[0].Code is "repository.none" or "repository.refused")
        {
            return new StatePlace(CatalogOf(io), null)
            {
                hindrance = trouble.Problems[0].Code is "repository.refused" ? trouble.Problems[0] : null,
            };
        }
    }

    /// <summary>The run with an id, or the newest run of the repository when the id is null, and where it stands, to be shown; damage is said.</summary>
    /// <exception cref="ProblemException">There is none, or nothing of it can be read.</exception>
    public async Task<(RunFolder Folder, RunState State)> FindRunAsync(string? id, CommandIo io, CancellationToken cancellation) =>
        Catalog.Find((await LocateAsync(id, io, cancellation).ConfigureAwait(false)).Id, Place, io.Warn);

    /// <summary>The same for a command that acts on where it stands.</summary>
    /// <exception cref="ProblemException">There is none, or its journal is damaged.</exception>
    public async Task<(RunFolder Folder, RunState State)> FindWholeAsync(string? id, CommandIo io, CancellationToken cancellation) =>
        Catalog.FindWhole((await LocateAsync(id, io, cancellation).ConfigureAwait(false)).Id, Place, io.Warn);

    /// <summary>The same of a run that somebody means to resume.</summary>
    /// <exception cref="ProblemException">There is none, its journal is damaged, or it was given up.</exception>
    public async Task<(RunFolder Folder, RunState State)> FindToResumeAsync(string? id, CommandIo io, CancellationToken cancellation)
    {
        var (folder, state) = await FindWholeAsync(id, io, cancellation).ConfigureAwait(false);
        RunUndoing.Refuse(folder, state);
        return (folder, state);
    }

    /// <summary>The folder of the run with an id, or of the newest run of the repository when the id is null.</summary>
    /// <exception cref="ProblemException">There is none; where the repository was moved away from its runs, that is said with the way back.</exception>
    public async Task<RunFolder> LocateAsync(string? id, CommandIo io, CancellationToken cancellation)
    {
        var named = Named(id);
        try
        {
            return Catalog.Locate(named, Place, io.Warn);
        }
        catch (ProblemException none) when (named is null && none.Problems[0].Code is "run.none")
        {
            var moved = await MovedAsync(io, cancellation).ConfigureAwait(false);
            if (moved.Count == 0)
            {
                throw;
            }

            throw new ProblemException([.. moved.Select(problem => problem with { Warning = false })]);
        }
    }

    /// <summary>The runs of the repository, and how many places there are from which it was moved while a run waited; of these it is warned.</summary>
    public async Task<(IReadOnlyList<(RunFolder Folder, RunState State, bool IsWhole)> Runs, int Moved)> RunsAsync(
        CommandIo io,
        CancellationToken cancellation
    )
    {
        var runs = Catalog.Runs(Place, io.Warn);
        var moved = await MovedAsync(io, cancellation).ConfigureAwait(false);
        foreach (var problem in moved)
        {
            io.Warn(problem);
        }

        return (runs, moved.Count);
    }

    private async Task<IReadOnlyList<Problem>> MovedAsync(CommandIo io, CancellationToken cancellation) =>
        Place is null ? [] : await RunRepository.MovedAsync(Catalog.Strayed(), io.Programs, Place, cancellation).ConfigureAwait(false);

    private string? Named(string? id) =>
        id is null && Repository is null
            ? throw new ProblemException(
                hindrance
                    ?? new Problem("run.none", "this folder lies in no repository that could have a newest run")
                    {
                        Remedy = "Name the run, or give its repository with -C",
                    }
            )
            : id;

    /// <summary>The runs of all repositories.</summary>
    public static RunCatalog CatalogOf(CommandIo io) => new(new FolderStore(StateFolder.Of(io.Environment).Path));
}
