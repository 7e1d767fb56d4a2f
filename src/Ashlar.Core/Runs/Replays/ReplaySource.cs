using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Starts;
using Ashlar.Core.Sandboxes.Host;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Replays;

/// <summary>Where a recorded run and its commits come from.</summary>
public abstract class ReplaySource
{
    /// <summary>A run of this state folder.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="root">The repository's root where it is not the recorded one; null for the recorded one.</param>
    public static ReplaySource Of(RunFolder folder, string? root) => new KnownRun(folder, root);

    /// <summary>A run that was exported to a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="root">The repository that the person stands in, where commands see the run's files; null outside of one.</param>
    public static ReplaySource File(string path, string? root) => new ExportedRun(path, root);

    /// <summary>Makes the place with all that is needed in it.</summary>
    internal abstract Task<ReplayScene> OpenAsync(string state, HostPrograms programs, CancellationToken cancellationToken);

    private sealed class ExportedRun(string path, string? root) : ReplaySource
    {
        internal override async Task<ReplayScene> OpenAsync(string state, HostPrograms programs, CancellationToken cancellationToken)
        {
            _ = await UserGit.FindAsync(programs, cancellationToken).ConfigureAwait(false);
            return await ImportedRun.OpenAsync(path, state, root, programs, cancellationToken).ConfigureAwait(false);
        }
    }

    private sealed class KnownRun(RunFolder folder, string? root) : ReplaySource
    {
        internal override async Task<ReplayScene> OpenAsync(string state, HostPrograms programs, CancellationToken cancellationToken)
        {
            var recorded = new RecordedRun(folder);
            var repository = await RecordedRepository.FindAsync(recorded, root, programs, cancellationToken).ConfigureAwait(false);
            var place = ReplayPlace.Create(state, recorded.Id, repository.Programs.Git!);
            try
            {
                await place.TakeAsync(repository, recorded.Commits, cancellationToken).ConfigureAwait(false);
                place.Take(folder.Artifacts);
                return new ReplayScene(recorded, repository, place) { IsOfThisMachine = true };
            }
            catch
            {
                place.Dispose();
                throw;
            }
        }
    }
}

/// <summary>A recorded run and the place where it is executed again.</summary>
/// <param name="recorded">The run.</param>
/// <param name="repository">The repository that has its commits.</param>
/// <param name="place">The place.</param>
internal sealed class ReplayScene(RecordedRun recorded, Repository repository, ReplayPlace place) : IDisposable
{
    /// <summary>The run.</summary>
    public RecordedRun Recorded => recorded;

    /// <summary>The repository that has its commits.</summary>
    public Repository Repository => repository;

    /// <summary>The place.</summary>
    public ReplayPlace Place => place;

    /// <summary>The repository as the repetition sees it: files are where they stood, commits go to the place.</summary>
    public Repository Own { get; } = repository with { GitDirectory = place.GitDirectory, CommonDirectory = place.GitDirectory };

    /// <summary>Whether the record is one of this state folder, not one that was brought along.</summary>
    public bool IsOfThisMachine { get; init; }

    /// <summary>How commands are contained: as this command line and this machine say.</summary>
    public ContainmentChoice Containment { get; set; } = ContainmentChoice.OfStranger(unsafeNoSandbox: false);

    /// <summary>What the run was started with, as it holds here.</summary>
    public RunStarted Here(PreparedRun parts) =>
        Paths.Here(recorded.Started) with
        {
            Gates = Containment.Of(recorded.Started.Gates, parts.Configuration),
            Python = parts.Stage.World.Python,
        };

    /// <summary>The paths then and now.</summary>
    public ReplayPaths Paths => field ??= new ReplayPaths(recorded, Own, place);

    /// <inheritdoc />
    public void Dispose() => place.Dispose();
}
