using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Starts;
using Ashlar.Core.Secrets;
using Ashlar.Core.Settings;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Planning;

/// <summary>Assembles a recorded run again.</summary>
/// <param name="services">What a run is given from outside.</param>
/// <param name="folder">The run.</param>
/// <param name="point">What it continues from.</param>
/// <param name="given">What this command line says, or null.</param>
/// <param name="containment">How its commands are contained: never as the record says.</param>
internal sealed class RunResumption(
    RunHostServices services,
    RunFolder folder,
    ResumePoint point,
    RunOptions? given,
    ContainmentChoice containment
)
{
    /// <summary>Whether the Python of the record is left aside and the project's is looked for here.</summary>
    public bool FindsPython { get; init; }

    /// <summary>The repository to work in, where it is not the recorded one; its root need not be a checkout, nobody commits for a person.</summary>
    public Repository? Place { get; init; }

    /// <summary>Prepares to continue.</summary>
    /// <param name="spec">What the run is.</param>
    /// <param name="rules">What follows from that.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ProblemException">The run cannot continue here.</exception>
    public async Task<PreparedRun> PrepareAsync(RunSpec spec, RunRules rules, CancellationToken cancellationToken)
    {
        var started = point.Started;
        return await new RunAssembly(services, folder, containment) { IsPaid = Place is null }
            .OfAsync(
                spec,
                rules,
                gates =>
                    FindsPython && started.Python is not null
                        ? gates.ReopenHereAsync(started.Base, cancellationToken)
                        : gates.ReopenAsync(started.Python, cancellationToken),
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    /// <summary>Holds the configuration that the run obeys against what is trusted on this machine now.</summary>
    /// <exception cref="ProblemException">Its content is not trusted; exit status 2.</exception>
    public async Task CheckTrustAsync(CancellationToken cancellationToken)
    {
        var repository = await RepositoryAsync(cancellationToken).ConfigureAwait(false);
        var start = await StartCommit.ReadAsync(repository, point.Started.Base, cancellationToken).ConfigureAwait(false);
        var (store, check) = Trust(services, repository, start, point.Started.Servers);
        if (check.IsTrusted)
        {
            return;
        }

        if (given?.Trust is not true && services.AskTrust?.Invoke(check) != true)
        {
            throw new ProblemException(check.Problems);
        }

        store.Accept(repository.Root, [.. start.ConfigurationToTrust, .. start.ServersToTrust(point.Started.Servers)]);
    }

    /// <summary>What of a start must be trusted before a record of it reaches anything.</summary>
    internal static (TrustStore Store, TrustCheck Check) Trust(
        RunHostServices services,
        Repository repository,
        StartCommit start,
        IReadOnlyList<string> servers
    )
    {
        var store = new TrustStore(new StateFolder(services.StatePath).Trust, services.Clock);
        return (store, store.Check(repository.Root, [.. start.ConfigurationToTrust, .. start.ServersToTrust(servers)]));
    }

    /// <summary>Reads what the run is and what follows from that, without anything that would work on it.</summary>
    /// <exception cref="ProblemException">The run cannot continue here.</exception>
    public async Task<(RunSpec Spec, RunRules Rules)> ReadAsync(CancellationToken cancellationToken)
    {
        var repository = Place ?? await RepositoryAsync(cancellationToken).ConfigureAwait(false);
        var identity = Place is null ? await repository.IdentityAsync(cancellationToken).ConfigureAwait(false) : GitIdentity.Nobody;
        var spec = await new SpecRecord(folder, point.Started, containment)
            .ReadAsync(repository, identity, point.Overrides.With(given), cancellationToken)
            .ConfigureAwait(false);
        if (Place is not null || containment.IsOfStranger)
        {
            // What servers answered is in the record: none is started for a repetition.
            spec = spec with
            {
                Options = spec.Options with { Record = null },
                Start = spec.Start with { Servers = ServerSet.None },
            };
        }
        else if (given is { MaxCost: not null } or { MaxTaskCost: not null } or { MaxAgentCost.Count: > 0 })
        {
            spec = spec with { Start = await PricedAsync(repository, spec.Start, cancellationToken).ConfigureAwait(false) };
        }

        if (Place is null && !containment.IsOfStranger)
        {
            spec = spec with { Start = spec.Start.WithUserServers(services.Environment) };
        }

        return (
            spec,
            await RunRules.OfAsync(spec, Secrets(spec), services.ModelKeys, containment, cancellationToken).ConfigureAwait(false)
        );
    }

    /// <summary>
    /// The start with the prices that the present commit adds, where its configuration is trusted: a new limit of cost may need them, and
    /// nothing else of it counts.
    /// </summary>
    private async Task<StartCommit> PricedAsync(Repository repository, StartCommit start, CancellationToken cancellationToken)
    {
        if (repository.Head.Length == 0)
        {
            return start;
        }

        var present = await StartCommit.ReadAsync(repository, repository.Head, cancellationToken).ConfigureAwait(false);
        if (!Trust(services, repository, present, []).Check.IsTrusted)
        {
            return start;
        }

        var prices = new Dictionary<string, ModelPrice>(present.Configuration.Prices, StringComparer.Ordinal);
        foreach (var (name, price) in start.Configuration.Prices)
        {
            prices[name] = price;
        }

        return start with
        {
            Configuration = start.Configuration with { Prices = prices },
        };
    }

    private SecretStore Secrets(RunSpec spec) => SecretStore.Open(spec.Repository.Root, services.Environment);

    private Task<Repository> RepositoryAsync(CancellationToken cancellationToken) =>
        RunRepository.FindAsync(folder.Id, point.Started, services.Programs, services.Directory, cancellationToken);
}
