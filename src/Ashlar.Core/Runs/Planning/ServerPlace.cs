using System.Collections.Concurrent;
using Ashlar.Core.Journal;
using Ashlar.Core.Runs.Records;
using Ashlar.Core.Runs.Starts;
using Ashlar.Core.Tools;

namespace Ashlar.Core.Runs.Planning;

/// <summary>The servers of tools of a run, and what they said of their tools so far: a list is asked for once in a run.</summary>
/// <param name="launches">How they are started.</param>
/// <param name="services">How they are talked to, and where packages of servers are kept.</param>
/// <param name="steps">Recorded steps.</param>
internal sealed class ServerPlace(IReadOnlyList<ServerLaunch> launches, RunHostServices services, StepLog steps)
{
    private readonly ConcurrentDictionary<(string Server, string Declaration), ToolsListed> listed = new(
        steps
            .PastOf<ToolsListed>()
            .Select(entry => entry.Read(RunJson.Default.ToolsListed))
            .Where(list => list.Content is not null)
            .GroupBy(list => (list.Server, list.Declaration))
            .Select(group => KeyValuePair.Create(group.Key, group.Last()))
    );

    private readonly ServerStore store = ServerStore.In(services.StatePath, services.Environment);
    private IServerProtocol? opened;

    /// <summary>How a server is started, or null where it cannot be.</summary>
    public ServerLaunch? Find(string server) =>
        services.Servers is null ? null : launches.FirstOrDefault(launch => string.Equals(launch.Name, server, StringComparison.Ordinal));

    /// <summary>A server for one task.</summary>
    public ServerProcess Process(ServerLaunch launch, TimeProvider clock) => new(launch, opened ??= services.Servers!(), store, clock);

    /// <summary>What a server said of its tools in this run, or null.</summary>
    public ToolsListed? Known(ServerLaunch launch) => listed.GetValueOrDefault((launch.Name, launch.Declaration));

    /// <summary>Keeps what a server said.</summary>
    public void Keep(ToolsListed list)
    {
        if (list.Content is not null)
        {
            listed[(list.Server, list.Declaration)] = list;
        }
    }
}
