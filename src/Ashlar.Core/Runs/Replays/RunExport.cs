using Ashlar.Core.Runs.Planning;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Starts;
using Ashlar.Core.Secrets;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Replays;

/// <summary>Writes a run to a file that others can execute again.</summary>
/// <param name="services">What a run is given from outside.</param>
public sealed class RunExport(RunHostServices services)
{
    /// <summary>Writes it.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="path">The file; one that is there is replaced once the new one is whole.</param>
    /// <param name="root">Where the run's repository lies, when that is not the recorded place.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ProblemException">Something of the run is gone, or it holds a secret; exit status 2.</exception>
    public async Task WriteAsync(RunFolder folder, string path, string? root, CancellationToken cancellationToken)
    {
        Task<SecretMask> MaskAsync(Repository repository, CancellationToken token) =>
            RunMask.OfAsync(services, folder, new RecordedRun(folder).State, token, repository);
        try
        {
            await RunArchive
                .WriteAsync(folder, path, services.StatePath, root, services.Programs, MaskAsync, cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception trouble) when (trouble is IOException or UnauthorizedAccessException)
        {
            throw new ProblemException(
                new Problem("replay.file-unwritable", $"the export cannot be written: {ShownText.Line(trouble.Message).TrimEnd('.')}")
                {
                    Path = path,
                    Remedy = "Name a file in a folder that you may write to",
                },
                inner: trouble
            );
        }
    }
}
