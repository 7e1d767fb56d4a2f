using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Node;

/// <summary>Looks behind <c>npm test</c>, <c>pnpm -r test</c> and their like: the scripts of package.json tell the tool.</summary>
internal static class NodeScripts
{
    /// <summary>The tool that a line runs in the end; null for a line that hides none of node's.</summary>
    public static GateCommand? Behind(GateCommand command, RepositoryFiles files)
    {
        if (!MayRunNode(command.Line) || (command.Tool != StackTool.Unknown && !NodeReport.Reads(command.Tool.Name)))
        {
            return null;
        }

        var steps = NodeLine.Of(command.Line, new NodeProject(files), report: null).Line.Steps;
        var deciding = steps.LastOrDefault(step => step.IsTest) ?? (steps.Count > 0 ? steps[^1] : null);
        return deciding is null || deciding.Kind == command.Tool.Name
            ? null
            : command.Behind(files.Stacks.Tool(deciding.Kind), deciding.Words);
    }

    /// <summary>Tells the tools that scripts run in the end, each with the folder of its package.</summary>
    public static void Follow(GateCommand command, ReachedCommands reached)
    {
        if (!Managers.Contains(GateTool.Name(command.Program)) && !NodeTool.IsKnown(GateTool.Name(command.Program)))
        {
            return;
        }

        var project = new NodeProject(reached.Files);
        var own = string.Join(' ', command.Words.Select(ShellWords.Quote));
        var steps = NodeLine.Of(ShellWords.In(command.Folder, own), project, report: null).Line.Steps;
        foreach (var step in steps)
        {
            reached.Take(command.Behind(reached.Files.Stacks.Tool(step.Kind), step.Words).In(step.Folder));
        }

        // A script that runs no tool of node may run one of others.
        if (steps.Count == 0 && ShellWords.Commands(own) is [var words, ..] && NodeCall.Of(words, 0, command.Folder, project) is { } call)
        {
            foreach (var (folder, script) in call.Scripts)
            {
                reached.Line(project.Of(folder)!.Scripts[script], folder);
            }
        }
    }

    /// <summary>The line with its scripts taken apart and its runners reporting; null when it runs no tests of node.</summary>
    /// <param name="line">The line.</param>
    /// <param name="files">The checkout.</param>
    /// <param name="shown">The folder for results, as shell text for within double quotes.</param>
    /// <param name="focus">Test files to restrict it to, or null.</param>
    /// <param name="watch">The folder of what watches runners, likewise; null where none does.</param>
    public static string? Reporting(string line, RepositoryFiles files, string shown, IReadOnlyList<string>? focus, string? watch)
    {
        if (!MayRunNode(line))
        {
            return null;
        }

        var project = new NodeProject(files);
        var (taken, text) = NodeLine.Of(line, project, new NodeReport(shown, focus, watch, project));
        return taken.Steps.Any(step => step.IsTest)
            ? $"mkdir -p \"{shown}\"; {(watch is null && taken.Steps.Any(step => step.Kind == NodeTools.Mocha) ? MochaReporter.Lay(shown) : "")}{text}"
            : null;
    }

    /// <summary>The line with the programs of installed packages on PATH, where it runs a checker of node.</summary>
    public static string Checking(string line, RepositoryFiles files) =>
        MayRunNode(line) ? NodeLine.Of(line, new NodeProject(files), report: null).Text : line;

    /// <summary>The tools behind a line, and the programs of what stays as it is.</summary>
    public static (IReadOnlyList<NodeStep> Steps, IReadOnlyList<string> Others, NodeProject Project)? Parts(
        string line,
        RepositoryFiles files
    )
    {
        if (!MayRunNode(line))
        {
            return null;
        }

        var project = new NodeProject(files);
        var taken = NodeLine.Of(line, project, report: null).Line;
        return taken.Steps.Count == 0 ? null : (taken.Steps, taken.Others, project);
    }

    /// <summary>Most gates are none of node's: their words are told by a look, without a look at the repository.</summary>
    private static bool MayRunNode(string line) =>
        ShellWords
            .Commands(line)
            .Any(words => words.Any(word => Managers.Contains(GateTool.Name(word.Text)) || NodeTool.IsKnown(GateTool.Name(word.Text))));

    private static readonly HashSet<string> Managers = new(StringComparer.Ordinal)
    {
        "npm",
        "npx",
        "pnpm",
        "yarn",
        "bun",
        "node",
        "tsx",
        "ts-node",
        "lerna",
        "turbo",
        "nx",
        "run-s",
        "run-p",
        "npm-run-all",
        "concurrently",
        "conc",
    };
}
