using Ashlar.Core.Secrets;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Replays;

/// <summary>Writes a run to a file that others can execute again.</summary>
/// <param name="surroundings">What a run is given from outside.</param>
public sealed class RunExport(RunSurroundings surroundings)
{
    /// <summary>Writes it.</summary>
    /// <param name="folder">The run.</param>
    /// <param name="path">The file; one that is there is replaced once the new one is whole.</param>
    /// <param name="root">Where the run's repository lies, when that is not the recorded place.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ProblemException">Something of the run is gone, or it holds a secret; exit status 2.</exception>
    public async Task WriteAsync(RunFolder folder, string path, string? root, CancellationToken cancellationToken)
    {
        try
        {
            await RunArchive
                .WriteAsync(folder, path, surroundings.StatePath, root, surroundings.Programs, MaskAsync, cancellationToken)
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

    /// <summary>All secrets that have a value here: those of the configuration, of the file of secrets, and the keys of models.</summary>
    private async Task<SecretMask> MaskAsync(Repository repository, string commit, CancellationToken cancellationToken)
    {
        var start = await StartCommit.ReadAsync(repository, commit, cancellationToken).ConfigureAwait(false);
        var store = SecretStore.Open(repository.Root, surroundings.Environment);
        var names = PolicyParts.SecretNames(start.Configuration).Where(name => store.Find(name) is not null);
        return store.MaskOf(names).With(surroundings.ModelKeys.Where(key => SecretMask.Refusal(key.Key, key.Value) is null));
    }
}
