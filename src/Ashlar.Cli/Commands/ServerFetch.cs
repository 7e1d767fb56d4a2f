using Ashlar.Cli.Composing;
using Ashlar.Cli.Terminal;
using Ashlar.Core;
using Ashlar.Core.Settings;
using Ashlar.Core.Tools;

namespace Ashlar.Cli.Commands;

/// <summary>
/// Fetches the packages of the MCP servers that a checkout and the user declare (<c>npx PACKAGE</c>, <c>uvx PACKAGE</c>), so that a later run needs
/// no network for them. What cannot be fetched is told; the run that uses it tries again.
/// </summary>
internal static class ServerFetch
{
    /// <summary>Fetches those that are not there yet.</summary>
    public static async Task Async(CommandIo io, string root, CancellationToken cancellationToken)
    {
        var services = Composition.Surroundings(io, _ => { });
        var store = ServerStore.In(services.StatePath, io.Environment);
        var set = ServerSet.OfCheckout(root, io.Environment, Configuration.Default.Servers);
        foreach (var server in set.Servers.Where(server => server.Fault is null && server.Address is null))
        {
            if (ServerPackage.Of(server.Command, server.Arguments) is not { } package || IsThere(store, package))
            {
                continue;
            }

            if (!io.Json)
            {
                io.Line($"Fetching {package.Specs[0]} for the MCP server {server.Name} …");
            }

            try
            {
                var fetched = await store
                    .FetchNewAsync(package, services.OpenSandbox(false, services.Programs), cancellationToken)
                    .ConfigureAwait(false);
                if (!io.Json)
                {
                    io.Line($"Fetched {fetched.Version}.");
                }
            }
            catch (ServerFaultException fault)
            {
                io.Warn(Lost(server, fault.Message));
            }
            catch (ProblemException trouble)
            {
                io.Warn(Lost(server, trouble.Problems[0].Message));
            }
        }
    }

    /// <summary>Whether a package is in the store; one without the program that it was fetched for counts.</summary>
    public static bool IsThere(ServerStore store, ServerPackage package)
    {
        try
        {
            return store.Find(package) is not null;
        }
        catch (ServerFaultException)
        {
            return true;
        }
    }

    private static Problem Lost(ToolServer server, string why) =>
        new("mcp.server-lost", $"The MCP server {server.Name} cannot be used yet: {why.TrimEnd('.')}")
        {
            Warning = true,
            Path = server.Path,
            Line = server.Line,
            Remedy = "Run `ashlar trust` again where its registry can be reached",
        };
}
