using Ashlar.Cli.Terminal;
using Ashlar.Core;
using Ashlar.Core.Sandboxes.Isolation;
using Ashlar.Core.Secrets;
using Ashlar.Core.Settings;

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

        return Found(io, root, server.Command) is { } path
            ? new DoctorCheck(name, LayerState.Present, $"{path} ({server.Path}:{server.Line})")
            : new DoctorCheck(
                name,
                LayerState.Weaker,
                $"{server.Command} is not on PATH ({server.Path}:{server.Line})",
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
