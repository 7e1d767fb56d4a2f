using Ashlar.Core.Stacks.Commands;
using Ashlar.Core.Stacks.Detection;
using Ashlar.Core.Stacks.Files;
using Ashlar.Core.Stacks.Seam;

namespace Ashlar.Core.Stacks.Python;

/// <summary>Programs that only name how Python's tools are run: tox, nox, and the scripts of hatch, pdm, poe, pipenv and their like.</summary>
internal static class PythonEntries
{
    private static readonly HashSet<string> None = new(StringComparer.Ordinal);

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
    /// The first command with which a project's entries run its tests, with the file that says so: free of the environment that tox or nox would make,
    /// and of what measures coverage. Null where they tell none.
    /// </summary>
    public static PythonEntry? Test(RepositoryFiles files, string folder) =>
        Told(files, folder)
            .SelectMany(told =>
                ReachedCommands
                    .Of(ShellWords.In(folder, told.Line), files)
                    .Select(command => new PythonEntry(command, told.Path, Hiding(command, told.Line)))
            )
            .Concat(Below(files, folder))
            .FirstOrDefault(found => found.Command.Tool.IsTest && files.Stacks.Of(found.Command.Tool) is PythonStack);

    /// <summary>What lines of the root run in a folder below it.</summary>
    private static IEnumerable<PythonEntry> Below(RepositoryFiles files, string folder) =>
        folder.Length == 0
            ? []
            : ToldLine
                .Of(files)
                .SelectMany(told =>
                    told.Reached(files)
                        .Where(command => command.Folder == folder)
                        .Select(command => new PythonEntry(command, told.Path, null))
                );

    /// <summary>The line itself where the command stands in a shell script that it runs.</summary>
    private static string? Hiding(GateCommand command, string line) =>
        line.Contains(command.Line, StringComparison.Ordinal) || command.Line.Contains(line, StringComparison.Ordinal) ? null : line;

    private static IEnumerable<(string Path, string Line)> Told(RepositoryFiles files, string folder)
    {
        foreach (var name in ToxText.Files)
        {
            var path = RepositoryPath.In(folder, name);
            foreach (var line in ToxText.Commands(name, files.Text(path) ?? "", None))
            {
                yield return (path, line);
            }
        }

        var nox = RepositoryPath.In(folder, NoxText.File);
        foreach (var line in NoxText.Commands(files.Text(nox) ?? "", None))
        {
            yield return (nox, line);
        }

        foreach (var name in ScriptTables.Files)
        {
            var path = RepositoryPath.In(folder, name);
            foreach (var line in ScriptTables.Commands(files.Text(path) ?? "", ScriptTables.TestNames))
            {
                yield return (path, line);
            }
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
                // `poetry run test`, `uv run poe test`: the wrapper is left out, and what stands behind it may be a script.
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

/// <summary>A command with which an entry of a project runs its tests.</summary>
/// <param name="Command">The command.</param>
/// <param name="Path">The file that says so.</param>
/// <param name="Script">The entry's own line, where the command stands in a shell script that it runs.</param>
internal sealed record PythonEntry(GateCommand Command, string Path, string? Script)
{
    /// <summary>The line that runs them; null where pytest does, which needs no telling.</summary>
    public string? Run
    {
        get
        {
            var words = Command.Words;
            return Script
                ?? (
                    words[0].EndsWith(".py", StringComparison.Ordinal) ? $"python3 {ShellWords.Quote(words[0])}"
                    : Command.Tool.Name == PythonTools.Unittest ? $"python3 -m {Line(words)}"
                    : Command.Tool.Name == PythonTools.Django ? Django()
                    : null
                );
        }
    }

    /// <summary>What stands before <c>test</c>, without what measures coverage: a <c>manage.py</c>, or Django's own command with the root to import from.</summary>
    private string Django()
    {
        var all = ShellWords
            .Commands(Command.Line)
            .Select(one => one.Select(word => word.Text).ToList())
            .Last(one => one.Contains(Command.Words[0]));
        var manage = all.Find(word => GateTool.Name(word) == "manage.py");
        return $"python3 {(manage is null ? "-m django" : ShellWords.Quote(manage))} {Line(Command.Words)}";
    }

    private static string Line(IEnumerable<string> words) => string.Join(' ', words.Select(ShellWords.Quote));
}
