using System.Text;
using Ashlar.Core.Sandboxes.Commands;
using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Catalogue;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Node;
using Ashlar.Core.Stacks.Python;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Gates;

/// <summary>Asks, with one command in the sandbox, which programs and Python modules gates need are there.</summary>
internal static class GateProbe
{
    private static readonly string[] ShellWordsOwn =
    [
        "cd",
        "test",
        "[",
        "true",
        "false",
        "echo",
        "exit",
        "set",
        "export",
        "if",
        "for",
        "while",
        "!",
        ":",
        "source",
        ".",
    ];

    /// <summary>The programs and modules of a gate's deciding command, without its runner: <c>pytest</c>, <c>python3</c> and <c>django</c>.</summary>
    public static IReadOnlyList<string> Needed(GateCommand command)
    {
        var program = command.Program;
        if (
            program.Length == 0
            || program.Contains('$', StringComparison.Ordinal)
            || ShellWordsOwn.Contains(program, StringComparer.Ordinal)
        )
        {
            return [];
        }

        var name = GateTool.Name(program);
        if (!PythonTools.IsPython(name))
        {
            return name == "manage.py" ? ["python3", "django"] : [program];
        }

        var words = ShellWords.Commands(command.Line[command.ToolStart..]) is [var first, ..]
            ? first.Select(word => word.Text).ToList()
            : [];
        var module = words.IndexOf("-m") is var at and >= 0 && at + 1 < words.Count ? words[at + 1] : null;
        return module is not null && module.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '_' or '.') ? [program, module]
            : words.Exists(word => GateTool.Name(word) == "manage.py") ? [program, "django"]
            : [program];
    }

    /// <summary>The modules that run the tests of gates in Python: without them nothing can be judged.</summary>
    public static IEnumerable<string> Runners(IReadOnlyList<GateSetting> gates, string root) =>
        gates
            .Select(gate => StackCatalog.All.Resolve(gate.Run, root).Tool.Name)
            .Select(tool =>
                tool is PythonTools.Pytest ? "pytest"
                : tool is PythonTools.Django ? "django"
                : ""
            )
            .Where(module => module.Length > 0);

    /// <summary>A program that only speaks to a service is of no use where it does not reach it.</summary>
    private static string Reaching(string name) =>
        name switch
        {
            "docker" or "podman" => $" && timeout 20 {name} info >/dev/null 2>&1",
            "docker-compose" => " && timeout 20 docker-compose ps >/dev/null 2>&1",
            _ => "",
        };

    /// <summary>Which of all needed names are there.</summary>
    public static async Task<IReadOnlySet<string>> PresentAsync(
        IReadOnlyList<GateSetting> gates,
        GateWorld world,
        CancellationToken cancellationToken
    )
    {
        var node = gates
            .Select(gate => NodePrograms.Of(gate, new RepositoryFiles(world.Mounts.Root, StackCatalog.All)))
            .OfType<NodePrograms>()
            .ToList();
        var commands = gates.Select(gate => StackCatalog.All.Parse(gate.Run)).ToList();
        var names = commands
            .SelectMany(Needed)
            .Concat(commands.Select(command => command.Wrapper?.Split(' ')[0] ?? ""))
            .Concat(node.SelectMany(programs => programs.Needed))
            .Where(name => name.Length > 0);
        var line = new StringBuilder();
        foreach (var folder in node.SelectMany(programs => programs.Folders).Distinct(StringComparer.Ordinal))
        {
            line.Append($"PATH=\"$PATH:$PWD\"/{ShellWords.Quote(folder)}; ");
        }

        foreach (var name in names.Distinct(StringComparer.Ordinal))
        {
            var quoted = ShellWords.Quote(name);
            var reaching = Reaching(name);
            line.Append($"if command -v {quoted} >/dev/null 2>&1{reaching}");
            if (reaching.Length == 0 && name.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '_' or '.'))
            {
                // Looked for in the checkout too, since that is where `python -m` would look.
                line.Append(
                    $" || python3 -c 'import importlib.util,sys; sys.exit(importlib.util.find_spec(sys.argv[1]) is None)' {quoted} >/dev/null 2>&1"
                );
            }

            line.Append($"; then printf 'have\\t%s\\n' {quoted}; fi; ");
        }

        var outcome = await world
            .Sandbox.RunAsync(
                new SandboxCommand
                {
                    Line = line.Append("exit 0").ToString(),
                    Mounts = world.Mounts,
                    WorkingDirectory = world.Mounts.ShownRoot,
                    Environment = world.Environment,
                    Timeout = TimeSpan.FromMinutes(2),
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        return outcome
            .Output.Text.Split('\n')
            .Where(text => text.StartsWith("have\t", StringComparison.Ordinal))
            .Select(text => text["have\t".Length..].TrimEnd('\r'))
            .ToHashSet(StringComparer.Ordinal);
    }
}
