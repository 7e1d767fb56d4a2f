using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Detection;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Python;

/// <summary>Programs that only name how Python's tools are run: tox, nox, and the scripts of hatch, pdm, poe, pipenv and their like.</summary>
internal static class PythonEntries
{
    private static readonly HashSet<string> None = new(StringComparer.Ordinal);

    // What make and its like call tests.
    private static readonly string[] TestTargets = ["test", "tests", "check"];

    // Options with which a runner waits for a person, only lists tests, or writes what they expect.
    private static readonly string[] NoRun =
    [
        "--collect-only",
        "--co",
        "--pdb",
        "--trace",
        "--fixtures",
        "--markers",
        "--version",
        "--help",
        "-h",
        "--snapshot-update",
    ];

    /// <summary>Tells what a call of one of them runs.</summary>
    public static void Follow(GateCommand command, ReachedCommands reached)
    {
        if (PythonScriptFile.Behind(command, reached.Files) is var (tool, script))
        {
            reached.Take(command.Behind(reached.Files.Stacks.Tool(tool), [script]));
            return;
        }

        foreach (var line in Lines(command, reached.Files))
        {
            reached.Line(line, command.Folder);
        }
    }

    /// <summary>
    /// The commands with which a project says that it runs the tests of a folder: those of the first that tells any of tox, nox, tables of scripts, the
    /// test targets of make, just and task, and workflows; for a folder below the root, of any line. Empty where nothing tells one.
    /// </summary>
    public static IReadOnlyList<PythonEntry> Tests(RepositoryFiles files, string folder) =>
        Sources(files, folder)
            .Select(source =>
                source
                    .Where(found => IsTest(files.Stacks, found.Command) && IsOf(found.Command, folder))
                    .DistinctBy(found => (found.Command.Folder, found.Command.Line, string.Join(' ', found.Command.Words)))
                    .ToList()
            )
            .FirstOrDefault(source => source.Count > 0)
        ?? [];

    /// <summary>The lines of a folder's tox, nox and tables of scripts that run tests, with their files.</summary>
    public static IEnumerable<(string Path, string Line)> Told(RepositoryFiles files, string folder) =>
        Files(files, folder).SelectMany(file => file.Lines.Select(line => (file.Path, line)));

    private static IEnumerable<IEnumerable<PythonEntry>> Sources(RepositoryFiles files, string folder)
    {
        foreach (var (path, lines) in Files(files, folder))
        {
            yield return lines
                .SelectMany(line => ReachedCommands.Rounds(line, folder, files))
                .SelectMany(line =>
                    ReachedCommands
                        .Of(ShellWords.In(folder, line), files)
                        .Select(command => new PythonEntry(command, path, Hiding(command, line)) { ScriptFolder = folder })
                );
        }

        foreach (var isTarget in (Func<string, bool>[])[name => TestTargets.Contains(name, StringComparer.Ordinal), IsNamedTest])
        {
            foreach (var place in folder.Length == 0 ? (string[])[""] : ["", folder])
            {
                foreach (var lines in files.Stacks.SelectMany(stack => stack.Targets(files, place, isTarget)))
                {
                    yield return lines.SelectMany(told => Reached(new ToldLine(told.Path, null, place, told.Line), files));
                }
            }
        }

        yield return WorkflowText.Lines(files).SelectMany(told => Reached(told, files));
        if (folder.Length > 0)
        {
            yield return ToldLine.Of(files).SelectMany(told => Reached(told, files));
        }
    }

    private static IEnumerable<PythonEntry> Reached(ToldLine told, RepositoryFiles files) =>
        told.Reached(files).Select(command => new PythonEntry(command, told.Path, null));

    private static bool IsNamedTest(string name) =>
        name.Split('-', '_', ':', '.').Any(part => part is "test" or "tests" or "unit" or "integration" or "unittest" or "pytest");

    /// <summary>Tests of Python that run as they stand: looked at by nobody, and not only listed.</summary>
    private static bool IsTest(StackSet stacks, GateCommand command) =>
        command.Tool.IsTest
        && stacks.Of(command.Tool) is PythonStack
        && (command.Wrapper is null || PythonWords.IsRunner(command.Wrapper.Split(' ')[0]))
        && !command.Words.Any(word => NoRun.Contains(word, StringComparer.Ordinal));

    /// <summary>A command is of the folder in which it runs; one that looks outside of it is the root's.</summary>
    private static bool IsOf(GateCommand command, string folder) =>
        command.Folder == folder || (folder.Length == 0 && !PytestPaths.StaysInFolder(command));

    /// <summary>The line itself where the command is in a shell script that it runs.</summary>
    private static string? Hiding(GateCommand command, string line) =>
        line.Contains(command.Line, StringComparison.Ordinal) || command.Line.Contains(line, StringComparison.Ordinal) ? null : line;

    private static IEnumerable<(string Path, IEnumerable<string> Lines)> Files(RepositoryFiles files, string folder)
    {
        foreach (var name in ToxText.Files)
        {
            var path = RepositoryPath.In(folder, name);
            yield return (path, ToxText.Commands(name, files.Text(path) ?? "", None));
        }

        var nox = RepositoryPath.In(folder, NoxText.File);
        yield return (nox, NoxText.Commands(files.Text(nox) ?? "", None));
        foreach (var name in ScriptTables.Files)
        {
            var path = RepositoryPath.In(folder, name);
            yield return (path, ScriptTables.Commands(files.Text(path) ?? "", ScriptTables.TestNames));
        }
    }

    private static IEnumerable<string> Lines(GateCommand command, RepositoryFiles files)
    {
        var words = command.Words;
        string? Text(string name) => files.Text(RepositoryPath.In(command.Folder, name));
        switch (GateTool.Name(command.Program))
        {
            case "tox":
                var environments = Values(words, "-e").SelectMany(names => names.Split(',')).ToHashSet(StringComparer.Ordinal);
                return ToxText.Files.SelectMany(name => ToxText.Commands(name, Text(name) ?? "", environments));
            case "nox":
                return NoxText.Commands(Text(NoxText.File) ?? "", Values(words, "-s", "--session", "--sessions", "-e"));
            case "poe" or "task" or "pdm" or "hatch" or "rye" or "pixi" or "pipenv" or "poetry" or "uv":
                var named = words
                    .Skip(1)
                    .Where(word => !word.StartsWith('-') && word is not ("run" or "poe" or "task"))
                    .Select(word => word[(word.LastIndexOf(':') + 1)..])
                    .Take(1)
                    .ToHashSet(StringComparer.Ordinal);
                return named.Count == 0 ? [] : ScriptTables.Files.SelectMany(name => ScriptTables.Commands(Text(name) ?? "", named));
            default:
                // `poetry run test`, `uv run poe test`: the wrapper is left out, and what is behind it may be a script.
                return command.Wrapper is null || words.Count > 0 && command.Tool != StackTool.Unknown
                    ? []
                    : ScriptTables.Files.SelectMany(name =>
                        ScriptTables.Commands(
                            Text(name) ?? "",
                            new HashSet<string> { command.Program, command.Program[(command.Program.LastIndexOf(':') + 1)..] }
                        )
                    );
        }
    }

    private static HashSet<string> Values(IReadOnlyList<string> words, params string[] names)
    {
        var values = new HashSet<string>(StringComparer.Ordinal);
        for (var at = 0; at < words.Count; at++)
        {
            if (names.Contains(words[at], StringComparer.Ordinal) && at + 1 < words.Count)
            {
                values.Add(words[at + 1]);
            }
            else if (words[at].Contains('=', StringComparison.Ordinal) && names.Contains(words[at].Split('=')[0], StringComparer.Ordinal))
            {
                values.Add(words[at].Split('=')[1]);
            }
        }

        return values;
    }
}
