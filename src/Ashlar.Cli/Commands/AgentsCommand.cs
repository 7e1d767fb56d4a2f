using System.CommandLine;
using Ashlar.Cli.Options;
using Ashlar.Cli.Rendering;
using Ashlar.Cli.Terminal;
using Ashlar.Core;
using Ashlar.Core.Agents;
using Ashlar.Core.Policies;
using Ashlar.Core.Settings;

namespace Ashlar.Cli.Commands;

/// <summary><c>ashlar agents list|show|lint</c>: which agent definitions there are, what policy one compiles to, what is wrong with them.</summary>
internal static class AgentsCommand
{
    /// <summary>The command with its subcommands; without one it lists.</summary>
    public static Command Create(GlobalOptions globals)
    {
        var command = new Command("agents", "Shows agent definitions.\n\nExample: ashlar agents show implementer")
        {
            CreateShow(globals),
            CreateLint(globals),
        };
        var list = new Command("list", "Lists agent definitions.\n\nExample: ashlar agents list .claude/agents");
        var paths = Paths("Files or folders; left out, those of the repository and the built-in ones");
        list.Arguments.Add(paths);
        globals.SetAction(list, (parse, io, _) => Task.FromResult(List(io, parse.GetValue(paths) ?? [])));
        command.Subcommands.Add(list);
        globals.SetAction(command, (_, io, _) => Task.FromResult(List(io, [])));
        return command;
    }

    private static Command CreateShow(GlobalOptions globals)
    {
        var name = new Argument<string>("NAME") { Description = "Name or file of a definition" };
        var show = new Command("show", "Shows a definition and the policy compiled from it.\n\nExample: ashlar agents show implementer")
        {
            name,
        };
        globals.SetAction(show, (parse, io, _) => Task.FromResult(Show(io, parse.GetRequiredValue(name))));
        return show;
    }

    private static Command CreateLint(GlobalOptions globals)
    {
        var paths = Paths("Files or folders; left out, those of the repository");
        var sarif = new Option<bool>("--sarif") { Description = "Write SARIF 2.1.0" };
        var lint = new Command("lint", "Checks definitions.\n\nExample: ashlar agents lint .claude/agents --sarif") { paths, sarif };
        globals.SetAction(lint, (parse, io, _) => Task.FromResult(Lint(io, parse.GetValue(paths) ?? [], parse.GetValue(sarif))));
        return lint;
    }

    private static Argument<string[]> Paths(string description) =>
        new("PATH") { Description = description, Arity = ArgumentArity.ZeroOrMore };

    private static int List(CommandIo io, string[] paths)
    {
        IReadOnlyList<AgentDefinition> agents = paths.Length > 0 ? Read(io, paths) : CatalogOf(io, ConfigurationOf(io)).All;
        if (io.Json)
        {
            io.WriteJson(json => AgentsJson.WriteList(json, agents));
            return 0;
        }

        AgentsText.WriteList(io, agents);
        return 0;
    }

    private static int Show(CommandIo io, string name)
    {
        var configuration = ConfigurationOf(io);
        var agent = CatalogOf(io, configuration).Find(name);
        if (agent.Problems.Where(problem => problem.Code is "agent.format").ToList() is { Count: > 0 } unread)
        {
            // What it would be allowed is not known.
            throw new ProblemException(unread);
        }

        var servers = ServersOf(io, configuration);
        var policy = PolicyCompiler.Compile(agent, PolicySource.Of(configuration) with { Servers = servers.Usable });
        policy = policy with { Problems = [.. policy.Problems, .. Faults(servers)] };
        if (io.Json)
        {
            io.WriteJson(json => AgentsJson.WriteOne(json, agent, policy));
            return 0;
        }

        AgentsText.WriteOne(io, agent, policy);
        return 0;
    }

    private static int Lint(CommandIo io, string[] paths, bool sarif)
    {
        IReadOnlyList<AgentDefinition> agents = paths.Length > 0 ? Read(io, paths) : CatalogOf(io, ConfigurationOf(io)).Repository;
        var servers = ServersOf(io, Configuration.Default).Usable;
        var problems = agents
            .SelectMany(agent => PolicyCompiler.Compile(agent, PolicySource.None with { Servers = servers }).Problems)
            .Concat(Duplicates(agents))
            .ToList();
        if (sarif)
        {
            io.WriteJson(json => SarifLog.Write(json, problems));
        }
        else if (io.Json)
        {
            io.WriteJson(json => AgentsJson.WriteProblems(json, problems));
        }
        else
        {
            foreach (var problem in problems)
            {
                io.Line($"{(problem.Warning ? "warning" : "error")} {problem.Code}: {ShownText.Line(problem.ToString())}");
            }

            io.Line(
                $"{agents.Count} definitions, {problems.Count(problem => !problem.Warning)} errors, {problems.Count(problem => problem.Warning)} warnings"
            );
        }

        return problems.Exists(problem => !problem.Warning) ? 1 : 0;
    }

    private static IEnumerable<Problem> Duplicates(IReadOnlyList<AgentDefinition> agents) =>
        agents
            .DistinctBy(agent => agent.Path)
            .GroupBy(agent => agent.Name, StringComparer.Ordinal)
            .Where(group => group.Count() > 1)
            .Select(group => new Problem(
                "agent.duplicate-name",
                $"The name '{group.Key}' stands in {string.Join(", ", group.Select(agent => agent.Path))}"
            )
            {
                Path = group.Last().Path,
                Line = group.Last().KeyLines.TryGetValue("name", out var line) ? line : null,
                Warning = true,
                Remedy = "Rename one of them, or name the file when you need one",
            });

    private static List<AgentDefinition> Read(CommandIo io, string[] paths)
    {
        var agents = new List<AgentDefinition>();
        foreach (var path in paths)
        {
            var full = Path.Combine(io.Directory, path);
            if (Directory.Exists(full))
            {
                agents.AddRange(AgentCatalog.OfFolder(full, ["."]).Repository.Select(agent => agent.At(Path.Combine(path, agent.Path))));
            }
            else
            {
                agents.Add(AgentFile.ReadFile(full, path));
            }
        }

        return agents;
    }

    private static Configuration ConfigurationOf(CommandIo io)
    {
        var file = Path.Combine(RootOf(io), ConfigurationText.DefaultPath);
        return OrdinaryFile.Exists(file) ? ConfigurationText.ReadOrThrow(OrdinaryFile.ReadAllBytes(file)) : Configuration.Default;
    }

    private static ServerSet ServersOf(CommandIo io, Configuration configuration) =>
        ServerSet.OfCheckout(RootOf(io), io.Environment, configuration.Servers);

    private static IEnumerable<Problem> Faults(ServerSet servers) =>
        servers
            .Servers.Select(server => server.Fault)
            .OfType<Problem>()
            .Select(fault => fault with { Warning = true })
            .Concat(servers.Problems);

    private static AgentCatalog CatalogOf(CommandIo io, Configuration configuration) =>
        AgentCatalog.OfFolder(RootOf(io), configuration.Agents);

    /// <summary>The repository's root: the nearest folder with <c>.git</c>, else the working directory.</summary>
    private static string RootOf(CommandIo io)
    {
        for (var folder = io.Directory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Path.Exists(Path.Combine(folder, ".git")))
            {
                return folder;
            }
        }

        return io.Directory;
    }
}
