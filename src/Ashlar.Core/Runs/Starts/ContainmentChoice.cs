using System.Security.Cryptography;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Sandboxes.Isolation;
using Ashlar.Core.Secrets;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Catalogue;
using Ashlar.Core.Workspaces;

namespace Ashlar.Core.Runs.Starts;

/// <summary>
/// How the commands of a run are contained and what they may reach. It is made from this command line and from a configuration whose content
/// is trusted on this machine, and nothing else opens a sandbox: what a journal or an archive says of these things has no way in.
/// </summary>
public sealed class ContainmentChoice
{
    private const int StandInBytes = 24;

    private readonly bool withoutSandbox;
    private readonly bool obeysConfiguration;

    private ContainmentChoice(bool withoutSandbox, bool obeysConfiguration) =>
        (this.withoutSandbox, this.obeysConfiguration) = (withoutSandbox, obeysConfiguration);

    /// <summary>For a configuration whose content is trusted here.</summary>
    /// <param name="unsafeNoSandbox">Whether this command line says <c>--unsafe-no-sandbox</c>.</param>
    public static ContainmentChoice Trusting(bool unsafeNoSandbox) => new(unsafeNoSandbox, obeysConfiguration: true);

    /// <summary>For a record of others: its configuration reaches nothing.</summary>
    /// <param name="unsafeNoSandbox">Whether this command line says <c>--unsafe-no-sandbox</c>.</param>
    public static ContainmentChoice OfStranger(bool unsafeNoSandbox) => new(unsafeNoSandbox, obeysConfiguration: false);

    /// <summary>Whether the record is one of others: nothing of this machine is looked up by what it says.</summary>
    public bool IsOfStranger => !obeysConfiguration;

    /// <summary>A start with what of it may be obeyed; for a record of others no ignored file of this checkout is shared by it.</summary>
    internal StartCommit Of(StartCommit start) =>
        start with
        {
            Configuration = Of(start.Configuration),
            IncludeContent = obeysConfiguration ? start.IncludeContent : null,
            Servers = obeysConfiguration ? start.Servers : ServerSet.None,
        };

    /// <summary>The configuration as far as it may be obeyed: without network, services, shared folders, prefix and effects outside.</summary>
    public Configuration Of(Configuration configuration) =>
        obeysConfiguration
            ? configuration
            : configuration with
            {
                Exec = null,
                Network = [],
                Services = [],
                Servers = Configuration.Default.Servers,
                Share = null,
                Notify = null,
                Application = null,
                Setup = [.. configuration.Setup.Select(command => command with { Network = [] })],
                Commit = configuration.Commit with { Push = false, PullRequest = false, Sign = false },
                Gates = configuration.Gates is null ? null : [.. configuration.Gates.Select(gate => gate with { Network = [] })],
            };

    /// <summary>Recorded gates with the network and the variables that the configuration gives to these very gates.</summary>
    public IReadOnlyList<GateSetting> Of(IReadOnlyList<GateSetting> recorded, Configuration configuration)
    {
        var own = (Of(configuration).Gates ?? [])
            .GroupBy(gate => gate.Name, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);
        return
        [
            .. recorded.Select(gate =>
                own.TryGetValue(gate.Name, out var known) && known.Run == gate.Run
                    ? gate with
                    {
                        Network = known.Network,
                        Environment = known.Environment,
                    }
                    : gate with
                    {
                        Network = [],
                        Environment = new Dictionary<string, EnvironmentValue>(StringComparer.Ordinal),
                    }
            ),
        ];
    }

    /// <summary>The values of secrets; for a record of others values that were made up here and mean nothing.</summary>
    /// <exception cref="ProblemException">Some have no value. Exit status 2.</exception>
    public IReadOnlyDictionary<string, string> Secrets(SecretStore store, IReadOnlyList<string> names) =>
        obeysConfiguration
            ? store.Take(names)
            : names.ToDictionary(name => name, _ => RandomNumberGenerator.GetHexString(2 * StandInBytes), StringComparer.Ordinal);

    /// <summary>The place for the commands of a run. Processes of a sandbox bear the run's mark from the first one on.</summary>
    /// <param name="services">What a run is given from outside.</param>
    /// <param name="repository">The repository.</param>
    /// <param name="start">The commit that the run starts from; its files tell which stores of packages commands see.</param>
    /// <param name="folder">The run.</param>
    /// <exception cref="ProblemException">The prefix names a file where the agent writes; exit status 2.</exception>
    internal ISandbox Open(RunHostServices services, Repository repository, StartCommit start, RunFolder folder)
    {
        if (Of(start.Configuration).Exec is { } prefix)
        {
            return new HostSandbox(services.Clock, repository.Programs) { Prefix = OperatorPrefix.Rooted(prefix, repository.Root, start) };
        }

        var sandbox = services.OpenSandbox(withoutSandbox, repository.Programs);
        if (sandbox is BubblewrapSandbox bubblewrap)
        {
            bubblewrap.Owner = folder.Owner;
            bubblewrap.ShowStores(start.Files.Paths, StackCatalog.All.Stores);
        }

        return sandbox;
    }
}
