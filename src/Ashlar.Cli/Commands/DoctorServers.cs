using Ashlar.Cli.Terminal;
using Ashlar.Core;
using Ashlar.Core.Sandboxes.Isolation;
using Ashlar.Core.Secrets;
using Ashlar.Core.Settings;
using Ashlar.Core.Tools;

namespace Ashlar.Cli.Commands;

/// <summary>The lines of <c>ashlar doctor</c> about MCP servers: one each, none of which is started. A run that uses none of them needs none.</summary>
internal static class DoctorServers
{
    /// <summary>Looks at what the checkout and the user declare.</summary>
    public static IEnumerable<DoctorCheck> Check(CommandIo io, string root, Configuration configuration)
    {
        var set = ServerSet.OfCheckout(root, io.Environment, configuration.Servers);
        return set.Problems.Select(problem => Of("mcp", problem)).Concat(set.Servers.Select(server => Check(io, root, server)));
    }

    private static DoctorCheck Check(CommandIo io, string root, ToolServer server)
    {
        var name = $"mcp {server.Name}";
        if ((server.Fault ?? Missing(io, root, server)) is { } problem)
        {
            return Of(name, problem);
        }

        var place = $"({server.Path}:{server.Line})";
        if (server.Address is { } address)
        {
            return new DoctorCheck(name, LayerState.Present, $"{ShownText.Line(address)} {place}");
        }

        if (ServerPackage.Of(server.Command, server.Arguments) is { } package)
        {
            return ServerFetch.IsThere(ServerStore.In(StateFolder.Of(io.Environment).Path, io.Environment), package)
                ? new DoctorCheck(name, LayerState.Present, $"{package.Specs[0]} is fetched {place}")
                : new DoctorCheck(
                    name,
                    LayerState.Weaker,
                    $"{package.Specs[0]} is not fetched yet {place}",
                    "Run `ashlar trust`, which fetches it"
                );
        }

        return Found(io, root, server.Command) is { } path
            ? new DoctorCheck(name, LayerState.Present, $"{path} {place}")
            : new DoctorCheck(
                name,
                LayerState.Weaker,
                $"{server.Command} is not on PATH {place}",
                $"Install it, or change `command` in {server.Path}"
            );
    }

    private static Problem? Missing(CommandIo io, string root, ToolServer server)
    {
        try
        {
            return ServerVariables.Missing(server, SecretStore.Open(root, io.Environment).Find);
        }
        catch (ProblemException trouble)
        {
            return trouble.Problems[0];
        }
    }

    private static string? Found(CommandIo io, string root, string command) =>
        command.Contains("${", StringComparison.Ordinal) ? command
        : command.Contains('/', StringComparison.Ordinal) ? Present(Path.Combine(root, command))
        : io.Programs.CommandPath.Select(folder => Present(Path.Combine(folder, command))).FirstOrDefault(path => path is not null);

    private static string? Present(string path) => File.Exists(path) ? path : null;

    private static DoctorCheck Of(string name, Problem problem) =>
        new(name, LayerState.Weaker, problem.Place is { } place ? $"{problem.Message} ({place})" : problem.Message, problem.Remedy);
}
