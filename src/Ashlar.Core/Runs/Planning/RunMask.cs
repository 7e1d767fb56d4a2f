using System.Text;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Starts;
using Ashlar.Core.Secrets;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Planning;

/// <summary>What must not be seen of a recorded run, for commands that only add to its record.</summary>
public static class RunMask
{
    /// <summary>
    /// The mask of the run, as far as its secrets have values here. A value that only the process knows which works on the run is masked
    /// when that process takes the words into the journal.
    /// </summary>
    /// <param name="services">What a run is given from outside.</param>
    /// <param name="folder">The run.</param>
    /// <param name="state">Where it stands.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="place">The repository with its commits, where that is not the recorded one.</param>
    public static async Task<SecretMask> OfAsync(
        RunHostServices services,
        RunFolder folder,
        RunState state,
        CancellationToken cancellationToken,
        Repository? place = null
    )
    {
        var resumption = new RunResumption(
            services,
            folder,
            ResumePoint.At(state.Started!),
            null,
            ContainmentChoice.Trusting(unsafeNoSandbox: false)
        )
        {
            Place = place,
        };
        try
        {
            return (await resumption.ReadAsync(cancellationToken).ConfigureAwait(false)).Rules.Mask;
        }
        catch (Exception trouble) when (IsExpected(trouble))
        {
            return await WithoutPartsAsync(services, state, place, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Of a run that cannot continue here, for instance since one of its secrets has no value: the others.</summary>
    private static async Task<SecretMask> WithoutPartsAsync(
        RunHostServices services,
        RunState state,
        Repository? place,
        CancellationToken cancellationToken
    )
    {
        var known = services.ModelKeys.ToList();
        try
        {
            var started = state.Started!;
            var repository =
                place
                ?? await Repository
                    .FindAsync(started.Repository, services.Programs, cancellationToken, needsCommit: false)
                    .ConfigureAwait(false);
            var store = SecretStore.Open(repository.Root, services.Environment);
            known.AddRange(store.Filed);
            var start = await StartCommit.ReadAsync(repository, started.Base, cancellationToken).ConfigureAwait(false);
            var names = PolicyParts.SecretNames(start.Configuration);
            known.AddRange(names.Select(name => KeyValuePair.Create(name, store.Find(name) ?? "")));
            known.AddRange(await LiteralsAsync(started, repository, cancellationToken).ConfigureAwait(false));
        }
        catch (Exception trouble) when (IsExpected(trouble))
        {
            // What is known up to here has to do.
        }

        return SecretMask.Of(known.Where(secret => SecretRefusal.Of(secret.Key, secret.Value) is null));
    }

    /// <summary>The literals of the definitions and documents that the run was given, as far as the repository has them.</summary>
    private static async Task<IReadOnlyList<KeyValuePair<string, string>>> LiteralsAsync(
        RunStarted started,
        Repository repository,
        CancellationToken cancellationToken
    )
    {
        var literals = new List<KeyValuePair<string, string>>();
        var files = await CommitFiles.ReadAsync(repository.Git, started.Head, cancellationToken).ConfigureAwait(false);
        var paths = started
            .LiftedFrom.Concat(started.Documents.Select(document => document.Path))
            .Append(started.AgentPath)
            .Concat(started.Pipeline.SelectMany(stage => new[] { stage.Author.Path, stage.Reviewer?.Path }).OfType<string>());
        foreach (var path in paths.Append(started.Review?.Path).OfType<string>().Distinct(StringComparer.Ordinal))
        {
            if (await files.ContentAsync(path, cancellationToken).ConfigureAwait(false) is { } content)
            {
                var lifted = SecretText.Lift(Encoding.UTF8.GetString(content));
                literals.AddRange(lifted.Secrets.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)));
            }
        }

        return literals;
    }

    private static bool IsExpected(Exception trouble) =>
        trouble is ProblemException or GitException or IOException or UnauthorizedAccessException;
}
