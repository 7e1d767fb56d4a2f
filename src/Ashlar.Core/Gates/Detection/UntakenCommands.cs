using Ashlar.Core.Settings;
using Ashlar.Core.Stacks.Catalogue;
using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Detection;
using Ashlar.Core.Stacks.Make;
using Ashlar.Core.Stacks.Python;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Gates.Detection;

/// <summary>
/// Commands that a project runs when it runs its tests and that no gate runs: tests with other options, and programs of its own. They are told, since
/// what only a person knows is whether they judge.
/// </summary>
internal static class UntakenCommands
{
    private const int Limit = 5;
    private static readonly string[] Targets = ["test", "tests", "check"];
    private static readonly string[] Tooling =
    [
        "pip",
        "build",
        "venv",
        "virtualenv",
        "coverage",
        "twine",
        "ensurepip",
        "nox",
        "tox",
        "compileall",
    ];
    private static readonly string[] Telling =
    [
        "-v",
        "-q",
        "-s",
        "-x",
        "-vv",
        "-r",
        "--verbose",
        "--quiet",
        "--color",
        "--cov",
        "--tb",
        "-n",
        "--failfast",
    ];

    /// <summary>One sentence for each.</summary>
    /// <param name="files">The repository.</param>
    /// <param name="gates">The gates that were found.</param>
    public static IReadOnlyList<string> Of(RepositoryFiles files, IReadOnlyList<GateSetting> gates)
    {
        var run = gates
            .SelectMany(gate => StackCatalog.All.Commands(gate.Run).Append(StackCatalog.All.Resolve(gate.Run, files.Root)))
            .ToList();
        IEnumerable<(string Path, string Line)> lines =
        [
            // Where the target itself is a gate, all that it runs is.
            .. run.Exists(command => GateTool.Name(command.Program) is "make" or "gmake" or "just" or "task" or "go-task")
                ? []
                : MakeCommand.Lines(files, "", name => Targets.Contains(name, StringComparer.Ordinal)).SelectMany(told => told),
            .. PythonEntries.Told(files, ""),
        ];
        var written = lines.Select(told => (told.Path, told.Line, Rounds: ReachedCommands.Rounds(told.Line, "", files))).ToList();
        return
        [
            .. written
                .SelectMany(told => Left(told.Path, told.Line, told.Rounds))
                .Concat(WorkflowText.Elsewhere(files).Where(line => RunsTests(line.Text)).Select(line => Folders(line.Path, line.Text)))
                .Distinct(StringComparer.Ordinal)
                .Take(Limit),
            .. written
                .SelectMany(told => told.Rounds.SelectMany(Commands).Select(found => (told.Path, found.Text, found.Command)))
                .Where(told => IsWorth(told.Command) && !run.Exists(command => IsRun(told.Command, told.Text, command)))
                .Select(told =>
                    $"{told.Path}: `{told.Text}` runs beside the tests there and is no gate; name it under `gates` in .ashlar/config.yaml if it judges"
                )
                .Distinct(StringComparer.Ordinal)
                .Take(Limit),
        ];
    }

    /// <summary>What a line that runs tests leaves to the shell or to its own program: variables, and folders.</summary>
    private static IEnumerable<string> Left(string path, string line, IReadOnlyList<string> rounds)
    {
        if (!RunsTests(line))
        {
            yield break;
        }

        foreach (var variable in OpenVariables.In(line).Where(text => EntryVariables.Of(text, ".") is null))
        {
            yield return $"{path}: `{variable}` is only told when the project's own tool runs the tests; the gates run without it";
        }

        if (rounds.Any(round => ShellLoops.IsOpen(round) || EntersOpen(round)))
        {
            yield return Folders(path, OpenVariables.Without(line));
        }
    }

    private static string Folders(string path, string line) =>
        $"{path}: `{line}` runs tests in folders that are only told when it runs; name those that no gate runs under `gates` in .ashlar/config.yaml";

    private static bool RunsTests(string line) => StackCatalog.All.Commands(line).Any(command => command.IsTest);

    private static bool EntersOpen(string line) =>
        RunsTests(line)
        && ShellWords
            .Commands(line)
            .Any(words => words is [{ Text: "cd" }, var into, ..] && into.Text.Contains('$', StringComparison.Ordinal));

    private static IEnumerable<(string Text, GateCommand Command)> Commands(string line) =>
        ShellWords.Commands(line).Zip(StackCatalog.All.Commands(line), (words, command) => (line[words[0].Start..words[^1].End], command));

    /// <summary>Tests, modules that Python runs, and files of the repository: all else installs, prints or clears away.</summary>
    private static bool IsWorth(GateCommand command) =>
        command.IsTest
        || (
            command.Tool == StackTool.Unknown
            && PythonTools.IsPython(GateTool.Name(command.Program))
            && ShellWords.Commands(command.Line[command.ToolStart..]) is [var words, ..]
            && words.FirstOrDefault(word => word.Text == "-m") is { Text: "-m" } option
            && words.FirstOrDefault(word => word.Start > option.Start) is { Text: { } module }
            && !Tooling.Contains(module, StringComparer.Ordinal)
        );

    private static bool IsRun(GateCommand told, string text, GateCommand command) =>
        command.Line.Contains(text, StringComparison.Ordinal)
        || (
            told.IsTest
            && command.Tool == told.Tool
            && told.Words.Skip(1)
                .Where(word => word.StartsWith('-') && !Telling.Any(telling => word == telling || word.Split('=')[0] == telling))
                .Where(word => told.Tool.Name != PythonTools.Pytest || !PythonEntry.IsIdle(word))
                .All(word => command.Words.Contains(word, StringComparer.Ordinal))
        );
}
